"""The stage of a simulated day: who comes and which windows call, as it was or with what is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from random import Random
from typing import Final

from yimen.rules.reception.order import Arrival, Rule
from yimen.rules.refused import Refused

from .changes import Change, Hours, Windows
from .days import RealDay, Seat, Span, Visit

SLOT: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Station:
    """A window as the simulation has it: from which queues it calls in each span, and its pauses before a call."""

    key: int
    calls: tuple[tuple[Span, frozenset[int]], ...]
    gaps: tuple[timedelta, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A day ready to be played. `takes`: how long visits took, by queue, for whoever was never called."""

    begins: datetime
    rule: Rule
    visits: tuple[Visit, ...]
    stations: tuple[Station, ...]
    takes: Mapping[int, tuple[timedelta, ...]]
    turned_away: int = 0  # came when no door was open any more


def stage(day: RealDay, change: Change, rule: Rule, chance: Random) -> Stage:
    """Put the change into the day. `rule`: the order it is played by. Refused: `whatif_no_queue`, `whatif_hours`."""
    doors = _doors(day, change.hours)
    visits, away = _within(day.visits, doors) if change.hours else (list(day.visits), 0)
    if change.booked is not None:
        visits = _booked(visits, change.booked, doors, chance)
    return Stage(
        begins=day.begins,
        rule=rule,
        visits=tuple(sorted(visits, key=lambda each: (each.arrival.at, each.id))),
        stations=_stations(day, change, doors),
        takes=_takes(day),
        turned_away=away,
    )


def _takes(day: RealDay) -> dict[int, tuple[timedelta, ...]]:
    found: dict[int, list[timedelta]] = {}
    for visit in day.visits:
        for leg in visit.legs:
            if leg.taken is not None:
                found.setdefault(leg.queue, []).append(leg.taken)
    return {queue: tuple(each) for queue, each in found.items()}


# doors


def _doors(day: RealDay, hours: Sequence[Hours]) -> tuple[Span, ...]:
    return tuple(_on(day, each) for each in hours) or day.doors


def _on(day: RealDay, hours: Hours) -> Span:
    date, zone = day.begins.date(), day.begins.tzinfo
    return datetime.combine(date, hours.opens, zone), datetime.combine(date, hours.closes, zone)


def _within(visits: Iterable[Visit], doors: Sequence[Span]) -> tuple[list[Visit], int]:
    """Whoever finds the doors closed comes back as they open; after the last of them nobody can."""
    kept, away = [], 0
    for each in visits:
        moment = next(
            (max(each.arrival.at, opens) for opens, closes in doors if each.arrival.at < closes), None
        )
        if moment is None:
            away += 1
        else:
            kept.append(replace(each, arrival=replace(each.arrival, at=moment)))
    return kept, away


# booking


def _booked(visits: Sequence[Visit], share: float, doors: Sequence[Span], chance: Random) -> list[Visit]:
    """As many visits booked as asked for: who books takes the free slot nearest to when they came, evenly filled.

    They come as punctually as those who had booked that day; who books no more comes when they came.
    """
    early = [each.arrival.at - each.arrival.slot_start for each in visits if each.arrival.slot_start] or [
        timedelta()
    ]
    wanted = round(share * len(visits))
    booked = [each for each in visits if each.booked]
    others = [each for each in visits if not each.booked and not each.arrival.priority]
    if wanted <= len(booked):
        giving_up = {each.id for each in chance.sample(booked, len(booked) - wanted)}
        return [_unbooked(each) if each.id in giving_up else each for each in visits]
    new = {each.id for each in chance.sample(others, min(len(others), wanted - len(booked)))}
    slots = [moment for span in doors for moment in _slots(span)]
    if not slots:
        return list(visits)
    places = _Places(slots, [each for each in visits if each.id in new])
    return [
        _in_slot(each, places.take(each), chance.choice(early)) if each.id in new else each for each in visits
    ]


def _slots(span: Span) -> Iterator[datetime]:
    moment, closes = span
    while moment + SLOT <= closes:
        yield moment
        moment += SLOT


class _Places:
    """Free places by queue and slot: each slot holds its even share of those who book."""

    def __init__(self, slots: Sequence[datetime], booking: Sequence[Visit]) -> None:
        queues = [each.queue for each in booking]
        self._free = {
            (queue, slot): ceil(queues.count(queue) / len(slots)) for queue in set(queues) for slot in slots
        }
        self._slots = slots

    def take(self, visit: Visit) -> datetime:
        free = [slot for slot in self._slots if self._free[visit.queue, slot] > 0]
        nearest = min(free, key=lambda slot: (abs(slot - visit.arrival.at), slot))
        self._free[visit.queue, nearest] -= 1
        return nearest


def _in_slot(visit: Visit, slot: datetime, early: timedelta) -> Visit:
    arrival = replace(visit.arrival, at=slot + early, slot_start=slot, slot_end=slot + SLOT, mode="ordinary")
    return replace(visit, arrival=arrival)


def _unbooked(visit: Visit) -> Visit:
    arrival: Arrival = replace(visit.arrival, slot_start=None, slot_end=None, mode="")
    return replace(visit, arrival=arrival)


# windows


def _stations(day: RealDay, change: Change, doors: Sequence[Span]) -> tuple[Station, ...]:
    seats = [_hours(each, day.doors, doors) if change.hours else each for each in day.seats]
    if not change.pauses:
        seats = [replace(each, spans=_joined((*each.spans, *each.pauses))) for each in seats]
    codes = {each.code.upper(): each.id for each in day.lines}
    for each in change.windows:
        if each.code not in codes:
            raise Refused("whatif_no_queue", code=each.code, codes=", ".join(sorted(codes)))
    if not change.windows:
        return tuple(_as_it_was(each) for each in seats)
    return _cast(day, seats, [(codes[each.code], each, _spans(day, each, doors)) for each in change.windows])


def _as_it_was(seat: Seat) -> Station:
    return Station(seat.window, tuple((span, seat.queues) for span in seat.spans), seat.gaps)


def _spans(day: RealDay, windows: Windows, doors: Sequence[Span]) -> tuple[Span, ...]:
    """When so many windows are asked for: in the span that was named, else while the doors are open."""
    return (_on(day, windows.span),) if windows.span else tuple(doors)


Wanted = tuple[int, Windows, tuple[Span, ...]]


def _cast(day: RealDay, seats: Sequence[Seat], wanted: Sequence[Wanted]) -> tuple[Station, ...]:
    """At every moment of its spans a queue is called from by exactly so many windows.

    Those that were open longest stay; if they are too few, more windows are added that call from this queue alone.
    """
    edges = {edge for each in seats for span in each.spans for edge in span}
    edges |= {edge for _, _, spans in wanted for span in spans for edge in span}
    order = sorted(seats, key=lambda each: (-_open(each), each.window))
    calls: dict[int, list[tuple[Span, frozenset[int]]]] = {}
    gaps = {each.window: each.gaps for each in seats}
    for piece in pairwise(sorted(edges)):
        now = {each.window: set(each.queues) for each in order if _covers(each.spans, piece)}
        for queue, windows, spans in wanted:
            if not _covers(spans, piece):
                continue
            there = [window for window, queues in now.items() if queue in queues]
            for window in there[windows.n :]:
                now[window].discard(queue)
            for extra in range(windows.n - len(there)):
                key = -(queue * 1000 + extra + 1)  # no window has a number below nought
                now[key] = {queue}
                gaps.setdefault(key, _gaps(day, queue))
        for window, queues in now.items():
            if queues:
                calls.setdefault(window, []).append((piece, frozenset(queues)))
    return tuple(Station(window, _whole(pieces), gaps[window]) for window, pieces in calls.items())


def _whole(pieces: Iterable[tuple[Span, frozenset[int]]]) -> tuple[tuple[Span, frozenset[int]], ...]:
    """Neighbouring pieces with the same queues as one."""
    whole: list[tuple[Span, frozenset[int]]] = []
    for (opens, closes), queues in pieces:
        if whole and whole[-1][0][1] == opens and whole[-1][1] == queues:
            whole[-1] = ((whole[-1][0][0], closes), queues)
        else:
            whole.append(((opens, closes), queues))
    return tuple(whole)


def _gaps(day: RealDay, queue: int) -> tuple[timedelta, ...]:
    return tuple(gap for each in day.seats if queue in each.queues for gap in each.gaps)


def _open(seat: Seat) -> timedelta:
    return sum((closes - opens for opens, closes in seat.spans), timedelta())


def _covers(spans: Iterable[Span], piece: Span) -> bool:
    return any(opens <= piece[0] and piece[1] <= closes for opens, closes in spans)


def _hours(seat: Seat, old: Sequence[Span], new: Sequence[Span]) -> Seat:
    """Who was there while the doors were open is there while they are open now.

    Time that is new to the hall is worked by whoever worked in the opening period next to it.
    """
    spans = [cut for span in seat.spans for door in new if (cut := _cut(span, door))]
    for door in new:
        for fresh in _less(door, old):
            beside = min(old, key=lambda each: _apart(each, fresh), default=None)
            if beside and any(_cut(span, beside) for span in seat.spans):
                spans.append(fresh)
    return replace(seat, spans=_joined(spans))


def _cut(one: Span, other: Span) -> Span | None:
    opens, closes = max(one[0], other[0]), min(one[1], other[1])
    return (opens, closes) if opens < closes else None


def _less(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    at = span[0]
    for opens, closes in sorted(taken):
        if at < min(opens, span[1]):
            yield at, min(opens, span[1])
        at = max(at, closes)
    if at < span[1]:
        yield at, span[1]


def _apart(one: Span, other: Span) -> timedelta:
    return max(one[0] - other[1], other[0] - one[1], timedelta())


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    whole: list[Span] = []
    for opens, closes in sorted(spans):
        if whole and opens <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(closes, whole[-1][1])
        else:
            whole.append((opens, closes))
    return tuple(whole)
