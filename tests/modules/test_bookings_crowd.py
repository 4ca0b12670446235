"""A thousand people at one slot: exactly its places are held, and everybody else hears at once what is free nearby (R-059)."""

from __future__ import annotations

import time
from functools import partial

import pytest
from django.contrib.auth import hashers

from booked import PASSWORD, TUESDAY, Booked, lay
from ground import Ground, at, rows
from modules.test_crowd import at_once, holds, reasons
from yimen.modules.reception import commands
from yimen.modules.reception.commands import bookings
from yimen.rules.actors import NOBODY
from yimen.rules.refused import Refused

pytestmark = [pytest.mark.commits, pytest.mark.rule("R-059")]
PLACES, PEOPLE, AT_ONCE = 20, 1000, 24


@pytest.fixture
def booked(own_ground: Ground) -> Booked:
    return lay(own_ground, capacity=PLACES)


def test_of_a_thousand_at_one_slot_as_many_win_as_it_has_places(booked: Booked) -> None:
    works = [partial(commands.book, NOBODY, booked.wish(n=n), now=booked.now) for n in range(1, PEOPLE + 1)]
    results = at_once(works, seats=AT_ONCE)
    assert reasons(results) == {"done": PLACES, "slot_full": PEOPLE - PLACES}
    assert rows("SELECT array_agg(place ORDER BY place) FROM reception_booking") == [
        (list(range(1, PLACES + 1)),)
    ]
    near = [at(3, 3, 8, 30).isoformat(), at(3, 3, 9, 30).isoformat(), at(3, 3, 10).isoformat()]
    told = [each.facts["free"] for each in results if isinstance(each, Refused)]
    assert all(each == near for each in told)
    holds(booked.ground)


def test_one_person_who_asks_twenty_times_at_once_has_one_booking(booked: Booked) -> None:
    works = [partial(commands.book, NOBODY, booked.wish(n=1), now=booked.now) for _ in range(20)]
    assert reasons(at_once(works)) == {"done": 1, "booked_already": 19}
    assert rows("SELECT count(*) FROM reception_booking") == [(1,)]


def test_one_telephone_that_asks_for_many_at_once_gets_no_more_than_it_may(booked: Booked) -> None:
    works = [
        partial(commands.book, NOBODY, booked.wish(n=n, phone="13900000000"), now=booked.now)
        for n in range(1, 21)
    ]
    assert reasons(at_once(works)) == {"done": 6, "bookings_enough": 14}


def test_bookings_changes_and_cancellations_at_once_never_share_a_place(booked: Booked) -> None:
    other = at(3, 3, 10)
    cards = [booked.book(n=n) for n in range(1, PLACES + 1)]
    moves = [
        partial(commands.change_booking, NOBODY, each.number, other, held=[each.digits], now=booked.now)
        for each in cards
    ]
    news = [
        partial(commands.book, NOBODY, booked.wish(other, n=100 + n), now=booked.now) for n in range(PLACES)
    ]
    gone = [
        partial(commands.cancel_booking, NOBODY, each.number, held=[each.digits], now=booked.now)
        for each in cards[::2]
    ]
    results = at_once([*moves, *news, *gone], seats=AT_ONCE)
    assert set(reasons(results)) <= {"done", "slot_full", "booking_closed"}
    held = rows(
        "SELECT starts_at, count(*), count(DISTINCT place), max(place) FROM reception_booking"
        " WHERE state <> 'cancelled' GROUP BY starts_at"
    )
    assert all(n == places <= PLACES and most <= PLACES for _, n, places, most in held)
    holds(booked.ground)


def test_a_password_is_hashed_before_anything_is_locked(
    booked: Booked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Argon2 takes its time by design: nobody waits for anybody else's."""
    seen: list[int] = []

    def slow(password: str) -> str:
        seen.append(rows("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' OR mode LIKE '%%Exclusive%%'"
                         " AND relation = 'reception_booking'::regclass")[0][0])  # fmt: skip
        return hashers.make_password(password)

    monkeypatch.setattr(bookings, "make_password", slow)
    start = time.monotonic()
    commands.book(NOBODY, booked.wish(TUESDAY, password=PASSWORD), now=booked.now)
    assert seen == [0]
    assert time.monotonic() - start < 5
