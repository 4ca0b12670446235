"""The tables as values: read whole, compiled when first asked for, good until the version changes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final

from django.db import connection

from yimen.rules.identifiers import Division
from yimen.rules.workdays import (
    CalendarDay,
    CalendarYear,
    OfficeHours,
    Periods,
    WindowHours,
    WorkCalendar,
)

from .models import Day, SpecialDay, Week, Year
from .seeds import day_from_json, ordinary_week, week_from_json

NATIONAL: Final = "CN"
ORDINARY: Final = 0  # the unit whose week is kept by halls without their own
VERSION: Final = "(SELECT coalesce(max(n), 0) FROM workdays_version)"


def read_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {VERSION}")
        return int(cursor.fetchone()[0])


class Shelf:
    """One state of the tables. Calendars and hours are compiled once each; two threads may do so twice, no harm."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.years = _years()
        self.overlays = _overlays()
        self._weeks: dict[int, tuple[Periods, ...]] = {
            unit: week_from_json(periods) for unit, periods in Week.objects.values_list("unit", "periods")
        }
        self._special: dict[int, dict[date, Periods]] = defaultdict(dict)
        for unit, day, periods in SpecialDay.objects.values_list("unit", "day", "periods"):
            self._special[unit][day] = day_from_json(periods)
        self._calendars: dict[str, WorkCalendar] = {}
        self._hours: dict[tuple[int, str], OfficeHours] = {}
        self._windows: dict[tuple[int, int, str], WindowHours] = {}

    def calendar(self, division: str) -> WorkCalendar:
        """The nation's calendar with what every division above `division` and itself decreed, the nearest last."""
        found = self._calendars.get(division)
        if found is None:
            decreed = self._decreed(division) if division and self.overlays else ()
            if division and not decreed:
                found = self.calendar("")
            else:
                name = decreed[-1] if decreed else NATIONAL
                overlays = [day for each in decreed for day in self.overlays[each]]
                found = WorkCalendar.compile(name, self.version, self.years, overlays)
            self._calendars[division] = found
        return found

    def hours(self, unit: int, division: str) -> OfficeHours:
        found = self._hours.get((unit, division))
        if found is None:
            week = self._weeks.get(unit) or self._weeks.get(ORDINARY) or week_from_json(ordinary_week())
            found = OfficeHours.compile(self.calendar(division), week, self._special.get(unit))
            self._hours[unit, division] = found
        return found

    def window_hours(self, window: int, hall: int, division: str) -> WindowHours:
        """Not checked against the hall's: where these have changed since, they cut."""
        found = self._windows.get((window, hall, division))
        if found is None:
            doors = self.hours(hall, division)
            week = self._weeks.get(window)
            own = OfficeHours.compile(doors.calendar, week) if week else None
            found = WindowHours(doors, own, self._special.get(window, {}))
            self._windows[window, hall, division] = found
        return found

    def _decreed(self, division: str) -> tuple[str, ...]:
        """The calendars of its own and of the divisions above, from the province down."""
        here = Division.parse(division)
        above = ((Division.parse(name.removeprefix(f"{NATIONAL}/")), name) for name in self.overlays)
        return tuple(
            name for _, name in sorted((len(each.prefix), name) for each, name in above if each.covers(here))
        )


def _years() -> tuple[CalendarYear, ...]:
    days: dict[int, list[CalendarDay]] = defaultdict(list)
    for year, day, works, name, notice in (
        Day.objects.filter(calendar=NATIONAL)
        .order_by("day")
        .values_list("year", "day", "works", "name", "notice")
    ):
        days[year].append(CalendarDay(day, works, name, notice))
    return tuple(
        CalendarYear(
            each.year,
            each.notice,
            each.source,
            tuple(days[each.year]),
            provisional=each.provisional,
            notice_verified=each.notice_verified,
        )
        for each in Year.objects.order_by("year")
    )


def _overlays() -> dict[str, list[CalendarDay]]:
    overlays: dict[str, list[CalendarDay]] = defaultdict(list)
    for calendar, day, works, name, notice in (
        Day.objects.exclude(calendar=NATIONAL)
        .order_by("day")
        .values_list("calendar", "day", "works", "name", "notice")
    ):
        overlays[calendar].append(CalendarDay(day, works, name, notice))
    return dict(overlays)
