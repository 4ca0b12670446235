"""The nation's calendar, a hall's hours and moments in Shanghai, for tests without a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from yimen.modules.workdays.seeds import national_years, ordinary_week, week_from_json
from yimen.rules.workdays import SHANGHAI, CalendarDay, CalendarYear, OfficeHours, WorkCalendar

YEARS: Final = tuple(national_years())
CN: Final = WorkCalendar.compile("CN", 1, YEARS)
WEEK: Final = week_from_json(ordinary_week())
HOURS: Final = OfficeHours.compile(CN, WEEK)


def at(text: str) -> datetime:
    """A moment: `2026-03-02`, at nine in the morning, or `2026-03-02 17:00`."""
    return datetime.fromisoformat(text if len(text) > 10 else f"{text} 09:00").replace(tzinfo=SHANGHAI)


def day(text: str) -> date:
    return date.fromisoformat(text)


def days_from(start: date, count: int) -> Iterable[date]:
    return (start + timedelta(days=n) for n in range(count))


def with_days(*days: CalendarDay, year: int = 2026) -> WorkCalendar:
    """The national calendar with one year amended by `days`."""
    years = []
    for each in YEARS:
        if each.year == year:
            amended = {one.date: one for one in (*each.days, *days)}
            years.append(CalendarYear(each.year, each.notice, each.source, tuple(amended.values())))
        else:
            years.append(each)
    return WorkCalendar.compile("CN", 2, years)
