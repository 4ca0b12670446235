"""Whose turn it is: the declared orders, and that a day's lines say who should have been called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.reception import permits
from yimen.rules.reception.extended import beyond
from yimen.rules.reception.floor import ENDS, MOVES, State, move
from yimen.rules.reception.order import (
    BY_CLASS,
    BY_MOMENT,
    ORDERS,
    Arrival,
    Klass,
    Rank,
    Rule,
    first,
    place,
    rank,
)
from yimen.rules.reception.permits import PERMITS, Reach, may
from yimen.rules.reception.replay import deviations, replay
from yimen.rules.refused import Refused

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PARAMS = {"late_minutes": 15, "credit_minutes": 30, "green_minutes": 120}
minutes = st.integers(-120, 240).map(lambda n: NINE + timedelta(minutes=n))


@st.composite
def arrivals(draw: st.DrawFn) -> Arrival:
    at = draw(minutes)
    start = draw(st.none() | minutes)
    mode = draw(st.sampled_from(["ordinary", "in_hall", "while_you_wait", "holiday"]))
    end = start and start + timedelta(minutes=30)
    return Arrival(at, "kiosk", start, end, mode if start else "", priority=draw(st.booleans()))


@dataclass(frozen=True)
class Waits:
    id: int
    ready_at: datetime
    klass: int
    rank_at: datetime

    @classmethod
    def of(cls, id_: int, rank: Rank) -> Waits:
        return cls(id_, rank.ready_at, rank.klass, rank.at)


@pytest.mark.rule("R-055")
@given(arrivals(), st.sampled_from(sorted(ORDERS)))
def test_nobody_is_ready_before_they_are_here_nor_before_their_slot(arrival: Arrival, name: str) -> None:
    got = rank(arrival, Rule(name, PARAMS))
    assert got.ready_at >= arrival.at
    if arrival.slot_start and not arrival.priority and got.klass != Klass.WALK_IN:
        assert got.ready_at >= arrival.slot_start


@pytest.mark.rule("R-055")
@given(st.lists(minutes, min_size=1, max_size=8), st.sampled_from(sorted(ORDERS)))
def test_within_a_class_who_came_first_is_called_first(times: list[datetime], name: str) -> None:
    line = [Waits.of(n, rank(Arrival(at, "kiosk"), Rule(name, PARAMS))) for n, at in enumerate(times)]
    now = max(times)
    called = sorted(line, key=lambda each: place(each, now))
    assert [each.id for each in called] == [
        n for n, _ in sorted(enumerate(times), key=lambda each: (each[1], each[0]))
    ]
    assert first(line, now) == called[0]
    assert first([], now) is None


@pytest.mark.rule("R-055", "R-065", "R-059")
@pytest.mark.parametrize(
    ("minute", "mode", "klass", "ready", "at"),
    [
        (-20, "ordinary", Klass.BOOKED, 0, 0),
        (0, "ordinary", Klass.BOOKED, 0, 0),
        (25, "ordinary", Klass.BOOKED, 25, 0),
        (45, "ordinary", Klass.BOOKED, 45, 0),
        (46, "ordinary", Klass.WALK_IN, 46, 46),
        (-20, "in_hall", Klass.GREEN, 0, 0),
        (10, "in_hall", Klass.GREEN, 10, 0),
        (30, "in_hall", Klass.BOOKED, 30, 0),
        (46, "in_hall", Klass.WALK_IN, 46, 46),
    ],
)
def test_a_slot_of_half_an_hour_and_a_quarter_of_grace(
    minute: int, mode: str, klass: Klass, ready: int, at: int
) -> None:
    when = NINE + timedelta(minutes=minute)
    got = rank(Arrival(when, "kiosk", NINE, NINE + timedelta(minutes=30), mode), Rule(BY_CLASS, PARAMS))
    assert got == Rank(NINE + timedelta(minutes=ready), klass, NINE + timedelta(minutes=at))


@pytest.mark.rule("R-055")
def test_by_moment_the_booked_count_as_come_before_their_slot_and_who_waits_long_comes_first() -> None:
    rule = Rule(BY_MOMENT, PARAMS)
    booked = Waits.of(2, rank(Arrival(NINE, "kiosk", NINE, NINE + timedelta(minutes=30)), rule))
    early, late = (
        Waits.of(n, rank(Arrival(NINE - timedelta(minutes=m), "kiosk"), rule)) for n, m in ((1, 40), (3, 20))
    )
    assert sorted([booked, early, late], key=lambda each: place(each, NINE)) == [early, booked, late]


def test_an_order_nobody_declared_is_refused() -> None:
    with pytest.raises(Refused, match="no_such_order"):
        rank(Arrival(NINE, "kiosk"), Rule("by_favour"))


@pytest.mark.rule("R-055")
def test_every_ticket_can_end_and_an_end_is_left_only_by_coming_back_the_same_day() -> None:
    for state in State:
        onward = {target for moves in MOVES.values() for start, target in moves.items() if start == state}
        assert onward or state in ENDS
        if state in ENDS:
            assert onward <= {State.WAITING}
            assert not onward or state == State.NO_SHOW
    with pytest.raises(Refused, match="ticket_state"):
        move("served", "call_next")


@pytest.mark.rule("R-068")
def test_what_lies_beyond_the_doors_is_told_to_the_minute() -> None:
    doors = [
        (NINE.replace(hour=8, minute=30), NINE.replace(hour=11, minute=30)),
        (NINE.replace(hour=13, minute=30), NINE.replace(hour=17)),
    ]

    def minutes_of(start: tuple[int, int], end: tuple[int, int]) -> list[int]:
        at = [NINE.replace(hour=h, minute=m) for h, m in (start, end)]
        return [each.minutes for each in beyond(doors, *at)]

    assert minutes_of((9, 0), (10, 0)) == []
    assert minutes_of((11, 20), (11, 45)) == [15]
    assert minutes_of((16, 50), (20, 0)) == [180]
    assert minutes_of((11, 0), (14, 0)) == [120]
    assert minutes_of((8, 0), (8, 40)) == [30]
    assert [each.minutes for each in beyond([], NINE, NINE + timedelta(minutes=25))] == [25], (
        "on a day without doors"
    )
    assert beyond(doors, NINE.replace(hour=17), NINE.replace(hour=17, second=40)) == ()


@given(st.integers(0, 1440), st.integers(0, 1440))
def test_inside_and_beyond_are_the_whole(begin: int, span: int) -> None:
    day = NINE.replace(hour=0)
    doors = [
        (day + timedelta(hours=8), day + timedelta(hours=11)),
        (day + timedelta(hours=13), day + timedelta(hours=17)),
    ]
    start, end = day + timedelta(minutes=begin), day + timedelta(minutes=begin + span)
    inside = sum(
        max(timedelta(), min(end, closes) - max(start, opens)) // timedelta(minutes=1)
        for opens, closes in doors
    )
    assert sum(each.minutes for each in beyond(doors, start, end)) + inside == span


# the permits


def somebody(role: Role, *, unit: int = 7, hall: int = 1, id_: int = 5) -> Actor:
    return Actor(Kind.STAFF, id_, roles=frozenset({role}), unit=unit, hall=hall)


@pytest.mark.rule("R-055")
@pytest.mark.parametrize("act", sorted(PERMITS))
@pytest.mark.parametrize("role", sorted(Role))
def test_the_table_says_who_may_do_what_and_how_far(act: str, role: Role) -> None:
    reach = PERMITS[act].get(role) or PERMITS[act].get(permits.ANYBODY)
    here, there = somebody(role), somebody(role, unit=8)
    abroad = somebody(role, unit=9, hall=2)
    assert may(here, act, hall=1, window=7) is (reach is not None)
    assert may(there, act, hall=1, window=7) is (reach in {Reach.HALL, Reach.ANYONE})
    assert may(abroad, act, hall=1, window=7) is (reach is Reach.ANYONE)
    if reach is Reach.WINDOW:
        assert may(there, act, hall=1, window=7, substitute=5), "who stands in may do what they may"


# replaying


def line(n: int, act: str, facts: Mapping[str, Any], **rows: Any) -> dict[str, Any]:
    at = (NINE + timedelta(minutes=n)).isoformat()
    return {"n": n, "at": at, "act": act, "by": {"staff": 5}, "facts": facts, **rows}


def issued(n: int, id_: int, serial: int, **changes: Any) -> dict[str, Any]:
    at = (NINE + timedelta(minutes=n)).isoformat()
    row = {
        "id": id_, "number": f"A{serial:03}", "n": serial, "queue_id": 1, "drawn_in_id": 1, "klass": 3, "ready_at": at,
        "rank_at": at, "state": "waiting", "bound_id": None, "reason": None, "source": "kiosk", "arrived_at": at,
    } | changes  # fmt: skip
    facts = {"ticket": id_, "number": row["number"], "rule": {"name": BY_CLASS, "params": PARAMS}}
    return line(n, "issue", facts, new={"ticket": [row]})


def called(n: int, id_: int, act: str = "call_next", **facts: Any) -> dict[str, Any]:
    told = {"ticket": id_, "number": f"A{id_:03}", "window": 9, "queues": [1], **facts}
    return line(n, act, told, set={"ticket": [{"id": id_, "state": "called", "window_id": 9}]})


@pytest.mark.rule("R-055")
def test_from_the_lines_anyone_says_who_should_have_been_called() -> None:
    day = [issued(1, 1, 1), issued(2, 2, 2), called(3, 2, "call", reason="同意先办"), called(4, 1)]
    assert replay(day).wrong == []
    (told,) = deviations(day)
    assert (told.number, told.first_number, told.reason, told.staff) == ("A002", "A001", "同意先办", 5)


@pytest.mark.rule("R-055")
@pytest.mark.parametrize(
    ("day", "what"),
    [
        ([issued(1, 1, 1), issued(2, 2, 2), called(3, 2)], "A002 was called, A001 was next"),
        ([issued(1, 1, 1), issued(2, 2, 2), called(3, 2, "call")], "A002 was called out of turn without a reason"),
        ([issued(1, 1, 1), issued(2, 2, 3)], "A003 does not follow the number before it"),
        ([issued(1, 1, 1), issued(2, 1, 2)], "ticket 1 was given twice"),
        ([issued(1, 1, 1, klass=0)], "A001 has another rank than its rule gives"),
        ([issued(1, 1, 1), line(2, "finish", {}, set={"ticket": [{"id": 1, "state": "served"}]})],
         "“finish” does not lead A001 from waiting to served"),
        ([line(1, "finish", {}, set={"ticket": [{"id": 1, "state": "served"}]})], "ticket 1 was never given"),
    ],
)  # fmt: skip
def test_what_does_not_follow_is_named(day: list[dict[str, Any]], what: str) -> None:
    assert [each.what for each in replay(day).wrong] == [what]
