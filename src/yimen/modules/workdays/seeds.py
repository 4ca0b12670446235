"""What a new hall starts with: the published years and ordinary office hours, read from their files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Any, Final

from yimen.rules.workdays import CalendarDay, CalendarYear, Period, Periods

_HERE: Final = Path(__file__).parent


def national_years() -> Iterator[CalendarYear]:
    """Every published year, the earliest first; each file names its notice and whether anyone checked it."""
    for path in sorted((_HERE / "calendars").glob("cn_*.json")):
        yield year_from_json(json.loads(path.read_text(encoding="utf-8")))


def ordinary_week() -> list[list[list[str]]]:
    """The hours of a hall that has not set its own, as the database keeps them."""
    week: list[list[list[str]]] = json.loads((_HERE / "default_hours.json").read_text(encoding="utf-8"))[
        "weekly"
    ]
    return week


def year_from_json(body: dict[str, Any]) -> CalendarYear:
    days = tuple(
        CalendarDay(date.fromisoformat(each["date"]), each["works"], each["name"], each.get("notice"))
        for each in body["days"]
    )
    return CalendarYear(
        body["year"], body["notice"], body["source"], days, notice_verified=body["notice_verified"]
    )


def week_from_json(week: Iterable[Iterable[Iterable[str]]]) -> tuple[Periods, ...]:
    return tuple(day_from_json(day) for day in week)


def day_from_json(day: Iterable[Iterable[str]]) -> Periods:
    return tuple(Period(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in day)
