"""A visit, from a number taken on the way to five faces: the telephone and the counter, where no mouse is touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from browser import PHONE, Visit, check, shot
from counter import ADVERT, Counter, digits, open_counter
from ground import rows
from town import SETUP
from yimen.modules.catalogue.queries import facts
from yimen.modules.evaluation import queries as ratings
from yimen.modules.licensing import queries as licensing
from yimen.modules.people import queries as people
from yimen.modules.reception import commands, queries
from yimen.modules.reception.queries import contacts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.rule("R-050", "R-051", "R-054", "R-055", "R-079", "R-191", "R-220", "S-42"),
]


@pytest.fixture
def counter(
    now: datetime, own_database: str, django_db_blocker: DjangoDbBlocker, settings: Any
) -> Iterator[Counter]:
    settings.YIMEN_LIVE_URL = ""  # where nothing is live a page looks again by itself
    facts.version.cache_clear()
    with django_db_blocker.unblock():
        yield open_counter(now)


def keys(page: Page, *pressed: str) -> None:
    for each in pressed:
        page.keyboard.press(each)


def test_a_number_on_the_phone_called_served_with_what_was_pre_registered_and_rated(
    visit: Visit, counter: Counter
) -> None:
    lin = counter.hall.actor("lin")
    commands.create_queue(
        SETUP,
        lin.hall,
        "A",
        name="综合业务",
        name_en="General",
        windows=[lin.unit],
        items=[ADVERT],
        now=counter.now,
    )
    unit = people.unit(lin.hall)
    assert unit
    number = counter.send_in(ADVERT)

    # The applicant, on the way: scans the hall's code, says what it is, has a number.
    phone = visit(f"/halls/{unit.code}/ticket/", PHONE)
    phone.set_default_timeout(15_000)
    phone.locator("#q").fill("户外广告")
    choice = phone.locator(".ti-choice[name=item]").first
    expect(choice).to_contain_text("户外广告")
    shot(phone, "reception-1-take")
    choice.click()
    phone.wait_for_url("**/tickets/*/")
    expect(phone.locator(".ti-number")).to_contain_text("A001")
    expect(phone.locator(".ti-wait")).to_contain_text("暂无预计")
    check(phone)
    token = phone.url.split("/tickets/")[1].split("/")[0]
    _belongs(token, number)  # as if they had come with a booking: the hall knows who they are

    # The clerk: C to the call page, F8 opens the window, F8 calls.
    desk = visit("/window/", client=counter.client(language="zh-hans"))
    desk.set_default_timeout(15_000)
    keys(desk, "c")
    desk.wait_for_url("**/window/call/")
    keys(desk, "F8")
    expect(desk.get_by_role("status")).to_contain_text("号窗口已开放")
    expect(desk.locator("#ca-line")).to_contain_text(f"名下办件 {number}，预登记")
    shot(desk, "reception-2-waits")
    keys(desk, "F8")
    expect(desk.locator(".ca-number")).to_contain_text("A001")
    expect(phone.locator(".ti-big")).to_contain_text("请到窗口 1")
    shot(phone, "reception-3-called")
    keys(desk, "r")
    expect(desk.get_by_role("status")).to_contain_text("已再次呼叫 A001")
    keys(desk, "F8")
    expect(desk.locator(".ca-serving")).to_be_visible()
    check(desk)

    # F9 opens what they pre-registered: taken in without retyping, accepted; the bar leads back.
    keys(desk, "F9")
    desk.wait_for_url(f"**/cases/{number}/receive/")
    expect(desk.locator(".ca-bar")).to_contain_text("A001")
    shot(desk, "reception-4-receive")
    keys(desk, "F8", "F9")
    desk.wait_for_url("**/answer/")
    keys(desk, "c")
    desk.wait_for_url("**/window/call/")
    desk.locator("input[name=end][value=registered]").focus()
    keys(desk, "Space")
    expect(desk.locator("#f-case")).to_have_value(digits(number))
    keys(desk, "F8")
    expect(desk.locator(".ca-last")).to_contain_text("A001 已办结")
    shot(desk, "reception-5-done")
    check(desk)

    # The second screen asks; the telephone asks, too, and is answered. Asked twice, nobody answers twice.
    expect(phone.locator("#ti-rate")).to_be_visible()
    phone.locator("#words").fill("很快，谢谢")
    phone.get_by_role("button", name="非常满意").click()
    expect(phone.locator(".ti-thanks")).to_be_visible()
    check(phone)
    screen = visit(f"/window/rate/{token}/")
    expect(screen.get_by_role("heading")).to_have_text("谢谢您的评价")
    shot(screen, "reception-6-thanks")

    ticket = queries.ticket(token, now=counter.now)
    assert (ticket.state, ticket.outcome) == ("served", "registered")
    assert int(ratings.rating_of(ticket.id) or 0) == 5
    assert licensing.card(lin, digits(number), now=counter.now).state != "pre_registered"
    (followed,) = contacts.followed(lin)
    assert (followed.case_number, followed.first) == (digits(number), lin.id)


def _belongs(token: str, number: str) -> None:
    rows(
        "UPDATE reception_ticket SET person_id = (SELECT p.person FROM cases_party p JOIN cases_case c ON c.id = p.case_id"
        " WHERE c.number = %s AND p.role = 'applicant') WHERE token = %s",
        digits(number),
        token,
    )
