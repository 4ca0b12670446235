"""Opening hours in words: 周一至周五 08:30–11:30、13:30–17:00."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from yimen.rules.workdays import OfficeHours, Periods

from .wording import Both

ZH: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def hours_in_words(hours: OfficeHours) -> Both:
    """The week, days of the same hours together; closed days are left out."""
    zh, en = [], []
    for periods, days in groupby(range(7), key=lambda day: hours.weekly[day]):
        if not periods:
            continue
        first, *rest = days
        zh.append(f"{ZH[first]}{f'至{ZH[rest[-1]]}' if rest else ''} {_times(periods, '、')}")
        en.append(f"{EN[first]}{f'–{EN[rest[-1]]}' if rest else ''} {_times(periods, ', ')}")
    return Both("；".join(zh), "; ".join(en))


def _times(periods: Periods, between: str) -> str:
    return between.join(f"{each.opens:%H:%M}–{each.closes:%H:%M}" for each in periods)
