"""Every page of the department's and the supervisor's desk on every screen, in both languages: sound, and worth looking at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from browser import Visit, faults, shot, widths
from counter import BANNER, digits, open_counter, piece
from section import Section
from yimen.modules.licensing import commands

pytestmark = [pytest.mark.browser, pytest.mark.rule("R-110", "R-162", "R-232", "R-286", "ACC-03")]


@pytest.fixture
def worked(
    now: datetime, own_database: str, django_db_blocker: DjangoDbBlocker, settings: Any, tmp_path: Path
) -> Iterator[tuple[Section, dict[str, str]]]:
    """The department after nine days of work, committed for the browser's server to see."""
    settings.YIMEN_FILES = tmp_path
    with django_db_blocker.unblock():
        section = Section(open_counter(now))
        yield section, lived_in(section)


def lived_in(section: Section) -> dict[str, str]:
    """Overdue, due soon, free, resting, to be decided, sent back, back from a supplement: one case of each."""
    counter, made = section.counter, {}
    made["late"] = section.counter.take_in(BANNER, name="李桂芳")
    counter.act("lin", made["late"], "accept")
    made["survey"] = section.reviewed(name="周建国")
    section.take(made["survey"], "zhao")
    counter.act("zhou", made["survey"], "note", text="申请人下周三可以到场。")
    counter.goes_to(counter.now + timedelta(days=3))
    made["resting"] = section.taken(name="赵春花")
    told = {"reason": "expert_review", "needed": {"n": 5, "unit": "working_day"}, "text": "须组织专家评审。"}
    counter.act("zhao", made["resting"], "suspend", **told)
    made["theirs"] = section.taken("zhou", name="孙晓东")
    made["asked"] = counter.take_in(BANNER, submitted=(), name="吴秀英")
    counter.act("lin", made["asked"], "ask_supplement")
    counter.goes_to(counter.now + timedelta(days=6))
    made["free"] = section.accepted(name="郑海涛")
    made["mine"] = section.taken(name="冯玉兰")
    made["deciding"] = section.deciding("disagree", name="陈志强")
    made["back"] = section.deciding(name="褚文静")
    first = section.view(made["back"]).steps[0].n
    counter.act("qian", made["back"], "send_back", step=first, text="请补量外挑距离。")
    lacking = [piece(each.code) for each in section.view(made["asked"], "lin").item.materials]
    commands.supply(counter.hall.actor("lin"), digits(made["asked"]), lacking, now=counter.now)
    for number in made.values():
        counter.seal(number)
    return made


def pages(section: Section, made: dict[str, str]) -> dict[str, dict[str, str]]:
    """Of each reader, the pages by the name of their picture."""
    here = {key: f"/department/cases/{number}/" for key, number in made.items()}
    there = {key: f"/supervisor/cases/{number}/" for key, number in made.items()}
    zhou = section.counter.hall.town.staff["zhou"]
    return {
        "zhao": {
            "tasks": "/department/",
            "free": "/department/?whose=free",
            "resting": "/department/?whose=resting",
            "cases": "/department/cases/",
            "none": "/department/cases/?q=无此人",
            "colleagues": "/department/colleagues/",
            "held": f"/department/colleagues/?who={zhou}",
            "messages": "/department/messages/",
            "case-survey": here["survey"],
            "case-image": f"{here['mine']}?show=m2",
            "case-free": here["free"],
            "case-theirs": here["theirs"],
            "case-resting": here["resting"],
            "case-back": here["back"],
            "suspend": f"{here['mine']}?do=suspend",
            "hand-over": f"{here['mine']}?do=hand_over_task",
        },
        "qian": {
            "grant": here["deciding"],
            "refuse": f"{here['deciding']}?do=refuse",
            "return": f"{here['deciding']}?do=return",
            "extend": f"{here['deciding']}?do=extend",
            "send-back": f"{here['deciding']}?do=send_back",
        },
        "director": {
            "overview": "/supervisor/",
            "promised": "/supervisor/promised/",
            "asked": "/supervisor/asked/",
            "leave": there["asked"],
        },
        "supervisor": {
            "due": "/supervisor/due/",
            "delays": "/supervisor/delays/",
            "all": "/supervisor/cases/",
            "inbox": "/supervisor/messages/",
            "ledger": f"{there['survey']}?verify=1",
        },
    }


@pytest.mark.parametrize(("language", "locale"), [("zh-hans", "zh-CN"), ("en", "en-GB")])
def test_every_page_is_sound_on_every_screen(
    visit: Visit, worked: tuple[Section, dict[str, str]], language: str, locale: str
) -> None:
    section, made = worked
    found = []
    for who, theirs in pages(section, made).items():
        client = section.counter.client(who, language=language)
        for width in widths(locale):
            page = visit("/healthz", width, locale, client=client)
            for name, path in theirs.items():
                page.goto(path)
                shot(page, f"department-{name}-{locale[:2]}-{width}", whole=True)
                found += [f"{path} at {width}: {each}" for each in faults(page)]
            page.context.close()
    assert not found, "\n".join(found)
