"""What a wait is learnt from: this hall's own finished tickets, of the like time, read once a minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from floor import Lobby, lobby
from ground import Ground, at, rows
from yimen.modules.reception.queries import estimates

pytestmark = pytest.mark.rule("R-055")
Counted = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def hall(ground: Ground) -> Iterator[Lobby]:
    estimates.forget()
    yield lobby(ground)
    estimates.forget()


def finished(
    hall: Lobby, called_at: datetime, minutes: float, n: int = 1, state: str = "served", queue: str = "X"
) -> None:
    """Tickets as their lines would have left them."""
    for serial in range(n):
        taken = called_at + timedelta(seconds=serial)
        rows(
            "INSERT INTO reception_ticket (hall_id, day, queue_id, drawn_in_id, n, number, token, source, klass, ready_at, rank_at,"
            " state, arrived_at, called_at, ended_at, calls, told_near, language) SELECT %s, %s, %s, %s, count(*) + 1, 'X', 'e' ||"
            " nextval('reception_ticket_id_seq'), 'kiosk', 3, %s, %s, %s, %s, %s, %s, 1, false, 'zh-hans' FROM reception_ticket"
            " WHERE drawn_in_id = %s AND day = %s",
            hall.hall, taken.date(), hall.queue[queue], hall.queue[queue], taken, taken, state, taken, taken,
            taken + timedelta(minutes=minutes), hall.queue[queue], taken.date(),
        )  # fmt: skip


def test_twenty_finished_tickets_make_a_claim_and_nineteen_none(hall: Lobby) -> None:
    queue = hall.queue["X"]
    finished(hall, at(2, 23), 6, n=19)
    assert estimates.wait(hall.hall, queue, 3, 2, now=hall.now) is None
    estimates.forget()
    finished(hall, at(2, 23, 10), 6)
    said = estimates.wait(hall.hall, queue, 3, 2, now=hall.now)
    assert said is not None
    assert said.n == 20
    assert said.minutes[0] >= 8
    assert said.minutes[1] <= 14
    assert estimates.wait(hall.hall, hall.queue["Y"], 3, 2, now=hall.now) is None
    assert estimates.wait(hall.hall, queue, 3, 0, now=hall.now) is None


def test_the_same_weekday_counts_first_and_only_the_like_half_of_the_day(hall: Lobby) -> None:
    finished(hall, at(2, 23), 6, n=2)  # Monday morning
    finished(hall, at(2, 27), 7, n=2)  # Friday morning
    finished(hall, at(2, 23, 14), 20, n=5)  # Monday afternoon
    finished(hall, at(2, 10), 30, n=5)  # a Tuesday long ago
    finished(hall, at(2, 23, 9, 30), 2, state="no_show")
    finished(hall, at(2, 23, 9, 40), 2, state="cancelled")
    told = [each.total_seconds() / 60 for each in estimates.samples(hall.hall, now=hall.now)[hall.queue["X"]]]
    assert told == [2, 6, 6, 7, 7]
    afternoon = estimates.samples(hall.hall, now=at(3, 2, 15))[hall.queue["X"]]
    assert [each.total_seconds() / 60 for each in afternoon] == [20] * 5


def test_a_hall_is_read_once_a_minute(hall: Lobby, django_assert_num_queries: Counted) -> None:
    finished(hall, at(2, 23), 6, n=25)
    with django_assert_num_queries(3):
        first = estimates.wait(hall.hall, hall.queue["X"], 3, 2, now=hall.now)
    with django_assert_num_queries(0):
        assert estimates.wait(hall.hall, hall.queue["X"], 3, 2, now=hall.now + timedelta(seconds=59)) == first
        estimates.wait(hall.hall, hall.queue["Y"], 0, 1, now=hall.now)
    with django_assert_num_queries(3):
        estimates.wait(hall.hall, hall.queue["X"], 3, 2, now=hall.now + timedelta(minutes=1))


def test_a_hall_that_is_not_there_claims_nothing(hall: Lobby) -> None:
    assert estimates.wait(10**9, hall.queue["X"], 3, 2, now=hall.now) is None
