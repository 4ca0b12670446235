"""A week of opening periods between its value and its form: at most two periods a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, Final

from yimen.rules.refused import Refused
from yimen.rules.workdays import Period, Periods

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PAIRS: Final = (("morning", "noon"), ("afternoon", "evening"))


def values_of(week: Sequence[Periods]) -> dict[str, dict[str, str]]:
    """What stands in the form; a day with one period fills its first pair."""
    values: dict[str, dict[str, str]] = {}
    for name, periods in zip(DAYS, week, strict=True):
        row: dict[str, str] = {}
        for (opens, closes), period in zip(_PAIRS, periods, strict=False):
            row[opens], row[closes] = f"{period.opens:%H:%M}", f"{period.closes:%H:%M}"
        values[name] = row
    return values


def periods_of(values: Mapping[str, Any]) -> list[Periods]:
    """The week that was written. Refused: `hours_half`, where a period has only one end."""
    week = []
    for name in DAYS:
        row = values.get(name) or {}
        periods = []
        for opens, closes in _PAIRS:
            if bool(row.get(opens)) != bool(row.get(closes)):
                raise Refused("hours_half")
            if row.get(opens):
                periods.append(Period(_time(row[opens]), _time(row[closes])))
        week.append(tuple(periods))
    return week


def _time(text: str) -> time:
    hour, minute = text.replace("：", ":").split(":")
    return time(int(hour), int(minute))
