"""The walls' pages without a browser: what they cost, what they say when there is nothing to say, and what they refuse."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from ground import OPENED, ZONE, Ground
from wall import Wall, busy, wall
from yimen.base import clock
from yimen.desks.lobby.places import Doors, standing
from yimen.modules.people import queries as people
from yimen.modules.reception import commands
from yimen.modules.reception.queries.screens import screens
from yimen.rules.reception.notices import Priority

KEY = "0123456789abcdef" * 2


def doors(hall: Wall, at: datetime) -> Doors:
    card = people.hall(hall.hall)
    assert card is not None
    return standing(card, at).doors


def get(hall: Wall, face: str, **asked: str) -> str:
    clock.set_hall_time(hall.now)
    answer = Client().get(f"/lobby/{hall.code}/{face}/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.rule("R-055", "R-223", "S-36")
@pytest.mark.parametrize(
    ("address", "statements"),
    [
        ("/lobby/", 2),
        ("/lobby/centre/calls/", 9),
        ("/lobby/centre/notices/", 10),
        ("/lobby/centre/information/", 11),
        ("/lobby/centre/information/?show=items", 12),
        ("/lobby/centre/information/?show=figures", 12),
    ],
)
def test_what_a_wall_asks_the_database(
    ground: Ground, address: str, statements: int, django_assert_max_num_queries: Any
) -> None:
    hall = busy(ground)
    clock.set_hall_time(hall.now)
    hall.notice("通知")
    Client().get(address)
    with django_assert_max_num_queries(statements):
        assert Client().get(address).status_code == 200


@pytest.mark.rule("R-077")
def test_the_doors_as_the_day_goes(ground: Ground) -> None:
    hall = wall(ground)
    at = {
        "08:00": Doors.BEFORE, "09:00": Doors.OPEN, "12:00": Doors.BREAK, "15:00": Doors.OPEN, "18:00": Doors.OVER,
    }  # fmt: skip
    for word, expected in at.items():
        hour, minute = map(int, word.split(":"))
        assert doors(hall, OPENED.replace(hour=hour, minute=minute)) is expected, word
    assert doors(hall, datetime(2026, 3, 7, 10, 0, tzinfo=ZONE)) is Doors.OVER


@pytest.mark.rule("R-076")
def test_a_window_that_pauses_says_where_its_officer_is_until_when_and_who_stands_in(ground: Ground) -> None:
    hall = busy(ground)
    who, substitute = hall.who["D"], hall.ground.actor("clerk-a01b")
    commands.pause_window(
        who,
        who.unit,
        reason="到派出所核实",
        until=hall.now.replace(hour=10, minute=5),
        substitute=substitute.id,
        now=hall.now,
    )
    shown = get(hall, "calls")
    for words in ("暂停办理", "到派出所核实", "10:05 恢复", "由 梅晓岚 代办"):
        assert words in shown
    commands.open_window(who, who.unit, now=hall.now)
    assert "到派出所核实" not in get(hall, "calls")


@pytest.mark.rule("R-055")
def test_who_was_called_stands_big_then_among_those_before(ground: Ground) -> None:
    hall = busy(ground)
    hall.after(minutes=1)
    first = hall.call("A").number
    hall.after(seconds=30)
    second = hall.call("D").number
    shown = get(hall, "calls")
    assert f'<b class="call-number">{second}</b>' in shown
    assert f'<b class="call-number">{first}</b>' not in shown
    assert f"<li><b>{first}</b>" in shown


@pytest.mark.rule("R-223")
def test_notices_are_on_walls_and_on_the_portal_in_the_same_words(ground: Ground) -> None:
    hall = wall(ground)
    hall.notice("本周六开放", "可提前<b>预约</b>。", title_en="Open this Saturday", text_en="Book ahead.")
    hall.notice("撤下的")
    for page in (get(hall, "notices"), Client().get("/notices/").content.decode()):
        assert "本周六开放" in page
        assert "可提前&lt;b&gt;预约&lt;/b&gt;。" in page
    assert "Open this Saturday" in get(hall, "notices", language="en")
    hall.notice("火警", priority=Priority.URGENT)
    assert "本周六开放" not in get(hall, "notices")
    assert "本周六开放" in Client().get("/notices/").content.decode()


@pytest.mark.rule("S-36")
def test_the_information_screen_turns_through_all_items_and_begins_anew(ground: Ground) -> None:
    hall = wall(ground)
    clock.set_hall_time(hall.now)
    seen, address = [], ""
    for _ in range(12):
        page = Client().get(f"/lobby/{hall.code}/information/{address}").content.decode()
        address = page.partition('data-next="')[2].partition('"')[0].replace("&amp;", "&")
        seen.append(address)
        if address == "?":
            break
    assert seen[0] == "?show=items"
    assert seen[-2:] == ["?show=figures", "?"]
    assert len(seen) >= 4


@pytest.mark.parametrize(
    "address", ["/lobby/nowhere/calls/", "/lobby/A01/notices/", "/lobby/nowhere/information/"]
)
def test_a_hall_that_is_none_has_no_walls(ground: Ground, address: str) -> None:
    assert Client().get(address).status_code == 404


@pytest.mark.rule("R-055")
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"key": KEY, "sound": "chime"}, 204),
        ({"key": KEY, "sound": "loud"}, 422),
        ({"key": "short", "sound": "voice"}, 422),
        ({}, 422),
    ],
)
def test_a_wall_says_how_it_sounds(ground: Ground, sent: dict[str, str], status: int) -> None:
    hall = wall(ground)
    assert Client().post(f"/lobby/{hall.code}/sound/", sent).status_code == status
    assert len(screens([hall.hall])[hall.hall]) == (status == 204)


def test_nobody_fills_the_office_with_screens(ground: Ground, settings: Any) -> None:
    hall = wall(ground)
    settings.YIMEN_RATES = settings.YIMEN_RATES | {"screen": (2, 60)}
    answers = [
        Client().post(f"/lobby/{hall.code}/sound/", {"key": KEY, "sound": "voice"}).status_code
        for _ in range(3)
    ]
    assert answers == [204, 204, 429]


def test_a_wall_without_csrf_token_says_nothing(ground: Ground) -> None:
    hall = wall(ground)
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/lobby/{hall.code}/sound/", {"key": KEY, "sound": "voice"}).status_code == 403
