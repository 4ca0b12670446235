"""The sheet "why this date" as weeks to draw: every day from the start to the due day, counted or not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Protocol, runtime_checkable

from django.utils.translation import pgettext

_WEEK: Final = 7


@runtime_checkable
class Said(Protocol):
    """What the rules found, which can say itself as JSON: an explanation, or one of its days."""

    def to_json(self) -> dict[str, Any]: ...


Explained = Said | Mapping[str, Any] | Iterable[Said | Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day: what it is to the clock, in a word that fits a small square and in one that says it all."""

    on: date
    mark: str  # start counted rest paused rolled
    n: int
    word: str
    name: str
    due: bool
    first: bool  # the month changes here, so it is said
    made_up: bool  # a weekend day that works
    provisional: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Weeks from Monday to Sunday; None where the clock does not look."""

    weeks: tuple[tuple[DayCell | None, ...], ...]
    provisional: bool
    marks: frozenset[str]


def sheet(explanation: Explained) -> Sheet:
    """The days of an explanation in weeks: of `deadlines`' own values, or of what the API says of them."""
    days = {cell.on: cell for cell in map(_cell, _days(explanation))}
    if not days:
        return Sheet((), provisional=False, marks=frozenset())
    monday = min(days) - timedelta(days=min(days).weekday())
    count = (max(days) - monday).days // _WEEK + 1
    weeks = tuple(
        tuple(days.get(monday + timedelta(days=_WEEK * week + day)) for day in range(_WEEK))
        for week in range(count)
    )
    cells = days.values()
    return Sheet(weeks, any(each.provisional for each in cells), frozenset(each.mark for each in cells))


def _days(explanation: Explained) -> Iterable[Mapping[str, Any]]:
    said = explanation.to_json() if isinstance(explanation, Said) else explanation
    for day in said["days"] if isinstance(said, Mapping) else said:
        yield day.to_json() if isinstance(day, Said) else day


def _cell(day: Mapping[str, Any]) -> DayCell:
    on, reason = date.fromisoformat(day["on"]), day["reason"]
    word, name = _words(str(day["mark"]), day["n"], reason)
    return DayCell(
        on=on,
        mark=str(day["mark"]),
        n=day["n"],
        word=word,
        name=name,
        due=bool(day["due"]),
        first=on.day == 1,
        made_up=_made_up(reason),
        provisional=bool(reason["provisional"]),
    )


def _words(mark: str, n: int, reason: Mapping[str, Any]) -> tuple[str, str]:
    match mark:
        case "start":
            return pgettext("day", "start"), pgettext("day", "The day it starts does not count")
        case "paused":
            return pgettext("day", "paused"), pgettext("day", "The clock rests for a lawful reason")
        case "rolled":
            return pgettext("day", "moved"), pgettext("day", "Moved on to the next working day")
        case "rest" if reason["name"]:
            return str(reason["name"]), pgettext("day", "Public holiday: %(name)s") % {"name": reason["name"]}
        case "rest":
            return pgettext("day", "rest"), pgettext("day", "Rest day, not counted")
        case _ if _made_up(reason):
            return str(n), pgettext("day", "Day %(n)d, a make-up working day") % {"n": n}
        case _:
            return str(n), pgettext("day", "Day %(n)d") % {"n": n}


def _made_up(reason: Mapping[str, Any]) -> bool:
    return reason["kind"] == "make_up" and bool(reason["works"])
