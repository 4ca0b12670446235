"""The simulated day: right where the answer is known, the same for the same seed, exact where nothing was changed."""

from __future__ import annotations

import heapq
import math
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from statistics import mean

import pytest

from ground import ZONE
from yimen.modules.reception.whatif.changes import Change, Hours, Windows, change
from yimen.modules.reception.whatif.compare import compare
from yimen.modules.reception.whatif.days import Leg, Line, RealDay, Seat, Visit
from yimen.modules.reception.whatif.figures import Wait, quantile, waits_of
from yimen.modules.reception.whatif.play import play
from yimen.modules.reception.whatif.stage import stage
from yimen.rules.reception.order import Arrival, Rule, place, rank
from yimen.rules.refused import Refused

pytestmark = pytest.mark.rule("R-055", "R-059")


MIDNIGHT = datetime(2026, 3, 2, tzinfo=ZONE)
A, B = 1, 2
LINES = (Line(A, "A", "综合", "General"), Line(B, "B", "证照", "Licences"))
MINUTE = timedelta(minutes=1)


def at(hour: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


DOORS = ((at(8.5), at(11.5)), (at(13.5), at(17)))


def visit(n: int, came: datetime, taken: timedelta | None, queue: int = A, **told: object) -> Visit:
    return Visit(n, f"A{n:03}", Arrival(came, "kiosk", **told), (Leg(queue, timedelta(), taken),), None)  # type: ignore[arg-type]


def seat(
    window: int, *queues: int, spans: tuple[tuple[datetime, datetime], ...] = DOORS, **told: object
) -> Seat:
    return Seat(
        window, str(window), frozenset(queues or {A}), spans, told.get("pauses", ()), told.get("gaps", ())
    )  # type: ignore[arg-type]


def the_day(
    visits: list[Visit],
    *seats: Seat,
    rule: Rule | None = None,
    doors: tuple[tuple[datetime, datetime], ...] = DOORS,
) -> RealDay:
    return RealDay(1, MIDNIGHT, rule or Rule(), LINES, doors, tuple(visits), seats)


def waits(
    day: RealDay, asked: Change | None = None, rule: Rule | None = None, seed: int = 1
) -> tuple[Wait, ...]:
    return play(stage(day, asked or Change(), rule or day.rule, Random(seed)), Random(seed))


# -- where the answer is known ----


def test_a_clockwork_queue_waits_as_long_as_arithmetic_says() -> None:
    every, takes = 4 * MINUTE, 5 * MINUTE  # D/D/1: each waits a minute longer than the one before
    day = the_day([visit(n, at(8.5) + n * every, takes) for n in range(20)], seat(1))
    assert [each.waited for each in waits(day)] == [n * MINUTE for n in range(20)]


@pytest.mark.parametrize(("windows", "busy"), [(1, 0.6), (2, 0.7), (3, 0.75), (6, 0.8)])
def test_a_queue_without_memory_waits_as_erlang_says(windows: int, busy: float) -> None:
    chance, serve = Random(20260302), 6.0  # minutes
    load, n = busy * windows, 24000
    moment, visits = MIDNIGHT, []
    for id_ in range(n):
        moment += timedelta(minutes=chance.expovariate(load / serve))
        visits.append(visit(id_, moment, timedelta(minutes=chance.expovariate(1 / serve))))
    always = ((MIDNIGHT, moment + timedelta(days=2)),)
    told = waits(the_day(visits, *(seat(each, spans=always) for each in range(1, windows + 1)), doors=always))
    top = load**windows / math.factorial(windows) / (1 - busy)
    delayed = top / (sum(load**k / math.factorial(k) for k in range(windows)) + top)  # Erlang C
    waited = [each.waited / MINUTE for each in told if each.waited is not None]
    assert len(waited) == n
    assert mean(each > 0 for each in waited) == pytest.approx(delayed, rel=0.04)
    assert mean(waited) == pytest.approx(delayed * serve / (windows - load), rel=0.08)


def synthetic(seed: int, rule: Rule, n: int = 300) -> RealDay:
    """A day served without a second lost, by an engine of its own: a list that is sorted anew for each call."""
    chance, ids = Random(seed), count(1)
    visits = []
    for _ in range(n):
        came = at(8.5) + timedelta(seconds=chance.uniform(0, 7.5 * 3600))
        takes = timedelta(
            seconds=round(chance.lognormvariate(5.6, 0.7)), microseconds=chance.randrange(10**6)
        )
        told: dict[str, object] = {"priority": chance.random() < 0.03}
        if chance.random() < 0.3:
            slot = at(8.5 + chance.randrange(15) / 2)
            came = max(at(8.4), slot + timedelta(minutes=chance.uniform(-20, 40)))
            told |= {
                "slot_start": slot,
                "slot_end": slot + 30 * MINUTE,
                "mode": chance.choice(["ordinary", "in_hall"]),
            }
        visits.append(visit(next(ids), came, takes, chance.choice([A, A, B]), **told))
    visits.sort(key=lambda each: each.arrival.at)
    spans = ((at(8.5), at(18)),)
    seats = (
        seat(1, A, spans=spans),
        seat(2, A, B, spans=spans),
        seat(3, B, spans=((at(9), at(16)),)),
        seat(4, A, spans=((at(10), at(11)), (at(12), at(15)))),
    )
    return by_hand(the_day(visits, *seats, rule=rule))


class Ranked:
    def __init__(self, visit: Visit, rule: Rule) -> None:
        mine = rank(visit.arrival, rule)
        self.visit, self.id = visit, visit.id
        self.ready_at, self.klass, self.rank_at = mine.ready_at, mine.klass, mine.at


def idle(one: Seat, busy: dict[int, datetime], now: datetime) -> datetime:
    """Since when a window has been free to call."""
    begun = [opens for opens, _ in one.spans if opens <= now]
    return max([*begun[-1:], *(end for end in [busy.get(one.window)] if end is not None)], default=now)


def by_hand(day: RealDay) -> RealDay:
    """Who is called when: at each moment at which something happens, every free window calls the first of a sorted list."""
    moments = [each.arrival.at for each in day.visits] + [
        edge for one in day.seats for span in one.spans for edge in span
    ]
    heapq.heapify(moments)
    coming = [Ranked(each, day.rule) for each in day.visits]
    waiting: list[Ranked] = []
    busy: dict[int, datetime] = {}
    called: dict[int, datetime] = {}
    while moments:
        now = heapq.heappop(moments)
        while coming and coming[0].visit.arrival.at <= now:
            waiting.append(coming.pop(0))
        for one in sorted(
            day.seats, key=lambda each: (idle(each, busy, now), each.window)
        ):  # who is idle longest
            if busy.get(one.window, now) > now or not any(
                opens <= now < closes for opens, closes in one.spans
            ):
                continue
            mine = sorted(
                (each for each in waiting if each.visit.queue in one.queues),
                key=lambda each: place(each, now),
            )
            if mine:
                waiting.remove(mine[0])
                called[mine[0].id] = now
                taken = mine[0].visit.legs[0].taken
                assert taken is not None
                busy[one.window] = now + taken
                heapq.heappush(moments, now + taken)
    visits = tuple(
        replace(each, waited=max(timedelta(), called[each.id] - each.ready_at) if each.id in called else None)
        for each in day.visits
    )
    return replace(day, visits=visits)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "rule",
    [
        Rule("by_class", {"late_minutes": 15}),
        Rule("by_moment", {"late_minutes": 15, "credit_minutes": 30, "green_minutes": 120}),
    ],
    ids=lambda rule: rule.name,
)
def test_a_day_played_as_it_was_comes_out_as_it_was(seed: int, rule: Rule) -> None:
    day = synthetic(seed, rule)
    assert [each.waited for each in waits(day)] == [
        each.waited for each in sorted(day.visits, key=lambda each: (each.arrival.at, each.id))
    ]
    compared = compare(day, Change(), rule, seed=1, runs=2)
    assert compared.error_p50 == compared.error_p95 == timedelta()
    assert compared.would_be == compared.was
    assert compared.was.all.people == 300
    assert compared.was.all.p95 > 5 * MINUTE, "a day on which nobody waits proves little"


# -- what is changed changes ----


DAY = synthetic(1, Rule("by_class", {"late_minutes": 15}))


def p95(asked: Change, rule: Rule | None = None) -> timedelta:
    return compare(DAY, asked, rule or DAY.rule, seed=3, runs=1).would_be.all.p95


def test_the_same_seed_gives_the_same_figures_and_another_one_others() -> None:
    asked = change(windows="A=2", booked="0.5")
    first, again, other = (compare(DAY, asked, DAY.rule, seed=seed, runs=3) for seed in (5, 5, 6))
    assert first == again
    assert first.would_be != other.would_be
    assert first.p95 != other.p95
    assert first.p95.low <= first.p95.high


def test_more_windows_shorten_the_wait_and_fewer_lengthen_it() -> None:
    assert p95(change(windows="A=6")) < p95(Change()) < p95(change(windows="A=1"))


def test_so_many_windows_as_there_were_change_nothing() -> None:
    two = the_day([visit(n, at(8.5) + n * MINUTE, 4 * MINUTE) for n in range(60)], seat(1), seat(2))
    assert waits(two, change(windows="A=2")) == waits(two)


def test_windows_of_an_hour_act_in_that_hour() -> None:
    crowd = the_day([visit(n, at(9) + n * MINUTE, 5 * MINUTE) for n in range(60)], seat(1))
    more = waits(crowd, change(windows="A=8@09:00-10:00"))
    assert all(each.waited == timedelta() for each in more)
    none = waits(crowd, change(windows="A=0@09:00-10:00"))
    assert none[0].waited == timedelta(hours=1)


def test_a_window_taken_from_one_queue_still_calls_from_its_other() -> None:
    both = the_day([visit(1, at(9), MINUTE), visit(2, at(9), MINUTE, B)], seat(1, A, B))
    told = {each.queue: each.waited for each in waits(both, change(windows="A=0"))}
    assert told == {A: None, B: timedelta()}


def test_without_pauses_windows_go_on_calling() -> None:
    morning = ((at(8.5), at(9)), (at(10), at(11.5)))
    away = the_day([visit(1, at(9.25), MINUTE)], seat(1, spans=morning, pauses=((at(9), at(10)),)))
    assert waits(away)[0].waited == 45 * MINUTE
    assert waits(away, change(pauses=False))[0].waited == timedelta()


def test_longer_hours_are_worked_by_who_worked_next_to_them() -> None:
    late = the_day([visit(n, at(16.9), 20 * MINUTE) for n in range(3)], seat(1), seat(2, spans=(DOORS[0],)))
    assert [each.waited for each in waits(late)] == [timedelta(), None, None]
    longer = waits(late, change(hours="08:30-11:30,13:30-18:00"))
    assert [each.waited for each in longer] == [timedelta(), 20 * MINUTE, 40 * MINUTE]
    through = stage(late, change(hours="8:30-17:00"), late.rule, Random(1))
    assert [station.calls[0][0] for station in through.stations] == [(at(8.5), at(17)), (at(8.5), at(13.5))]


def test_shorter_hours_make_people_come_later_or_turn_them_away() -> None:
    early = the_day(
        [visit(1, at(8.6), MINUTE), visit(2, at(12), MINUTE), visit(3, at(16.5), MINUTE)], seat(1)
    )
    shorter = stage(early, change(hours="09:00-11:30,13:30-16:00"), early.rule, Random(1))
    assert [each.arrival.at for each in shorter.visits] == [at(9), at(13.5)]
    assert shorter.turned_away == 1


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9])
def test_so_large_a_share_is_booked_and_evenly_over_the_slots(share: float) -> None:
    staged = stage(DAY, change(booked=str(share)), DAY.rule, Random(4))
    booked = [each for each in staged.visits if each.booked]
    assert len(booked) == round(share * len(DAY.visits))
    assert len({each.id for each in staged.visits}) == len(DAY.visits)


def test_the_new_bookings_fill_the_slots_evenly() -> None:
    crowd = the_day([visit(n, at(9) + n * timedelta(seconds=20), 5 * MINUTE) for n in range(150)], seat(1))
    staged = stage(crowd, change(booked="0.8"), crowd.rule, Random(4))
    starts = [each.arrival.slot_start for each in staged.visits if each.arrival.slot_start]
    assert len(starts) == 120
    assert {starts.count(each) for each in starts} <= {
        9,
        10,
        3,
    }  # thirteen slots in six hours and a half: ten each, the last what is left
    assert len(set(starts)) >= 12


def test_booking_evens_out_a_rush() -> None:
    rush = the_day(
        [visit(n, at(9) + n * timedelta(seconds=10), 5 * MINUTE) for n in range(60)], seat(1), seat(2)
    )
    assert mean_wait(waits(rush, change(booked="0.8"))) < mean_wait(waits(rush)) / 2


def mean_wait(told: tuple[Wait, ...]) -> float:
    return mean(each.waited / MINUTE for each in told if each.waited is not None)


def test_another_order_moves_the_wait_from_one_class_to_another() -> None:
    moment = Rule("by_moment", {"late_minutes": 15, "credit_minutes": 0, "green_minutes": 0})
    ids = {each.id for each in DAY.visits if each.booked}
    visits = sorted(DAY.visits, key=lambda each: (each.arrival.at, each.id))

    def booked(rule: Rule) -> float:
        pairs = zip(visits, waits(DAY, rule=rule), strict=True)
        return mean_wait(tuple(told for each, told in pairs if each.id in ids))

    assert booked(DAY.rule) < booked(moment)


# -- stretches ----


def test_who_is_passed_on_waits_again_and_their_first_wait_is_told() -> None:
    legs = (
        Leg(A, timedelta(), 5 * MINUTE),
        Leg(B, timedelta(), 10 * MINUTE, bound=2),
        Leg(A, 30 * MINUTE, MINUTE, bound=1, anew=True),
    )
    passed = Visit(1, "A001", Arrival(at(9), "kiosk"), legs, None)
    after = visit(2, at(9.2), MINUTE, B)
    told = waits(the_day([passed, after], seat(1, A), seat(2, B)))
    assert told[0].waited == timedelta()
    assert told[1].waited == 3 * MINUTE  # until 9:15


def test_who_gives_up_leaves_the_line() -> None:
    gone = replace(visit(1, at(9), None), legs=(Leg(A, timedelta(), None, 10 * MINUTE),))
    first = visit(3, at(8.9), 20 * MINUTE)
    after = visit(2, at(9.01), MINUTE)
    told = waits(the_day([first, gone, after], seat(1)))
    assert told[1].waited is None
    assert told[2].waited == at(8.9) + 20 * MINUTE - at(9.01)


def test_a_window_takes_its_time_before_each_call() -> None:
    slow = the_day([visit(n, at(9), 5 * MINUTE) for n in range(3)], seat(1, gaps=(MINUTE, 2 * MINUTE)))
    assert [each.waited for each in waits(slow)] == [MINUTE, 8 * MINUTE, 14 * MINUTE]


# -- figures and what is asked for ----


def test_figures_are_nearest_ranks_and_shares_of_all() -> None:
    told = waits_of([Wait(A, at(9), n * MINUTE) for n in range(1, 20)] + [Wait(A, at(9), None)])
    assert (told.p50, told.p90, told.p95) == (10 * MINUTE, 18 * MINUTE, 19 * MINUTE)
    assert told.within == (0.5, 0.95, 0.95)
    assert (told.people, told.unserved, told.served) == (20, 1, 19)
    assert quantile([], 0.5) == timedelta()
    assert waits_of([]).within == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ({"windows": "a=3"}, Change(windows=(Windows("A", 3),))),
        (
            {"windows": "A = 3 @ 9:00 – 10:30，B＝2"},
            Change(windows=(Windows("A", 3, Hours(time(9), time(10, 30))), Windows("B", 2))),
        ),
        ({"windows": ["A=1", "B=0"]}, Change(windows=(Windows("A", 1), Windows("B", 0)))),
        (
            {"hours": "08:30-12:00, 13:00-17:30"},
            Change(hours=(Hours(time(8, 30), time(12)), Hours(time(13), time(17, 30)))),
        ),
        ({"booked": "40%"}, Change(booked=0.4)),
        ({"booked": " 0.4 "}, Change(booked=0.4)),
        ({"order": "by_moment"}, Change(order="by_moment")),
        ({}, Change()),
    ],
)
def test_a_change_is_read_as_people_type_it(typed: dict[str, object], read: Change) -> None:
    assert change(**typed) == read  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"windows": "A"}, "whatif_windows"),
        ({"windows": "A=x"}, "whatif_windows"),
        ({"windows": "A=999"}, "whatif_windows"),
        ({"windows": "A=1@9-10"}, "whatif_hours"),
        ({"hours": "9:00"}, "whatif_hours"),
        ({"hours": "12:00-09:00"}, "whatif_hours"),
        ({"hours": "09:00-12:00,11:00-13:00"}, "whatif_hours"),
        ({"hours": "09:75-12:00"}, "whatif_hours"),
        ({"hours": "25:00-26:00"}, "whatif_hours"),
        ({"booked": "many"}, "whatif_share"),
        ({"booked": "1.5"}, "whatif_share"),
        ({"booked": "nan"}, "whatif_share"),
        ({"order": "by_luck"}, "no_such_order"),
    ],
)
def test_what_cannot_be_read_is_refused(typed: dict[str, str], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        change(**typed)  # type: ignore[arg-type]
    assert refused.value.reason == reason


def test_a_queue_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(Refused) as refused:
        stage(DAY, change(windows="Q=3"), DAY.rule, Random(1))
    assert refused.value.facts == {"code": "Q", "codes": "A, B"}


def test_a_window_that_went_home_is_rung_for_nobody() -> None:
    day = the_day(
        [visit(0, at(12), 5 * MINUTE), visit(1, at(16), 5 * MINUTE)],
        seat(1, spans=((at(8.5), at(11.5)),)),
        seat(2, spans=((at(8.5), at(17)),)),
    )
    assert [each.waited for each in waits(day)] == [timedelta(), timedelta()]


@pytest.mark.parametrize("seed", range(25))
def test_one_more_window_lengthens_nobodys_wait(seed: int) -> None:
    chance = Random(seed)
    came = sorted(at(chance.choice((8.5, 9.5, 13.5, 15.0)) + chance.random()) for _ in range(11))
    visits = [visit(n, each, chance.expovariate(1 / 12) * MINUTE) for n, each in enumerate(came)]
    day = the_day(visits, seat(1, spans=((at(8.4), at(17)),)))
    one, two, three = (waits(day, change(windows=f"A={n}")) for n in (1, 2, 3))
    for fewer, more in ((one, two), (two, three)):
        for before, after in zip(fewer, more, strict=True):
            assert before.waited is None or (after.waited is not None and after.waited <= before.waited)


def test_who_is_left_by_one_window_is_another_ones() -> None:
    """A window woken for one person may choose another who came meanwhile; whoever is left wakes the next window."""
    both = (Leg(A, timedelta(), 10 * MINUTE),)
    first = Visit(1, "A001", Arrival(at(9), "kiosk"), both, None)
    urgent = visit(2, at(9) + MINUTE, 10 * MINUTE, B, priority=True)
    told = waits(the_day([first, urgent], seat(1, A, B, gaps=(2 * MINUTE,)), seat(2, A)))
    assert [each.waited for each in told] == [2 * MINUTE, MINUTE]
