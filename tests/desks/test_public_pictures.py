"""Every page of the public and of the applicant on every screen, in both languages: sound, and worth looking at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django import DjangoDbBlocker

from browser import DESKTOP, PHONE, Visit, faults, shot, sideways, widths
from counter import ADVERT, BANNER, FOOD, TRADER, Counter, digits, filled, lived_in
from somebody import WHO, Somebody, come_in
from yimen.modules.catalogue.queries import facts
from yimen.modules.ledger.commands import seal_day
from yimen.modules.licensing.composing import code_of
from yimen.wiring import site

pytestmark = [pytest.mark.browser, pytest.mark.rule("R-215", "R-220", "R-232", "R-286", "ACC-03")]


@pytest.fixture
def worked(
    now: datetime,
    own_database: str,
    django_db_blocker: DjangoDbBlocker,
    settings: LazySettings,
    tmp_path: Path,
) -> Iterator[Counter]:
    """The hall after three weeks of work, committed for the browser's server to see."""
    settings.YIMEN_FILES, settings.YIMEN_DRAFT_FILES = tmp_path / "files", tmp_path / "drafts"
    settings.YIMEN_SMS_URL = "http://127.0.0.1:9"
    settings.YIMEN_SITE = "yimen.wiring.site.site"
    settings.YIMEN_RATES = dict.fromkeys(settings.YIMEN_RATES, (10000, 60))
    facts.version.cache_clear()
    site.forget()
    with django_db_blocker.unblock():
        counter = lived_in(now)
        seal_day(now.date())
        yield counter
    site.forget()


def half_written(language: str) -> Somebody:
    """Somebody in the middle of it, with some of it wrong."""
    one = Somebody(FOOD, language)
    one.step("who", {**WHO, "phone": "138"}, to="later")
    one.step(
        "form",
        {"form.shop_name": "临溪小馆", "form.licence_scope": "日用百货", "form.area": "八十"},
        to="later",
    )
    one.bring("application", rules="promise")
    one.see("check")
    return one


def asked(counter: Counter, language: str) -> Somebody:
    """Somebody who was asked for more, and has come in by telephone."""
    one = Somebody(FOOD, language)
    one.fill({**filled(FOOD), "licence_scope": "日用百货"})
    one.bring("application")
    one.send()
    extra = [{"material": "layout", "text": "图上请标明各区面积。", "remedy": "重新绘制后提交。"}]
    counter.act("mei", one.number, "ask_supplement", extra=extra)
    counter.seal(one.number)
    return one


OPEN = {
    "home": "/",
    "items": "/items/",
    "items-found": "/items/?q=开餐馆",
    "items-none": "/items/?q=龘靐齉",
    "items-narrowed": "/items/?theme=餐饮住宿&audience=person",
    "guide": f"/items/{FOOD}/",
    "guide-before": f"/items/{ADVERT}/",
    "leaflet": f"/items/{FOOD}/leaflet/",
    "form-blank": f"/items/{BANNER}/form/",
    "form-sample": f"/items/{FOOD}/form/?sample=1",
    "ask": "/progress/",
    "ask-wrong": "/progress/990100-20260302-99999-9/",
    "verify": "/verify/",
    "verify-genuine": "/verify/云城管收〔2026〕1号",
    "verify-unknown": "/verify/云城管收〔2026〕999号",
    "halls": "/halls/",
    "ledger": "/ledger/",
    "about": "/about/",
    "accessibility": "/about/accessibility/",
    "privacy": "/about/privacy/",
    "sign-in": "/sign-in/",
    "phone": "/my/sign-in/",
    "none": "/items/NONE/",
}


@pytest.mark.parametrize(("language", "locale"), [("zh-hans", "zh-CN"), ("en", "en-GB")])
def test_every_page_is_sound_on_every_screen(
    visit: Visit, worked: Counter, language: str, locale: str
) -> None:
    writing = half_written(language)
    waiting = asked(worked, language)
    client = come_in(WHO["phone"], language)
    client.get(f"/progress/{waiting.number}/", {"code": code_of(digits(waiting.number))})
    telephone = Somebody(FOOD, language).client
    telephone.post("/my/sign-in/", {"phone": "13700000009"})
    newcomer = come_in("13700000001", language)
    pages = [
        *((name, path, None) for name, path in OPEN.items()),
        *((f"apply-{step}", f"{writing.at}{step}/".replace("who/", ""), writing.client)
          for step in ("who", "form", "materials", "check")),
        ("sent", f"{waiting.at}sent/", waiting.client),
        ("progress", f"/progress/{worked.numbers['soon']}/", None),
        ("progress-open", f"/progress/{waiting.number}/", client),
        ("code", "/my/sign-in/code/", telephone),
        ("my", "/my/", client),
        ("my-empty", "/my/", newcomer),
        ("my-case", f"/my/cases/{waiting.number}/", client),
        ("my-supply", f"/my/cases/{waiting.number}/supply/", client),
        ("my-withdraw", f"/my/cases/{waiting.number}/withdraw/", client),
        ("my-messages", "/my/messages/", client),
        ("account", "/account/", worked.client("supervisor", language)),
    ]  # fmt: skip
    found = []
    for name, path, who in pages:
        for width in widths(locale):
            page = visit(path, width, locale, client=who)
            shot(page, f"public-{name}-{locale[:2]}-{width}", whole=True)
            wrong = sideways(page) if (language, width) == ("en", DESKTOP) else faults(page)
            found += [f"{path} at {width}: {each}" for each in wrong]
            visit.leave(page, width, locale, who)
    assert not found, "\n".join(found)


def test_the_narrowest_screen_and_the_largest_type_need_no_sideways_scroll(
    visit: Visit, worked: Counter
) -> None:
    writing = half_written("zh-hans")
    for path in (
        "/",
        f"/items/{FOOD}/",
        f"{writing.at}materials/",
        f"{writing.at}check/",
        "/verify/云城管收〔2026〕1号",
    ):
        page = visit(path, PHONE, client=writing.client)
        page.set_viewport_size({"width": 320, "height": 780})
        assert not sideways(page), path
        page.evaluate("document.documentElement.setAttribute('data-large', '')")
        assert not sideways(page), f"{path} in large type"
        page.context.close()


@pytest.mark.rule("R-039")
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_every_leaflet_is_one_sheet_of_paper(visit: Visit, worked: Counter, locale: str) -> None:
    for code in (FOOD, BANNER, ADVERT, TRADER):
        page = visit(f"/items/{code}/leaflet/", language=locale)
        sheet = page.pdf(format="A4", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page[^s]", sheet)) == 1, code
        page.context.close()
