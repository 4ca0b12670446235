"""A day in the department: a step is taken, a sheet read in the page, a survey recorded, the clock rests and runs, and it is granted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from browser import PHONE, Visit, check, shot
from counter import open_counter
from section import Section, leaflet, picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.rule("R-110", "R-111", "R-026", "R-011", "LIC-09", "LIC-17", "R-162"),
]


@pytest.fixture
def section(
    now: datetime, own_database: str, django_db_blocker: DjangoDbBlocker, settings: Any, tmp_path: Path
) -> Iterator[Section]:
    """The hall with one accepted case, committed for the browser's server to see."""
    settings.YIMEN_FILES = tmp_path / "files"
    with django_db_blocker.unblock():
        yield Section(open_counter(now))


def at(visit: Visit, section: Section, who: str, path: str, width: int = 1440) -> Page:
    return visit(path, width, client=section.counter.client(who, language="zh-hans"))


def write(page: Page, **told: str) -> None:
    for name, text in told.items():
        page.fill(f"[name='form.{name}']", text)


def test_from_the_free_step_to_the_granted_case(visit: Visit, section: Section, tmp_path: Path) -> None:
    number = section.accepted()
    address = f"/department/cases/{number}/"

    # 赵敏 takes the most urgent step with one key, and reads what was handed in without leaving the page.
    zhao = at(visit, section, "zhao", "/department/")
    with zhao.expect_response(lambda each: each.url.endswith("/materials/1/")) as sheet:
        zhao.keyboard.press("t")
    assert sheet.value.headers["content-type"] == "application/pdf"
    assert zhao.request.get(sheet.value.url).body() == leaflet("Application")
    expect(zhao.get_by_text("已领取，由您办理。")).to_be_visible()
    expect(zhao.locator("iframe.ym-viewer-page")).to_be_visible()
    frame = next(each for each in zhao.frames if "/materials/1/" in each.url)
    assert frame.parent_frame is not None
    zhao.keyboard.press("j")
    drawing = zhao.locator(".ym-viewer-image img")
    expect(drawing).to_be_visible()
    assert drawing.evaluate("each => each.naturalWidth") == 64
    expect(zhao).to_have_url(zhao.url.split("?")[0] + "?show=m2")
    shot(zhao, "department-case")
    check(zhao)

    # The clock rests for a hearing: the dates first, then the act; a week later it runs again.
    zhao.locator(".ym-work-beside").get_by_text("暂停计时").click()
    zhao.select_option("[name='form.reason']", "hearing")
    write(zhao, n="5", text="申请人要求听证，定于本周五召开。")
    zhao.keyboard.press("Control+Enter")
    expect(zhao.get_by_text("如按期结束：3月19日")).to_be_visible()
    check(zhao)
    shot(zhao, "department-suspend")
    zhao.get_by_role("button", name="确定办理").click()
    expect(zhao.get_by_text("已暂停计时，并书面告知申请人。")).to_be_visible()
    expect(zhao.locator(".ym-head .ym-state")).to_have_text("暂停计时")
    section.counter.goes_to(section.counter.now + timedelta(days=7))
    zhao.goto(address)
    zhao.locator(".ym-work-tabs").get_by_text("特别程序").click()
    write(zhao, text="听证已结束，双方意见已记录。")
    zhao.get_by_role("button", name="恢复计时").click()
    expect(zhao.get_by_text("已恢复计时。")).to_be_visible()
    expect(zhao.locator(".ym-strip")).to_contain_text("2026年3月19日")

    # The opinion, then the survey: two of the staff verify it, and a photo belongs to the record.
    zhao.get_by_text("同意", exact=True).click()
    write(zhao, text="位置符合户外广告设施设置专项规划。")
    zhao.keyboard.press("Control+Enter")
    expect(zhao.get_by_text("已登记办理结果。")).to_be_visible()
    zhao.keyboard.press("t")
    expect(zhao.locator("#work h2")).to_have_text("现场踏勘")
    zhao.get_by_text("同意", exact=True).first.click()
    write(zhao, place="滨河路18号楼顶", participants="赵敏", text="净高六米二，外挑零点四米。")
    photo = tmp_path / "现场.png"
    photo.write_bytes(picture())
    zhao.set_input_files("#files", photo)
    zhao.keyboard.press("Control+Enter")
    expect(
        zhao.get_by_text("核实须有至少 2 名工作人员").or_(zhao.get_by_text("至少 2 名工作人员参加")).first
    ).to_be_visible()
    expect(zhao.locator("[name='form.place']")).to_have_value("滨河路18号楼顶")
    expect(zhao.locator("[name=kept]")).to_be_checked()
    check(zhao)
    write(zhao, participants="赵敏\n周山")
    zhao.keyboard.press("Control+Enter")
    expect(zhao.get_by_text("已登记办理结果。")).to_be_visible()

    # 钱江 decides under a letter. First the review is sent back; done again, it is granted.
    qian = at(visit, section, "qian", address)
    qian.keyboard.press("t")
    expect(qian.locator(".ym-letter")).to_contain_text("云城管委〔2026〕1号")
    qian.locator(".ym-work-beside").get_by_text("发回重审").click()
    qian.get_by_text("位置与效果审查 · 赵敏").click()
    write(qian, text="请补充与架空线的间距。")
    qian.keyboard.press("Control+Enter")
    expect(qian.get_by_text("已发回重新审查。")).to_be_visible()
    zhao.goto(address)
    expect(zhao.locator(".ym-way")).to_contain_text("重审")
    expect(zhao.get_by_text("请补充与架空线的间距。")).to_be_visible()
    zhao.get_by_text("同意", exact=True).first.click()
    write(zhao, text="与架空线间距三米五，符合要求。")
    zhao.keyboard.press("Control+Enter")
    expect(zhao.get_by_text("目前无需您办理")).to_be_visible()
    qian.goto(address)
    qian.keyboard.press("t")
    expect(qian.get_by_text("现场.png")).to_be_visible()
    write(qian, valid_until="2029-03-01")
    qian.keyboard.press("Control+Enter")
    expect(qian.get_by_text("已准予许可，由窗口制作并送达结果。")).to_be_visible()
    shot(qian, "department-granted")
    check(qian)

    # 郑直 looks at it on a phone: the ledger holds, and there is nothing to press but that.
    zheng = at(visit, section, "supervisor", f"/supervisor/cases/{number}/", PHONE)
    zheng.get_by_role("link", name="立即核验").click()
    expect(zheng.get_by_text("核验通过")).to_be_visible()
    check(zheng)
    assert section.sound(number)
    assert section.view(number).card.state == "decided"


def test_two_reach_for_one_step_and_one_has_it(visit: Visit, section: Section) -> None:
    number = section.accepted()
    zhao = at(visit, section, "zhao", "/department/?whose=free")
    zhou = at(visit, section, "zhou", "/department/?whose=free")
    zhou.get_by_role("button", name="领取").last.click()
    expect(zhou.get_by_text("已领取，由您办理。")).to_be_visible()
    zhao.get_by_role("button", name="领取").last.click()
    expect(zhao.locator("#work").get_by_role("alert")).to_contain_text("现在不在您的办理范围内")
    expect(zhao.locator("#work")).to_contain_text("这个环节由周山办理")
    check(zhao)
    assert section.view(number).card.tasks[-1].staff_name == "周山"
