"""A booking made at a kiosk: what, how, when, who; a slip in the hand, and nothing left for whoever comes next (R-058, R-217)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client

from booked import PASSWORD, TRADER, Booked, lay, resident
from ground import BANNER, NURSE, WASTE, Ground, at, rows
from kiosks import Furnished, furnish, printing
from office import form_of
from yimen.base import clock
from yimen.gateways.escpos.simulator import Behaviour, Simulator
from yimen.rules.reception.modes import Mode

pytestmark = pytest.mark.rule("R-217", "R-058")
WHO = {"name": "王小明", "id_number": resident(1), "phone": "13800000001", "password": PASSWORD}


@pytest.fixture
def place(ground: Ground) -> Furnished:
    return furnish(ground)


@pytest.fixture
def booked(place: Furnished) -> Booked:
    return lay(place.ground)


@pytest.fixture
def printer(place: Furnished) -> Iterator[Simulator]:
    with printing(place) as simulator:
        yield simulator


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())).split())


def links(answer: Any, part: str) -> list[str]:
    return [each for each in re.findall(r'href="([^"]+)"', unescape(answer.content.decode())) if part in each]


def path(booked: Booked, at_: str = "202603030900", item: str = BANNER, mode: str = "ordinary") -> str:
    return f"/kiosk/book/{booked.category.id}/{mode}/{at_}/?item={item}"


def send(kiosk: Client, booked: Booked, **changes: str) -> Any:
    where = path(booked)
    form = form_of(kiosk.get(where), "id_number")
    return kiosk.post(where, form.but(**{**WHO, **changes}), follow=True)


def count() -> int:
    return int(rows("SELECT count(*) FROM reception_booking")[0][0])


def test_a_time_is_booked_from_the_first_page_by_touch_alone(
    place: Furnished, booked: Booked, printer: Simulator
) -> None:
    kiosk = place.kiosk()
    assert "/kiosk/book/" in links(kiosk.get("/kiosk/"), "/kiosk/book/")
    what = kiosk.get("/kiosk/book/")
    ways = kiosk.get(links(what, f"/book/{booked.category.id}/")[0])
    assert "服务对象" in text(ways)
    about = kiosk.get(links(ways, "/ordinary/about/")[0])
    times = kiosk.get(links(about, f"item={BANNER}")[0])
    fields = kiosk.get(links(times, "/202603030900/")[0])
    where = fields.request["PATH_INFO"] + "?" + fields.request["QUERY_STRING"]
    done = kiosk.post(where, form_of(fields, "id_number").but(**WHO), follow=True)
    assert "预约成功" in text(done)
    assert "3月3日 星期二 09:00–09:30" in text(done)
    assert rows("SELECT channel, item, state FROM reception_booking") == [("kiosk", BANNER, "booked")]


def test_nothing_is_asked_but_what_the_law_of_the_form_names(place: Furnished, booked: Booked) -> None:
    asked = set(form_of(place.kiosk().get(path(booked)), "id_number").fields)
    assert asked - {"csrfmiddlewaretoken", "idempotency_key"} == {"name", "id_number", "phone", "password"}


@pytest.mark.rule("R-066")
def test_an_items_page_leads_to_the_ways_open_for_it_each_explained(place: Furnished, booked: Booked) -> None:
    booked.open(Mode.HOLIDAY)
    booked.open(Mode.WHILE_YOU_WAIT)
    kiosk = place.kiosk()
    (href,) = links(kiosk.get(f"/kiosk/items/{WASTE}/"), "/kiosk/book/")
    ways = kiosk.get(href, follow=True)
    said = text(ways)
    assert [each.split("?")[0] for each in links(ways, f"item={WASTE}")] == [
        f"/kiosk/book/{booked.category.id}/ordinary/"
    ], "such a matter is not decided on the spot, and a day of rest is booked by telephone"
    assert said.count("服务对象") == said.count("申请条件") == said.count("预约流程") == 2
    assert "请打电话预约" in said
    assert not links(kiosk.get(f"/kiosk/items/{NURSE}/"), "/kiosk/book/")


@pytest.mark.rule("R-063")
def test_ready_while_you_wait_is_offered_for_what_is_done_that_day_alone(
    place: Furnished, booked: Booked
) -> None:
    booked.open(Mode.WHILE_YOU_WAIT)
    kiosk = place.kiosk()
    base = f"/kiosk/book/{booked.category.id}/while_you_wait/"
    assert kiosk.get(base).headers["Location"] == f"{base}about/", "what is promised depends on the item"
    page = kiosk.get(f"{base}about/")
    assert links(page, f"item={TRADER}")
    assert not links(page, f"item={WASTE}")
    assert "到窗口再说" not in text(page)


def test_a_category_of_departments_offers_their_matters_in_the_order_of_the_dictionary(
    place: Furnished,
) -> None:
    streets = place.ground.unit("CG")
    there = lay(place.ground, items=(), departments=(streets,))
    page = place.kiosk().get(f"/kiosk/book/{there.category.id}/ordinary/about/")
    shown = [each.split("item=")[1] for each in links(page, "item=")]
    known = rows(
        "SELECT i.code FROM catalogue_item i JOIN catalogue_listing l ON l.item_id = i.id "
        "JOIN catalogue_itemversion v ON v.id = i.current_id "
        "WHERE i.department_id = %s AND v.online IS NOT NULL ORDER BY l.sort_key, i.id",
        streets,
    )
    assert len(shown) > 2
    assert shown == [code for (code,) in known]


def test_the_slip_says_when_and_where_and_how_to_change_it_and_names_nobody(
    place: Furnished, booked: Booked, printer: Simulator
) -> None:
    page = text(send(place.kiosk(), booked))
    ((number,),) = rows("SELECT number FROM reception_booking")
    [slip] = printer.slips
    words = [each["text"] for each in slip["lines"] if "text" in each]
    shown = f"{number[:3]}-{number[3:6]}-{number[6:]}"
    assert words[:5] == ["云岫市政务服务中心", "预约单", "3月3日 星期二", "09:00–09:30", shown]
    whole = "".join(words)
    assert "宣传品" in whole
    assert "自助机报到" in whole
    assert "3月3日 星期二 07:00 前可以改期或者取消" in whole
    assert any(each.get("qr", "").endswith(f"/booking/slip/{number}/") for each in slip["lines"])
    for secret in (WHO["name"], WHO["id_number"], WHO["phone"], PASSWORD):
        assert secret not in whole
        assert secret not in page
    assert "请取走" in page


@pytest.mark.rule("R-059", "R-065")
def test_the_slips_code_held_before_a_scanner_checks_in_as_the_typed_number_does(
    place: Furnished, booked: Booked, printer: Simulator
) -> None:
    kiosk = place.kiosk()
    send(kiosk, booked)
    [code] = [each["qr"] for each in printer.slips[0]["lines"] if "qr" in each]
    early = kiosk.post("/kiosk/check-in/", {"number": code})
    assert early.status_code == 409
    assert "预约的不是今天" in text(early)
    clock.set_hall_time(at(3, 3, 9))
    here = kiosk.post("/kiosk/check-in/", {"number": code}, follow=True)
    assert "Y001" in text(here)
    assert rows("SELECT state FROM reception_ticket") == [("waiting",)]
    for wrong in (f"{code}0/", "https://example.com/", "", "宣传品"):
        assert kiosk.post("/kiosk/check-in/", {"number": wrong}).status_code == 404


def test_the_slip_speaks_the_language_of_whoever_books(
    place: Furnished, booked: Booked, printer: Simulator
) -> None:
    page = text(send(place.kiosk(language="en"), booked))
    assert "Your time is booked" in page
    words = [each.get("text", "") for each in printer.slips[0]["lines"]]
    assert words[:4] == ["Yunxiu Government Service Centre", "Booking", "Tuesday, 3 March", "09:00–09:30"]
    assert rows("SELECT language FROM reception_booking") == [("en",)]


def test_an_impatient_finger_books_once_and_gets_one_slip(
    place: Furnished, booked: Booked, printer: Simulator
) -> None:
    kiosk = place.kiosk()
    sent = form_of(kiosk.get(path(booked)), "id_number").but(**WHO)
    one, two = kiosk.post(path(booked), sent), kiosk.post(path(booked), sent)
    assert one["Location"] == two["Location"]
    assert (count(), len(printer.slips)) == (1, 1)


def test_no_booking_is_lost_because_the_printer_fails(
    place: Furnished, booked: Booked, printer: Simulator
) -> None:
    printer.behave(Behaviour(paper="out"))
    kiosk = place.kiosk()
    page = text(send(kiosk, booked))
    assert "打印机缺纸" in page
    assert "预约已经成功" in page
    assert (count(), printer.slips) == (1, [])
    printer.behave(Behaviour())
    ((number,),) = rows("SELECT number FROM reception_booking")
    assert "请取走" in text(kiosk.post(f"/kiosk/booked/{number}/again/", follow=True))
    assert (count(), len(printer.slips)) == (1, 1)


@pytest.mark.rule("R-059")
def test_whoever_comes_too_late_is_offered_the_nearest_free_times(place: Furnished, booked: Booked) -> None:
    kiosk = place.kiosk()
    form = form_of(kiosk.get(path(booked)), "id_number")
    booked.book(n=5)
    booked.book(n=6)
    late = kiosk.post(path(booked), form.but(**WHO))
    looked = kiosk.get(path(booked))
    for answer in (late, looked):
        assert answer.status_code == 409
        assert "请选择相近的空闲时段" in text(answer)
        near = answer.content.decode().split("kiosk-gone")[1].split("</div>")[0]
        assert "202603030930" in near
        assert f"item={BANNER}" in near
    assert count() == 2


def test_what_is_wrong_stands_beside_its_field_and_the_password_is_typed_anew(
    place: Furnished, booked: Booked, printer: Simulator
) -> None:
    answer = send(place.kiosk(), booked, id_number="990100198804121177", phone="138", password="123")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert len(re.findall(r'class="ym-error"', page)) == 3
    assert WHO["name"] in page
    assert 'value="123"' not in page
    assert (count(), printer.slips) == (0, [])


def test_whoever_comes_next_finds_nothing_of_it(place: Furnished, booked: Booked, printer: Simulator) -> None:
    kiosk = place.kiosk()
    answer = send(kiosk, booked)
    address = answer.redirect_chain[-1][0]
    assert place.kiosk("K2").get(address).status_code == 404
    kiosk.get("/kiosk/forget/")
    assert kiosk.get(address).status_code == 404
    assert kiosk.post(f"{address}again/").status_code == 404
    page = kiosk.get(path(booked)).content.decode()
    assert not [each for each in WHO.values() if each in page]
    assert "no-store" in kiosk.get(path(booked)).headers["Cache-Control"]


def test_a_kiosk_books_for_its_own_hall(place: Furnished, booked: Booked) -> None:
    there = place.kiosk("枕溪镇自助机")
    assert "本大厅暂不接受预约" in text(there.get("/kiosk/book/"))
    for page in ("", "ordinary/", "ordinary/about/", "ordinary/202603030900/"):
        assert there.get(f"/kiosk/book/{booked.category.id}/{page}").status_code == 404


def test_what_was_booked_here_is_moved_here_and_the_portals_pages_book_as_a_kiosk(
    place: Furnished, booked: Booked, printer: Simulator
) -> None:
    kiosk = place.kiosk()
    send(kiosk, booked)
    ((number,),) = rows("SELECT number FROM reception_booking")
    chosen = kiosk.get(f"/booking/slip/{number}/move/?at=202603031000")
    assert "kiosk-foot" in chosen.content.decode()
    kiosk.post(f"/booking/slip/{number}/move/to/", form_of(chosen, "at").but())
    assert rows("SELECT starts_at FROM reception_booking") == [(at(3, 3, 10),)]
    portal = f"/booking/{booked.category.id}/ordinary/202603040900/"
    kiosk.post(portal, form_of(kiosk.get(portal), "id_number").but(**WHO))
    assert rows("SELECT DISTINCT channel FROM reception_booking") == [("kiosk",)]


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("", 6),
        ("{0}/", 6),
        ("{0}/?item={1}", 7),
        ("{0}/ordinary/about/", 7),
        ("{0}/ordinary/?item={1}", 9),
        ("{0}/ordinary/202603030900/?item={1}", 9),
    ],
)
def test_a_page_asks_the_database_so_often_and_no_oftener(
    place: Furnished, booked: Booked, page: str, most: int, django_assert_max_num_queries: Any
) -> None:
    kiosk = place.kiosk()
    address = "/kiosk/book/" + page.format(booked.category.id, BANNER)
    kiosk.get(address)
    with django_assert_max_num_queries(most):
        assert kiosk.get(address).status_code == 200


def test_booking_and_printing_ask_the_database_so_often_and_no_oftener(
    place: Furnished, booked: Booked, printer: Simulator, django_assert_max_num_queries: Any
) -> None:
    kiosk = place.kiosk()
    sent = form_of(kiosk.get(path(booked)), "id_number").but(**WHO)
    with django_assert_max_num_queries(65):
        address = kiosk.post(path(booked), sent)["Location"]
    with django_assert_max_num_queries(11):
        assert kiosk.get(address).status_code == 200
