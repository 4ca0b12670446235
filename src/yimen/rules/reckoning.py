"""Counting with gaps: so much of a measure from a start, leaving out spans of rest (CLK-04).

A measure knows how to go on from a point (`add`) and how much lies between two (`between`). Working days,
days, office time and wall time are all counted by the same two functions, `reach` and `counted`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, Protocol, TypeVar

Point = TypeVar("Point", date, datetime)
Amount = TypeVar("Amount", int, timedelta)


class Measure(Protocol[Point, Amount]):
    """A work calendar is one of days, office hours are one of moments."""

    def add(self, start: Point, amount: Amount, /) -> Point: ...
    def between(self, after: Point, upto: Point, /) -> Amount: ...


class _Days:
    """Every day counts."""

    def add(self, start: date, amount: int, /) -> date:
        return start + timedelta(days=amount)

    def between(self, after: date, upto: date, /) -> int:
        return (upto - after).days


class _Wall:
    """Every minute counts, day and night."""

    def add(self, start: datetime, amount: timedelta, /) -> datetime:
        return start + amount

    def between(self, after: datetime, upto: datetime, /) -> timedelta:
        return upto - after


DAYS: Final = _Days()
WALL: Final = _Wall()


def months_after(start: date, n: int) -> date:
    """The corresponding day of the `n`-th month, or that month's last day if there is none (CLK-01)."""
    year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def united(rests: Iterable[tuple[Point, Point | None]]) -> tuple[tuple[Point, Point | None], ...]:
    """The same rests in order, overlaps united, never summed. A rest without an end is open."""
    merged: list[tuple[Point, Point | None]] = []
    for opened, closed in sorted(rests, key=lambda rest: rest[0]):
        if closed is not None and closed <= opened:
            continue
        begun, ended = merged[-1] if merged else (opened, opened)
        if not merged or (ended is not None and opened > ended):
            merged.append((opened, closed))
        elif ended is not None and (closed is None or closed > ended):
            merged[-1] = (begun, closed)
    return tuple(merged)


def reach(
    measure: Measure[Point, Amount],
    start: Point,
    amount: Amount,
    rests: Iterable[tuple[Point, Point | None]] = (),
) -> Point | None:
    """The point at which `amount` is used up, or None if an open rest has begun by then.

    `rests` are united. One that begins where the amount ends, or later, comes too late to move the end.
    """
    end = measure.add(start, amount)
    for opened, closed in rests:
        if opened > end or (opened == end and closed is not None):
            break
        if closed is None:
            return None
        if closed > start:
            amount += measure.between(max(opened, start), closed)
            end = measure.add(start, amount)
    return end


def counted(
    measure: Measure[Point, Amount],
    after: Point,
    upto: Point,
    rests: Iterable[tuple[Point, Point | None]] = (),
) -> Amount:
    """What counts in (`after`, `upto`], rests left out; negative where `upto` is the earlier one."""
    if upto < after:
        return -counted(measure, upto, after, rests)
    total = measure.between(after, upto)
    for opened, closed in rests:
        begun, ended = max(opened, after), upto if closed is None else min(closed, upto)
        if begun < ended:
            total -= measure.between(begun, ended)
    return total
