"""A case in the applicant's words: what happened, where it stands, what comes next (R-216, S-80)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Happened(Protocol):
    """A step of a case as the modules give it."""

    @property
    def at(self) -> datetime: ...
    @property
    def act(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """One dot of the timeline; `tone` is done, now, next or bad."""

    text: str | Promise
    tone: str = "done"
    at: datetime | date | None = None
    note: str | Promise = ""
    by: str = ""


class Past(NamedTuple):
    """An act once it is done."""

    text: Promise
    note: Promise | str = ""
    tone: str = "done"


class Standing(NamedTuple):
    """Where a state stands, the milestones still ahead, and whether it is the applicant's turn."""

    text: Promise
    note: Promise
    ahead: tuple[Promise, ...] = ()
    yours: bool = False


_WAYS: Final = _("The reasons and the ways to have them reviewed stand in the paper.")
_ACCEPTANCE: Final = _("Acceptance: the promised time begins to run")
_DECISION: Final = _("Decision")
_RESULT: Final = _("The result is ready and handed to you")

PAST: Final[Mapping[str, Past]] = {
    "pre_register": Past(_("Registered beforehand, online")),
    "expire": Past(_("The registration expired: the papers did not come"), tone="bad"),
    "receive": Past(
        _("Your application was registered"),
        _("It has its number for good; nobody may turn it away without an answer."),
    ),
    "ask_supplement": Past(
        _("You were told what is still needed"),
        _("Everything at once; more than this may not be asked later."),
    ),
    "supply": Past(_("What you handed in was taken in")),
    "accept": Past(_("Your application was accepted"), _("The promised time runs from this day.")),
    "deem_accept": Past(
        _("Accepted by law"),
        _("Nobody answered in the time the law allows; it counts as accepted from the day it was received."),
    ),
    "decline": Past(_("Not accepted"), _WAYS, "bad"),
    "return": Past(_("Returned"), _WAYS, "bad"),
    "suspend": Past(
        _("A special procedure began; the clock rests"),
        _("These days are not counted. How long it will take stands in the notice."),
    ),
    "resume": Past(_("The special procedure is over; the clock runs again")),
    "extend": Past(_("The time was extended once, with leave"), _("The reason stands in the notice.")),
    "send_back": Past(_("A point is being looked at once more")),
    "convert": Past(_("It will be completed on the spot")),
    "grant": Past(_("Decided: granted")),
    "refuse": Past(_("Decided: refused"), _WAYS, "bad"),
    "complete": Past(_("Completed: the result is ready")),
    "deliver": Past(_("Handed to you")),
    "take_back": Past(
        _("The mail came back to the hall"),
        _("Please collect the result, or tell the window your address."),
        "bad",
    ),
    "archive": Past(_("Filed in the archive")),
    "withdraw": Past(_("Withdrawn")),
    "abandon": Past(
        _("Closed: what was still needed did not come in time"),
        _("You may apply again at any time."),
        "bad",
    ),
    "correct_contact": Past(_("How you can be reached was corrected")),
}

NOW: Final[Mapping[str, Standing]] = {
    "pre_registered": Standing(
        _("Waiting for you to bring the papers"),
        _("Bring them to the window with this number; nothing has to be typed again."),
        (_ACCEPTANCE, _DECISION, _RESULT),
        yours=True,
    ),
    "received": Standing(
        _("The hall is checking your papers"),
        _("You will be told that it is accepted, or everything that is still needed, at once."),
        (_ACCEPTANCE, _DECISION, _RESULT),
    ),
    "supplement_pending": Standing(
        _("Waiting for what is still needed from you"),
        _("The notice lists all of it. The check begins again when everything is here."),
        (_ACCEPTANCE, _DECISION, _RESULT),
        yours=True,
    ),
    "accepted": Standing(
        _("Accepted, waiting to be reviewed"),
        _("It is done by the promised date at the latest."),
        (_DECISION, _RESULT),
    ),
    "in_review": Standing(
        _("The department is reviewing it"),
        _("It is done by the promised date at the latest."),
        (_DECISION, _RESULT),
    ),
    "suspended": Standing(
        _("A special procedure is under way"),
        _("The days it takes are not counted."),
        (_DECISION, _RESULT),
    ),
    "waiting_superior": Standing(
        _("It lies with the superior authority"),
        _("The hall follows it up for you."),
        (_DECISION, _RESULT),
    ),
    "decided": Standing(
        _("Decided; the result is being drawn up"),
        _("You are told as soon as it is ready."),
        (_RESULT,),
    ),
    "completed": Standing(
        _("The result is ready for you"),
        _("Bring your identity document; somebody you send needs a letter of authority as well."),
        yours=True,
    ),
}


def timeline(steps: Iterable[Happened], state: str) -> tuple[Shown, ...]:
    """What happened, what is going on, what is to come."""
    shown = [
        Shown(past.text, past.tone, each.at, past.note) for each in steps if (past := PAST.get(each.act))
    ]
    now = NOW.get(state)
    if now is not None:
        shown.append(Shown(now.text, "now", note=now.note))
        shown += [Shown(text, "next") for text in now.ahead]
    return tuple(shown)


def waits_for_applicant(state: str) -> bool:
    return state in NOW and NOW[state].yours
