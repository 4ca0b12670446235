"""An applicant's evening on the telephone: find, prepare, be checked, put it right, send, follow, and sign in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from browser import PHONE, Visit, check, shot
from counter import FOOD, Counter, digits, open_counter
from somebody import PDF, WHO, code_sent
from yimen.modules.catalogue.queries import facts
from yimen.modules.licensing import queries
from yimen.wiring import site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.rule("R-046", "R-079", "R-080", "R-084", "R-095", "R-216", "R-220", "R-286", "S-31", "S-80"),
]


@pytest.fixture
def counter(
    now: datetime,
    own_database: str,
    django_db_blocker: DjangoDbBlocker,
    settings: LazySettings,
    tmp_path: Path,
) -> Iterator[Counter]:
    settings.YIMEN_FILES, settings.YIMEN_DRAFT_FILES = tmp_path / "files", tmp_path / "drafts"
    settings.YIMEN_SMS_URL = "http://127.0.0.1:9"  # connected; what is sent waits in its queue
    settings.YIMEN_SITE = "yimen.wiring.site.site"
    facts.version.cache_clear()
    site.forget()
    with django_db_blocker.unblock():
        yield open_counter(now)
    site.forget()


def pdf(name: str) -> dict[str, str | bytes]:
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def go_on(page: Page) -> None:
    page.locator("button[name=to]").first.click()
    page.wait_for_load_state()


def kept(page: Page) -> object:
    """A script has kept what was just changed."""
    return page.expect_response(lambda answer: answer.status == 204)


def test_from_a_wish_in_plain_words_to_ones_own_case(visit: Visit, counter: Counter) -> None:
    # a wish, in the words one has for it
    page = visit("/", PHONE)
    page.set_default_timeout(30_000)
    page.get_by_role("searchbox").fill("开餐馆")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="食品经营许可（餐饮服务类）新办").click()

    # the guide, and the way in
    expect(page.get_by_role("heading", level=1)).to_have_text("食品经营许可（餐饮服务类）新办")
    expect(page.locator(".ym-glance")).to_contain_text("6 个工作日")
    check(page)
    shot(page, "journey-applicant-1-guide")
    page.get_by_role("link", name="在线申请").click()

    # who applies, with a slip of the finger: said at once beside the field
    page.get_by_label("姓名或名称").fill(WHO["name"])
    page.get_by_label("证件号码或统一社会信用代码").fill("110105194912310021")
    page.get_by_label("手机号码", exact=True).fill(WHO["phone"])
    go_on(page)
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(page.locator("[data-field=id_number]")).to_contain_text("身份证号码的校验位不符")
    check(page)
    shot(page, "journey-applicant-2-who")
    page.get_by_label("证件号码或统一社会信用代码").fill(WHO["id_number"])
    go_on(page)

    # the form: half of it, in two languages; nothing of it is lost
    page.get_by_label("店铺名称").fill("云岫市临溪小馆")
    page.get_by_label("营业执照载明的经营范围").fill("日用百货")
    page.get_by_label("经营场所面积").fill("八十六")
    page.locator("button[name=language]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The form")
    expect(page.get_by_label("Shop name")).to_have_value("云岫市临溪小馆")
    page.locator("button[name=language]").click()
    expect(page.get_by_label("营业执照载明的经营范围")).to_have_value("日用百货")
    with kept(page):  # type: ignore[attr-defined]
        page.get_by_label("餐饮服务经营者").check()
    page.reload()
    expect(page.get_by_label("餐饮服务经营者")).to_be_checked()
    go_on(page)
    page.get_by_role("button", name="先继续，稍后再改").click()

    # the papers: one is taken, one cannot be, one is promised
    page.locator('[name="file.application"]').set_input_files(pdf("申请书.pdf"))  # type: ignore[arg-type]
    expect(page.locator("#piece-application")).to_contain_text("申请书.pdf")
    wrong = {"name": "布局图.exe", "mimeType": "application/pdf", "buffer": b"MZ"}
    page.locator('[name="file.layout"]').set_input_files(wrong)  # type: ignore[arg-type]
    expect(page.locator("#piece-layout")).to_contain_text("格式不能接收")
    page.locator("#piece-rules").get_by_label("书面承诺，稍后补交").check()
    check(page)
    shot(page, "journey-applicant-3-papers", whole=True)
    go_on(page)
    page.get_by_role("button", name="先继续，稍后再改").click()

    # the check: everything at once, each with the way to its place
    calm = page.get_by_role("region", name=re.compile("自检发现"))
    for told in ("经营范围不含“餐饮服务”", "经营场所地址", "经营项目", "经营场所面积", "布局和操作流程图"):
        expect(calm).to_contain_text(told)
    check(page)
    shot(page, "journey-applicant-4-check", whole=True)
    calm.get_by_role("link", name=re.compile("经营范围不含")).click()
    expect(page).to_have_url(re.compile(r"/apply/form/#form\.licence_scope$"))
    page.get_by_label("营业执照载明的经营范围").fill("餐饮服务")
    page.get_by_label("住所（营业执照登记地址）").fill("云岫市云溪区云台街道文津路18号")
    page.get_by_label("经营场所地址").fill("云岫市云溪区云台街道文津路18号")
    page.get_by_label("热食类食品制售").check()
    page.get_by_label("经营场所面积").fill("86")
    page.get_by_label("从业人员人数").fill("6")
    page.get_by_label("食品安全管理员姓名").fill("林小满")
    go_on(page)
    page.locator('[name="file.layout"]').set_input_files(pdf("布局图.pdf"))  # type: ignore[arg-type]
    expect(page.locator("#piece-layout")).to_contain_text("布局图.pdf")
    go_on(page)

    # nothing is missing: confirm, send, once however often one presses
    expect(page.locator("main")).to_contain_text("材料齐全")
    page.get_by_label(re.compile("我已核对以上内容")).check()
    page.get_by_role("button", name="确认提交").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收件登记")
    check(page)
    shot(page, "journey-applicant-5-sent", whole=True)
    number, code = page.locator(".ym-keys .ym-number > span").all_inner_texts()
    view = queries.dossier(counter.hall.actor("mei"), digits(number), now=counter.now)
    assert not [each for each in view.findings if each.lacks]
    assert [row.file["name"] for row in view.materials if row.file] == ["申请书.pdf", "布局图.pdf"]

    # the next morning, another telephone: number and code
    page = visit("/", PHONE)
    page.set_default_timeout(30_000)
    page.get_by_label("办件编号").fill(digits(number))
    page.get_by_label("查询码").fill(code)
    page.locator(".ym-ask").get_by_role("button", name="查询").click()
    expect(page.locator(".ym-timeline")).to_contain_text("大厅正在核对您的材料")
    expect(page.locator(".ym-why")).to_contain_text("到期日")
    assert code not in page.url
    check(page)
    shot(page, "journey-applicant-6-progress", whole=True)

    # and without any number: the telephone itself
    page.get_by_role("link", name="登录", exact=True).click()
    page.get_by_label("手机号码").fill(WHO["phone"])
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("输入验证码")
    check(page)
    page.get_by_label("验证码", exact=True).fill(code_sent())
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的办件")
    check(page)
    page.get_by_role("link", name="食品经营许可（餐饮服务类）新办").click()
    expect(page.locator("main")).to_contain_text("我交的材料")
    check(page)
    shot(page, "journey-applicant-7-mine", whole=True)


@pytest.mark.rule("ACC-02")
def test_all_of_it_works_without_scripts(chromium: Browser, site_url: str, counter: Counter) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=site_url, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"/items/{FOOD}/apply/")
    for name in ("name", "id_number", "phone"):
        page.locator(f"#{name}").fill(WHO[name])
    page.locator("button[name=language]").click()
    expect(page.locator("#name")).to_have_value(WHO["name"])
    page.locator("button[name=language]").click()
    go_on(page)
    page.locator('[name="form.shop_name"]').fill("临溪小馆")
    go_on(page)
    page.locator("button[value=later]").click()
    page.locator('[name="file.application"]').set_input_files(pdf("申请书.pdf"))  # type: ignore[arg-type]
    page.locator('[name="file.layout"]').set_input_files(  # type: ignore[arg-type]
        {"name": "图.exe", "mimeType": "application/pdf", "buffer": b"MZ"}
    )
    go_on(page)
    expect(page.locator("#piece-application")).to_contain_text("申请书.pdf")
    expect(page.locator("#piece-layout")).to_contain_text("格式不能接收")
    page.locator("button[value=later]").click()
    page.locator("#confirmed").check()
    page.get_by_role("button", name="就这样提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收件登记")
    page.get_by_role("link", name="查看办件").click()
    expect(page.locator(".ym-timeline")).to_contain_text("已收件登记")
    context.close()
