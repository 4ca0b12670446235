"""The gallery and one page of each face, in a real browser: what the design promises on every screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser import DESKTOP, PHONE, Visit, check, shot, sideways

pytestmark = [pytest.mark.browser, pytest.mark.rule("R-232", "R-286", "ACC-03")]

PAGES = ["", "?face=desk", "public/", "form/", "desk/", "bare/", "print/", "refusal/", "404/", "500/"]


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_sound_on_every_screen_in_both_languages(
    visit: Visit, address: str, language: str
) -> None:
    name = f"style-{address.strip('/?').replace('=', '-') or 'gallery'}-{language[:2]}"
    for width in (DESKTOP, PHONE):
        page = visit(f"/_style/{address}", width, language)
        check(page)
        shot(page, f"{name}-{width}")
    page.set_viewport_size({"width": 320, "height": 780})
    assert not sideways(page)


def test_large_type_reflows_on_a_phone(visit: Visit) -> None:
    page = visit("/_style/public/", PHONE)
    page.locator("button[name=large]").click()
    expect(page.locator("html[data-large]")).to_be_attached()
    check(page)
    shot(page, "style-public-large-360")


def test_text_at_200_percent_needs_no_sideways_scroll(visit: Visit) -> None:
    page = visit("/_style/form/", 1280)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert not sideways(page)


def test_the_language_switch_stays_on_the_page(visit: Visit) -> None:
    page = visit("/_style/desk/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/_style/desk/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Morning board")


def test_the_first_stop_of_the_keyboard_leads_to_the_content(visit: Visit) -> None:
    page = visit("/_style/desk/")
    page.keyboard.press("Tab")
    expect(page.locator(".ym-skip")).to_be_focused()
    assert page.locator(".ym-skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_a_key_of_the_counter_reaches_its_field_and_rests_while_typing(visit: Visit) -> None:
    page = visit("/_style/desk/")
    page.keyboard.press("F2")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("F4 /")
    expect(page.get_by_role("searchbox")).to_have_value("F4 /")


def test_what_cannot_be_undone_asks_first(visit: Visit) -> None:
    page = visit("/_style/")
    page.get_by_role("button", name="撤回", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("撤回后不能恢复")
    expect(dialog.get_by_role("button", name="取消")).to_be_focused()
    check(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_dialog_opens_over_the_page_and_closes(visit: Visit) -> None:
    page = visit("/_style/", PHONE)
    page.get_by_role("button", name="打开对话框").click()
    expect(page.get_by_role("dialog", name="更正联系方式")).to_be_visible()
    check(page)
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("#sample-dialog")).to_be_hidden()


def test_on_a_phone_the_desk_has_its_ways_behind_a_menu(visit: Visit) -> None:
    page = visit("/_style/desk/", PHONE)
    way = page.get_by_role("link", name="查找办件")
    expect(way).to_be_hidden()
    page.get_by_role("link", name="菜单").click()
    expect(way).to_be_visible()
    check(page)
    page.get_by_role("link", name="收起菜单").click()
    expect(way).to_be_hidden()


def test_the_first_fault_of_a_form_has_the_focus(visit: Visit) -> None:
    page = visit("/_style/form/")
    expect(page.get_by_label("经营面积")).to_be_focused()
    page.get_by_role("link", name="请填写：经营地址。").click()
    expect(page.get_by_label("经营地址")).to_be_focused()


def test_without_scripts_every_way_still_leads_somewhere(chromium: object, site_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=site_url, locale="zh-CN")  # type: ignore[attr-defined]
    page: Page = context.new_page()
    page.goto("/_style/desk/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Morning board")
    page.goto("/_style/form/")
    expect(page.get_by_label("Address", exact=False).first).to_be_visible()
    context.close()


def test_a_refusal_lands_in_the_message_line_and_leaves_the_page_alone(visit: Visit) -> None:
    page = visit("/_style/")
    heading = page.get_by_role("heading", level=1).inner_text()
    button = page.get_by_role("button", name="模拟被拒")
    button.click()
    expect(page.locator("#refusal")).to_contain_text("请刷新页面查看可以进行的操作")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(button).to_have_text("模拟被拒")
    check(page)


def test_a_form_goes_out_once_however_often_it_is_sent(visit: Visit) -> None:
    page = visit("/_style/desk/")
    page.route("**/language/", lambda route: None)  # never answered: the first is still on its way
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    button = page.get_by_role("button", name="English")
    button.evaluate("(each) => { each.form.requestSubmit(each); each.form.requestSubmit(each); }")
    page.wait_for_timeout(200)
    assert len(sent) == 1
