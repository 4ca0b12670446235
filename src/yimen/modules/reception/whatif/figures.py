"""Waiting times as figures: their quantiles, the shares within so many minutes, by queue and by hour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final, NamedTuple

_ROUNDING: Final = 1e-9
WITHIN: Final = (10, 20, 30)  # minutes (requirements §3.C)


class Wait(NamedTuple):
    """Somebody's wait until they were first called; None: the windows closed before."""

    queue: int
    at: datetime  # when they could first be called
    waited: timedelta | None


@dataclass(frozen=True, slots=True)
class Waits:
    """A distribution of waits."""

    people: int
    unserved: int  # never called
    p50: timedelta
    p90: timedelta
    p95: timedelta
    mean: timedelta
    within: tuple[float, ...]  # shares of all people, as WITHIN
    told: tuple[timedelta, ...] = field(default=(), repr=False)  # the waits, the shortest first

    @property
    def longest(self) -> timedelta:
        return self.told[-1] if self.told else timedelta()

    def share_within(self, span: timedelta) -> float:
        """Of all people, whoever was never called included."""
        return bisect_right(self.told, span) / self.people if self.people else 0.0

    @property
    def served(self) -> int:
        return self.people - self.unserved


@dataclass(frozen=True, slots=True)
class Figures:
    """A day's waits: all, by queue, by hour of the day."""

    all: Waits
    queues: Mapping[int, Waits]
    hours: Mapping[int, Waits]


def figures(waits: Iterable[Wait]) -> Figures:
    every = list(waits)
    return Figures(
        waits_of(every),
        {
            queue: waits_of([each for each in every if each.queue == queue])
            for queue in sorted({each.queue for each in every})
        },
        {
            hour: waits_of([each for each in every if each.at.hour == hour])
            for hour in sorted({each.at.hour for each in every})
        },
    )


def waits_of(waits: Sequence[Wait]) -> Waits:
    """Whoever was never called has waited longer than anybody: they count in the shares, not in the quantiles."""
    told = sorted(each.waited for each in waits if each.waited is not None)
    people = len(waits)
    whole = Waits(
        people=people,
        unserved=people - len(told),
        p50=quantile(told, 0.50),
        p90=quantile(told, 0.90),
        p95=quantile(told, 0.95),
        mean=sum(told, timedelta()) / len(told) if told else timedelta(),
        within=(),
        told=tuple(told),
    )
    return replace(whole, within=tuple(whole.share_within(timedelta(minutes=most)) for most in WITHIN))


def quantile(told: Sequence[timedelta], share: float) -> timedelta:
    """The smallest that so large a share does not exceed (nearest rank); nothing where nobody waited."""
    if not told:
        return timedelta()
    return told[max(1, ceil(share * len(told) - _ROUNDING)) - 1]
