"""One matter, from the guide to the collected result, through the demo hall as `make run` brings it up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typst
from playwright.sync_api import Browser, Page, expect

from browser import DESKTOP, PHONE, check, shot
from running import FIRST_START, Hall, hall_of_its_own

pytestmark = pytest.mark.browser
BANNER = "11990100MB0000035A3000117002002"
NUMBER = re.compile(r"\b\d{6}-\d{8}-\d{5}-\d\b")
CODE = re.compile(r"\b\d{5}-\d{5}\b")
OPEN = Callable[..., Page]


@pytest.fixture(scope="module")
def demo() -> Iterator[Hall]:
    with hall_of_its_own() as hall:
        hall.start(patience=FIRST_START)
        yield hall


@pytest.fixture
def at(demo: Hall, chromium: Browser) -> Iterator[OPEN]:
    """Opens a window of its own at an address of the demo; `who` has signed in there."""
    contexts = []

    def visit(path: str, who: str = "", width: int = DESKTOP) -> Page:
        context = chromium.new_context(
            base_url=f"http://127.0.0.1:{demo.port}",
            viewport={"width": width, "height": 780 if width < 600 else 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        context.add_init_script("window.broken = [];")
        page = context.new_page()
        if who:
            page.goto("/sign-in/")
            page.fill("[name=username]", who)
            page.fill("[name=password]", "yimen-demo")
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda address: "/sign-in/" not in address)
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real PDF, as a scanner would leave one."""
    folder = tmp_path_factory.mktemp("scans")
    (folder / "scan.typ").write_text("#set page(width: 12cm, height: 8cm)\nScanned.")
    typst.compile(folder / "scan.typ", output=folder / "scan.pdf")
    return folder / "scan.pdf"


@pytest.mark.rule("R-079", "R-080", "R-111", "R-117", "R-122", "R-135", "R-220")
def test_an_applicant_a_clerk_a_reviewer_and_a_chief_bring_a_matter_to_its_end(at: OPEN, scan: Path) -> None:
    home = at("/", width=PHONE)
    check(home)
    shot(home, "home-phone")

    applicant = at(f"/items/{BANNER}/", width=PHONE)
    check(applicant)
    shot(applicant, "guide-phone")
    number, code = _apply(applicant, scan)

    clerk = at("/window/", "clerk")
    check(clerk)
    shot(clerk, "window")
    clerk.goto(f"/window/cases/{number}/answer/")
    check(clerk)
    shot(clerk, "intake")
    clerk.keyboard.press("F9")
    expect(clerk.locator("main")).to_contain_text("已受理")

    reviewer = at(f"/department/cases/{number}/", "reviewer")
    reviewer.click("main button:has-text('领取这个环节')")
    reviewer.check("[name='form.result'][value=agree]")
    reviewer.fill("[name='form.text']", "内容健康，位置不影响通行。")
    shot(reviewer, "department")
    reviewer.click("main button:has-text('登记办理结果')")
    expect(reviewer.locator("[name='form.text']")).to_have_count(0)

    chief = at(f"/department/cases/{number}/", "chief")
    chief.click("main button:has-text('领取这个环节')")
    chief.fill("[name='form.text']", "符合规定，准予悬挂。")
    chief.fill("[name='form.valid_until']", "2026-03-22")
    chief.click("main button:has-text('准予许可')")
    expect(chief.locator("main")).to_contain_text("已准予许可")

    clerk.goto(f"/window/cases/{number}/")
    clerk.click("main button:has-text('办结')")
    expect(clerk.locator("main")).to_contain_text("已办结")
    clerk.check("[name=way][value=pickup]")
    clerk.check("[name=to][value=applicant]")
    clerk.check("[name=identity_checked]")
    clerk.click("main button:has-text('送达')")
    expect(clerk.locator("main")).to_contain_text("已送达")

    _progress(at, number, code)


def _apply(page: Page, scan: Path) -> tuple[str, str]:
    """Write, hand in and send; the number and the query code the applicant is given."""
    page.goto(f"/items/{BANNER}/apply/")
    page.check("[name=kind][value=person]")
    page.fill("[name=name]", "王小明")
    page.select_option("[name=id_type]", label="居民身份证")
    page.fill("[name=id_number]", "11010519491231002X")
    page.fill("[name=phone]", "13812345678")
    page.click("[value=next]")

    page.click("[value=next]")  # nothing is written yet: every fault is named, each beside its field
    expect(page.locator(".ym-errors")).to_contain_text("请填写：悬挂、张贴地点")
    shot(page, "self-check-phone")
    page.fill("[name='form.place']", "云岫市明德路一号临街外墙")
    page.fill("[name='form.wording']", "春季义诊，周六上午九点")
    page.check("[value=横幅]")
    page.fill("[name='form.count']", "2")
    page.fill("[name='form.from_day']", "2026年03月16日")
    page.fill("[name='form.to_day']", "2026年03月22日")
    page.click("[value=next]")

    for material in ("application", "design", "consent"):
        page.set_input_files(f"[name='file.{material}']", scan)
        page.wait_for_selector(f"[name='has.{material}']", state="attached")
    page.click("[value=next]")
    page.check("[name=confirmed]")
    page.click("main button:has-text('确认提交')")
    page.wait_for_url("**/sent/")
    check(page)
    said = page.inner_text("main")
    found = NUMBER.search(said), CODE.search(said)
    assert all(found), said
    return found[0].group(), found[1].group()  # type: ignore[union-attr]


def _progress(at: OPEN, number: str, code: str) -> None:
    """What anybody with the number sees, and what the code adds."""
    page = at("/progress/", width=PHONE)
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.click("main button:has-text('查询')")
    expect(page.locator("main")).to_contain_text("在城市建筑物、设施上悬挂、张贴宣传品审批")
    expect(page.locator("main")).to_contain_text("准予")
    check(page)
    shot(page, "progress-phone")
