"""What states, kinds, lights, acts, tasks and clocks are called, and the icon and tone each is shown with.

The words of requirements §5.4, §5.5 and §7 live here once, for pages and API alike. A tone is never the only sign:
every badge carries its icon and its word (law §21, ACC-03).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise, lazy
from django.utils.translation import pgettext_lazy

from .bilingual import said
from .conclusions import SITUATIONS


class Sign(NamedTuple):
    """How a word is shown: its text, its icon and its tone (off, ink, wait, good, bad)."""

    text: Promise | str
    icon: str
    tone: str


LIGHTS: Final[Mapping[str, Sign]] = {
    "off": Sign(pgettext_lazy("light", "No limit running"), "circle-dashed", "off"),
    "green": Sign(pgettext_lazy("light", "In time"), "circle-check", "good"),
    "yellow": Sign(pgettext_lazy("light", "Due soon"), "alert-triangle", "wait"),
    "red": Sign(pgettext_lazy("light", "Overdue"), "alert-octagon", "bad"),
}

STATES: Final[Mapping[str, Sign]] = {
    "pre_registered": Sign(pgettext_lazy("state", "Pre-registered"), "clipboard-text", "off"),
    "received": Sign(pgettext_lazy("state", "Received"), "inbox", "ink"),
    "supplement_pending": Sign(pgettext_lazy("state", "Supplement needed"), "file-alert", "wait"),
    "accepted": Sign(pgettext_lazy("state", "Accepted"), "file-check", "ink"),
    "in_review": Sign(pgettext_lazy("state", "In review"), "file-search", "ink"),
    "suspended": Sign(pgettext_lazy("state", "Clock suspended"), "player-pause", "wait"),
    "waiting_superior": Sign(pgettext_lazy("state", "With the superior authority"), "building-bank", "ink"),
    "decided": Sign(pgettext_lazy("state", "Decided"), "gavel", "good"),
    "completed": Sign(pgettext_lazy("state", "Completed"), "circle-check", "good"),
    "delivered": Sign(pgettext_lazy("state", "Delivered"), "package", "good"),
    "archived": Sign(pgettext_lazy("state", "Archived"), "archive", "off"),
    "returned": Sign(pgettext_lazy("state", "Returned"), "arrow-back-up", "bad"),
    "not_accepted": Sign(pgettext_lazy("state", "Not accepted"), "ban", "bad"),
    "withdrawn": Sign(pgettext_lazy("state", "Withdrawn"), "logout", "off"),
    "closed_by_applicant": Sign(
        pgettext_lazy("state", "Closed: not completed by the applicant"), "hourglass-off", "off"
    ),
}

KINDS: Final[Mapping[str, Sign]] = {  # the icon is the character on the seal
    "instant": Sign(pgettext_lazy("kind", "Instant"), "即", "good"),
    "committed": Sign(pgettext_lazy("kind", "Committed"), "承", "ink"),
    "joint": Sign(pgettext_lazy("kind", "Joint"), "联", "ink"),
    "escalated": Sign(pgettext_lazy("kind", "Escalated"), "报", "ink"),
    "supplement": Sign(pgettext_lazy("kind", "Supplement"), "补", "wait"),
    "returned": Sign(pgettext_lazy("kind", "Returned matter"), "退", "bad"),
}

SEVERITIES: Final[Mapping[str, Sign]] = {
    "blocking": Sign(pgettext_lazy("severity", "Must be put right"), "alert-octagon", "bad"),
    "curable": Sign(pgettext_lazy("severity", "Can be supplied later"), "file-alert", "wait"),
    "hint": Sign(pgettext_lazy("severity", "Please check"), "info-circle", "ink"),
}

NOTES: Final[Mapping[str, Sign]] = {  # the tones an alert may take
    "good": Sign(pgettext_lazy("note", "Done"), "circle-check", "good"),
    "ink": Sign(pgettext_lazy("note", "Please note"), "info-circle", "ink"),
    "wait": Sign(pgettext_lazy("note", "Attention"), "alert-triangle", "wait"),
    "bad": Sign(pgettext_lazy("note", "Not possible"), "alert-octagon", "bad"),
}

ACTS: Final[Mapping[str, Sign]] = {  # what a button says
    "pre_register": Sign(pgettext_lazy("act", "Pre-register"), "clipboard-text", "ink"),
    "receive": Sign(pgettext_lazy("act", "Take in"), "file-plus", "ink"),
    "check": Sign(pgettext_lazy("act", "Record the check"), "clipboard-check", "ink"),
    "ask_supplement": Sign(pgettext_lazy("act", "Ask for what lacks, once"), "file-alert", "wait"),
    "supply": Sign(pgettext_lazy("act", "Take in what was lacking"), "file-plus", "ink"),
    "allow_demand": Sign(pgettext_lazy("act", "Give leave to ask again"), "license", "wait"),
    "accept": Sign(pgettext_lazy("act", "Accept"), "file-check", "good"),
    "deem_accept": Sign(pgettext_lazy("act", "Deem accepted"), "file-check", "good"),
    "decline": Sign(pgettext_lazy("act", "Decline"), "ban", "bad"),
    "return": Sign(pgettext_lazy("act", "Return"), "arrow-back-up", "bad"),
    "expire": Sign(pgettext_lazy("act", "Expire"), "hourglass-off", "off"),
    "abandon": Sign(pgettext_lazy("act", "Close as not completed"), "hourglass-off", "off"),
    "take_task": Sign(pgettext_lazy("act", "Take"), "user-check", "ink"),
    "finish_task": Sign(pgettext_lazy("act", "Record the result"), "notes", "ink"),
    "hand_over_task": Sign(pgettext_lazy("act", "Hand over"), "transfer", "ink"),
    "suspend": Sign(pgettext_lazy("act", "Suspend the clock"), "player-pause", "wait"),
    "resume": Sign(pgettext_lazy("act", "Resume the clock"), "player-play", "good"),
    "extend": Sign(pgettext_lazy("act", "Extend the limit"), "calendar-plus", "wait"),
    "send_back": Sign(pgettext_lazy("act", "Send back for another look"), "arrow-back-up", "wait"),
    "convert": Sign(pgettext_lazy("act", "Complete on the spot"), "bolt", "good"),
    "grant": Sign(pgettext_lazy("act", "Grant"), "circle-check", "good"),
    "refuse": Sign(pgettext_lazy("act", "Refuse"), "ban", "bad"),
    "complete": Sign(pgettext_lazy("act", "Complete"), "circle-check", "good"),
    "deliver": Sign(pgettext_lazy("act", "Hand out"), "package", "good"),
    "take_back": Sign(pgettext_lazy("act", "Record returned mail"), "mail", "wait"),
    "archive": Sign(pgettext_lazy("act", "Archive"), "archive", "off"),
    "withdraw": Sign(pgettext_lazy("act", "Withdraw"), "logout", "off"),
    "note": Sign(pgettext_lazy("act", "Add a note"), "notes", "ink"),
    "correct_contact": Sign(pgettext_lazy("act", "Correct the contact"), "phone", "ink"),
    "serve": Sign(pgettext_lazy("act", "Record service"), "mail", "ink"),
    "turn": Sign(pgettext_lazy("act", "Turn the light"), "alert-triangle", "wait"),
    "retime": Sign(pgettext_lazy("act", "Count anew"), "calendar", "ink"),
    "seal": Sign(pgettext_lazy("act", "Seal"), "certificate", "ink"),
}

STEPS: Final[Mapping[str, Sign]] = {  # what a timeline says, once it is done
    "pre_register": Sign(pgettext_lazy("step", "Pre-registered"), "clipboard-text", "done"),
    "receive": Sign(pgettext_lazy("step", "Received"), "inbox", "done"),
    "check": Sign(pgettext_lazy("step", "Checked"), "clipboard-check", "done"),
    "ask_supplement": Sign(pgettext_lazy("step", "Asked for what lacks"), "file-alert", "done"),
    "supply": Sign(pgettext_lazy("step", "More was supplied"), "file-plus", "done"),
    "allow_demand": Sign(pgettext_lazy("step", "The director gave leave to ask again"), "license", "done"),
    "accept": Sign(pgettext_lazy("step", "Accepted"), "file-check", "done"),
    "deem_accept": Sign(
        pgettext_lazy("step", "Deemed accepted: nobody answered in time"), "file-check", "bad"
    ),
    "decline": Sign(pgettext_lazy("step", "Declined"), "ban", "bad"),
    "return": Sign(pgettext_lazy("step", "Returned"), "arrow-back-up", "bad"),
    "expire": Sign(pgettext_lazy("step", "The pre-registration expired"), "hourglass-off", "done"),
    "abandon": Sign(pgettext_lazy("step", "Closed: what lacked was not supplied"), "hourglass-off", "done"),
    "take_task": Sign(pgettext_lazy("step", "Taken"), "user-check", "done"),
    "finish_task": Sign(pgettext_lazy("step", "Result recorded"), "notes", "done"),
    "hand_over_task": Sign(pgettext_lazy("step", "Handed over"), "transfer", "done"),
    "suspend": Sign(pgettext_lazy("step", "Clock suspended"), "player-pause", "done"),
    "resume": Sign(pgettext_lazy("step", "Clock resumed"), "player-play", "done"),
    "extend": Sign(pgettext_lazy("step", "Limit extended"), "calendar-plus", "done"),
    "send_back": Sign(pgettext_lazy("step", "Sent back for another look"), "arrow-back-up", "done"),
    "convert": Sign(pgettext_lazy("step", "Made an instant case"), "bolt", "done"),
    "grant": Sign(pgettext_lazy("step", "Granted"), "gavel", "done"),
    "refuse": Sign(pgettext_lazy("step", "Refused"), "gavel", "bad"),
    "complete": Sign(pgettext_lazy("step", "Completed"), "circle-check", "done"),
    "deliver": Sign(pgettext_lazy("step", "Handed out"), "package", "done"),
    "take_back": Sign(pgettext_lazy("step", "The mail came back"), "mail", "bad"),
    "archive": Sign(pgettext_lazy("step", "Archived"), "archive", "done"),
    "withdraw": Sign(pgettext_lazy("step", "Withdrawn by the applicant"), "logout", "done"),
    "note": Sign(pgettext_lazy("step", "Internal note"), "notes", "done"),
    "correct_contact": Sign(pgettext_lazy("step", "Contact corrected"), "phone", "done"),
    "serve": Sign(pgettext_lazy("step", "Paper served"), "mail", "done"),
    "turn": Sign(pgettext_lazy("step", "A limit came nearer"), "alert-triangle", "done"),
    "retime": Sign(
        pgettext_lazy("step", "Dates counted anew: the work calendar changed"), "calendar", "done"
    ),
    "seal": Sign(pgettext_lazy("step", "Papers sealed"), "certificate", "done"),
}

TASKS: Final[Mapping[str, Sign]] = {
    "keep": Sign(pgettext_lazy("task", "First contact"), "user", "ink"),
    "bring": Sign(pgettext_lazy("task", "Bring the papers"), "file-plus", "wait"),
    "check": Sign(pgettext_lazy("task", "Initial check"), "clipboard-check", "ink"),
    "second_check": Sign(pgettext_lazy("task", "Second check"), "clipboard-check", "ink"),
    "supply": Sign(pgettext_lazy("task", "Supply what lacks"), "file-alert", "wait"),
    "promised": Sign(pgettext_lazy("task", "Supply what was promised"), "file-alert", "wait"),
    "review": Sign(pgettext_lazy("task", "Review"), "file-search", "ink"),
    "survey": Sign(pgettext_lazy("task", "Site survey"), "map-pin", "ink"),
    "expert_argument": Sign(pgettext_lazy("task", "Expert argument"), "users-group", "ink"),
    "hearing": Sign(pgettext_lazy("task", "Hearing"), "microphone", "ink"),
    "announcement": Sign(pgettext_lazy("task", "Announcement"), "speakerphone", "ink"),
    "investigation": Sign(pgettext_lazy("task", "Verification"), "zoom-check", "ink"),
    "special": Sign(pgettext_lazy("task", "Special procedure"), "player-pause", "wait"),
    "decide": Sign(pgettext_lazy("task", "Decision"), "gavel", "ink"),
    "decision": Sign(pgettext_lazy("task", "Decision"), "gavel", "ink"),
    "issue": Sign(pgettext_lazy("task", "Make out the result"), "certificate", "ink"),
    "hand_out": Sign(pgettext_lazy("task", "Hand out the result"), "package", "ink"),
    "file": Sign(pgettext_lazy("task", "File the dossier"), "archive", "off"),
    "superior": Sign(pgettext_lazy("task", "With the superior authority"), "building-bank", "ink"),
}

PAUSES: Final[Mapping[str, Sign]] = {  # the closed list of article 45 (LIC-17)
    "hearing": Sign(pgettext_lazy("pause", "Hearing"), "microphone", "wait"),
    "tender": Sign(pgettext_lazy("pause", "Call for tenders"), "file-text", "wait"),
    "auction": Sign(pgettext_lazy("pause", "Auction"), "gavel", "wait"),
    "inspection": Sign(pgettext_lazy("pause", "Inspection"), "zoom-check", "wait"),
    "testing": Sign(pgettext_lazy("pause", "Testing"), "test-pipe", "wait"),
    "quarantine": Sign(pgettext_lazy("pause", "Quarantine"), "shield-check", "wait"),
    "appraisal": Sign(pgettext_lazy("pause", "Appraisal"), "scale", "wait"),
    "expert_review": Sign(pgettext_lazy("pause", "Expert review"), "users-group", "wait"),
}

CLOCKS: Final[Mapping[str, Sign]] = {
    "unused": Sign(pgettext_lazy("clock", "Pre-registration kept"), "hourglass", "off"),
    "intake": Sign(pgettext_lazy("clock", "Answer to the application"), "hourglass", "ink"),
    "supply": Sign(pgettext_lazy("clock", "Supply what lacks"), "hourglass", "wait"),
    "statutory": Sign(pgettext_lazy("clock", "Statutory limit"), "scale", "ink"),
    "promised": Sign(pgettext_lazy("clock", "Promised limit"), "hourglass", "ink"),
    "step": Sign(pgettext_lazy("clock", "Share of one step"), "hourglass", "ink"),
    "special": Sign(pgettext_lazy("clock", "Special procedure"), "player-pause", "wait"),
    "promise": Sign(pgettext_lazy("clock", "Promised supplement"), "hourglass", "wait"),
    "deliver": Sign(pgettext_lazy("clock", "Handing out the result"), "package", "ink"),
    "file": Sign(pgettext_lazy("clock", "Filing the dossier"), "archive", "off"),
}

RESULTS: Final[Mapping[str, Sign]] = {  # what somebody found, or decided
    "agree": Sign(pgettext_lazy("result", "Agrees"), "circle-check", "good"),
    "disagree": Sign(pgettext_lazy("result", "Does not agree"), "ban", "bad"),
    "in_order": Sign(pgettext_lazy("result", "In order"), "circle-check", "good"),
    "not_in_order": Sign(pgettext_lazy("result", "Not in order"), "ban", "bad"),
    "granted": Sign(pgettext_lazy("result", "Granted"), "circle-check", "good"),
    "refused": Sign(pgettext_lazy("result", "Refused"), "ban", "bad"),
}

ROLES: Final[Mapping[str, Promise]] = {
    "applicant": pgettext_lazy("role", "Applicant"),
    "proxy": pgettext_lazy("role", "Proxy"),
    "receptionist": pgettext_lazy("role", "Receptionist"),
    "window_clerk": pgettext_lazy("role", "Window clerk"),
    "dept_reviewer": pgettext_lazy("role", "Reviewer"),
    "chief_representative": pgettext_lazy("role", "Chief representative"),
    "service_section_chief": pgettext_lazy("role", "Chief of the service section"),
    "hall_director": pgettext_lazy("role", "Hall director"),
    "supervisor": pgettext_lazy("role", "Supervisor"),
    "centre_office": pgettext_lazy("role", "Centre office"),
    "business_office": pgettext_lazy("role", "Business office"),
    "agent_officer": pgettext_lazy("role", "Village agent"),
    "hotline_operator": pgettext_lazy("role", "Hotline operator"),
    "system_admin": pgettext_lazy("role", "System administrator"),
}

FACTS: Final[Mapping[str, Promise]] = {  # what an act needs to be told, as a refusal names it
    "text": pgettext_lazy("fact", "words"),
    "result": pgettext_lazy("fact", "result"),
    "on": pgettext_lazy("fact", "date"),
    "place": pgettext_lazy("fact", "place"),
    "participants": pgettext_lazy("fact", "who took part"),
    "files": pgettext_lazy("fact", "files"),
    "reason": pgettext_lazy("fact", "reason"),
    "needed": pgettext_lazy("fact", "time needed"),
    "approved_by": pgettext_lazy("fact", "who approved it"),
    "basis": pgettext_lazy("fact", "legal basis"),
    "ground": pgettext_lazy("fact", "ground"),
    "legal": pgettext_lazy("fact", "legal ground"),
    "step": pgettext_lazy("fact", "step"),
    "to": pgettext_lazy("fact", "receiver"),
    "why": pgettext_lazy("fact", "ground"),
    "competent": pgettext_lazy("fact", "competent body"),
    "receipt_no": pgettext_lazy("fact", "number of the fee's receipt"),
    "way": pgettext_lazy("fact", "way of delivery"),
    "how": pgettext_lazy("fact", "way of service"),
    "receiver": pgettext_lazy("fact", "who receives it"),
    "proxy_letter": pgettext_lazy("fact", "the proxy's letter"),
    "carrier": pgettext_lazy("fact", "carrier"),
    "tracking_no": pgettext_lazy("fact", "tracking number"),
    "phone": pgettext_lazy("fact", "telephone"),
    "paper_no": pgettext_lazy("fact", "number of the paper"),
    "task": pgettext_lazy("fact", "task"),
    "extra": pgettext_lazy("fact", "what was found by hand"),
    "approval_no": pgettext_lazy("fact", "number of the approval"),
    "valid_until": pgettext_lazy("fact", "valid until"),
    "identity_checked": pgettext_lazy("fact", "identity was checked"),
    "relation": pgettext_lazy("fact", "relation to the applicant"),
    "shelf": pgettext_lazy("fact", "cabinet and shelf"),
    "competent_contact": pgettext_lazy("fact", "how to reach that body"),
    "called": pgettext_lazy("fact", "telephone"),
    "name": pgettext_lazy("fact", "name"),
    "id_type": pgettext_lazy("fact", "kind of document"),
    "id_number": pgettext_lazy("fact", "number of the document"),
}

WANTED: Final[Mapping[str, Promise]] = {  # what a fact should have been
    "words": pgettext_lazy("wanted", "words of ordinary length"),
    "code": pgettext_lazy("wanted", "one of the choices offered"),
    "number": pgettext_lazy("wanted", "a whole number from the list"),
    "day": pgettext_lazy("wanted", "a date such as 2026-03-02"),
    "flag": pgettext_lazy("wanted", "yes or no"),
    "names": pgettext_lazy("wanted", "a list of names"),
    "files": pgettext_lazy("wanted", "a list of kept files"),
    "demands": pgettext_lazy("wanted", "a list of demands, each about a material or a field, in words"),
    "limit": pgettext_lazy("wanted", "a length of time, as a number and a unit"),
    "facts": pgettext_lazy("wanted", "named facts"),
}

GROUNDS: Final[Mapping[str, Promise | str]] = {  # what an application was found to be
    str(situation): lazy(said, str)(zh.rstrip("。"), en.rstrip("."))
    for situation, (zh, en) in SITUATIONS.items()
}

SPOKEN: Final[Mapping[str, Mapping[str, Promise | str]]] = {  # facts of refusals that are codes of ours
    "state": {code: sign.text for code, sign in STATES.items()},
    "act": {code: sign.text for code, sign in ACTS.items()},
    "earlier": {code: sign.text for code, sign in ACTS.items()},
    "fact": FACTS,
    "wanted": WANTED,
    "ground": GROUNDS,
    "follows": GROUNDS,
}
