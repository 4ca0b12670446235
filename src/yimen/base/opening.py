"""When a hall is open, in words: the week, and now."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from yimen.rules.workdays import OfficeHours, Periods, WindowHours

from . import phrases

_DASH: Final = "–"


class Opening(NamedTuple):
    """Whether the doors are open at this moment, today's hours, and else when they open next."""

    is_open: bool
    today: str
    next_at: datetime | None  # None while open


def periods(day: Periods) -> str:
    """“9:00–12:00, 13:00–17:00”; closed where there are none."""
    spans = (f"{each.opens:%H:%M}{_DASH}{each.closes:%H:%M}" for each in day)
    return _(", ").join(spans) or _("closed")


def week(hours: OfficeHours | WindowHours) -> str:
    """“Monday to Friday 09:00–12:00, 13:00–17:00”: neighbouring days with the same hours together, closed ones left out."""
    runs = [
        (tuple(n for n, _ in run), day)
        for day, run in groupby(enumerate(hours.weekly, start=1), key=lambda each: each[1])
    ]
    return _("; ").join(f"{_days(days)} {periods(day)}" for days, day in runs if day)


def opening(hours: OfficeHours, now: datetime) -> Opening:
    is_open = hours.is_open(now)
    return Opening(is_open, periods(hours.periods(now.date())), None if is_open else hours.next_opening(now))


def _days(days: tuple[int, ...]) -> str:
    first, last = phrases.weekday_name(days[0]), phrases.weekday_name(days[-1])
    return first if len(days) == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}
