"""The clerk's waiting list as the hall's line moves: at once, without a reload, and never under the clerk's hands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser import Visit, check, shot
from ground import Ground
from office import Office
from streams import Live, live
from wall import Wall, wall
from yimen.base import clock
from yimen.modules.reception import commands
from yimen.rules.actors import NOBODY

pytestmark = [pytest.mark.browser, pytest.mark.commits, pytest.mark.rule("R-055", "S-42")]
AT_ONCE = 2000  # milliseconds


@pytest.fixture
def beside(own_ground: Ground, settings: Any) -> Iterator[Live]:
    with live() as process:
        settings.YIMEN_LIVE_URL = f":{process.port}"
        yield process


def open_call(visit: Visit, made: Wall, *, streams: bool = True) -> Page:
    """The call page of window A, open; its stream heard once."""
    clock.set_hall_time(made.now)
    made.open("A")
    client = Office(made.ground).client("clerk", "zh-hans")
    page = visit("/healthz", client=client)
    if streams:
        with page.expect_response("**/live/hall/**", timeout=20_000):
            page.goto("/window/call/")
        page.wait_for_timeout(1000)
    else:
        page.clock.install()
        page.goto("/window/call/")
    page.evaluate("window.stays = true")
    return page


def take(made: Wall) -> str:
    return commands.issue(
        NOBODY, made.hall, source="kiosk", queue=made.queue["A"], question="横幅要怎么挂？", now=made.now
    ).number


def waits(page: Page, *numbers: str, patience: float = AT_ONCE) -> None:
    expect(page.locator(".ca-row-number")).to_have_text(list(numbers), timeout=patience)


def test_whoever_takes_a_ticket_stands_in_the_list_at_once(
    own_ground: Ground, visit: Visit, beside: Live
) -> None:
    made = wall(own_ground)
    page = open_call(visit, made)
    expect(page.locator("#ca-first")).to_have_text("本窗口没有人等候。")
    number = take(made)
    waits(page, number)
    expect(page.locator("#ca-first")).to_contain_text(number)
    second = take(made)
    waits(page, number, second)
    expect(page.locator("[data-live-lost]")).to_be_hidden()
    shot(page, "window-live-zh-1440")
    check(page)
    assert page.evaluate("window.stays"), "the page was not loaded anew"


def test_an_opened_row_stays_open_and_the_list_follows_when_it_is_closed(
    own_ground: Ground, visit: Visit, beside: Live
) -> None:
    made = wall(own_ground)
    first = take(made)
    page = open_call(visit, made)
    page.locator(".ca-row summary").first.click()
    reason = page.locator(".ca-row-form input[name=reason]").first
    reason.fill("行动不便")
    second = take(made)
    page.wait_for_timeout(AT_ONCE)
    expect(reason).to_have_value("行动不便")
    waits(page, first)
    page.locator(".ca-row summary").first.click()
    waits(page, first, second)


def test_the_row_one_is_on_keeps_the_focus_while_the_list_grows(
    own_ground: Ground, visit: Visit, beside: Live
) -> None:
    made = wall(own_ground)
    first = take(made)
    page = open_call(visit, made)
    page.locator(".ca-row summary").first.focus()
    second = take(made)
    waits(page, first, second)
    assert first in page.evaluate("document.activeElement.textContent")


def test_after_its_connection_was_cut_the_list_says_so_and_is_right_again(
    own_ground: Ground, visit: Visit, beside: Live
) -> None:
    made = wall(own_ground)
    page = open_call(visit, made)
    beside.kill()
    expect(page.locator("[data-live-lost]")).to_be_visible(timeout=8000)
    check(page)
    number = take(made)
    beside.start()
    waits(page, number, patience=8000)
    expect(page.locator("[data-live-lost]")).to_be_hidden()


@pytest.mark.rule("R-056")
def test_without_a_stream_the_list_is_looked_at_again_every_half_minute(
    own_ground: Ground, visit: Visit
) -> None:
    made = wall(own_ground)
    page = open_call(visit, made, streams=False)
    number = take(made)
    page.clock.run_for(25_000)
    waits(page)
    page.clock.run_for(10_000)
    waits(page, number)
