"""The desk of whoever books for others: the same slots, days of rest, who comes, visits, how long it took (R-060 to R-067)."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from booked import TUESDAY, Booked, lay, resident
from ground import BANNER, at, rows
from office import Office, form_of, forms_of
from yimen.base import clock
from yimen.modules.reception import commands
from yimen.rules.reception.modes import TEXTS, Mode

pytestmark = pytest.mark.rule("R-060")
WHO = {"name": "王小明", "id_number": resident(1), "phone": "13800000001"}


@pytest.fixture
def booked(office: Office) -> Booked:
    there = lay(office.ground)
    there.open(Mode.HOLIDAY)
    there.open(Mode.DOOR_STEP, capacity=1)
    return there


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())).split())


def book(client: Client, booked: Booked, mode: str, slot: str, **changes: str) -> Any:
    path = f"/bookings/new/{booked.category.id}/{mode}/?at={slot}"
    return client.post(path, form_of(client.get(path), "id_number").but(**{**WHO, **changes}), follow=True)


def test_an_operator_books_what_the_public_sees_and_reads_out_number_and_password(
    office: Office, booked: Booked
) -> None:
    client = office.client("operator")
    choose = client.get("/bookings/new/")
    assert f"/bookings/new/{booked.category.id}/ordinary/" in choose.content.decode()
    answer = book(client, booked, "ordinary", "202603030900")
    assert answer.status_code == 200
    assert "telephone, centre" in text(answer)
    assert rows("SELECT channel, starts_at FROM reception_booking") == [("phone_centre", TUESDAY)]
    booked.book(n=2)
    public = Client(headers={"accept-language": "en"}).get(f"/booking/{booked.category.id}/ordinary/")
    assert "09:00 full" in text(public)


def test_a_clerk_says_whether_somebody_stands_there_or_calls(office: Office, booked: Booked) -> None:
    book(office.client("clerk"), booked, "ordinary", "202603030900", channel="phone_window")
    assert rows("SELECT channel FROM reception_booking") == [("phone_window",)]
    refused = book(
        office.client("clerk"),
        booked,
        "ordinary",
        "202603031000",
        channel="phone_centre",
        id_number=resident(2),
    )
    assert refused.status_code == 404


def test_what_is_wrong_stands_beside_each_field(office: Office, booked: Booked) -> None:
    answer = book(office.client("operator"), booked, "ordinary", "202603030900", id_number="1", phone="1")
    assert answer.status_code == 422
    assert "There are 2 things to put right" in text(answer)
    assert rows("SELECT count(*) FROM reception_booking") == [(0,)]


@pytest.mark.rule("R-061")
def test_for_a_day_of_rest_somebody_of_the_window_is_named(office: Office, booked: Booked) -> None:
    client = office.client("operator")
    page = client.get(f"/bookings/new/{booked.category.id}/holiday/?at=202603070900")
    assert "Lin Ruoxi" in page.content.decode()
    assert "202603030900" not in page.content.decode()
    refused = book(client, booked, "holiday", "202603070900")
    assert "Name who of the window" in text(refused)
    clerk = str(office.ground.world.staff["clerk"])
    answer = book(client, booked, "holiday", "202603070900", confirmed_by=clerk)
    assert "Confirmed by Lin Ruoxi" in text(answer)


def test_staff_see_who_comes_find_them_check_them_in_and_cancel(office: Office, booked: Booked) -> None:
    card = booked.book(item=BANNER)
    other = booked.book(n=2)
    clock.set_hall_time(at(3, 3, 9))
    client = office.client("clerk")
    day = text(client.get("/bookings/"))
    assert card.number in day
    assert "王**" in day
    assert resident(1) not in day
    assert card.number in text(office.client("operator").get("/bookings/?q=13800000001"))
    assert "No booking found" in text(client.get("/bookings/?q=nobody"))
    here = client.post(f"/bookings/{card.digits}/check-in/", follow=True)
    assert "Here: ticket Y001" in text(here)
    again = client.post(f"/bookings/{card.digits}/check-in/")
    assert again.status_code == 409
    gone = client.post(f"/bookings/{other.digits}/cancel/", {"reason": "来电"}, follow=True)
    assert "the place is free" in text(gone)
    assert office.client("clerk2").get(f"/bookings/{card.digits}/").status_code == 404
    assert office.client("reviewer").get("/bookings/").status_code == 404


def test_somebody_s_time_is_moved_for_them(office: Office, booked: Booked) -> None:
    card = booked.book()
    client = office.client("operator")
    page = client.get(f"/bookings/{card.digits}/move/?at=202603041000")
    moved = client.post(f"/bookings/{card.digits}/move/to/", form_of(page, "at").but(), follow=True)
    assert "Wednesday, 4 March 10:00" in text(moved)


@pytest.mark.rule("R-064")
def test_a_visit_goes_from_pre_review_to_seals_back_on_these_pages(office: Office, booked: Booked) -> None:
    client = office.client("clerk")
    review = form_of(client.get("/bookings/pre-review/"), "id_number")
    assert client.post("/bookings/pre-review/", review.but(item=BANNER, name="")).status_code == 422
    told = client.post("/bookings/pre-review/", review.but(item=BANNER, **WHO), follow=True)
    assert "Passed: a visit can be booked now." in text(told)
    booked.ground.now = at(3, 2, 9, 30)
    card = booked.book(mode=Mode.DOOR_STEP, item=BANNER)
    page = client.get(f"/bookings/{card.digits}/")
    arrange = form_of(page, "place")
    clerk = str(office.ground.world.staff["clerk"])
    lacking = client.post(arrange.action, arrange.but(place="石桥村", seals="受理专用章"))
    assert lacking.status_code == 422
    arranged = client.post(
        arrange.action, arrange.but(place="石桥村", seals="受理专用章、校对章", team=[clerk]), follow=True
    )
    assert "石桥村" in text(arranged)
    clock.set_hall_time(at(3, 3, 8, 50))
    left = client.post(f"/bookings/{card.digits}/visit/leave/", follow=True)
    back = form_of(left, "result")
    short = client.post(back.action, back.but(result="已收件", seals=["受理专用章"]))
    assert "校对章" in text(short)
    done = client.post(back.action, back.but(result="已收件", seals=["受理专用章", "校对章"]), follow=True)
    assert "The team is back; the seals are checked in." in text(done)
    assert client.post(f"/bookings/{card.digits}/visit/fly/").status_code == 404


@pytest.mark.rule("R-062")
def test_step_owners_see_what_they_keep_free(office: Office, booked: Booked) -> None:
    booked.open(Mode.WORKFLOW, capacity=1)
    assert "Nothing is reserved" in text(office.client("reviewer").get("/bookings/reserved/"))
    booked.book(mode=Mode.WORKFLOW, item=BANNER)
    seen = [
        name
        for name in ("reviewer", "reviewer-cg2", "chief", "clerk")
        if "09:00–11:00" in text(office.client(name).get("/bookings/reserved/"))
    ]
    assert seen == ["reviewer", "chief", "clerk"]


@pytest.mark.rule("R-067")
def test_the_report_keeps_its_two_measures_apart(office: Office, booked: Booked) -> None:
    card = booked.book()
    web, clerk = booked.ground.actor("web"), booked.ground.actor("clerk")
    ticket = commands.check_in(web, card.number, source="kiosk", hall=booked.hall, now=at(3, 3, 9))
    commands.open_window(clerk, clerk.unit, now=at(3, 3, 9))
    commands.call_next(clerk, clerk.unit, now=at(3, 3, 9, 1))
    commands.start(clerk, ticket.id, now=at(3, 3, 9, 2))
    commands.finish(clerk, ticket.id, now=at(3, 3, 9, 20))
    clock.set_hall_time(at(3, 3, 10))
    said = text(office.client("director").get("/bookings/report/"))
    assert "From sending the booking to done Done 1 Median 1460 min Within 30 min 0 %" in said
    assert "From checking in to done Done 1 Median 20 min Within 30 min 100 %" in said


def test_what_each_page_costs(office: Office, booked: Booked, django_assert_num_queries: Any) -> None:
    card = booked.book(item=BANNER)
    client = office.client("clerk")
    for path, n in (
        ("/bookings/", 10),
        ("/bookings/new/", 8),
        (f"/bookings/new/{booked.category.id}/ordinary/?at=202603031000", 9),
        (f"/bookings/{card.digits}/", 10),
        ("/bookings/pre-review/", 12),
        ("/bookings/report/", 9),
        ("/bookings/reserved/", 5),
    ):
        client.get(path)
        with django_assert_num_queries(n, info=path):
            assert client.get(path).status_code == 200


# the office


@pytest.mark.rule("R-058", "R-066")
def test_the_office_sets_up_categories_and_opens_a_way_only_once_it_is_explained(
    office: Office, booked: Booked
) -> None:
    client = office.client()
    assert "City management" in text(client.get("/office/bookings/"))
    hall = booked.hall
    new = client.get(f"/office/bookings/{hall}/new/")
    sent = form_of(new, "form.code").but(
        form__code="signs", form__name="招牌", form__queue=str(booked.queue), form__capacity="3"
    )
    assert "Saved; people see it at once." in text(
        client.post(f"/office/bookings/{hall}/new/", sent, follow=True)
    )
    ((made,),) = rows("SELECT id FROM reception_category WHERE code = 'signs'")
    path = f"/office/bookings/category/{made}/ordinary/"
    form = form_of(client.get(path), "form.object_zh")
    refused = client.post(path, form.but(form__enabled="on", form__object_zh="…"))
    assert refused.status_code == 409
    assert "5 texts are still empty" in text(refused)
    texts = {f"form__{name}": "…" for name in TEXTS}
    assert client.post(path, form.but(form__enabled="on", **texts)).status_code == 302
    public = Client(headers={"accept-language": "en"}).get("/booking/")
    assert f"/booking/{made}/ordinary/" in public.content.decode()
    changed = form_of(client.get(f"/office/bookings/category/{made}/"), "form.name").but(
        form__capacity="5", form__active=None
    )
    client.post(f"/office/bookings/category/{made}/", changed)
    assert rows("SELECT capacity, active FROM reception_category WHERE id = %s", made) == [(5, False)]
    assert Client().get(f"/booking/{made}/ordinary/").status_code == 404


def test_to_others_the_office_s_pages_are_not_there(office: Office, booked: Booked) -> None:
    for name in ("clerk", "operator", "supervisor"):
        assert office.client(name).get("/office/bookings/").status_code == 404
    assert len(forms_of(office.client().get("/office/bookings/"))) == 0
