"""Notices as a hall keeps them: who may, in which order, in which halls, and that every act is a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from ground import Ground, ground, laid_ground, own_ground
from wall import SETUP, Wall, wall
from yimen.modules.ledger import queries as ledger
from yimen.modules.people import queries as people
from yimen.modules.reception.commands import notices as commands
from yimen.modules.reception.commands.notices import Draft
from yimen.modules.reception.commands.screens import tell_sound
from yimen.modules.reception.queries import notices as queries
from yimen.modules.reception.queries.screens import screens
from yimen.rules.reception.notices import Kind, Priority, Span, Wording
from yimen.rules.refused import Refused
from yimen.wiring import world, world_notices

__all__ = ["ground", "laid_ground", "own_ground"]


@pytest.fixture
def hall(ground: Ground) -> Wall:
    return wall(ground)


def path(hall: Wall) -> str:
    unit = people.unit(hall.hall)
    assert unit is not None
    return unit.path


def titles(hall: Wall, of: str = "") -> list[str]:
    return [each.title for each in queries.shown(of or path(hall), hall.now).notices]


def township() -> Any:
    card = people.hall_by_code("township")
    assert card is not None
    return card


@pytest.mark.rule("R-223", "S-47")
def test_the_loudest_comes_first_then_as_the_office_orders_them(hall: Wall) -> None:
    hall.notice("一般一")
    second = hall.notice("一般二")
    hall.notice("重要", priority=Priority.IMPORTANT)
    assert titles(hall) == ["重要", "一般一", "一般二"]
    commands.order_notice(SETUP, second, "up", now=hall.now)
    commands.order_notice(SETUP, second, "up", now=hall.now)  # it is the first already
    assert titles(hall) == ["重要", "一般二", "一般一"]


@pytest.mark.rule("R-223")
def test_an_urgent_one_stands_alone_on_walls_and_not_on_the_portal(hall: Wall) -> None:
    hall.notice("一般")
    hall.notice("紧急", priority=Priority.URGENT)
    shown = queries.shown(path(hall), hall.now)
    assert [each.title for each in shown.on_walls] == ["紧急"]
    assert [each.title for each in queries.held([hall.hall], hall.now)[hall.hall]] == ["紧急", "一般"]


@pytest.mark.rule("R-223")
def test_an_expired_one_is_gone_and_a_coming_one_says_when_the_wall_turns(hall: Wall) -> None:
    hall.notice("现在", ends_at=hall.now + timedelta(minutes=10))
    hall.notice("以后", starts_at=hall.now + timedelta(minutes=5))
    assert titles(hall) == ["现在"]
    assert queries.shown(path(hall), hall.now).turns_at == hall.now + timedelta(minutes=5)
    hall.after(minutes=11)
    assert titles(hall) == ["以后"]
    (card, *_) = (each for each in queries.kept([hall.hall], hall.now)[hall.hall] if each.title == "现在")
    assert card.stands(hall.now) == "over"


@pytest.mark.rule("R-223")
def test_halls_below_show_what_is_handed_down_after_their_own(hall: Wall) -> None:
    below = township()
    hall.notice("全市", below=True)
    hall.notice("只在中心")
    draft = Draft(
        kind=Kind.NOTICE,
        priority=Priority.ORDINARY,
        wording=Wording(title="本镇", text="正文"),
        span=Span(hall.now),
    )
    commands.write_notice(SETUP, below.id, draft, now=hall.now)
    assert titles(hall, below.unit.path) == ["本镇", "全市"]


@pytest.mark.rule("R-223")
def test_every_act_is_a_line_and_what_was_written_lies_under_its_veil(hall: Wall) -> None:
    made = hall.notice("标题", "正文")
    commands.amend_notice(
        SETUP,
        made,
        Draft(
            kind=Kind.RESULT,
            priority=Priority.IMPORTANT,
            wording=Wording(title="改过", text="正文"),
            span=Span(hall.now),
        ),
        now=hall.now,
    )
    commands.withdraw_notice(SETUP, made, now=hall.now)
    book = next(id_ for id_, name in ledger.books() if name == commands.notices_book(hall.hall))
    found = ledger.lines(book)
    assert [each.act for each in found] == ["write_notice", "amend_notice", "withdraw_notice"]
    assert all("正文" not in str(each.body) for each in found)
    assert titles(hall) == []
    with pytest.raises(Refused, match="notice_withdrawn"):
        commands.withdraw_notice(SETUP, made, now=hall.now)


@pytest.mark.rule("R-223")
@pytest.mark.parametrize("name", ["clerk", "reviewer", "director"])
def test_others_than_the_office_write_none(hall: Wall, name: str) -> None:
    made = hall.notice("标题")
    with pytest.raises(Refused, match="not_permitted"):
        commands.withdraw_notice(hall.ground.actor(name), made, now=hall.now)
    commands.withdraw_notice(hall.ground.actor("office"), made, now=hall.now)


def test_the_halls_screens_are_told_after_the_commit(own_ground: Ground) -> None:
    hall = wall(own_ground)
    told = connection.settings_dict
    with psycopg.connect(
        dbname=told["NAME"], user=told["USER"], password=told["PASSWORD"], host=told["HOST"], autocommit=True
    ) as ear:
        ear.execute("LISTEN yimen_floor")
        hall.notice("标题", below=True)
        heard = {each.payload for each in _notifies(ear)}
    assert {"centre notices", "township notices", "village notices"} <= heard


def _notifies(ear: psycopg.Connection[Any]) -> Iterator[psycopg.Notify]:
    yield from ear.notifies(timeout=0.5)


@pytest.mark.rule("R-055")
def test_a_screen_is_kept_with_since_when_it_sounds_so_and_forgotten_after_a_week(hall: Wall) -> None:
    began = hall.now
    tell_sound(hall.hall, "a" * 32, "chime", "Linux", now=began)
    hall.after(minutes=10)
    tell_sound(hall.hall, "a" * 32, "chime", "Linux", now=hall.now)
    (screen,) = screens([hall.hall])[hall.hall]
    assert (screen.since, screen.told_at) == (began, hall.now)
    hall.after(minutes=10)
    tell_sound(hall.hall, "a" * 32, "voice", "Linux", now=hall.now)
    assert screens([hall.hall])[hall.hall][0].since == hall.now
    hall.after(days=8)
    tell_sound(hall.hall, "b" * 32, "silent", "Linux", now=hall.now)
    assert [each.key[0] for each in screens([hall.hall])[hall.hall]] == ["b"]


@pytest.mark.rule("R-223")
def test_the_demo_announces_in_both_languages_and_hands_down_what_is_for_all(hall: Wall) -> None:
    world_notices.announce(hall.ground.world, world._read("demo_notices.json"), now=hall.now)
    shown = queries.shown(township().unit.path, hall.now).notices
    assert [each.title for each in shown] == ["清明节假期对外服务安排", "春耕补贴集中受理"]
    assert all(each.title_en and each.text_en for each in queries.shown(path(hall), hall.now).notices)
