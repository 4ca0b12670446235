"""The facts of each act of staff on an application: what `POST /cases/{number}/acts/{act}` takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field

from .applications import Materials
from .words import Body, Code, Day, GivenLimit, Name, Note, ToldBy, Values

TaskNumber = Annotated[int, Field(strict=True, ge=1, le=9999)]


class Receive(Body):
    """The papers of a pre-registered application came: what was filled in online stays, nothing is typed again (R-079)."""

    form: Values = Field(default_factory=dict)
    materials: Materials = Field(default_factory=list)


class Check(Body):
    """The hall's initial check, or the department's second one (R-082)."""

    result: Literal["in_order", "not_in_order"] = "in_order"
    text: Note = ""


class Demand(Body):
    """Something the checker found beyond the automatic check: about a material or a field of the form."""

    material: Code | None = None
    field: Name | None = None
    text: Note
    remedy: Note = ""


class AskSupplement(Body):
    """Everything that lacks, in one notice; what could have been asked before may not be asked now (LIC-07, LIC-32)."""

    extra: Annotated[list[Demand], Field(max_length=50)] = Field(default_factory=list)
    ground: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")] | None = None


class Supply(Body):
    """What the applicant brings after the notice, and fields put right (LIC-07b)."""

    materials: Materials = Field(default_factory=list)
    form: Values = Field(default_factory=dict)


class AllowDemand(Body):
    """The director's written leave to ask once more (LIC-32)."""

    reason: Note


class Accept(Body):
    """Complete, in legal form and within powers: the limits begin to run (LIC-07b)."""

    text: Note = ""


class Return(Body):
    """退回, by its legal ground (KIND-01). `legal` says what it is in law where the ground is `against_policy`."""

    ground: Literal["main_missing", "against_policy", "survey_failed"]
    legal: Literal["one_time_notice", "out_of_remit", "refusal"] | None = None
    competent: Name | None = None  # whose remit it is, where it is outside this body's
    text: Note


class Decline(Body):
    """Not accepted: somebody else's remit, who is named, or nothing that needs a licence (LIC-04, LIC-05)."""

    why: Literal["out_of_remit", "no_approval_needed"]
    text: Note
    competent: Name | None = None
    competent_contact: Name | None = None


class TakeTask(Body):
    """A task of the desk becomes one's own."""

    task: TaskNumber


class FinishTask(Body):
    """A step of the review ends with its record; a survey names day, place and at least two who took part (R-110)."""

    task: TaskNumber
    result: Literal["agree", "disagree"]
    text: Note
    on: Day | None = None
    place: Name | None = None
    participants: Annotated[list[Name], Field(max_length=50)] = Field(default_factory=list)


class HandOverTask(Body):
    """To a colleague of the same desk by their user name, or, without one, back to the desk."""

    task: TaskNumber
    to: Name | None = None
    text: Note = ""


class Suspend(Body):
    """A special procedure of article 45 begins: the clocks rest, and the applicant is told for how long (LIC-17)."""

    reason: Code = Field(
        description="hearing, tender, auction, inspection, testing, quarantine, appraisal or expert_review"
    )
    needed: GivenLimit
    text: Note


class Resume(Body):
    """The special procedure is over."""

    task: TaskNumber | None = None
    text: Note = ""


class Extend(Body):
    """The one extension, approved before the limit ends by the head of the department (LIC-08)."""

    text: Note
    approved_by: Name
    approval_no: Name | None = None


class SendBack(Body):
    """A closed step of the review, by its number, is done again (R-110)."""

    step: TaskNumber
    text: Note


class Convert(Body):
    """A committed item that may be done on the spot is done on the spot (R-109)."""

    text: Note


class Grant(Body):
    """Granted, by whoever holds the department's letter (LIC-12)."""

    text: Note = ""
    valid_until: Day | None = None


class Refuse(Body):
    """Refused: reasons, one a line, and the articles they rest on (LIC-13)."""

    text: Note
    basis: Note


class Complete(Body):
    """The result is drawn and sealed, the applicant told. A charged item names the receipt of its fee."""

    receipt_no: Name | None = None


class Deliver(Body):
    """Handed over after a look at who it is, or sent by post (R-152, R-153)."""

    way: Literal["pickup", "post", "by_hand"]
    to: Literal["applicant", "proxy"] | None = None
    identity_checked: Annotated[bool, Field(strict=True)] = False
    receiver: Name
    proxy_letter: Name | None = None
    relation: Name | None = None
    carrier: Name | None = None
    tracking_no: Name | None = None


class TakeBack(Body):
    """What was posted came back, and is handed out again (R-152)."""

    text: Note


class Archive(Body):
    """Read-only from here on, with its archive number (R-143)."""

    shelf: Name | None = None


class Withdraw(Body):
    """The applicant takes the application back; possible until the decision (R-098).

    With the ground `will_not_complete` they are told once what lacks, by the same act (R-108).
    """

    ground: Literal["will_not_complete"] | None = None
    extra: Annotated[list[Demand], Field(max_length=50)] = Field(default_factory=list)
    text: Note = ""


class WriteNote(Body):
    """A note for colleagues."""

    text: Note


class CorrectContact(Body):
    """The applicant's telephone is another one, or texts are wanted or not; who they are, only where the check doubts it."""

    phone: Annotated[str | None, Field(max_length=40, repr=False)] = None
    name: Name | None = None
    id_type: Code | None = None
    id_number: Annotated[str | None, Field(max_length=60, repr=False)] = None
    told_by: ToldBy | None = None


class Serve(Body):
    """How a paper reached the applicant (R-144)."""

    paper_no: Name
    how: Literal["by_hand", "post", "sms", "online"]
    receiver: Name | None = None


ACTS: Final[Mapping[str, type[Body]]] = {
    "receive": Receive,
    "check": Check,
    "ask_supplement": AskSupplement,
    "supply": Supply,
    "allow_demand": AllowDemand,
    "accept": Accept,
    "return": Return,
    "decline": Decline,
    "take_task": TakeTask,
    "finish_task": FinishTask,
    "hand_over_task": HandOverTask,
    "suspend": Suspend,
    "resume": Resume,
    "extend": Extend,
    "send_back": SendBack,
    "convert": Convert,
    "grant": Grant,
    "refuse": Refuse,
    "complete": Complete,
    "deliver": Deliver,
    "take_back": TakeBack,
    "archive": Archive,
    "withdraw": Withdraw,
    "note": WriteNote,
    "correct_contact": CorrectContact,
    "serve": Serve,
}
"""Every act of staff by its name; a test holds them equal to `rules/permits.py`."""
