"""What walls look like, lying and standing, in both languages, full and empty; and that nothing on them is too small."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page

from browser import Visit, check, shot
from ground import OPENED, ZONE, Ground
from wall import Wall, busy, wall
from yimen.base import clock
from yimen.modules.reception import commands
from yimen.rules.reception.notices import Kind, Priority

pytestmark = [pytest.mark.browser, pytest.mark.commits]
LYING, STANDING = (1920, 1080), (1080, 1920)
LEAST = 35  # CSS pixels on a lying screen: 23 mm on 55 inches, read at eight metres

_SMALL = """(least) => [...document.querySelectorAll('body *')].flatMap((each) => {
    const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const box = each.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(each).fontSize);
    return own && box.width > 2 && size < least ? [`${each.className || each.tagName} ${size}`] : [];
})"""
_CUT = """() => [...document.querySelectorAll('main *')].flatMap((each) => {
    const box = each.getBoundingClientRect(), seen = getComputedStyle(each);
    if (!box.width || !each.textContent.trim() || seen.clipPath !== 'none') return [];
    if (box.left >= innerWidth) return []; // a row without room, out of sight whole
    const out = box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    const clipped = seen.overflow === 'hidden' && seen.textOverflow !== 'ellipsis' && seen.webkitLineClamp === 'none' && each.scrollHeight > each.clientHeight + 2;
    return out || clipped ? [`${each.className || each.tagName}: ${each.textContent.trim().slice(0, 20)}`] : [];
})"""


def look(visit: Visit, address: str, size: tuple[int, int], name: str) -> Page:
    """Open it on a screen of that size; it must pass, hold nothing too small and cut nothing off."""
    page = visit(address)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(900)
    shot(page, name)
    check(page)
    assert page.evaluate(_SMALL, LEAST) == []
    assert page.evaluate(_CUT) == []
    return page


def at(ground: Ground, moment: datetime) -> None:
    ground.now = moment
    clock.set_hall_time(moment)


def _morning(ground: Ground) -> Wall:
    made = busy(ground)
    who = made.who["B"]
    commands.pause_window(
        who,
        who.unit,
        reason="到三楼取件",
        until=made.now + timedelta(minutes=20),
        substitute=None,
        now=made.now,
    )
    made.call("A")
    made.after(seconds=5)
    made.call("D")
    made.notice(
        "本周六上午开放，可提前预约",
        title_en="Open this Saturday morning by booking",
        text_en="Ask at the desk.",
    )
    clock.set_hall_time(made.now)
    return made


def _before(ground: Ground) -> Wall:
    made = wall(ground)
    at(ground, OPENED.replace(hour=8, minute=5))
    return made


def _after(ground: Ground) -> Wall:
    made = wall(ground)
    at(ground, OPENED.replace(hour=18, minute=5))
    return made


def _quiet(ground: Ground) -> Wall:
    made = wall(ground)
    made.open("A", "B", "D")
    at(ground, OPENED)
    return made


def _new_year(ground: Ground) -> Wall:
    """The last evening of the last year whose days are published."""
    made = wall(ground)
    at(ground, datetime(2026, 12, 31, 18, 0, tzinfo=ZONE))
    return made


@pytest.mark.rule("R-055", "R-076", "S-41")
@pytest.mark.parametrize("state", [_morning, _before, _after, _quiet, _new_year])
@pytest.mark.parametrize(("size", "word"), [(LYING, "lying"), (STANDING, "standing")])
def test_a_calling_screen(
    own_ground: Ground, visit: Visit, state: Callable[[Ground], Wall], size: tuple[int, int], word: str
) -> None:
    made = state(own_ground)
    for language in ("zh-hans", "en"):
        name = f"lobby-calls{state.__name__}-{word}-{language[:2]}"
        look(visit, f"/lobby/{made.code}/calls/?language={language}", size, name)


@pytest.mark.rule("R-223", "S-47")
@pytest.mark.parametrize(("size", "word"), [(LYING, "lying"), (STANDING, "standing")])
def test_a_scrolling_screen(own_ground: Ground, visit: Visit, size: tuple[int, int], word: str) -> None:
    made = busy(own_ground)
    clock.set_hall_time(made.now)
    look(visit, f"/lobby/{made.code}/notices/", size, f"lobby-notices-empty-{word}")
    made.notice(
        "关于清明节假期对外服务安排的通知",
        "4月4日至6日放假，大厅不对外办理。4月7日（星期二）起正常办理。\n\n确需在假期办理的，可拨打咨询热线 0990-12345 预约。",
        title_en="Service during the Qingming holiday",
        text_en="The hall is closed from 4 to 6 April and open again on Tuesday, 7 April.\n\nUrgent matters: book by telephone, 0990-12345.",
        kind=Kind.ANNOUNCEMENT, ends_at=made.now + timedelta(days=30),
    )  # fmt: skip
    made.notice(
        "2026年2月办件情况", "本月收件 1284 件，办结 1190 件，按时办结率 99.6%。" * 6, kind=Kind.RESULT
    )
    for language in ("zh-hans", "en"):
        look(
            visit,
            f"/lobby/{made.code}/notices/?language={language}",
            size,
            f"lobby-notices-{word}-{language[:2]}",
        )
    made.notice(
        "电梯检修", "今天 10:00 至 11:00 二号电梯检修，请走楼梯或者一号电梯。", priority=Priority.URGENT
    )
    look(visit, f"/lobby/{made.code}/notices/", size, f"lobby-notices-urgent-{word}")


@pytest.mark.rule("S-36")
@pytest.mark.parametrize(("size", "word"), [(LYING, "lying"), (STANDING, "standing")])
def test_an_information_screen(own_ground: Ground, visit: Visit, size: tuple[int, int], word: str) -> None:
    made = busy(own_ground)
    clock.set_hall_time(made.now)
    for show in ("windows", "items", "figures"):
        for language in ("zh-hans", "en"):
            address = f"/lobby/{made.code}/information/?show={show}&language={language}"
            look(visit, address, size, f"lobby-information-{show}-{word}-{language[:2]}")


def test_the_chooser(own_ground: Ground, visit: Visit) -> None:
    for width in (360, 1440):
        page = visit("/lobby/", width=width)
        shot(page, f"lobby-{width}", whole=True)
        check(page)
