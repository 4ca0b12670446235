"""A day that really was, as its book tells it: who came when and with what claim, what each took, which windows called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from yimen.rules.reception.floor import AT_A_WINDOW, SeatState, State
from yimen.rules.reception.order import Arrival, Rule

Span = tuple[datetime, datetime]
Body = Mapping[str, Any]

_NOTHING: Final = timedelta()


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of waiting and, if they were called, of being at a window; who is passed on or taken up again has more."""

    queue: int
    ready_after: timedelta  # after the leg before it ended; of the first: none
    taken: timedelta | None  # how long they took a window; None: never called
    left_after: timedelta | None = None  # gave up waiting so long after the leg began
    bound: int | None = None  # the only window that may call them
    anew: bool = False  # begins with a rank of its own: missed for long


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody came. `waited`: until they were first called; None if they never were."""

    id: int
    number: str
    arrival: Arrival
    legs: tuple[Leg, ...]
    waited: timedelta | None

    @property
    def queue(self) -> int:
        return self.legs[0].queue

    @property
    def ready_at(self) -> datetime:
        """From when on they wait: as they came, or as their slot began, whatever the order says."""
        slot = None if self.arrival.priority else self.arrival.slot_start
        return max(self.arrival.at, slot or self.arrival.at)

    @property
    def booked(self) -> bool:
        return self.arrival.slot_start is not None


@dataclass(frozen=True, slots=True)
class Seat:
    """A window's day: when it called, from which queues, and how long it took before each call though somebody waited."""

    window: int
    number: str
    queues: frozenset[int]
    spans: tuple[Span, ...]
    pauses: tuple[Span, ...]
    gaps: tuple[timedelta, ...]


class Line(NamedTuple):
    """A queue: its letter and its name."""

    id: int
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class RealDay:
    """A day of a hall. `doors`: when it was open."""

    hall: int
    begins: datetime  # midnight
    rule: Rule
    lines: tuple[Line, ...]
    doors: tuple[Span, ...]
    visits: tuple[Visit, ...]
    seats: tuple[Seat, ...]

    @property
    def booked_share(self) -> float:
        return sum(each.booked for each in self.visits) / len(self.visits) if self.visits else 0.0


@dataclass(slots=True)
class _Visit:
    """A visit while the book is read."""

    id: int
    number: str
    arrival: Arrival
    row: dict[str, Any]
    legs: list[Leg] = field(default_factory=list)
    began_at: datetime | None = None  # of the leg under way
    called_at: datetime | None = None  # in that leg
    bound: int | None = None  # in that leg
    anew: bool = False
    ended_at: datetime | None = None  # of the leg before
    first_called_at: datetime | None = None

    def begin(self, now: datetime, *, bound: int | None, anew: bool = False) -> None:
        self.began_at, self.called_at, self.bound, self.anew = now, None, bound, anew

    def end(self, now: datetime, queue: int) -> None:
        """The leg is over: they leave the window, or give up waiting."""
        if self.began_at is None:
            return
        taken = now - self.called_at if self.called_at else None
        self._add(queue, taken, None if taken is not None else now - self.began_at)
        self.ended_at, self.began_at, self.called_at = now, None, None

    def end_of_day(self, now: datetime) -> None:
        """Whoever still waits was never called; whoever is at a window had been there so long."""
        if self.began_at is not None:
            self._add(self.row["queue_id"], now - self.called_at if self.called_at else None, None)

    def _add(self, queue: int, taken: timedelta | None, left_after: timedelta | None) -> None:
        assert self.began_at is not None
        after = self.began_at - self.ended_at if self.ended_at else _NOTHING
        self.legs.append(Leg(queue, after, taken, left_after, self.bound, self.anew))


@dataclass(slots=True)
class _Seat:
    """A window while the book is read."""

    window: int
    number: str = ""
    queues: set[int] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)
    pauses: list[Span] = field(default_factory=list)
    gaps: list[timedelta] = field(default_factory=list)
    open_at: datetime | None = None
    paused_at: datetime | None = None
    free_at: datetime | None = None
    wanted_at: datetime | None = None  # since when somebody waits whom it may call


class Book(NamedTuple):
    """What a day's lines give."""

    rule: Rule
    visits: tuple[Visit, ...]
    seats: tuple[Seat, ...]


def read(bodies: Iterable[Body], queues: Mapping[int, Iterable[int]], closes: datetime | None = None) -> Book:
    """Fold the lines of a floor's book, in their order. `queues`: those of each window, where no call of the day names them.

    A window that nobody closed was open until the doors closed, or until the last line if that is later.
    """
    lines = list(bodies)
    called_from = {
        body["facts"]["window"]: body["facts"]["queues"] for body in lines if body["facts"].get("queues")
    }
    reading = _Reading({**queues, **called_from})
    for body in lines:
        reading.line(body)
    return reading.book(closes)


class _Reading:
    def __init__(self, queues: Mapping[int, Iterable[int]]) -> None:
        self.queues = queues
        self.rule = Rule()
        self.visits: dict[int, _Visit] = {}
        self.seats: dict[int, _Seat] = {}
        self.waiting: Counter[int] = Counter()  # by queue
        self.bound: Counter[int] = Counter()  # by the only window that may call them
        self.now: datetime | None = None

    def line(self, body: Body) -> None:
        now = datetime.fromisoformat(body["at"])
        if body["act"] == "end_day":  # what it sets aside was left over, whenever that is written down
            return
        self.now = now
        for row in body.get("new", {}).get("ticket", ()):
            self._arrives(body["facts"], row, now)
        for delta in body.get("set", {}).get("ticket", ()):
            self._moves(delta, now)
        for row in body.get("set", {}).get("seat", ()):
            named = body["facts"].get("number", "") if body["act"].endswith("_window") else ""
            self._sits(row, named, now)
        for seat in self.seats.values():
            wanted = self.bound[seat.window] > 0 or any(self.waiting[queue] > 0 for queue in seat.queues)
            seat.wanted_at = (seat.wanted_at or now) if wanted else None

    def book(self, closes: datetime | None) -> Book:
        if self.now is not None:
            for visit in self.visits.values():
                visit.end_of_day(self.now)
            for seat in self.seats.values():
                if seat.open_at is not None:
                    seat.spans.append((seat.open_at, max(self.now, closes or self.now)))
        return Book(
            self.rule,
            tuple(map(_visit, self.visits.values())),
            tuple(_seat(each) for each in self.seats.values() if each.spans),
        )

    def _arrives(self, facts: Mapping[str, Any], row: Mapping[str, Any], now: datetime) -> None:
        start, end, mode = facts.get("slot") or (None, None, "")
        self.rule = Rule(facts["rule"]["name"], facts["rule"]["params"])
        arrival = Arrival(
            at=now,
            source=row["source"],
            slot_start=datetime.fromisoformat(start) if start else None,
            slot_end=datetime.fromisoformat(end) if end else None,
            mode=mode,
            priority=row["reason"] is not None,
        )
        visit = self.visits[row["id"]] = _Visit(row["id"], row["number"], arrival, dict(row))
        visit.begin(now, bound=row["bound_id"])
        self._count(visit.row, 1)

    def _moves(self, delta: Mapping[str, Any], now: datetime) -> None:
        visit = self.visits.get(delta["id"])
        if visit is None:
            return
        before, after = visit.row, {**visit.row, **delta}
        was, becomes = State(before["state"]), State(after["state"])
        self._count(before, -1)
        self._count(after, 1)
        visit.row = after
        if was in AT_A_WINDOW and becomes not in AT_A_WINDOW:
            visit.end(now, before["queue_id"])
            if seat := self.seats.get(before["window_id"]):
                seat.free_at = now
        elif was is State.WAITING and (
            becomes not in {State.WAITING, State.CALLED} or _elsewhere(before, after)
        ):
            visit.end(now, before["queue_id"])
        if visit.began_at is None and becomes in {State.WAITING, State.CALLED}:
            only = after["bound_id"] if becomes is State.WAITING else after["window_id"]
            visit.begin(now, bound=only, anew=after["rank_at"] != before["rank_at"])
        if becomes is State.CALLED and was is not State.CALLED:
            visit.called_at = now
            visit.first_called_at = visit.first_called_at or now
            self._calls(after["window_id"], now)

    def _calls(self, window: int, now: datetime) -> None:
        """How long it took the window to call, from when it was free and somebody was there for it."""
        seat = self.seats.get(window)
        if seat is not None and seat.open_at is not None:
            since = max(each for each in (seat.free_at, seat.wanted_at, seat.open_at) if each is not None)
            seat.gaps.append(max(_NOTHING, now - since))

    def _count(self, row: Mapping[str, Any], n: int) -> None:
        if row["state"] == State.WAITING:
            if row["bound_id"] is not None:
                self.bound[row["bound_id"]] += n
            else:
                self.waiting[row["queue_id"]] += n

    def _sits(self, row: Mapping[str, Any], number: str, now: datetime) -> None:
        known = self.queues.get(row["window_id"], ())
        seat = self.seats.setdefault(row["window_id"], _Seat(row["window_id"], queues=set(known)))
        seat.number = number or seat.number
        calls = row["state"] == SeatState.OPEN and not row["closing"]
        if calls and seat.open_at is None:
            seat.open_at = now
            if seat.paused_at is not None:
                seat.pauses.append((seat.paused_at, now))
                seat.paused_at = None
        elif not calls and seat.open_at is not None:
            seat.spans.append((seat.open_at, now))
            seat.open_at = None
            seat.paused_at = now if row["state"] == SeatState.PAUSED else None


def _visit(each: _Visit) -> Visit:
    whole = Visit(each.id, each.number, each.arrival, tuple(each.legs), None)
    called_at = each.first_called_at
    return whole if called_at is None else replace(whole, waited=max(_NOTHING, called_at - whole.ready_at))


def _seat(each: _Seat) -> Seat:
    queues, spans, pauses = frozenset(each.queues), tuple(each.spans), tuple(each.pauses)
    return Seat(each.window, each.number, queues, spans, pauses, tuple(each.gaps))


def _elsewhere(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return (before["queue_id"], before["bound_id"]) != (after["queue_id"], after["bound_id"])


def taken(visits: Sequence[Visit]) -> Iterator[tuple[int, timedelta]]:
    """How long each called leg took a window, by queue."""
    return ((leg.queue, leg.taken) for each in visits for leg in each.legs if leg.taken is not None)
