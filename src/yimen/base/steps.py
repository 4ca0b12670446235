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


class _Past(NamedTuple):
    text: Promise
    note: Promise | str = ""
    tone: str = "done"


class _Now(NamedTuple):
    """Where a state stands, whose turn it is, and the milestones still ahead."""

    text: Promise
    note: Promise
    ahead: tuple[Promise, ...] = ()
    yours: bool = False  # it waits for the applicant


_ACCEPTANCE: Final = _("Acceptance: the promised time begins to run")
_DECISION: Final = _("Decision")
_RESULT: Final = _("The result is ready and handed to you")

# fmt: off
PAST: Final[Mapping[str, _Past]] = {
    "pre_register":   _Past(_("Registered beforehand, online")),
    "expire":         _Past(_("The registration expired: the papers did not come"), tone="bad"),
    "receive":        _Past(_("Your application was registered"), _("From here on it has a number, and nobody may turn it away without an answer.")),
    "ask_supplement": _Past(_("You were told what is still needed"), _("Everything at once; more than this may not be asked later.")),
    "supply":         _Past(_("What you handed in was taken in")),
    "accept":         _Past(_("Your application was accepted"), _("The promised time runs from this day.")),
    "deem_accept":    _Past(_("Accepted by law"), _("Nobody answered within the days the law allows, so it counts as accepted from the day it was received.")),
    "decline":        _Past(_("Not accepted"), _("The reasons and the ways to have them reviewed stand in the paper below."), "bad"),
    "return":         _Past(_("Returned"), _("The reasons and the ways to have them reviewed stand in the paper below."), "bad"),
    "suspend":        _Past(_("A special procedure began; the clock rests"), _("These days are not counted. How long it will take stands in the notice.")),
    "resume":         _Past(_("The special procedure is over; the clock runs again")),
    "extend":         _Past(_("The time was extended once, with leave"), _("The reason stands in the notice.")),
    "send_back":      _Past(_("A point is being looked at once more")),
    "convert":        _Past(_("It will be completed on the spot")),
    "grant":          _Past(_("Decided: granted")),
    "refuse":         _Past(_("Decided: refused"), _("The reasons and the ways to have them reviewed stand in the paper below."), "bad"),
    "complete":       _Past(_("Completed: the result is ready")),
    "deliver":        _Past(_("Handed to you")),
    "archive":        _Past(_("Filed in the archive")),
    "withdraw":       _Past(_("Withdrawn")),
    "abandon":        _Past(_("Closed: what was still needed did not come in time"), _("You may apply again at any time."), "bad"),
    "correct_contact":_Past(_("Your telephone number was corrected")),
}

NOW: Final[Mapping[str, _Now]] = {
    "pre_registered":     _Now(_("Waiting for you to bring the papers"), _("Bring them to the window with this number; nothing has to be typed again."), (_ACCEPTANCE, _DECISION, _RESULT), yours=True),
    "received":           _Now(_("The hall is checking your papers"), _("Within five working days you are told that it is accepted, or everything that is still needed."), (_ACCEPTANCE, _DECISION, _RESULT)),
    "supplement_pending": _Now(_("Waiting for what is still needed from you"), _("The notice lists all of it. The time starts again when everything is here."), (_ACCEPTANCE, _DECISION, _RESULT), yours=True),
    "accepted":           _Now(_("It has been accepted and is waiting to be reviewed"), _("It is done by the promised date at the latest."), (_DECISION, _RESULT)),
    "in_review":          _Now(_("The department is reviewing it"), _("It is done by the promised date at the latest."), (_DECISION, _RESULT)),
    "suspended":          _Now(_("A special procedure is under way"), _("The days it takes are not counted."), (_DECISION, _RESULT)),
    "waiting_superior":   _Now(_("It lies with the superior authority"), _("The hall follows it up for you."), (_DECISION, _RESULT)),
    "decided":            _Now(_("It is decided; the result is being drawn up"), _("You are told as soon as it is ready."), (_RESULT,)),
    "completed":          _Now(_("The result is ready for you"), _("Bring your identity document; somebody you send needs a letter of authority as well."), (), yours=True),
}
# fmt: on


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


def standing(state: str) -> _Now | None:
    """Where a case stands and whose turn it is; None once it is over."""
    return NOW.get(state)
