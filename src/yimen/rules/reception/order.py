"""Whose turn it is: a declared rule gives whoever arrives a rank, and the ranks say who is next (R-055, R-059, R-065).

A rank is `(ready_at, class, at)`. Next is who is first by `(ready_at > now, class, at, id)`: those who are ready before those
who came ahead of their time, the better class first, within a class the earlier moment, then as the tickets were given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, Final, Protocol, TypeVar

from yimen.rules.refused import Refused

BY_CLASS: Final = "by_class"
BY_MOMENT: Final = "by_moment"
GREEN_MODES: Final = frozenset({"while_you_wait", "in_hall"})  # a green channel taken up in the hall


class Klass(IntEnum):
    """The classes of the order, the first first."""

    PRIORITY = 0  # with a recorded reason
    GREEN = 1  # a green channel in its slot
    BOOKED = 2
    WALK_IN = 3


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody takes a ticket: when, where, and with which booking."""

    at: datetime
    source: str
    slot_start: datetime | None = None
    slot_end: datetime | None = None
    mode: str = ""  # of the booking
    priority: bool = False


@dataclass(frozen=True, slots=True)
class Rank:
    ready_at: datetime  # before it they are called only if nobody else waits
    klass: Klass
    at: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name, with its parameters: what a line names, so that whoever replays the day knows it."""

    name: str = BY_CLASS
    params: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "params": dict(self.params)}


class Order(Protocol):
    """A declared order: from an arrival and the rule's parameters to a rank."""

    def __call__(self, arrival: Arrival, params: Mapping[str, int]) -> Rank: ...


class Ranked(Protocol):
    """What stands in a line: a ticket's id, given in the order of tickets, and its rank."""

    @property
    def id(self) -> int: ...
    @property
    def ready_at(self) -> datetime: ...
    @property
    def klass(self) -> int: ...
    @property
    def rank_at(self) -> datetime: ...


Waiting = TypeVar("Waiting", bound=Ranked)


def rank(arrival: Arrival, rule: Rule) -> Rank:
    """Refused: `no_such_order`."""
    order = ORDERS.get(rule.name)
    if order is None:
        raise Refused("no_such_order", name=rule.name)
    return order(arrival, rule.params)


def first(waiting: Iterable[Waiting], now: datetime) -> Waiting | None:
    """Who is called next; None if nobody waits."""
    return min(waiting, key=lambda each: place(each, now), default=None)


def place(waiting: Ranked, now: datetime) -> tuple[bool, int, datetime, int]:
    """What the line is sorted by."""
    return waiting.ready_at > now, waiting.klass, waiting.rank_at, waiting.id


def by_class(arrival: Arrival, params: Mapping[str, int]) -> Rank:
    """Priority, then a green channel in its slot, then the booked, then who walked in (R-055).

    Who is booked stands where their slot begins, ready from then on; up to `late_minutes` after its end they keep that
    place (R-059), later they are as who walks in. A green channel after its slot is an ordinary booking (R-065).
    """
    if arrival.priority:
        return Rank(arrival.at, Klass.PRIORITY, arrival.at)
    if arrival.slot_start is None or _too_late(arrival, params):
        return Rank(arrival.at, Klass.WALK_IN, arrival.at)
    green = arrival.mode in GREEN_MODES and arrival.at < _end(arrival)
    return Rank(
        max(arrival.at, arrival.slot_start), Klass.GREEN if green else Klass.BOOKED, arrival.slot_start
    )


def by_moment(arrival: Arrival, params: Mapping[str, int]) -> Rank:
    """One line by moments: the booked count as come `credit_minutes` before their slot, a green channel `green_minutes`.

    Only who has priority goes before it.
    """
    if arrival.priority:
        return Rank(arrival.at, Klass.PRIORITY, arrival.at)
    if arrival.slot_start is None or _too_late(arrival, params):
        return Rank(arrival.at, Klass.WALK_IN, arrival.at)
    green = arrival.mode in GREEN_MODES and arrival.at < _end(arrival)
    credit = timedelta(minutes=params.get("green_minutes" if green else "credit_minutes", 0))
    return Rank(max(arrival.at, arrival.slot_start), Klass.WALK_IN, arrival.slot_start - credit)


ORDERS: Final[Mapping[str, Order]] = {BY_CLASS: by_class, BY_MOMENT: by_moment}


def _end(arrival: Arrival) -> datetime:
    assert arrival.slot_start is not None
    return arrival.slot_end or arrival.slot_start


def _too_late(arrival: Arrival, params: Mapping[str, int]) -> bool:
    return arrival.at > _end(arrival) + timedelta(minutes=params.get("late_minutes", 0))
