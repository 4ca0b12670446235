"""Why this date: what a due day follows from, day by day, so that anybody can count along (CLK-07)."""

from __future__ import annotations

from datetime import date
from typing import Self

from yimen.rules.explained import Explanation, Mark
from yimen.rules.limits import Unit

from .words import Answer, Limit, Moment


class Pause(Answer):
    """A lawful rest: the days after it opened, until it closed, are not counted."""

    reason: str
    opened_at: Moment
    closed_at: Moment | None


class DayReason(Answer):
    """Why a day works or rests, and which notice says so."""

    kind: str
    works: bool
    name: str
    notice: str | None
    provisional: bool


class CountedDay(Answer):
    """One day: what it is to the clock, and how many have counted by then."""

    on: date
    mark: Mark
    n: int
    reason: DayReason
    pauses: list[str]
    extra: bool
    due: bool


class Why(Answer):
    """Everything a date follows from."""

    rule: str
    started_at: Moment
    limit: Limit
    more: int
    counted_in: Unit
    pauses: list[Pause]
    held: bool
    due_on: date | None
    first_promised_on: date | None
    used: Limit
    provisional: bool
    days: list[CountedDay]

    @classmethod
    def of(cls, sheet: Explanation) -> Self:
        return cls.model_validate(sheet, from_attributes=True)
