"""Every page of the management desk on every screen, in both languages: sound, and worth looking at."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser import Visit, check, shot, widths
from office import ADVERT, DRAFT, WASTE, Office, form_of

pytestmark = [pytest.mark.browser, pytest.mark.rule("R-232", "ACC-03")]

PAGES = {
    "home": "/office/",
    "items": "/office/items/",
    "items-none": "/office/items/?q=无此事项",
    "item-new": "/office/items/new/",
    "item": f"/office/items/{ADVERT}/",
    "item-draft": f"/office/items/{DRAFT}/",
    "item-changed": f"/office/items/{WASTE}/",
    "edit": f"/office/items/{ADVERT}/edit/",
    "edit-open": f"/office/items/{ADVERT}/edit/?section=materials",
    "online": "/office/items/online/",
    "import": "/office/items/import/",
    "parameters": "/office/parameters/",
    "parameters-own": "/office/parameters/?own=1",
    "parameter": "/office/parameters/reminder.days_before/",
    "units": "/office/units/",
    "unit": "/office/units/{CG}/",
    "unit-hall": "/office/units/{centre}/",
    "unit-edit": "/office/units/{CG}/edit/",
    "hall": "/office/units/{centre}/hall/",
    "section": "/office/units/{CG}/section/",
    "windows": "/office/windows/",
    "window": "/office/windows/{A01}/",
    "window-new": "/office/windows/new/",
    "staff": "/office/staff/",
    "staff-closed": "/office/staff/?closed=1",
    "staff-edit": "/office/staff/{chief}/",
    "staff-new": "/office/staff/new/",
    "letters": "/office/letters/",
    "letters-ended": "/office/letters/?ended=1",
    "letter-new": "/office/letters/new/",
    "calendar": "/office/calendar/",
    "year": "/office/calendar/2026/",
    "year-provisional": "/office/calendar/2027/",
    "year-new": "/office/calendar/new/",
    "amend": "/office/calendar/amend/",
    "hours": "/office/hours/",
    "hours-edit": "/office/hours/{centre}/",
    "special-day": "/office/hours/{centre}/day/",
    "window-hours": "/office/hours/windows/{A01}/",
    "window-special-day": "/office/hours/windows/{A01}/day/",
}
LIST = """事项编码,事项名称,实施部门,事项类型,承诺时限,法定时限
YX-IMP-1,城市树木移植审批,云岫市城市管理局,行政许可,5个工作日,20个工作日
YX-IMP-2,临时占道堆物审批,云岫市城市管理局,行政许可,很快,20个工作日
YX-IMP-3,档案查阅,云岫市档案馆,公共服务,0,1个工作日
,没有编码的事项,云岫市城市管理局,公共服务,1个工作日,2个工作日
"""


def fill_wrongly(page: Page) -> None:
    page.locator(".office-section > summary").nth(1).click()
    page.fill("[name='form.limits.promised.n']", "八天")
    page.click(".office-save button")


def try_a_list(page: Page) -> None:
    page.set_input_files("#file", {"name": "事项清单.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    page.click("main form[enctype] button[type=submit]")


def try_no_table(page: Page) -> None:
    page.set_input_files("#file", {"name": "通知.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    page.click("main form[enctype] button[type=submit]")


def look_at_days(page: Page) -> None:
    page.fill("[name='form.notice']", "云政办发〔2026〕5号")
    page.fill("[name='form.days.0.date']", "2026-03-09")
    page.fill("[name='form.days.0.until']", "2026-03-10")
    page.check("[name='form.days.0.works'][value=no]")
    page.fill("[name='form.days.0.name']", "市庆")
    page.click("[name=look]")


def send_empty(page: Page) -> None:
    page.click("main form .ym-actions button[type=submit]")


def reset(page: Page) -> None:
    page.click("[action$='/reset/'] button")
    page.click("dialog .btn-primary")


ACTS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "edit-wrong": (f"/office/items/{ADVERT}/edit/", fill_wrongly),
    "import-tried": ("/office/items/import/", try_a_list),
    "import-refused": ("/office/items/import/", try_no_table),
    "amend-looked": ("/office/calendar/amend/", look_at_days),
    "staff-new-wrong": ("/office/staff/new/", send_empty),
    "first-password": ("/office/staff/{chief}/", reset),
}


@pytest.fixture
def lived_in(own_office: Office) -> Office:
    """With a draft of a published item, a running case, and a window that is being prepared."""
    client, ground = own_office.client(), own_office.ground
    form = form_of(client.get(f"/office/items/{WASTE}/edit/"))
    told = form.but(
        form__limits__promised__n="3",
        form__materials__list__0__note="一式两份",
        form__who__window="二楼B02窗口",
    )
    client.post(f"/office/items/{WASTE}/edit/", told)
    ground.accepted()
    form = form_of(client.get("/office/windows/new/"))
    told = form.but(
        form__hall=str(ground.unit("centre")), form__number="A05", form__name="A05 综合窗口", form__floor="2"
    )
    made = client.post("/office/windows/new/", told)["Location"]
    client.post(f"{made}confirm/", {"point": "staff", "organ": "市委组织部"})
    ground.world.unit["A05"] = int(made.strip("/").split("/")[-1])
    return own_office


@pytest.mark.parametrize(
    ("language", "width"), [(each, width) for each in ("zh-CN", "en-GB") for width in widths(each)]
)
def test_each_page_is_sound(visit: Visit, lived_in: Office, language: str, width: int) -> None:
    wanted = os.environ.get("YIMEN_ONLY", "").split()
    client = lived_in.client(language=language)
    pages = {name: (path, None) for name, path in PAGES.items()}
    pages |= {"window-preparing": ("/office/windows/{A05}/", None), **ACTS}
    for name, (path, act) in pages.items():
        if not wanted or name in wanted:
            there = path.format(**lived_in.ground.world.unit, **lived_in.ground.world.staff)
            page = visit(there, width, language, client=client)
            if act:
                act(page)
                page.wait_for_load_state()
            shot(page, f"office-{name}-{language[:2]}-{width}", whole=True)
            check(page)
            if act:
                page.context.close()  # what was typed there would ask to stay
            else:
                visit.leave(page, width, language, client)
