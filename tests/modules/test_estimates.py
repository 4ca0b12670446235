"""What a wait is learnt from: this hall's own finished tickets, the latest of the like time of day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from floor import Lobby, lobby
from ground import Ground, at, rows
from yimen.modules.reception import queries
from yimen.modules.reception.queries import served

pytestmark = pytest.mark.rule("R-055")
Counted = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def hall(ground: Ground) -> Lobby:
    made = lobby(ground)
    made.open()
    return made


def finished(hall: Lobby, called_at: datetime, minutes: float, n: int = 1, state: str = "served") -> None:
    """Tickets of queue X as their lines would have left them."""
    for serial in range(n):
        taken = called_at + timedelta(seconds=serial)
        rows(
            "INSERT INTO reception_ticket (hall_id, day, queue_id, drawn_in_id, n, number, token, source, klass, ready_at, rank_at,"
            " state, arrived_at, called_at, ended_at, calls, told_near, language) SELECT %s, %s, %s, %s, count(*) + 1, 'X', 'e' ||"
            " nextval('reception_ticket_id_seq'), 'kiosk', 3, %s, %s, %s, %s, %s, %s, 1, false, 'zh-hans' FROM reception_ticket"
            " WHERE drawn_in_id = %s AND day = %s",
            hall.hall, taken.date(), hall.queue["X"], hall.queue["X"], taken, taken, state, taken, taken,
            taken + timedelta(minutes=minutes), hall.queue["X"], taken.date(),
        )  # fmt: skip


def test_twenty_finished_tickets_make_a_claim_and_nineteen_none(hall: Lobby) -> None:
    finished(hall, at(2, 23), 6, n=19)
    first, second = hall.take(), hall.take()
    assert queries.ticket(second.token, now=hall.now).wait is None
    finished(hall, at(2, 23, 10), 6)
    one, two = (queries.ticket(each.token, now=hall.now).wait for each in (first, second))
    assert one is not None
    assert two is not None
    assert two.n == 20
    assert one.high < two.high
    assert two.minutes == (3, 8)  # the second departure from two windows that take six minutes each
    (line, other) = queries.floor(hall.hall, now=hall.now).queues[-2:]
    assert (line.wait is not None, other.wait) == (True, None)


def minutes(hall: Lobby, now: datetime) -> list[float]:
    return [each / timedelta(minutes=1) for each in served([hall.queue["X"]], now=now)[hall.queue["X"]]]


def test_the_latest_of_the_same_half_of_the_day_count(
    hall: Lobby, django_assert_num_queries: Counted
) -> None:
    finished(hall, at(2, 23), 6, n=2)
    finished(hall, at(2, 27), 7, n=2)
    finished(hall, at(2, 27, 14), 20, n=3)
    finished(hall, at(2, 27, 9, 40), 2, state="cancelled")
    finished(hall, at(3, 2, 10), 9)
    with django_assert_num_queries(1):
        assert minutes(hall, at(3, 2, 9)) == [7, 7, 6, 6]  # what lies ahead is not known yet
    assert minutes(hall, at(3, 2, 11)) == [9, 7, 7, 6, 6]
    assert minutes(hall, at(3, 2, 15)) == [20] * 3
    assert [len(each) for each in served([hall.queue["X"]], now=hall.now, most=3).values()] == [3]
