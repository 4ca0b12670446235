"""The office plays a day under other conditions, and so does the command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from browser import DESKTOP, PHONE, Visit, check, shot
from floor import Lobby, lobby
from lived_day import live
from office import Office
from yimen.modules.people import queries as people
from yimen.modules.reception.queries import days
from yimen.wiring import command, whatif

pytestmark = pytest.mark.rule("R-055", "R-059")
Counted = Callable[[int], AbstractContextManager[object]]
DAY = "2026-03-02"


@pytest.fixture
def hall(office: Office) -> Lobby:
    made = lobby(office.ground)
    live(made, 2)
    return made


def words(client: Client, status: int = 200, **asked: str) -> str:
    response = client.get(f"/office/whatif/?{urlencode(asked)}")
    text = response.content.decode()
    assert response.status_code == status, text[:1500]
    text = text[text.index("<main") : text.index("</main>")]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def test_the_page_shows_a_changed_day_beside_the_real_one(office: Office, hall: Lobby) -> None:
    page = words(office.client(), hall=str(hall.hall), day=DAY, windows="X=4")
    assert "40 people came." in page
    assert "At most 4 windows are open at once." in page
    assert "is off by 0 min 00 s at the median and by 0 min 00 s at the 95th percentile" in page
    assert "Half waited no longer than" in page
    assert "X 综合" in page
    chinese = words(office.client(language="zh-hans"), hall=str(hall.hall), day=DAY, windows="X=4")
    assert "来了 40 人。" in chinese
    assert "半数人等候不超过" in chinese
    assert "中位数相差 0 分 00 秒" in chinese
    assert " as it " not in chinese


def test_the_pictures_say_what_the_tables_say(office: Office, hall: Lobby) -> None:
    page = office.client().get(f"/office/whatif/?hall={hall.hall}&day={DAY}&windows=X=4").content.decode()
    assert page.count("<polyline") == 2
    tops = [float(top) for top in re.findall(r'class="whatif-bar-would"[^>]* y="([\d.]+)"', page)]
    _, compared = days.whatif(hall.hall, hall.now.date(), days.change(windows="X=4"))
    assert len(tops) == len(compared.was.hours)
    assert 'style="' not in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({"windows": "X"}, 422, "write A=3"),
        ({"windows": "Q=2"}, 422, "There is no queue Q. Choose one of X, Y."),
        ({"hours": "noon"}, 422, "The hours “noon” are not understood"),
        ({"booked": "all"}, 422, "The share “all” is not understood"),
        ({"order": "by_luck"}, 422, "There is no order called by_luck"),
        ({"day": "2026-03-01"}, 404, "No ticket was given on 2026-03-01"),
        ({"day": "Monday"}, 422, "The date “Monday” is not understood"),
    ],
)
def test_what_is_typed_wrongly_is_said_beside_its_field(
    office: Office, hall: Lobby, asked: dict[str, str], status: int, told: str
) -> None:
    page = words(office.client(), status, **{"hall": str(hall.hall), "day": DAY, **asked})
    assert told in page


def test_a_hall_without_tickets_says_so_and_the_page_is_the_offices(office: Office) -> None:
    assert "No tickets yet" in words(office.client())
    assert office.client("clerk").get("/office/whatif/").status_code == 404
    assert Client().get("/office/whatif/").status_code == 302


def test_playing_a_day_costs_twelve_statements(
    office: Office, hall: Lobby, django_assert_num_queries: Counted
) -> None:
    client = office.client()
    address = f"/office/whatif/?hall={hall.hall}&day={DAY}&windows=X=4"
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)


# -- the command ----


def run(capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    _, options = command._understand(["whatif", *typed])
    assert whatif.run(options) == 0
    return capsys.readouterr().out


def code(hall: Lobby) -> str:
    unit = people.unit(hall.hall)
    assert unit is not None
    return unit.code


def test_the_command_prints_a_day_and_its_other_self(hall: Lobby, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(
        capsys, code(hall), DAY, "--windows", "X=4", "--order", "by_moment", "--booked", "40%", "--no-pauses"
    )
    assert "40 人 · people" in said
    assert "等候中位数 · median" in said
    assert "回放误差 · off by, played as it was: p50 +0:00:00 · p95 +0:00:00" in said


def test_the_command_gives_the_same_figures_for_the_same_seed_as_json(
    hall: Lobby, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = (
        code(hall),
        DAY,
        "--windows",
        "X=3",
        "--windows",
        "Y=2",
        "--hours",
        "08:30-12:00",
        "--seed",
        "7",
        "--json",
    )
    first, again = run(capsys, *asked), run(capsys, *asked)
    assert first == again
    told = json.loads(first)
    assert told["was"]["all"]["people"] == 40
    assert told["would_be"]["all"]["p95_s"] < told["was"]["all"]["p95_s"]
    assert told["back_test"] == {"p50_s": 0.0, "p95_s": 0.0}
    assert set(told["was"]["queues"]) == {"X", "Y"}
    assert told["change"]["windows"][0][:2] == ["X", 3]
    assert told["seed"] == 7


# -- what it looks like ----


@pytest.mark.browser
@pytest.mark.rule("R-232", "ACC-03")
def test_the_page_is_sound_on_every_screen_in_both_languages(own_office: Office, visit: Visit) -> None:
    made = lobby(own_office.ground)
    live(made, 3, tickets=90, minutes=150, longest=420)
    pages = {
        "whatif": f"?hall={made.hall}&day={DAY}&windows=X=4&booked=50%25",
        "whatif-as-it-was": f"?hall={made.hall}&day={DAY}",
        "whatif-wrong": f"?hall={made.hall}&day={DAY}&windows=X&hours=noon",
        "whatif-form": "",
    }
    for language in ("zh-CN", "en-GB"):
        client = own_office.client(language=language.lower().replace("zh-cn", "zh-hans")[:7])
        for name, asked in pages.items():
            for width in (DESKTOP, PHONE):
                page = visit(f"/office/whatif/{asked}", width=width, language=language, client=client)
                check(page)
                shot(page, f"office-{name}-{width}-{language[:2]}", whole=True)
