"""Booking on the public pages: three pages, five fields, and the place is kept, moved or given back (R-058, R-059, R-232)."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from booked import PASSWORD, Booked, lay, resident
from ground import BANNER, Ground, at, rows
from office import form_of
from yimen.base import clock
from yimen.rules.reception.modes import Mode

pytestmark = pytest.mark.rule("R-058", "R-059", "R-232")
WHO = {"name": "王小明", "id_number": resident(1), "phone": "13800000001", "password": PASSWORD}


@pytest.fixture
def booked(ground: Ground) -> Booked:
    clock.set_hall_time(ground.now)
    there = lay(ground)
    there.open(Mode.IN_HALL, capacity=1, queue=there.green)
    there.open(Mode.HOLIDAY)
    return there


def visitor(language: str = "en") -> Client:
    return Client(headers={"accept-language": language})


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())).split())


def links(answer: Any, part: str) -> list[str]:
    return [each for each in re.findall(r'href="([^"]+)"', unescape(answer.content.decode())) if part in each]


def slip(client: Client, booked: Booked, **changes: str) -> Any:
    path = f"/booking/{booked.category.id}/ordinary/202603030900/"
    form = form_of(client.get(path), "id_number")
    return client.post(path, form.but(**{**WHO, **changes}), follow=True)


def test_three_pages_and_five_fields_are_enough(booked: Booked) -> None:
    client = visitor()
    first = client.get("/booking/")
    times = client.get(links(first, f"/booking/{booked.category.id}/ordinary/")[0])
    fields = client.get(links(times, "/202603030900/")[0])
    form = form_of(fields, "id_number")
    asked = set(form.fields) - {"csrfmiddlewaretoken", "idempotency_key", "item"}
    assert asked == {"name", "id_number", "phone", "password"}  # the fifth, the time, is chosen already
    answer = client.post(fields.request["PATH_INFO"], form.but(**WHO), follow=True)
    said = text(answer)
    assert "Your time is booked" in said
    assert "Tuesday, 3 March 09:00–09:30" in said
    assert rows("SELECT count(*) FROM reception_booking") == [(1,)]


def test_the_next_free_time_stands_first_and_what_is_full_is_shown_as_full(booked: Booked) -> None:
    booked.book(at(3, 3, 8, 30), n=5)
    booked.book(at(3, 3, 8, 30), n=6)
    answer = visitor().get(f"/booking/{booked.category.id}/ordinary/")
    page = answer.content.decode()
    assert page.index("Next free time") < page.index("202603030900")
    assert not links(answer, "202603030830")
    assert "08:30 full" in text(answer)
    assert "7 shut" in text(answer)


def test_an_item_s_guide_leads_to_its_booking(booked: Booked) -> None:
    client = visitor()
    guide = client.get(f"/items/{BANNER}/")
    (href,) = set(links(guide, "/booking/?item"))
    start = client.get(href)
    assert f"item={BANNER}" in links(start, "/ordinary/")[0]
    other = client.get("/items/YX-ZX-02/")
    assert not [each for each in links(other, "/booking/?item") if each]


def test_what_is_wrong_stands_beside_each_field_and_the_password_is_typed_anew(booked: Booked) -> None:
    answer = slip(visitor(), booked, id_number="990100198804121177", phone="138", password="123")
    assert answer.status_code == 422
    said = text(answer)
    assert "There are 3 things to put right" in said
    assert WHO["name"] in answer.content.decode()
    assert 'value="123"' not in answer.content.decode()
    assert rows("SELECT count(*) FROM reception_booking") == [(0,)]


def test_whoever_comes_too_late_is_offered_the_nearest_free_times(booked: Booked) -> None:
    client = visitor()
    path = f"/booking/{booked.category.id}/ordinary/202603030900/"
    form = form_of(client.get(path), "id_number")
    booked.book(n=5)
    booked.book(n=6)
    answer = client.post(path, form.but(**WHO))
    assert answer.status_code == 409
    assert "That time has just been taken" in text(answer)
    assert links(answer, "202603030930")
    assert client.get(path).status_code == 409


def test_the_same_form_sent_twice_books_once(booked: Booked) -> None:
    client = visitor()
    path = f"/booking/{booked.category.id}/ordinary/202603030900/"
    sent = form_of(client.get(path), "id_number").but(**WHO)
    one, two = client.post(path, sent), client.post(path, sent)
    assert one["Location"] == two["Location"]
    assert rows("SELECT count(*) FROM reception_booking") == [(1,)]


def test_it_is_found_again_with_identity_number_and_password_moved_and_cancelled(booked: Booked) -> None:
    slip(visitor(), booked)
    client = visitor()
    ((number,),) = rows("SELECT number FROM reception_booking")
    assert client.get(f"/booking/slip/{number}/")["Location"] == "/booking/mine/"
    wrong = client.post("/booking/mine/", {"id_number": resident(1), "password": "no"})
    assert wrong.status_code == 404
    found = client.post("/booking/mine/", {"id_number": resident(1), "password": PASSWORD}, follow=True)
    assert f"{number[:3]}-{number[3:6]}-{number[6:]}" in text(found)
    choosing = client.get(f"/booking/slip/{number}/move/")
    chosen = client.get(links(choosing, "at=202603031000")[0].partition("#")[0])
    moved = client.post(f"/booking/slip/{number}/move/to/", form_of(chosen, "at").but(), follow=True)
    assert "Tuesday, 3 March 10:00–10:30" in text(moved)
    gone = client.post(f"/booking/slip/{number}/cancel/", follow=True)
    assert "This booking is cancelled" in text(gone)
    assert rows("SELECT state FROM reception_booking") == [("cancelled",)]


def test_the_slip_goes_into_any_calendar(booked: Booked) -> None:
    client = visitor()
    slip(client, booked)
    ((number,),) = rows("SELECT number FROM reception_booking")
    file = client.get(f"/booking/slip/{number}/calendar.ics")
    assert file["Content-Type"].startswith("text/calendar")
    assert b"DTSTART:20260303T010000Z" in file.content
    assert WHO["name"] not in file.content.decode()
    assert visitor().get(f"/booking/slip/{number}/calendar.ics").status_code == 404


def test_whoever_tries_many_passwords_on_one_number_is_stopped(booked: Booked, settings: Any) -> None:
    settings.YIMEN_RATES = {**settings.YIMEN_RATES, "booking_of": (3, 600)}
    statuses = [
        visitor().post("/booking/mine/", {"id_number": resident(1), "password": str(n)}).status_code
        for n in range(4)
    ]
    assert statuses == [404, 404, 404, 429]


def test_a_way_that_needs_a_voice_is_not_booked_here(booked: Booked) -> None:
    client = visitor()
    page = client.get(f"/booking/{booked.category.id}/ordinary/")
    assert "by telephone" in text(page)
    assert client.get(f"/booking/{booked.category.id}/holiday/").status_code == 409
    assert client.get(f"/booking/{booked.category.id}/none/").status_code == 409
    assert client.get("/booking/999/ordinary/").status_code == 404
    assert client.get(f"/booking/{booked.category.id}/ordinary/2026/").status_code == 409


@pytest.mark.rule("R-066")
def test_every_open_way_is_explained_by_object_conditions_and_procedure(booked: Booked) -> None:
    said = text(visitor().get("/booking/rules/"))
    for words in (
        "Who it is for",
        "What it takes",
        "How to book",
        "Green channel in the hall",
        "3 times within 90 days",
    ):
        assert words in said
    zh = text(visitor("zh-hans").get(f"/booking/{booked.category.id}/in_hall/"))
    assert "服务对象" in zh
    assert "申请条件" in zh
    assert "预约流程" in zh


def test_what_each_page_costs(booked: Booked, django_assert_num_queries: Any) -> None:
    client = visitor()
    answer = slip(client, booked)
    number = answer.request["PATH_INFO"].split("/")[3]
    ordinary = f"/booking/{booked.category.id}/ordinary/"
    for path, n in (
        ("/booking/", 4),
        (ordinary, 6),
        (f"{ordinary}202603031000/", 7),
        (f"/booking/slip/{number}/", 6),
        (f"/booking/slip/{number}/move/", 7),
        ("/booking/mine/", 2),
        ("/booking/rules/", 6),
    ):
        client.get(path)
        with django_assert_num_queries(n, info=path):
            assert client.get(path).status_code == 200
