"""Waiting times as pictures: curves and bars in numbers that a template draws, each with a table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from yimen.modules.reception.queries.days import Compared, Waits

WIDTH: Final = 640
HEIGHT: Final = 260
LEFT: Final = 64  # of the first point; the scale stands before it
TOP: Final = 14
RIGHT: Final = WIDTH - 12
BOTTOM: Final = HEIGHT - 34
_STEPS: Final = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480)
_MARKS: Final = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on a scale, and where."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Curve:
    """So large a share waited no longer than so many minutes: as it was, and as it would be."""

    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    was: str
    would_be: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An hour, or a queue: two bars side by side, and how long people waited."""

    words: str
    x: float
    middle: float
    width: float
    was_top: float
    would_top: float
    was: Waits | None
    would_be: Waits | None

    @property
    def was_height(self) -> float:
        return BOTTOM - self.was_top

    @property
    def would_height(self) -> float:
        return BOTTOM - self.would_top

    @property
    def would_x(self) -> float:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Bars:
    up: tuple[Mark, ...]
    bars: tuple[Bar, ...]


def curve(compared: Compared) -> Curve:
    """Of all people: whoever was never called is beyond the right edge."""
    longest = max((each.longest for each in (compared.was.all, compared.would_be.all)), default=timedelta())
    most = _scale(longest)
    across = tuple(Mark(_x(most * n / _MARKS, most), f"{most * n / _MARKS:g}") for n in range(_MARKS + 1))
    up = tuple(Mark(_y(share / 100, 1), f"{share}%") for share in (0, 25, 50, 75, 100))
    return Curve(across, up, _points(compared.was.all, most), _points(compared.would_be.all, most))


def hours(compared: Compared) -> Bars:
    """The median of each hour."""
    there = sorted({*compared.was.hours, *compared.would_be.hours})
    return _bars(
        [(f"{hour}:00", compared.was.hours.get(hour), compared.would_be.hours.get(hour)) for hour in there]
    )


def _bars(rows: Sequence[tuple[str, Waits | None, Waits | None]]) -> Bars:
    tall = [each.p50 for _words, *both in rows for each in both if each is not None]
    most = _scale(max(tall, default=timedelta()))
    up = tuple(Mark(_y(most * n / _MARKS, most), f"{most * n / _MARKS:g}") for n in range(_MARKS + 1))
    room = (RIGHT - LEFT) / max(1, len(rows))
    bars = []
    for n, (words, was, would_be) in enumerate(rows):
        width = room * 0.36
        x = LEFT + n * room + room * 0.14
        bars.append(
            Bar(
                words=words,
                x=round(x, 1),
                middle=round(LEFT + (n + 0.5) * room, 1),
                width=round(width, 1),
                was_top=_y(_minutes(was.p50) if was else 0, most),
                would_top=_y(_minutes(would_be.p50) if would_be else 0, most),
                was=was,
                would_be=would_be,
            )
        )
    return Bars(up, tuple(bars))


def _points(waits: Waits, most: int) -> str:
    """A curve by a point for each minute of the scale."""
    every = [most * n / 120 for n in range(121)]
    return " ".join(
        f"{_x(minute, most)},{_y(waits.share_within(timedelta(minutes=minute)), 1)}" for minute in every
    )


def _scale(longest: timedelta) -> int:
    """The first round number of minutes that holds it."""
    return next((step for step in _STEPS if longest <= timedelta(minutes=step)), 600)


def _minutes(span: timedelta) -> float:
    return span.total_seconds() / 60


def _x(value: float, most: float) -> float:
    return round(LEFT + min(1.0, value / most) * (RIGHT - LEFT), 1)


def _y(value: float, most: float) -> float:
    return round(BOTTOM - min(1.0, value / most) * (BOTTOM - TOP), 1)


def span(told: timedelta) -> str:
    """“12:30”: minutes and seconds of a wait, as a table shows them."""
    seconds = round(told.total_seconds())
    minus = "−" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    return minus + _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": rest}
