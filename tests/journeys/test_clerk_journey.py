"""A clerk's morning by keyboard alone: taken in, told once, supplemented and accepted; then a matter on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from browser import Visit, check, shot
from counter import TRADER, Counter, digits, open_counter
from hall import IDENTITY, PHONE
from yimen.gateways import storage
from yimen.modules.catalogue.queries import facts
from yimen.modules.licensing import queries

pytestmark = [
    pytest.mark.browser,
    pytest.mark.rule("R-078", "R-084", "R-092", "R-094", "R-102", "R-122", "R-286"),
]


@pytest.fixture
def counter(now: datetime, own_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Counter]:
    facts.version.cache_clear()
    with django_db_blocker.unblock():
        yield open_counter(now)


@pytest.mark.django_db
def test_the_desk_stands(now: datetime) -> None:
    assert open_counter(now).client().get("/window/").status_code == 200


def keys(page: Page, *pressed: str) -> None:
    for each in pressed:
        page.keyboard.press(each)


def state(counter: Counter, number: str) -> str:
    return queries.card(counter.hall.actor("lin"), digits(number), now=counter.now).state


def number_of(page: Page) -> str:
    return page.url.split("/cases/")[1].split("/")[0]


def test_taken_in_with_defects_told_once_supplemented_and_accepted_without_a_mouse(
    visit: Visit, counter: Counter
) -> None:
    page = visit("/window/", client=counter.client(language="zh-hans"))
    page.set_default_timeout(15_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("早间看板")

    # N: take in. A few letters of pinyin, and Enter takes the first.
    keys(page, "n")
    page.wait_for_url("**/window/new/")
    expect(page.locator("#item")).to_be_focused()
    page.keyboard.type("xuanchuan")
    expect(page.locator("#items li").first).to_contain_text("宣传品")
    expect(page.locator("#items li")).to_have_count(1)
    shot(page, "clerk-1-item")
    keys(page, "Enter")
    page.wait_for_url("**/window/new/1199*/")

    # Who applies: the number is checked as soon as the field is left.
    page.locator("[name='applicant.id_number']").focus()
    page.keyboard.type("110105194912310021")
    keys(page, "Enter")
    expect(page.locator("#applicant-told")).to_contain_text("校验位不符")
    keys(page, "Shift+Tab", "Control+a")
    page.keyboard.type(IDENTITY)
    keys(page, "Enter")
    expect(page.locator("#applicant-told")).to_be_empty()
    page.keyboard.type("王小明")
    keys(page, "Enter")
    page.keyboard.type(PHONE)

    # Texts are wanted as the hall sends them, or not: space says so. Enter goes on, past what is folded away.
    keys(page, "Enter")
    expect(page.locator("[name='told_by']")).to_be_focused()
    expect(page.locator("[name='told_by']")).to_be_checked()
    keys(page, "Space")
    expect(page.locator("[name='told_by']")).not_to_be_checked()
    keys(page, "Space", "Enter")
    expect(page.locator("[data-all-here]")).to_be_focused()

    # Materials: space says it is here, digits say how many pages; down stays in the column.
    page.locator("[name='m.application.here']").focus()
    keys(page, "Space")
    expect(page.locator("[name='m.application.copies']")).to_have_value("1")
    page.locator("[name='m.application.pages']").focus()
    page.keyboard.type("3")
    keys(page, "ArrowDown")
    expect(page.locator("[name='m.design.pages']")).to_be_focused()
    page.locator("[name='m.design.exists']").focus()
    keys(page, "Space")

    # The form, with a date written as it must not be. Everything that lacks shows at once.
    page.locator("[name='form.place']").focus()
    page.keyboard.type("云岫市云溪区云台街道文津路18号")
    page.locator("[name='form.wording']").focus()
    page.keyboard.type("热烈祝贺临溪小馆开业")
    page.locator("[name='form.kind'][value='横幅']").focus()
    keys(page, "Space")
    page.locator("[name='form.count']").focus()
    page.keyboard.type("2")
    page.locator("[name='form.from_day']").focus()
    page.keyboard.type("2026-3-9")
    page.locator("[name='form.to_day']").focus()
    page.keyboard.type("2026年03月12日")
    panel = page.locator("#check")
    expect(panel).to_contain_text("一次性告知补正")
    for words in ("宣传品内容及位置示意图", "产权人或者管理人同意书", "开始日期"):
        expect(panel).to_contain_text(words)
    check(page)
    shot(page, "clerk-2-take-in")

    # F9 registers; the answer follows, computed, and F9 gives it.
    keys(page, "F9")
    page.wait_for_url("**/answer/")
    number = number_of(page)
    expect(page.get_by_role("status")).to_contain_text(f"已登记，编号 {number}")
    expect(page.locator("#concluded")).to_have_text("一次性告知补正")
    check(page)
    shot(page, "clerk-3-answer")
    keys(page, "F9")
    page.wait_for_url(f"**/cases/{number}/")
    assert state(counter, number) == "supplement_pending"

    # In the afternoon they are back: found by name, the supplement taken in.
    keys(page, "/")
    page.keyboard.type("王小明")
    keys(page, "Enter")
    page.wait_for_url(f"**/cases/{number}/")
    keys(page, "F9")
    page.wait_for_url("**/supply/")
    expect(page.locator("#check")).to_contain_text("还缺 3 项")
    keys(page, "F8")
    expect(page.locator("[name='m.design.pages']")).to_be_focused()
    page.locator("[name='form.from_day']").focus()
    keys(page, "Control+a")
    page.keyboard.type("2026年03月09日")
    expect(page.locator("#check")).to_contain_text("受理")
    shot(page, "clerk-4-supplement")
    keys(page, "F9")
    page.wait_for_url("**/answer/")
    expect(page.locator("#concluded")).to_have_text("受理")
    keys(page, "F9")
    page.wait_for_url(f"**/cases/{number}/")
    assert state(counter, number) == "accepted"
    expect(page.locator(".wd-case-head")).to_contain_text("承诺件")

    # Back to the board, down to the row, and there it stands.
    page.goto("/window/")
    keys(page, "ArrowDown")
    expect(page.locator(f"#c{digits(number)}")).to_be_focused()
    keys(page, "Enter")
    page.wait_for_url(f"**/cases/{number}/")


def test_an_instant_case_is_done_on_the_spot_without_a_mouse(visit: Visit, counter: Counter) -> None:
    page = visit("/window/new/?q=个体工商户", client=counter.client(language="zh-hans"))
    page.set_default_timeout(15_000)
    keys(page, "Enter")
    page.wait_for_url("**/window/new/1199*/")
    page.locator("[name='applicant.id_number']").focus()
    page.keyboard.type(IDENTITY)
    keys(page, "Enter")
    page.keyboard.type("王小明")
    keys(page, "Enter")
    page.keyboard.type(PHONE)
    keys(page, "F8")
    for name, words in (
        ("premises", "云岫市云溪区云台街道文津路18号"),
        ("capital", "5万元"),
        ("people", "2人"),
    ):
        page.locator(f"[name='form.{name}']").focus()
        page.keyboard.type(words)
    page.locator("[name='form.scope'][value='日用百货销售']").focus()
    keys(page, "Space")
    page.locator("[name='form.form_of_operation'][value='个人经营']").focus()
    keys(page, "Space")
    expect(page.locator("#check")).to_contain_text("受理")
    keys(page, "F9")
    page.wait_for_url("**/answer/")
    number = number_of(page)
    keys(page, "F9")
    page.wait_for_url("**/spot/")
    expect(page.get_by_role("timer")).to_contain_text("承诺 30 分钟")
    check(page)
    shot(page, "clerk-5-spot")
    for now_at in ("办结", "发放"):
        keys(page, "F9")
        expect(page.locator(".ym-step-now")).to_contain_text(now_at)
    page.locator("[name='identity_checked']").focus()
    keys(page, "Space", "F9")
    expect(page.locator(".wd-head")).to_contain_text("已送达")
    shot(page, "clerk-6-handed-out")
    assert state(counter, number) == "delivered"


def test_a_refused_form_keeps_its_words_and_goes_out_anew(visit: Visit, counter: Counter) -> None:
    number = counter.take_in()
    page = visit(f"/window/cases/{number}/", client=counter.client(language="zh-hans"))
    page.locator("summary", has_text="更正联系方式").click()
    box = page.locator("#correct_contact-phone")
    box.fill("12345")
    box.press("Enter")
    expect(page.locator("#refusal")).to_contain_text("手机号码应为 11 位")
    expect(box).to_have_value("12345")
    check(page)
    box.fill("13900009999")
    box.press("Enter")
    expect(page.locator(".wd-applicant")).to_contain_text("139****9999")


def test_number_and_telephone_are_shown_in_a_dialog_that_asks_what_for(
    visit: Visit, counter: Counter
) -> None:
    number = counter.take_in()
    page = visit(f"/window/cases/{number}/", client=counter.client(language="zh-hans"))
    page.locator(".wd-show").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="电话联系申请人").click()
    expect(dialog).to_contain_text(PHONE)
    check(page)
    shot(page, "clerk-7-unveiled")


def test_what_is_asked_of_a_delivery_follows_its_way(visit: Visit, counter: Counter) -> None:
    number = counter.take_in(TRADER)
    for act in ("accept", "grant"):
        counter.act("lin", number, act)
    counter.seal(number)
    counter.act("lin", number, "complete")
    page = visit(f"/window/cases/{number}/#deliver", client=counter.client(language="zh-hans"))
    expect(page.locator("#deliver-tracking_no")).to_be_hidden()
    expect(page.locator("#deliver-proxy_letter")).to_be_hidden()
    form = page.locator("#deliver")
    form.get_by_label("邮寄").check()
    expect(page.locator("#deliver-tracking_no")).to_be_visible()
    expect(page.locator("#deliver-identity_checked")).to_be_hidden()
    form.get_by_label("窗口领取").check()
    form.get_by_label("代理人").check()
    expect(page.locator("#deliver-proxy_letter")).to_be_visible()


def test_the_board_is_fresh_and_keeps_the_place_of_whoever_works_on_it(
    visit: Visit, counter: Counter
) -> None:
    first = counter.take_in()
    page = visit("/window/", client=counter.client(language="zh-hans"))
    keys(page, "ArrowDown")
    row = page.locator(f"#c{digits(first)}")
    expect(row).to_be_focused()
    second = counter.take_in()
    page.evaluate("document.body.dispatchEvent(new Event('board-again'))")
    expect(page.locator(f"#c{digits(second)}")).to_be_visible()
    expect(row).to_be_focused()


def test_without_scripts_everything_still_goes(chromium: object, site_url: str, counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client(language="zh-hans")
    context = chromium.new_context(java_script_enabled=False, base_url=site_url, locale="zh-CN")  # type: ignore[attr-defined]
    context.add_cookies(
        [{"name": name, "value": each.value, "url": site_url} for name, each in client.cookies.items()]
    )
    page = context.new_page()
    page.goto(f"/window/cases/{number}/answer/")
    page.get_by_role("button", name="受理").click()
    expect(page.locator(".wd-case-head")).to_contain_text("已受理")
    page.locator("summary", has_text="添加备注").click()
    page.get_by_label("备注", exact=True).fill("下午来取")
    page.locator("#note").get_by_role("button").click()
    expect(page.locator(".wd-notes")).to_contain_text("下午来取")
    context.close()


def test_a_scan_is_shown_beside_the_dossier_in_the_page(
    visit: Visit, counter: Counter, settings: Any, tmp_path: Path
) -> None:
    settings.YIMEN_FILES = tmp_path
    picture = tmp_path / "scan.png"
    page = visit("/window/", client=counter.client(language="zh-hans"))
    page.screenshot(path=picture, clip={"x": 0, "y": 0, "width": 200, "height": 120})
    digest = storage.in_use().keep(picture.read_bytes())
    file = {"digest": digest, "name": "示意图.png", "size": picture.stat().st_size, "type": "image/png"}
    number = counter.take_in(files={"design": file})
    page.goto(f"/window/cases/{number}/")
    viewer = page.locator("iframe.wd-viewer")
    expect(viewer).to_be_hidden()
    page.locator("a[data-viewer]").click()
    expect(viewer).to_be_visible()
    shown = page.frame_locator("iframe.wd-viewer").locator("img")
    assert shown.evaluate("(image) => image.naturalWidth") == 200
    check(page)
