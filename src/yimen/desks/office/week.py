"""A week of opening periods between its value and its form: at most two periods a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, Final

from yimen.rules.refused import Refused
from yimen.rules.workdays import Period, Periods

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PAIRS: Final = (("morning", "noon"), ("afternoon", "evening"))


def values_of(week: Sequence[Periods]) -> dict[str, dict[str, str]]:
    """What stands in the form; a day with one period fills its first pair."""
    return {
        name: {
            word: f"{at:%H:%M}"
            for pair, period in zip(_PAIRS, periods, strict=False)
            for word, at in zip(pair, (period.opens, period.closes), strict=True)
        }
        for name, periods in zip(_DAYS, week, strict=True)
    }


def periods_of(values: Mapping[str, Any]) -> list[Periods]:
    """The week that was written. Refused: `hours_half`, where a period has only one end."""
    return [day_of(values.get(name) or {}) for name in _DAYS]


def day_of(row: Mapping[str, str]) -> Periods:
    """One day; closed where nothing was written. Refused: `hours_half`."""
    periods = []
    for opens, closes in _PAIRS:
        if bool(row.get(opens)) != bool(row.get(closes)):
            raise Refused("hours_half")
        if row.get(opens):
            periods.append(Period(_time(row[opens]), _time(row[closes])))
    return tuple(periods)


def _time(text: str) -> time:
    hour, minute = text.replace("：", ":").split(":")
    return time(int(hour), int(minute))
