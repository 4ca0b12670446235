"""A day read from its book, and played: what the floor did is what the simulation does where nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from floor import Lobby, lobby
from ground import Ground, at
from lived_day import live
from yimen.modules.reception import commands
from yimen.modules.reception.queries import days
from yimen.modules.reception.whatif.changes import Change, change
from yimen.modules.reception.whatif.days import RealDay
from yimen.rules.refused import Refused

pytestmark = pytest.mark.rule("R-055")
Counted = Callable[[int], AbstractContextManager[object]]
MONDAY = date(2026, 3, 2)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hall(ground: Ground) -> Lobby:
    """At nine, with two windows that nobody has opened yet."""
    ground.now = at(3, 2, 9)
    return lobby(ground)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_lived_morning_is_played_exactly_as_it_was(hall: Lobby, seed: int) -> None:
    live(hall, seed)
    real, compared = days.whatif(hall.hall, MONDAY, Change(), runs=3)
    assert compared.was.all.people == 40
    assert compared.was.all.p95 > 5 * MINUTE
    assert compared.error_p50 == compared.error_p95 == timedelta()
    assert compared.would_be == compared.was
    assert {each.code for each in real.lines} >= {"X", "Y"}
    assert set(compared.would_be.queues) == {hall.queue["X"], hall.queue["Y"]}


def test_more_windows_for_a_queue_shorten_its_wait(hall: Lobby) -> None:
    live(hall, 2)
    _, compared = days.whatif(hall.hall, MONDAY, change(windows="X=6"), runs=3)
    assert compared.would_be.queues[hall.queue["X"]].p95 < compared.was.queues[hall.queue["X"]].p95
    assert compared.windows == 6


def the_day(hall: Lobby) -> RealDay:
    return days.day(hall.hall, MONDAY)


def test_the_book_tells_pauses_gaps_and_who_came_back(hall: Lobby) -> None:
    hall.open(hall.clerk)
    first = hall.take()
    hall.after(minutes=2)
    hall.called()  # two minutes after somebody was there
    commands.start(hall.clerk, first.id, now=hall.now)
    hall.after(minutes=5)
    commands.hold(hall.clerk, first.id, now=hall.now)
    hall.after(minutes=10)
    commands.pause_window(hall.clerk, hall.clerk.unit, reason="用餐", now=hall.now)
    hall.after(minutes=20)
    commands.open_window(hall.clerk, hall.clerk.unit, now=hall.now)
    commands.reactivate(hall.clerk, first.id, now=hall.now)
    hall.after(minutes=1)
    hall.called()
    commands.start(hall.clerk, first.id, now=hall.now)
    hall.after(minutes=3)
    commands.finish(hall.clerk, first.id, now=hall.now)
    gone = hall.take()
    hall.after(minutes=4)
    commands.cancel(gone.token, now=hall.now)
    commands.close_window(hall.clerk, hall.clerk.unit, now=hall.now)
    day = the_day(hall)
    visit, left = day.visits
    assert visit.waited == 2 * MINUTE
    assert [each.taken for each in visit.legs] == [5 * MINUTE, 3 * MINUTE]
    assert visit.legs[1].ready_after == 30 * MINUTE
    assert visit.legs[1].bound == hall.clerk.unit
    assert (left.waited, left.legs[0].left_after) == (None, 4 * MINUTE)
    (seat,) = day.seats
    assert seat.spans == ((at(3, 2, 9), at(3, 2, 9, 17)), (at(3, 2, 9, 37), at(3, 2, 9, 45)))
    assert seat.pauses == ((at(3, 2, 9, 17), at(3, 2, 9, 37)),)
    assert seat.gaps == (2 * MINUTE, MINUTE)


def test_who_was_passed_on_and_who_never_came_are_read_as_stretches(hall: Lobby) -> None:
    hall.open()
    passed, missing = hall.take(), hall.take()
    hall.called()
    hall.after(minutes=1)
    commands.transfer(hall.clerk, passed.id, to_queue=hall.queue["Y"], reason="证照业务", now=hall.now)
    hall.after(minutes=2)
    assert hall.called(hall.other).id == passed.id
    commands.start(hall.other, passed.id, now=hall.now)
    hall.called()
    for _ in range(2):
        hall.after(minutes=1)
        commands.recall(hall.clerk, missing.id, now=hall.now)
    commands.skip(hall.clerk, missing.id, now=hall.now)
    hall.after(minutes=4)
    commands.finish(hall.other, passed.id, now=hall.now)
    one, two = the_day(hall).visits
    assert [(each.queue, each.taken) for each in one.legs] == [
        (hall.queue["X"], MINUTE), (hall.queue["Y"], 6 * MINUTE),
    ]  # fmt: skip
    assert [each.taken for each in two.legs] == [2 * MINUTE]
    assert (one.waited, two.waited) == (timedelta(), 3 * MINUTE)


def test_what_the_days_end_sets_aside_was_never_called(hall: Lobby) -> None:
    hall.open()
    hall.take()
    commands.end_day(hall.hall, MONDAY, now=at(3, 3, 0))
    (visit,) = the_day(hall).visits
    assert visit.waited is None
    assert [each.taken for each in visit.legs] == [None]
    assert visit.legs[0].left_after is None


def test_a_day_without_tickets_is_refused(hall: Lobby) -> None:
    with pytest.raises(Refused, match="whatif_no_day"):
        days.day(hall.hall, date(2026, 3, 1))
    with pytest.raises(Refused, match="no_such_hall"):
        days.day(10**9, MONDAY)


def test_another_order_is_played_with_what_the_hall_set_for_it(hall: Lobby) -> None:
    live(hall, 1, tickets=6)
    rule = days.rule_of(the_day(hall), change(order="by_moment"))
    assert (rule.name, rule.params["credit_minutes"], rule.params["late_minutes"]) == ("by_moment", 30, 15)
    assert days.rule_of(the_day(hall), Change()).name == "by_class"


def test_a_day_is_read_with_six_statements(hall: Lobby, django_assert_num_queries: Counted) -> None:
    live(hall, 1, tickets=6)
    the_day(hall)
    with django_assert_num_queries(6):
        the_day(hall)
    assert days.days_of(hall.hall) == (MONDAY,)
