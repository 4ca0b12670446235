"""Every page of the window's desk on every screen, in both languages: sound, and worth looking at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from pytest_django import DjangoDbBlocker

from browser import Visit, faults, shot, widths
from counter import BANNER, Counter, lived_in, open_counter
from yimen.modules.catalogue.queries import facts

pytestmark = [pytest.mark.browser, pytest.mark.rule("R-122", "R-232", "R-286", "ACC-03")]


@pytest.fixture
def worked(now: datetime, own_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Counter]:
    """The hall after three weeks of work, committed for the browser's server to see."""
    facts.version.cache_clear()
    with django_db_blocker.unblock():
        yield lived_in(now)


@pytest.fixture
def counter(now: datetime, db: None) -> Counter:
    """A hall of one test alone: the other one here commits."""
    facts.version.cache_clear()
    return open_counter(now)


def pages(worked: Counter) -> dict[str, str]:
    cases = {key: f"/window/cases/{number}/" for key, number in worked.numbers.items()}
    return {
        "board": "/window/",
        "hall": "/window/?scope=hall",
        "red": "/window/?light=red",
        "empty": "/window/?scope=mine",
        "to-answer": "/window/to/answer/",
        "find": "/window/find/",
        "openings": "/window/openings/",
        "day-book": "/window/day-book/",
        "day-book-empty": "/window/day-book/?on=2026-01-01",
        "new": "/window/new/?scope=window",
        "take-in": f"/window/new/{BANNER}/",
        "answer-lacking": f"{cases['half']}answer/",
        "answer": f"{cases['fresh']}answer/",
        "supply": f"{cases['supplement']}supply/",
        "receive": f"{cases['online']}receive/",
        "spot": f"{cases['instant']}spot/",
        "show": f"{cases['ready']}show/",
        **{f"case-{key}": cases[key] for key in ("half", "ready", "resting", "decided", "late", "withdrawn")},
    }


def test_the_language_of_the_reader_is_spoken(counter: Counter) -> None:
    assert "Morning board" in counter.client().get("/window/").content.decode()
    assert "早间看板" in counter.client(language="zh-hans").get("/window/").content.decode()


@pytest.mark.parametrize(("language", "locale"), [("zh-hans", "zh-CN"), ("en", "en-GB")])
def test_every_page_is_sound_on_every_screen(
    visit: Visit, worked: Counter, language: str, locale: str
) -> None:
    client = worked.client(language=language)
    found = []
    for name, path in pages(worked).items():
        for width in widths(locale):
            page = visit(path, width, locale, client=client)
            shot(page, f"window-{name}-{locale[:2]}-{width}", whole=True)
            found += [f"{path} at {width}: {each}" for each in faults(page)]
            visit.leave(page, width, locale, client)
    assert not found, "\n".join(found)
