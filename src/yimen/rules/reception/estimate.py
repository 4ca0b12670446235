"""How long somebody will wait, told as an interval, or not at all (reception: invariant 8).

Whoever has `ahead` people before them is called at the `(ahead + 1)`-th departure from windows that are all busy. Taken from
a hall at work, departures from `c` windows come at the rate `c / m` whatever service times of mean `m` look like; how
evenly they come depends on their spread and on how many windows there are: those of one window are as even as its service
times, those of many are without memory for about as many departures as there are windows (Palm–Khintchine), and even
out after that. The first two moments of the wait follow, and that the mean itself is only known from a sample widens it.
A gamma distribution with these moments gives the ends of the interval (Wilson and Hilferty 1931).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import Final

LEAST: Final = 20  # of finished tickets; a hall sets its own (`estimate.least`)
_TENTH: Final = 1.2815515655446004  # the normal's quantile of 90 %: a tenth lies beyond either end
_WIDEST: Final = (
    4.0  # of a squared coefficient of variation; what lies beyond are tickets that somebody forgot to end
)
_FLATTEST: Final = 0.5  # of a gamma's shape, below which its approximation does not hold
_NOTHING: Final = timedelta()


@dataclass(frozen=True, slots=True)
class Interval:
    """In four cases of five the wait lies between `low` and `high`, both included; learnt from `n` finished tickets."""

    low: timedelta
    high: timedelta
    n: int

    @property
    def minutes(self) -> tuple[int, int]:
        """As it is told: whole minutes, rounded outwards, never less than a minute at the upper end."""
        low, high = self.low.total_seconds(), self.high.total_seconds()
        return int(low // 60), max(1, -int(-high // 60))


def wait(ahead: int, windows: int, served: Sequence[timedelta], *, least: int = LEAST) -> Interval | None:
    """The wait of whoever has `ahead` people before them, called by so many windows; None where nothing can be claimed.

    `served`: how long a window was taken by each of the hall's finished tickets, of the same queue and the like time of day.
    Whoever comes later and is called before them by their class is not foreseen.
    """
    if ahead < 0 or windows < 1 or len(served) < max(2, least):
        return None
    n = len(served)
    seconds = [each.total_seconds() for each in served]
    mean = sum(seconds) / n
    if mean <= 0:
        return Interval(_NOTHING, _NOTHING, n)
    spread = (
        sum((each - mean) ** 2 for each in seconds) / (n - 1) / mean**2
    )  # squared coefficient of variation
    low, high = _ends(ahead + 1, windows, min(spread, _WIDEST), n)
    gap = mean / windows
    return Interval(timedelta(seconds=low * gap), timedelta(seconds=high * gap), n)


def _ends(departures: int, windows: int, spread: float, n: int) -> tuple[float, float]:
    """Ends of the interval for the moment of the k-th departure, in mean gaps between departures."""
    first = (
        1 + (spread + windows - 1) / windows
    ) / 2  # one comes at a random moment: gaps that are long are met more often
    mean = departures - 1 + first
    memory = windows / 4
    uneven = spread * departures + (1 - spread) * departures * memory / (departures + memory)
    begun = (
        max(0.0, (1 + spread) ** 3 / 3 - (1 + spread) ** 2 / 4 - 1) / windows
    )  # what a long service under way may yet take
    variance = uneven + begun + mean**2 * spread / n
    if variance <= 0:
        return mean, mean
    shape = max(_FLATTEST, mean**2 / variance)
    middle, reach = 1 - 1 / (9 * shape), _TENTH / (3 * sqrt(shape))
    return mean * max(0.0, middle - reach) ** 3, mean * (middle + reach) ** 3
