"""From the call button to the wall, through a process of its own; and right again after whatever happens to it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from browser import Visit, check
from ground import OPENED, Ground
from streams import Live, live
from wall import Wall, busy, wall
from yimen.base import clock
from yimen.modules.reception import commands
from yimen.modules.reception.queries.screens import screens
from yimen.rules.reception import spoken
from yimen.rules.reception.notices import Priority

pytestmark = [pytest.mark.browser, pytest.mark.commits]
RIGHT_AGAIN = 2000  # milliseconds
_HEARD = """
window.heard = [];
window.told = 0;
document.addEventListener('live', () => { told += 1; });
for (const name of ['lobby:say', 'lobby:said']) document.addEventListener(name, (e) => heard.push([name, e.detail.words, e.detail.means]));
"""
_VOICE = "speechSynthesis.getVoices = () => [{ lang: 'zh-CN', name: 'Hall', default: true, localService: true, voiceURI: 'hall' }];"


@pytest.fixture
def beside(own_ground: Ground, settings: Any) -> Iterator[Live]:
    with live() as process:
        settings.YIMEN_LIVE_URL = f":{process.port}"
        yield process


def open_wall(visit: Visit, made: Wall, *scripts: str) -> Page:
    """The calling screen, once its stream has told it everything: whatever is called from now on is news."""
    clock.set_hall_time(made.now)
    page = visit("/healthz")
    for each in (_HEARD, *scripts):
        page.context.add_init_script(each)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"/lobby/{made.code}/calls/")
    deadline = time.monotonic() + 20
    while not page.evaluate("told"):  # Playwright's own waiting needs eval, which our policy forbids
        assert time.monotonic() < deadline, "the stream told nothing"
        page.wait_for_timeout(50)
    return page


def big(page: Page, number: str, patience: float = RIGHT_AGAIN) -> None:
    expect(page.locator(".call-first .call-number")).to_have_text(number, timeout=patience)


def allow_sound(page: Page) -> None:
    """A browser asks for a touch before it lets a page be heard; the wall asks for it in words."""
    page.locator("[data-sound]").click()
    expect(page.locator("[data-sound]")).to_be_hidden()


def wait_until_said(page: Page, calls: int) -> list[list[str]]:
    """What was said, begun and ended, once so many calls were."""
    deadline = time.monotonic() + 60
    while len(heard := page.evaluate("heard")) < 2 * calls:
        assert time.monotonic() < deadline, heard
        page.wait_for_timeout(200)
    return list(heard)


@pytest.mark.rule("R-055", "S-41")
def test_a_call_stands_on_the_wall_at_once(own_ground: Ground, visit: Visit, beside: Live) -> None:
    made = busy(own_ground)
    page = open_wall(visit, made)
    number = made.call("A").number
    big(page, number)
    expect(page.locator("[data-live-lost]")).to_be_hidden()
    assert page.evaluate("window.broken") == []


@pytest.mark.rule("R-055")
def test_after_the_process_was_killed_the_wall_is_right_again_within_two_seconds(
    own_ground: Ground, visit: Visit, beside: Live
) -> None:
    made = busy(own_ground)
    page = open_wall(visit, made)
    beside.kill()
    number = made.call("A").number
    beside.start()  # loads Django, which `up` need not: it forks what is loaded
    big(page, number)


@pytest.mark.rule("R-055")
def test_after_its_connections_were_cut_the_wall_is_right_again_within_two_seconds(
    own_ground: Ground, visit: Visit, beside: Live
) -> None:
    made = busy(own_ground)
    page = open_wall(visit, made)
    page.context.set_offline(True)
    expect(page.locator("[data-live-lost]")).to_be_visible(timeout=6000)
    assert page.locator("[data-live-lost]").text_content() == "连接中断，正在重新连接"
    check(page)
    number = made.call("D").number
    page.context.set_offline(False)
    big(page, number)
    expect(page.locator("[data-live-lost]")).to_be_hidden(timeout=RIGHT_AGAIN)


def test_after_the_database_dropped_its_listener_everything_is_told_anew(
    own_ground: Ground, beside: Live
) -> None:
    made = busy(own_ground)
    clock.set_hall_time(made.now)
    ear = beside.listen(made.code)
    assert ear.next()[0] == "snapshot"
    with psycopg.connect(beside.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR application_name LIKE '%live%'"
        )
    began = time.monotonic()
    assert ear.next()[0] == "snapshot"
    assert time.monotonic() - began < 2
    number = made.call("A").number
    assert number in ear.next()[1]["parts"]["now"]
    ear.close()


@pytest.mark.rule("R-055", "R-056")
def test_without_a_stream_the_wall_looks_again_by_itself(own_ground: Ground, visit: Visit) -> None:
    made = busy(own_ground)
    clock.set_hall_time(made.now)
    page = visit(f"/lobby/{made.code}/calls/")
    number = made.call("A").number
    big(page, number, 8000)


def test_without_scripts_the_page_is_whole_and_refreshes_itself(own_ground: Ground, client: Any) -> None:
    made = busy(own_ground)
    number = made.call("A").number
    clock.set_hall_time(made.now)
    shown = client.get(f"/lobby/{made.code}/calls/").content.decode()
    assert f'<b class="call-number">{number}</b>' in shown
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in shown


@pytest.mark.rule("R-055")
def test_calls_of_several_windows_are_said_one_after_the_other_and_a_recall_again(
    own_ground: Ground, visit: Visit, beside: Live
) -> None:
    """The words asked for; no browser of a test has a voice, so only the list of voices is ours."""
    made = busy(own_ground)
    page = open_wall(visit, made, _VOICE)
    allow_sound(page)
    cards = []
    for letter in "ADB":
        made.after(seconds=1)
        cards.append(made.call(letter))
    commands.recall(made.who["A"], cards[0].id, now=made.now + timedelta(seconds=1))
    heard = wait_until_said(page, 4)
    assert {means for _, _, means in heard} == {"voice"}
    assert [name for name, _, _ in heard] == ["lobby:say", "lobby:said"] * 4
    windows = ["A01", "A04", "A02", "A01"]
    expected = [spoken.call(card.number, at) for card, at in zip([*cards, cards[0]], windows, strict=True)]
    assert [words for name, words, _ in heard if name == "lobby:say"] == expected
    assert expected[0].startswith("请A零零")


@pytest.mark.rule("R-055")
def test_what_was_called_before_the_wall_was_opened_is_not_said(
    own_ground: Ground, visit: Visit, beside: Live
) -> None:
    made = busy(own_ground)
    made.call("A")
    page = open_wall(visit, made)
    page.wait_for_timeout(1500)
    assert page.evaluate("heard") == []


@pytest.mark.rule("R-055")
def test_a_wall_without_a_chinese_voice_chimes_and_the_office_is_told(
    own_ground: Ground, visit: Visit, beside: Live
) -> None:
    made = busy(own_ground)
    page = open_wall(visit, made)
    allow_sound(page)
    made.call("A")
    assert {means for _, _, means in wait_until_said(page, 1)} == {"chime"}
    page.wait_for_timeout(1500)
    (screen,) = screens([made.hall])[made.hall]
    assert screen.sound == "chime"


@pytest.mark.rule("R-223", "S-47")
def test_notices_come_and_go_without_anybody_doing_anything(
    own_ground: Ground, visit: Visit, beside: Live
) -> None:
    made = wall(own_ground)
    clock.set_hall_time(OPENED)
    now = clock.hall_now()
    made.ground.now = now
    made.notice("马上结束", ends_at=now + timedelta(seconds=9))
    made.notice("稍后开始", starts_at=now + timedelta(seconds=11))
    page = visit(f"/lobby/{made.code}/notices/")
    expect(page.locator(".notice h2")).to_have_text("马上结束", timeout=5000)
    expect(page.locator(".notice")).to_have_count(0, timeout=12_000)
    expect(page.locator(".notice h2")).to_have_text("稍后开始", timeout=6000)
    made.notice("火警演练", priority=Priority.URGENT)
    expect(page.locator(".notice-urgent h2")).to_have_text("火警演练", timeout=3000)
    expect(page.locator(".notice")).to_have_count(1)


@pytest.mark.rule("R-223")
def test_who_wants_less_motion_gets_none(own_ground: Ground, visit: Visit) -> None:
    made = wall(own_ground)
    made.notice("通知")
    clock.set_hall_time(made.now)
    page = visit(f"/lobby/{made.code}/notices/")
    assert page.evaluate("getComputedStyle(document.querySelector('.notice')).animationName") == "rise"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.notice')).animationName") == "none"


def test_a_hundred_listeners_hear_every_call_in_order_and_let_it_stop_at_once(
    own_ground: Ground, beside: Live
) -> None:
    made = busy(own_ground)
    clock.set_hall_time(made.now)
    ears = [beside.listen(made.code) for _ in range(100)]
    for ear in ears:
        assert ear.next()[0] == "snapshot"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        assert cursor.fetchone()[0] <= 4  # ours, one that listens, one that looks
    number = made.call("A").number
    for ear in ears:
        name, told = ear.next()
        assert name == "change"
        assert number in told["parts"]["now"]
        assert "doors" not in told["parts"]
    assert beside.stop() < 3
    for ear in ears:
        ear.close()


@pytest.mark.rule("R-055")
def test_nothing_a_stream_tells_names_anybody(own_ground: Ground, beside: Live) -> None:
    made = wall(own_ground)
    made.open()
    clerk = made.who["A"]
    commands.issue(
        clerk,
        made.hall,
        source="window",
        queue=made.queue["A"],
        phone="13912345678",
        question="王小明想开餐馆",
        now=made.now,
    )
    made.call("A")
    clock.set_hall_time(made.now)
    for face in ("calls", "notices", "information"):
        ear = beside.listen(made.code, face)
        told = str(ear.next())
        ear.close()
        assert "A001" in told
        assert "王小明" not in told
        assert "13912345678" not in told
