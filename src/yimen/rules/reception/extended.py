"""延时服务: service beyond a window's hours; nobody who is being served is sent away (R-068)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

_MINUTE: Final = timedelta(minutes=1)


class Stretch(NamedTuple):
    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Whole minutes: one that was only begun is not claimed."""
        return (self.end - self.start) // _MINUTE


def beyond(doors: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime) -> tuple[Stretch, ...]:
    """What of the service from `start` to `end` lay outside the stretches in which the doors are open, in order.

    Less than a minute is nothing: a clock that is read a moment late makes no overtime.
    """
    found = []
    for opens, closes in sorted(doors):
        if opens > start:
            found.append(Stretch(start, min(opens, end)))
        start = max(start, min(closes, end))
        if start >= end:
            break
    if start < end:
        found.append(Stretch(start, end))
    return tuple(each for each in found if each.minutes > 0)
