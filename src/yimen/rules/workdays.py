"""Which days count, and which hours: the work calendar and a hall's office hours, compiled for speed.

The only lawful source of a year is its notice (CAL-01, CAL-03): days off and make-up days are data, never a
formula. A year without one is Monday to Friday and says so. What counts is the legal calendar: opening on a
Saturday adds no working day, closing on a Tuesday removes none (CAL-07).
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate, compress, pairwise
from typing import Any, Final, NoReturn, Self
from zoneinfo import ZoneInfo

from yimen.rules.refused import Refused

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
HORIZON_YEARS: Final = (
    50  # provisional years on either side of what is loaded: beyond them a date is a typing error
)
_WEEK: Final = bytes((1, 1, 1, 1, 1, 0, 0))
_MINUTE: Final = dt.timedelta(minutes=1)
_NOTHING: Final = dt.timedelta()


def local(at: dt.datetime) -> dt.datetime:
    """The same moment on the hall's wall clock."""
    if at.tzinfo is SHANGHAI:
        return at
    assert at.tzinfo is not None, "a moment without its zone is no moment"
    return at.astimezone(SHANGHAI)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that a notice names: off, or worked in exchange."""

    date: dt.date
    works: bool
    name: str
    notice: str | None = None  # where another than the year's own notice says so


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What is known of one year. Its days may lie in the December before: New Year's moves those."""

    year: int
    notice: str | None
    source: str
    days: tuple[CalendarDay, ...]
    provisional: bool = False  # an estimate, entered before the notice
    notice_verified: bool = False  # somebody read the number together with the text


class DayKind(StrEnum):
    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    OVERLAY = "overlay"


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day works or rests."""

    kind: DayKind
    works: bool
    name: str = ""
    notice: str | None = None
    provisional: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "works": self.works,
            "name": self.name,
            "notice": self.notice,
            "provisional": self.provisional,
        }


class WorkCalendar:
    """A calendar of legal working days. Every question is O(1); immutable."""

    __slots__ = ("_first", "_listed", "_upto", "_workdays", "_works", "name", "version", "years")

    name: Final[str]
    version: Final[int]
    years: Final[Mapping[int, CalendarYear]]

    def __init__(
        self, name: str, version: int, years: Mapping[int, CalendarYear], listed: Mapping[dt.date, DayReason]
    ) -> None:
        first = dt.date(min(years) - HORIZON_YEARS, 1, 1).toordinal()
        days = dt.date(max(years) + HORIZON_YEARS, 12, 31).toordinal() - first + 1
        weekday = (first + 6) % 7
        works = bytearray((_WEEK * (days // 7 + 2))[weekday : weekday + days])
        for day, reason in listed.items():
            at = day.toordinal() - first
            if not 0 <= at < days:
                raise Refused("calendar_out_of_range", calendar=name, date=day)
            works[at] = reason.works
        self.name = name
        self.version = version
        self.years = years
        self._first = first
        self._works = bytes(works)
        self._listed = listed
        self._upto = array("I", accumulate(works))  # how many working days there are up to and with each day
        self._workdays = array("I", compress(range(first, first + days), works))

    @classmethod
    def compile(
        cls, name: str, version: int, years: Iterable[CalendarYear], overlays: Iterable[CalendarDay] = ()
    ) -> Self:
        """The calendar of `years`; overlays (an area's own holiday, an emergency) outrank the nation's days.

        Refused: `calendar_empty`, `calendar_out_of_range` (a day far from every year).
        """
        known = {each.year: each for each in sorted(years, key=lambda each: each.year)}
        if not known:
            raise Refused("calendar_empty", calendar=name)
        listed: dict[dt.date, DayReason] = {}
        for year in known.values():
            for day in year.days:
                kind = DayKind.MAKE_UP if day.works else DayKind.HOLIDAY
                notice = day.notice or year.notice
                listed[day.date] = DayReason(kind, day.works, day.name, notice, provisional=year.provisional)
        for day in overlays:
            listed[day.date] = DayReason(DayKind.OVERLAY, day.works, day.name, day.notice)
        return cls(name, version, known, listed)

    def is_workday(self, day: dt.date) -> bool:
        return self._works[self._index(day)] == 1

    def add(self, start: dt.date, n: int) -> dt.date:
        """The `n`-th working day after `start`, before it where `n` is negative; `start` does not count."""
        if n == 0:
            return start
        at = self._index(start)
        nth = self._upto[at] + n - 1 if n > 0 else self._upto[at] - self._works[at] + n
        if not 0 <= nth < len(self._workdays):
            self._refuse(start)
        return dt.date.fromordinal(self._workdays[nth])

    def between(self, after: dt.date, upto: dt.date) -> int:
        """Working days in (`after`, `upto`]; negative where `upto` is the earlier one."""
        return self._upto[self._index(upto)] - self._upto[self._index(after)]

    def on_or_after(self, day: dt.date) -> dt.date:
        return day if self.is_workday(day) else self.add(day, 1)

    def on_or_before(self, day: dt.date) -> dt.date:
        return day if self.is_workday(day) else self.add(day, -1)

    def is_provisional(self, day: dt.date) -> bool:
        """Whether no notice vouches for the day, so that it may still change."""
        self._index(day)
        year = self.years.get(day.year)
        return year is None or year.provisional

    def why(self, day: dt.date) -> DayReason:
        listed = self._listed.get(day)
        if listed is not None:
            return listed
        kind = DayKind.WEEKDAY if self.is_workday(day) else DayKind.WEEKEND
        return DayReason(kind, kind is DayKind.WEEKDAY, provisional=self.is_provisional(day))

    def changed(self, new: WorkCalendar) -> tuple[dt.date, ...]:
        """The days that work in one of the two and rest in the other, in order."""
        first = max(self._first, new._first)
        last = min(self._first + len(self._works), new._first + len(new._works))
        here = self._works[first - self._first : last - self._first]
        there = new._works[first - new._first : last - new._first]
        if here == there:
            return ()
        differs = (one != other for one, other in zip(here, there, strict=True))
        return tuple(dt.date.fromordinal(each) for each in compress(range(first, last), differs))

    def _index(self, day: dt.date) -> int:
        at = day.toordinal() - self._first
        if not 0 <= at < len(self._works):
            self._refuse(day)
        return at

    def _refuse(self, day: dt.date) -> NoReturn:
        raise Refused("calendar_out_of_range", calendar=self.name, date=day)


def amended(old: WorkCalendar, new: WorkCalendar) -> dt.date | None:
    """The first day that changed; None where no clock needs another look (CLK-08)."""
    return next(iter(old.changed(new)), None)


@dataclass(frozen=True, slots=True)
class Period:
    """Open from `opens` until just before `closes`."""

    opens: dt.time
    closes: dt.time


Periods = tuple[Period, ...]


def shared(one: Periods, other: Periods) -> Periods:
    """What lies in both, in order: one's hours within another's, with the breaks of either."""
    return tuple(
        Period(opens, closes)
        for a in one
        for b in other
        if (opens := max(a.opens, b.opens)) < (closes := min(a.closes, b.closes))
    )


def joined(many: Iterable[Periods]) -> Periods:
    """What lies in any of them, in order; what touches is one period."""
    found: list[Period] = []
    for each in sorted((each for periods in many for each in periods), key=lambda each: each.opens):
        if found and each.opens <= found[-1].closes:
            found[-1] = Period(found[-1].opens, max(found[-1].closes, each.closes))
        else:
            found.append(each)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When a hall is open, and which of that time counts in limits.

    `periods` and `is_open` are about the doors (R-077). All else is office time: the opening periods of legal
    working days, so that holiday service moves no clock (C-12). A make-up day keeps the week's first hours.
    """

    calendar: WorkCalendar
    weekly: tuple[Periods, ...]  # Monday first
    exceptions: Mapping[dt.date, Periods] = field(default_factory=dict)

    @classmethod
    def compile(
        cls,
        calendar: WorkCalendar,
        weekly: Iterable[Iterable[Period]],
        exceptions: Mapping[dt.date, Iterable[Period]] | None = None,
    ) -> Self:
        """Refused: `hours_empty` (closed Monday to Friday), `hours_overlap` (crossing or backwards)."""
        week = tuple(tuple(each) for each in weekly)
        if len(week) != 7 or not any(week[:5]):
            raise Refused("hours_empty")
        dates = {date: tuple(each) for date, each in (exceptions or {}).items()}
        for periods in (*week, *dates.values()):
            edges = [edge for each in periods for edge in (each.opens, each.closes)]
            for earlier, later in pairwise(edges):
                if earlier >= later:
                    raise Refused("hours_overlap", opens=earlier, closes=later)
        return cls(calendar, week, dates)

    def under(self, calendar: WorkCalendar) -> OfficeHours:
        """The same hours under another calendar."""
        return OfficeHours(calendar, self.weekly, self.exceptions)

    def periods(self, day: dt.date) -> Periods:
        """When the doors are open on `day`: as excepted, else by the week; not on a holiday."""
        excepted = self.exceptions.get(day)
        if excepted is not None:
            return excepted
        if not self.calendar.is_workday(day):
            ordinary = self.calendar.why(day).kind is DayKind.WEEKEND
            return self.weekly[day.weekday()] if ordinary else ()
        return self.weekly[day.weekday()] if day.weekday() < 5 else next(filter(None, self.weekly))

    def doors(self, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
        """The moments between which the doors are open on `day`, in order."""
        return _stretches(day, self.periods(day))

    def is_open(self, at: dt.datetime) -> bool:
        at = local(at)
        time = at.time()
        return any(each.opens <= time < each.closes for each in self.periods(at.date()))

    def close_of(self, day: dt.date) -> dt.datetime:
        """Close of business of `day`, or of the next office day where it is none."""
        day = self.calendar.on_or_after(day)
        while not (periods := self.periods(day)):
            day = self.calendar.add(day, 1)
        return dt.datetime.combine(day, periods[-1].closes, SHANGHAI)

    def next_opening(self, at: dt.datetime) -> dt.datetime:
        """The first moment of office time from `at` on: `at` itself while the office is open."""
        return next(self._after(local(at)))[0]

    def add(self, at: dt.datetime, span: dt.timedelta) -> dt.datetime:
        """The moment `span` of office time after `at`, or before it where `span` is negative."""
        at = local(at)
        if span > _NOTHING:
            for opens, closes in self._after(at):
                if span <= closes - opens:
                    return opens + span
                span -= closes - opens
        if span < _NOTHING:
            for opens, closes in self._before(at):
                if opens - closes <= span:
                    return closes + span
                span += closes - opens
        return at

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """Office time from `start` to `end`; negative where `end` is the earlier one."""
        start, end = local(start), local(end)
        if end < start:
            return -self.between(end, start)
        total = _NOTHING
        for opens, closes in self._after(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def add_minutes(self, at: dt.datetime, n: int) -> dt.datetime:
        return self.add(at, n * _MINUTE)

    def minutes_between(self, start: dt.datetime, end: dt.datetime) -> int:
        """Whole minutes of office time; rounded down, so that the first second too late is minute -1."""
        return self.between(start, end) // _MINUTE

    def _after(self, at: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """Stretches of office time after `at`, the first cut to begin there."""
        day = self.calendar.on_or_after(at.date())
        while True:
            for opens, closes in self.doors(day):
                if closes > at:
                    yield max(opens, at), closes
            day = self.calendar.add(day, 1)

    def _before(self, at: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """Stretches of office time before `at`, the latest first."""
        day = self.calendar.on_or_before(at.date())
        while True:
            for opens, closes in reversed(self.doors(day)):
                if opens < at:
                    yield opens, min(closes, at)
            day = self.calendar.add(day, -1)


@dataclass(frozen=True, slots=True)
class WindowHours:
    """When a window is served: its own week and dates, cut by its hall's; where it has none, as the hall (R-077).

    They are about the window alone: no limit follows them, and a hall that closes closes its windows.
    """

    hall: OfficeHours
    own: OfficeHours | None = None  # its week, under the hall's calendar
    exceptions: Mapping[dt.date, Periods] = field(default_factory=dict)

    @classmethod
    def compile(
        cls,
        hall: OfficeHours,
        weekly: Iterable[Iterable[Period]] | None,
        exceptions: Mapping[dt.date, Iterable[Period]] | None = None,
    ) -> Self:
        """Hours that are being set. Refused: `hours_beyond_hall` (also across its break), `hours_empty`, `hours_overlap`."""
        own = None
        if weekly is not None:
            own = OfficeHours.compile(hall.calendar, weekly)
            for periods, doors in zip(own.weekly, hall.weekly, strict=True):
                _demand_within(periods, doors)
        dates = OfficeHours.compile(hall.calendar, hall.weekly, exceptions).exceptions
        for day, periods in dates.items():
            _demand_within(periods, hall.periods(day))
        return cls(hall, own, dates)

    @property
    def as_hall(self) -> bool:
        """Whether it keeps the hall's week."""
        return self.own is None

    @property
    def weekly(self) -> tuple[Periods, ...]:
        """What of its week the hall's leaves, Monday first."""
        doors = self.hall.weekly
        return doors if self.own is None else tuple(map(shared, self.own.weekly, doors))

    def periods(self, day: dt.date) -> Periods:
        doors = self.hall.periods(day)
        excepted = self.exceptions.get(day)
        if excepted is not None:
            return shared(excepted, doors)
        return doors if self.own is None else shared(self.own.periods(day), doors)

    def doors(self, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
        """The moments between which it is served on `day`, in order."""
        return _stretches(day, self.periods(day))


def _demand_within(periods: Periods, doors: Periods) -> None:
    for each in periods:
        if shared((each,), doors) != (each,):
            raise Refused("hours_beyond_hall", opens=f"{each.opens:%H:%M}", closes=f"{each.closes:%H:%M}")


def _stretches(day: dt.date, periods: Periods) -> list[tuple[dt.datetime, dt.datetime]]:
    moment = dt.datetime.combine
    return [(moment(day, each.opens, SHANGHAI), moment(day, each.closes, SHANGHAI)) for each in periods]
