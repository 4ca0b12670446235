"""Outages, late entries, and what may still come after silence accepted: sound on every screen, and worth looking at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from browser import Visit, faults, shot, widths
from counter import BANNER, Counter, digits, open_counter, piece
from yimen.modules.cases import commands as cases
from yimen.modules.cases.commands import OnPaper
from yimen.modules.ledger import commands as ledger
from yimen.modules.licensing import commands

pytestmark = [pytest.mark.browser, pytest.mark.rule("R-100", "LIC-30", "R-286", "ACC-03")]


@pytest.fixture
def after_a_power_cut(
    now: datetime, own_database: str, django_db_blocker: DjangoDbBlocker, settings: Any, tmp_path: Path
) -> Iterator[tuple[Counter, str]]:
    """One outage that is over and one that lasts, an acceptance entered late, and a case nobody answered in time."""
    settings.YIMEN_FILES = tmp_path
    with django_db_blocker.unblock():
        counter = open_counter(now)
        silent = counter.take_in(BANNER, submitted=(piece("application"), piece("consent")), name="吴秀英")
        counter.goes_to(timedelta(days=9))
        number, there = counter.take_in(BANNER, name="李桂芳"), counter.hall.town.unit["centre"]
        supervisor, began = counter.hall.actor("supervisor"), counter.now
        counter.goes_to(timedelta(days=1))
        told = {"until": began + timedelta(hours=4), "reason": "全楼停电，备用电源只够照明"}
        cases.register_outage(supervisor, there, from_at=began, now=counter.now, **told)
        told = {"until": None, "reason": "机房网络中断"}
        cases.register_outage(supervisor, there, from_at=counter.now, now=counter.now, **told)
        late = OnPaper(began + timedelta(hours=2), "手工受理通知书 停〔2026〕3号，申请人已签收")
        commands.act(counter.hall.actor("lin"), digits(number), "accept", {}, now=counter.now, late=late)
        while ledger.run_next(counter.now):
            pass
        yield counter, silent


@pytest.mark.parametrize(("language", "locale"), [("zh-hans", "zh-CN"), ("en", "en-GB")])
def test_every_page_is_sound_on_every_screen(
    visit: Visit, after_a_power_cut: tuple[Counter, str], language: str, locale: str
) -> None:
    counter, silent = after_a_power_cut
    pages = {
        "supervisor": {"outages": "/supervisor/outages/"},
        "lin": {
            "taking": f"/window/new/{BANNER}/",
            "silent": f"/window/cases/{silent}/",
            "afterwards": f"/window/cases/{silent}/supply/",
        },
    }
    found = []
    for who, theirs in pages.items():
        client = counter.client(who, language=language)
        for width in widths(locale):
            page = visit("/healthz", width, locale, client=client)
            for name, path in theirs.items():
                page.goto(path)
                page.evaluate(
                    "document.querySelectorAll('.wd-late').forEach((each) => { each.open = true; })"
                )
                shot(page, f"late-{name}-{locale[:2]}-{width}", whole=True)
                found += [f"{path} at {width}: {each}" for each in faults(page)]
            page.context.close()
    assert not found, "\n".join(found)
