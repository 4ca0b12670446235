"""Dates on application forms: xxxx年xx月, and with the day where a day is needed. R-087, R-085."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from yimen.rules.conventions.defect import Against, Defect
from yimen.rules.typed import plain

_TYPED: Final = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{2})[年\-/.](?P<month>[0-9]{1,2})(?:月|(?:[月\-/.](?P<day>[0-9]{1,2})[日号]?))?"
)
_RUN_TOGETHER: Final = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?")


def year_month(value: str, against: Against) -> Defect | None:
    """Exactly `2008年05月`; what can be read otherwise is offered in that form."""
    read = _read(value, against.today)
    right = _month(read[0], read[1]) if read else None
    if value.strip() == right:
        return None
    today = against.today
    return Defect("month_form", right or _month(today.year, today.month), right)


def full_date(value: str, against: Against) -> Defect | None:
    """Exactly `2008年05月01日`, for dates that need a day, such as those of validity."""
    right = _full(_read_day(value, against.today))
    if value.strip() == right:
        return None
    return Defect("date_form", right or _full(against.today) or "", right)


def valid_until(value: str, against: Against) -> Defect | None:
    """A full date not yet passed: the third boundary. That it passed is told before how it is written. R-085."""
    day = _read_day(value, against.today)
    if day is not None and day < against.today:
        return Defect(
            "validity_over",
            _full(against.today) or "",
            None,
            {"until": day.isoformat(), "boundary": "validity"},
        )
    return full_date(value, against)


def _read(value: str, today: date) -> tuple[int, int, int | None] | None:
    """Year, month and perhaps day of a date in one of the usual spellings, if there is such a day."""
    text = plain(value).replace(" ", "")
    found = _TYPED.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
    if not found:
        return None
    year, month, day = _whole_year(found["year"], today), int(found["month"]), found["day"]
    try:
        date(year, month, int(day or 1))
    except ValueError:
        return None
    return year, month, int(day) if day else None


def _read_day(value: str, today: date) -> date | None:
    read = _read(value, today)
    return date(read[0], read[1], read[2]) if read and read[2] else None


def _whole_year(year: str, today: date) -> int:
    """A year of two digits is the one nearest to today: 08 is 2008, 85 is 1985."""
    if len(year) == 4:
        return int(year)
    century = today.year // 100 * 100
    return min(
        (century + step + int(year) for step in (-100, 0, 100)), key=lambda each: abs(each - today.year)
    )


def _month(year: int, month: int) -> str:
    return f"{year:04}年{month:02}月"


def _full(day: date | None) -> str | None:
    return f"{_month(day.year, day.month)}{day.day:02}日" if day else None
