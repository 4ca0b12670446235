"""A day's floor from its book alone: the rows its lines give, who should have been called at each call, and what does not fit.

Anybody who has the lines can do this; nothing here knows a database (R-055).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, Final, NamedTuple

from yimen.rules.reception.floor import MOVES, State
from yimen.rules.reception.order import Arrival, Rank, Rule, rank
from yimen.rules.refused import Refused

Body = Mapping[str, Any]
Row = dict[str, Any]
Key = tuple[int, datetime, int]

MOMENTS: Final = frozenset(
    {"ready_at", "rank_at", "arrived_at", "called_at", "started_at", "ended_at", "since", "until"}
)
CALLS: Final = frozenset({"call_next", "call"})


@dataclass(frozen=True, slots=True)
class Deviation:
    """A call that was not the first in line: whom it passed over, and the reason that was given."""

    n: int  # of the line
    at: datetime
    window: int
    ticket: int
    number: str
    first: int | None  # who should have been called; None if nobody waited (they came back from being held)
    first_number: str
    reason: str
    staff: int | None


class Wrong(NamedTuple):
    """A line that does not follow from those before it, and why."""

    n: int
    what: str


@dataclass(slots=True)
class Day:
    """What the lines of a day give."""

    tickets: dict[int, Row] = field(default_factory=dict)
    seats: dict[int, Row] = field(default_factory=dict)
    deviations: list[Deviation] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def replay(lines: Iterable[Body]) -> Day:
    """Fold the lines of one floor book, in their order."""
    day = Day()
    line = _Line()
    drawn: dict[int, int] = {}  # the last serial by the queue it was drawn in
    for body in lines:
        at = datetime.fromisoformat(body["at"])
        if body["act"] in CALLS:
            _judge_call(day, line, body, at)
        for new in body.get("new", {}).get("ticket", ()):
            row = _read(new)
            day.wrong.extend(Wrong(body["n"], what) for what in _issued_wrongly(day, drawn, body, row, at))
            day.tickets[row["id"]] = row
            drawn[row["drawn_in_id"]] = row["n"]
            line.add(row)
        for delta in body.get("set", {}).get("ticket", ()):
            known = day.tickets.get(delta["id"])
            if known is None:
                day.wrong.append(Wrong(body["n"], f"ticket {delta['id']} was never given"))
                continue
            after = {**known, **_read(delta)}
            if not _moves(body["act"], known["state"], after["state"]):
                what = f"“{body['act']}” does not lead {known['number']} from {known['state']} to {after['state']}"
                day.wrong.append(Wrong(body["n"], what))
            line.drop(known)
            line.add(after)
            day.tickets[known["id"]] = after
        for seat in body.get("set", {}).get("seat", ()):
            day.seats[seat["window_id"]] = _read(seat)
    return day


def deviations(lines: Iterable[Body]) -> tuple[Deviation, ...]:
    """The calls that were not the first, with their reasons."""
    return tuple(replay(lines).deviations)


def _judge_call(day: Day, line: _Line, body: Body, at: datetime) -> None:
    facts = body["facts"]
    called = facts["ticket"]
    first = line.first(facts.get("queues", ()), facts["window"], at)
    if first is not None and first["id"] == called:
        return
    if body["act"] == "call_next":
        should = first["number"] if first else "nobody"
        day.wrong.append(Wrong(body["n"], f"{facts['number']} was called, {should} was next"))
        return
    if not facts.get("reason"):
        day.wrong.append(Wrong(body["n"], f"{facts['number']} was called out of turn without a reason"))
    day.deviations.append(
        Deviation(
            n=body["n"],
            at=at,
            window=facts["window"],
            ticket=called,
            number=facts["number"],
            first=first["id"] if first else None,
            first_number=first["number"] if first else "",
            reason=facts.get("reason", ""),
            staff=body["by"].get("staff"),
        )
    )


def _issued_wrongly(day: Day, drawn: Mapping[int, int], body: Body, row: Row, at: datetime) -> Iterator[str]:
    """A number follows the one before it, and a rank from its arrival by the rule that the line names."""
    if row["id"] in day.tickets:
        yield f"ticket {row['id']} was given twice"
    if row["n"] != drawn.get(row["drawn_in_id"], 0) + 1:
        yield f"{row['number']} does not follow the number before it"
    if row["state"] != State.WAITING:
        yield f"{row['number']} does not begin by waiting"
    facts = body["facts"]
    start, end, mode = facts.get("slot") or (None, None, "")
    arrival = Arrival(
        at=at,
        source=row["source"],
        slot_start=start and datetime.fromisoformat(start),
        slot_end=end and datetime.fromisoformat(end),
        mode=mode,
        priority=row["reason"] is not None,
    )
    try:
        due = rank(arrival, Rule(facts["rule"]["name"], facts["rule"]["params"]))
    except Refused:
        yield f"there is no order {facts['rule']['name']}"
        return
    if due != Rank(row["ready_at"], row["klass"], row["rank_at"]):
        yield f"{row['number']} has another rank than its rule gives"


def _moves(act: str, before: str, after: str) -> bool:
    """Whether the table knows it; what leaves the state alone, or ends with another ticket, needs no row there."""
    if before == after:
        return True
    if act in {"finish", "skip", "cancel"} and before == State.HELD:  # it was merged into the one that ends
        return True
    allowed = MOVES.get(act, {}).get(State(before))
    return after == allowed or (act == "finish" and allowed is not None and after == State.TRANSFERRED)


def _read(row: Mapping[str, Any]) -> Row:
    return {
        name: datetime.fromisoformat(value) if name in MOMENTS and value is not None else value
        for name, value in row.items()
    }


class _Line:
    """Who waits, by queue, in the order of rank."""

    def __init__(self) -> None:
        self._queues: dict[int, list[Key]] = {}
        self._bound: dict[int, list[Key]] = {}  # by the only window that may call them
        self._rows: dict[int, Row] = {}

    def add(self, row: Row) -> None:
        if row["state"] == State.WAITING:
            insort(self._list(row), _key(row))
            self._rows[row["id"]] = row

    def drop(self, row: Row) -> None:
        if self._rows.pop(row["id"], None) is not None:
            line = self._list(row)
            del line[bisect_left(line, _key(row))]

    def first(self, queues: Iterable[int], window: int, now: datetime) -> Row | None:
        """As `order.first` over all who may be called there, without looking at all of them."""
        lines = [self._queues.get(queue, []) for queue in queues] + [self._bound.get(window, [])]
        heads = [self._first_ready(line, now) for line in lines]
        found = min((each for each in heads if each), default=None) or min(chain(*lines), default=None)
        return self._rows[found[2]] if found else None

    def _first_ready(self, line: list[Key], now: datetime) -> Key | None:
        return next((key for key in line if self._rows[key[2]]["ready_at"] <= now), None)

    def _list(self, row: Row) -> list[Key]:
        bound = row["bound_id"]
        if bound is not None:
            return self._bound.setdefault(bound, [])
        return self._queues.setdefault(row["queue_id"], [])


def _key(row: Row) -> Key:
    return row["klass"], row["rank_at"], row["id"]
