"""The sheet "why this date" as a value: what `deadlines.explain` finds, ready to be printed (CLK-07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from yimen.rules.limits import Limit, Unit
from yimen.rules.workdays import DayReason

if TYPE_CHECKING:
    from yimen.rules.deadlines import Pause


class Mark(StrEnum):
    """What a day is to a clock."""

    START = "start"
    COUNTED = "counted"
    REST = "rest"
    PAUSED = "paused"
    ROLLED = "rolled"  # past the limit's own end, on the way to the next working day


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One day of "why this date"."""

    on: date
    mark: Mark
    n: int  # counted so far, this day included
    reason: DayReason  # weekday, weekend, holiday, make-up day; whether provisional
    pauses: tuple[str, ...] = ()  # the reasons of the pauses the day lies in
    extra: bool = False  # counted thanks to the extension
    due: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "mark": str(self.mark),
            "n": self.n,
            "reason": self.reason.to_json(),
            "pauses": list(self.pauses),
            "extra": self.extra,
            "due": self.due,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sheet "why this date": everything the date follows from."""

    rule: str
    started_at: datetime
    limit: Limit
    more: int
    counted_in: Unit
    pauses: tuple[Pause, ...]
    held: bool
    due_on: date | None
    unrolled_on: date | None
    first_promised_on: date | None
    used: Limit
    provisional: bool  # whether a day nobody's notice vouches for was looked at
    days: tuple[ExplainedDay, ...]

    def to_json(self) -> dict[str, Any]:
        def plain(day: date | None) -> str | None:
            return day.isoformat() if day else None

        return {
            "rule": self.rule,
            "started_at": self.started_at.isoformat(),
            "limit": self.limit.to_json(),
            "more": self.more,
            "counted_in": str(self.counted_in),
            "pauses": [each.to_json() for each in self.pauses],
            "held": self.held,
            "due_on": plain(self.due_on),
            "unrolled_on": plain(self.unrolled_on),
            "first_promised_on": plain(self.first_promised_on),
            "used": self.used.to_json(),
            "provisional": self.provisional,
            "days": [each.to_json() for each in self.days],
        }
