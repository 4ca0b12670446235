"""The calendar and the hours in force, kept in the process until their version changes; and what the office sees."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from yimen.base import packs
from yimen.rules import holidays
from yimen.rules.findings import Finding
from yimen.rules.workdays import (
    CalendarDay,
    CalendarYear,
    OfficeHours,
    Periods,
    WindowHours,
    WorkCalendar,
)

from . import reading
from .models import SpecialDay
from .reading import ORDINARY, Shelf
from .seeds import day_from_json

VERSION_SQL: Final = reading.VERSION
"""A scalar subquery, for a statement that reads more: what it gives is handed on as `version`, so that neither
`calendar` nor `hours` nor `window_hours` asks the database again."""

_shelf: Shelf | None = None


def version() -> int:
    """The state of the calendar and hours tables; 0 before anything was loaded. One tiny statement."""
    return reading.read_version()


def calendar(division: str = "", *, version: int | None = None) -> WorkCalendar:
    """The legal working days of a division; without one, the nation's. Refused: `calendar_empty`, `division_form`.

    Its `name` says whose it is: `CN`, or `CN/450000` where a division decreed days of its own.
    """
    return _current(version).calendar(division)


def hours(unit_id: int | None = None, division: str = "", *, version: int | None = None) -> OfficeHours:
    """A hall's office hours, or the ordinary ones, bound to its division's calendar."""
    return _current(version).hours(unit_id or ORDINARY, division)


def window_hours(window: int, hall: int, division: str = "", *, version: int | None = None) -> WindowHours:
    """When a window of a hall is served: its own hours within the hall's, or the hall's (R-077)."""
    return _current(version).window_hours(window, hall, division)


def _current(version: int | None) -> Shelf:
    global _shelf  # noqa: PLW0603 - one shelf per process, replaced whole
    wanted = reading.read_version() if version is None else version
    shelf = _shelf
    if shelf is None or shelf.version != wanted:
        _shelf = shelf = Shelf(wanted)
    return shelf


@dataclass(frozen=True, slots=True)
class YearCard:
    """A year as the office page shows it."""

    year: int
    known: CalendarYear | None  # None: no notice loaded, every date in it is provisional
    months: tuple[int, ...]  # working days of each month (CAL-05)

    @property
    def provisional(self) -> bool:
        return self.known is None or self.known.provisional

    @property
    def total(self) -> int:
        return sum(self.months)


def years() -> tuple[YearCard, ...]:
    """Every loaded year and the one after them, the latest first."""
    national = calendar()
    shown = range(max(national.years) + 1, min(national.years) - 1, -1)
    return tuple(YearCard(year, national.years.get(year), _months(national, year)) for year in shown)


def differences(year: CalendarYear) -> tuple[Finding, ...]:
    """Where a year as entered is not as the holiday law has it (CAL-02); nothing where no law is known for it."""
    law = holidays.law_of(year.year, packs.holiday_laws())
    return holidays.differences(year, law) if law else ()


def overlays() -> Mapping[str, tuple[CalendarDay, ...]]:
    """What divisions decreed for themselves, by calendar name: `CN/450000` (CAL-07)."""
    return {name: tuple(days) for name, days in _current(None).overlays.items()}


@dataclass(frozen=True, slots=True)
class SpecialDayCard:
    """A date on which a hall or a window keeps other hours, and why."""

    day: date
    periods: Periods  # empty: closed
    reason: str


def special_days(unit_id: int, since: date) -> tuple[SpecialDayCard, ...]:
    """A hall's special days from `since` on."""
    rows = SpecialDay.objects.filter(unit=unit_id, day__gte=since).order_by("day")
    return tuple(SpecialDayCard(each.day, day_from_json(each.periods), each.reason) for each in rows)


def special_days_of(unit_ids: Iterable[int], since: date) -> dict[int, tuple[SpecialDayCard, ...]]:
    """The special days of several halls and windows from `since` on, by unit. One statement."""
    found: dict[int, tuple[SpecialDayCard, ...]] = dict.fromkeys(unit_ids, ())
    for row in SpecialDay.objects.filter(unit__in=found, day__gte=since).order_by("day"):
        found[row.unit] = (*found[row.unit], SpecialDayCard(row.day, day_from_json(row.periods), row.reason))
    return found


def _months(national: WorkCalendar, year: int) -> tuple[int, ...]:
    eves = [
        date(year - 1, 12, 31),
        *(date(year, month, monthrange(year, month)[1]) for month in range(1, 13)),
    ]
    return tuple(national.between(one, other) for one, other in pairwise(eves))
