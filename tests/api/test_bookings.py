"""Bookings for programs: what is free, a place held by five fields, a place given back (R-058 to R-061)."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings

from booked import Booked, lay, resident
from caller import Caller, problem, signed_in
from ground import BANNER, Ground, rows
from yimen.rules.reception.modes import Mode

pytestmark = pytest.mark.rule("R-058", "R-059", "R-221")
NINE = "2026-03-03T09:00:00+08:00"


@pytest.fixture
def booked(hall: Ground) -> Booked:
    return lay(hall, capacity=1)


def wish(n: int = 1, **changes: Any) -> dict[str, Any]:
    given = {
        "hall": "centre",
        "category": "streets",
        "starts_at": NINE,
        "name": "王小明",
        "id_number": resident(n),
        "phone": f"138{n:08}",
        "password": "溪水东流-8",
    }
    return {**given, **changes}


def test_slots_tell_what_is_free_by_the_codes_of_hall_and_category(booked: Booked) -> None:
    booked.book(n=9)
    found = Caller().get("/slots", day="2026-03-03", item=BANNER).json()["results"]
    assert [(each["starts_at"], each["places"], each["free"]) for each in found[:2]] == [
        ("2026-03-03T08:30:00+08:00", 1, 1),
        (NINE, 1, 0),
    ]
    assert {(each["hall"], each["category"], each["mode"]) for each in found} == {
        ("centre", "streets", "ordinary")
    }
    assert Caller().get("/slots", hall="township").json() == {"results": [], "next": None}
    assert Caller().get("/slots", mode="in_hall").json()["results"] == []
    assert Caller().get("/slots", day="soon").status_code == 422


def test_a_place_is_held_once_and_the_next_is_told_what_is_free_nearby(booked: Booked) -> None:
    answer = Caller().post("/bookings", wish(item=BANNER), key="one")
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["state"], told["place"], told["change_until"]) == ("booked", 1, "2026-03-03T07:00:00+08:00")
    assert "王小明" not in answer.content.decode()
    assert Caller().post("/bookings", wish(item=BANNER), key="one").json() == told
    full = Caller().post("/bookings", wish(2))
    problem(full, 409, "slot_full")
    assert full.json()["facts"]["free"][0] == "2026-03-03T08:30:00+08:00"
    assert rows("SELECT count(*) FROM reception_booking") == [(1,)]


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"category": "none"}, 404, "no_such_category"),
        ({"starts_at": "2026-03-03T09:00:00"}, 409, "no_such_slot"),
        ({"starts_at": "2026-03-07T09:00:00+08:00"}, 409, "holiday_only"),
        ({"id_number": "990100198804121177"}, 422, "identity_number_check"),
        ({"password": "12"}, 422, "booking_password"),
        ({"mode": "in_hall"}, 409, "mode_closed"),
        ({"item": "YX-ZX-02"}, 409, "item_not_bookable"),
        ({"item": "none"}, 404, "no_such_item"),
        ({"channel": "phone_centre"}, 401, "not_signed_in"),
        ({"sex": "male"}, 422, "malformed"),
    ],
)
def test_each_no_says_why(booked: Booked, changes: dict[str, Any], status: int, reason: str) -> None:
    problem(Caller().post("/bookings", wish(**changes)), status, reason)


@pytest.mark.rule("R-060", "R-061")
def test_an_operator_s_program_books_by_telephone_also_for_a_day_of_rest(booked: Booked) -> None:
    booked.open(Mode.HOLIDAY)
    operator = signed_in("operator")
    saturday = {"mode": "holiday", "starts_at": "2026-03-07T09:00:00+08:00", "channel": "phone_centre"}
    problem(operator.post("/bookings", wish(**saturday)), 422, "holiday_unconfirmed")
    answer = operator.post("/bookings", wish(**saturday, confirmed_by="clerk"))
    assert (answer.status_code, answer.json()["channel"]) == (201, "phone_centre")
    problem(signed_in("reviewer").post("/bookings", wish(2, channel="window")), 404, "not_permitted")


def test_it_is_cancelled_by_whoever_proves_it_is_theirs_or_by_staff(
    booked: Booked, settings: LazySettings
) -> None:
    number = Caller().post("/bookings", wish()).json()["number"]
    path = f"/bookings/{number}/cancel"
    problem(Caller().post(path, {}), 404, "no_such_booking")
    wrong = {"id_number": resident(1), "password": "no"}
    problem(Caller().post(path, wrong), 404, "no_such_booking")
    problem(signed_in("clerk2").post(path, {}), 404, "no_such_booking")
    proof = {"id_number": resident(1), "password": "溪水东流-8"}
    assert Caller().post(path, proof).json()["state"] == "cancelled"
    problem(Caller().post(path, proof), 409, "booking_closed")
    again = Caller().post("/bookings", wish()).json()["number"]
    assert (
        signed_in("clerk").post(f"/bookings/{again}/cancel", {"reason": "来电"}).json()["state"]
        == "cancelled"
    )
    settings.YIMEN_RATES = {**settings.YIMEN_RATES, "booking_of": (1, 60)}
    Caller().post(path, wrong)
    stopped = Caller().post(path, wrong)
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 0
