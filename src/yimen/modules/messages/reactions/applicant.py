"""What applicants are told, each when it happens or as the office opens. Dates are the line's own: those of the paper (R-126)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from yimen.base.packs import national_rules
from yimen.modules.ledger.events import Line
from yimen.rules.dossier import FAR
from yimen.rules.limits import Limit, Unit

from ..matter import Matter, day, matter
from ..opening import hours_in_words
from ..wording import CLOCKS, Both
from ..writing import Cause, tell
from .when import case_said, fact

ONLINE: Final = frozenset({"web", "mobile", "kiosk"})
DUE_SOON: Final = {"supply": "supplement_due", "promise": "promise_due", "unused": "come_soon"}
"""What is said as a clock of what the applicant owes (`OWED`) turns yellow."""
TOLD_DATES: Final = ("promised", "intake", "supply", "unused")
"""Clocks whose date the applicant was given."""


def tell_pre_registered(line: Line, now: datetime) -> None:
    _tell(line, "pre_registered", now, by_on=_new_due(line, "unused"))


def tell_registered(line: Line, now: datetime) -> None:
    """Not of an instant matter at the counter: its result comes before the text would."""
    about = matter(line.book)
    at_the_counter = fact(line.body, "channel") not in ONLINE
    if at_the_counter and about.item is not None and about.item.track == "instant":
        return
    _tell(line, "registered", now, about, by_on=_new_due(line, "intake"))


def tell_expired(line: Line, now: datetime) -> None:
    _tell(line, "expired", now)


def tell_supplement(line: Line, now: datetime) -> None:
    asked = fact(line.body, "asked") or ()
    _tell(line, "supplement", now, pieces=len(asked), by_on=_new_due(line, "supply"))


def tell_supplied(line: Line, now: datetime) -> None:
    _tell(line, "supplied", now, by_on=_new_due(line, "intake"))


def remind_applicant(line: Line, now: datetime) -> None:
    """Something the applicant owes is due soon, if it is still owed."""
    about = matter(line.book)
    clock = about.clock(line.body["by"]["clock"])
    if clock is not None and clock.runs:
        _tell(line, DUE_SOON[clock.name], now, about, by_on=day(clock.due_at))


def tell_closed(line: Line, now: datetime) -> None:
    _tell(line, "closed", now)


def tell_accepted(line: Line, now: datetime) -> None:
    _tell(line, "accepted", now, due_on=_new_due(line, "promised"))


def tell_deemed(line: Line, now: datetime) -> None:
    accepted_on = day(case_said(line.body, "accepted_at"))
    _tell(line, "deemed", now, due_on=_new_due(line, "promised"), accepted_on=accepted_on)


def tell_not_accepted(line: Line, now: datetime) -> None:
    _tell(line, "out_of_remit" if fact(line.body, "why") == "out_of_remit" else "not_needed", now)


def tell_returned(line: Line, now: datetime) -> None:
    _tell(line, "returned", now)


def tell_withdrawn(line: Line, now: datetime) -> None:
    _tell(line, "withdrawn", now)


def tell_special(line: Line, now: datetime) -> None:
    needed = Limit.from_json(fact(line.body, "needed"))
    _tell(line, "special", now, procedure=_procedure(line), needed=needed)


def tell_rests(line: Line, now: datetime) -> None:
    """A step of the item's path for which the clock rests has begun; of several each has its own notice (LIC-17, R-119)."""
    first = fact(line.body, "rests")[0]
    _tell(line, "special", now, procedure=_named(first["reason"]), needed=Limit.from_json(first["needed"]))


def tell_resumed(line: Line, now: datetime) -> None:
    due = datetime.fromisoformat(case_said(line.body, "due_at"))
    if due < FAR:
        _tell(line, "resumed", now, procedure=_procedure(line), due_on=day(due))


def tell_extended(line: Line, now: datetime) -> None:
    """The date the notice names: the promised one where it moves, too, else the statutory one."""
    about = matter(line.book)
    changed = _changed_dates(line, about)
    more = Limit(fact(line.body, "more"), about.item.statutory.unit if about.item else Unit.WORKING_DAY)
    _tell(line, "extended", now, about, more=more, due_on=changed.get("promised", changed["statutory"]))


def tell_date_changed(line: Line, now: datetime) -> None:
    """A date the applicant was given has moved with the calendar, whether later or earlier."""
    about = matter(line.book)
    changed = _changed_dates(line, about)
    name = next((each for each in TOLD_DATES if each in changed), None)
    if name is not None:
        _tell(line, "date_changed", now, about, what=CLOCKS[name], due_on=changed[name])


def tell_ready(line: Line, now: datetime) -> None:
    """What, where, when, and what to bring (R-154); a refusal is collected like any other result."""
    about = matter(line.book)
    named = about.item.result_name if about.item else ""
    by_post = about.parameter("delivery.mode", now.date()).value == "post"
    event = "refused" if about.outcome == "refused" else "ready_by_post" if by_post else "ready"
    _tell(
        line, event, now, about,
        result=Both(f"《{named}》", named) if named else Both("办理结果", "the result"),
        hours=hours_in_words(about.hours),
    )  # fmt: skip


def tell_delivered(line: Line, now: datetime) -> None:
    """On its way by post, or collected by somebody else in the applicant's name."""
    told = line.private.get("facts") or {}
    if fact(line.body, "way") == "post":
        _tell(
            line, "posted", now, carrier=fact(line.body, "carrier"), tracking_no=told.get("tracking_no", "")
        )
    elif fact(line.body, "to") == "proxy":
        _tell(line, "collected", now)


def _tell(line: Line, event: str, now: datetime, about: Matter | None = None, **facts: Any) -> None:
    about = about or matter(line.book)
    tell(Cause.of(line, about), about, event, {**about.facts, **facts}, now=now)


def _new_due(line: Line, name: str) -> Any:
    """The date of a clock that the line starts."""
    started = (line.body.get("new") or {}).get("clock") or ()
    return next((day(each["due_at"]) for each in started if each["name"] == name), Both(""))


def _changed_dates(line: Line, about: Matter) -> dict[str, Any]:
    """The new dates of clocks that the line moves, by their names."""
    moved = (line.body.get("set") or {}).get("clock") or ()
    named = {clock.n: clock.name for clock in about.clocks}
    return {named[each["n"]]: day(each["due_at"]) for each in moved if "due_at" in each}


def _procedure(line: Line) -> Both:
    return _named(str(fact(line.body, "reason")))


def _named(code: str) -> Both:
    lawful = {each.code: each.name for each in national_rules().suspensions["licensing"]}
    return Both(lawful.get(code, code), code.replace("_", " "))
