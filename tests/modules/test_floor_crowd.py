"""Sixty-four at once on one floor, committing for real: nobody is called twice, no number is given twice or left out."""

from __future__ import annotations

from typing import Any

import pytest

from floor import SETUP, Lobby, lobby
from ground import Ground, rows
from modules.test_crowd import at_once, reasons
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger.commands import Keyed
from yimen.modules.people import commands as people
from yimen.modules.people.queries import Point
from yimen.modules.reception import commands
from yimen.modules.reception.queries import TicketCard
from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.refused import Refused

pytestmark = pytest.mark.commits
CROWD = 64


@pytest.fixture
def hall(own_ground: Ground) -> Lobby:
    return lobby(own_ground)


def clerks(hall: Lobby, how_many: int) -> list[Actor]:
    """So many windows more that call from queue X, each with somebody at it."""
    made = []
    for n in range(how_many):
        unit = people.create_window(SETUP, hall.hall, f"Z{n}", name=f"Z{n}", now=hall.now)
        for point in Point:
            people.confirm_in_place(SETUP, unit, point, organ="市政府办", now=hall.now)
        rows("INSERT INTO reception_queuewindow (window_id, queue_id) VALUES (%s, %s)", unit, hall.queue["X"])
        made.append(Actor(Kind.STAFF, 0, unit=unit, hall=hall.hall, roles=frozenset({Role.WINDOW_CLERK})))
    return made


def holds() -> None:
    assert [f"{each.where}: {each.what}" for each in commands.verify_floors()] == []
    assert rows("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == [(0,)]


@pytest.mark.rule("R-055")
def test_from_sixty_four_doors_no_number_is_given_twice_and_none_is_left_out(hall: Lobby) -> None:
    results = at_once([hall.take] * CROWD)
    assert reasons(results) == {"done": CROWD}
    assert sorted(each.n for each in results) == list(range(1, CROWD + 1))
    assert len({each.token for each in results}) == len({each.number for each in results}) == CROWD
    holds()


@pytest.mark.rule("R-055")
def test_sixty_four_windows_that_call_at_once_never_call_one_person_twice(hall: Lobby) -> None:
    seats = clerks(hall, CROWD)
    staff = rows("SELECT id FROM people_account LIMIT 1")[0][0]
    at = [Actor(Kind.STAFF, staff, unit=each.unit, hall=each.hall, roles=each.roles) for each in seats]
    for each in at:
        commands.open_window(each, each.unit, now=hall.now)
    waiting = [hall.take() for _ in range(CROWD - 4)]
    called = at_once([lambda each=each: commands.call_next(each, each.unit, now=hall.now) for each in at])
    got = [each for each in called if isinstance(each, TicketCard)]
    assert sorted(each.id for each in got) == sorted(each.id for each in waiting)
    assert len({each.window for each in got}) == len(waiting)
    assert called.count(None) == 4, "who found nobody was told so"
    holds()


@pytest.mark.rule("R-055")
def test_of_all_who_call_finish_and_give_up_one_ticket_at_once_one_is_first(hall: Lobby) -> None:
    hall.open()
    ticket = hall.take()

    def out_of_turn(who: Actor) -> Any:
        return commands.call(who, who.unit, ticket.id, reason="同时", now=hall.now)

    works = [lambda: out_of_turn(hall.clerk), lambda: out_of_turn(hall.other)] * 8
    results = at_once([*works, *[lambda: commands.cancel(ticket.token, now=hall.now)] * 4])
    told = reasons(results)
    assert sum(told.values()) == 20
    assert set(told) <= {"done", "ticket_state", "window_busy"}
    calls = [each for each in results if isinstance(each, TicketCard) and each.state == "called"]
    assert len(calls) <= 1
    assert all(isinstance(each, TicketCard | Refused) for each in results)
    holds()


def test_one_key_from_many_hands_is_one_ticket_and_nothing_is_done_in_vain(hall: Lobby) -> None:
    keyed = Keyed.of(hall.clerk, "same", ["/tickets"])
    works = [lambda: ledger.once(keyed, lambda: hall.take().token, whole=True).content] * 24
    assert len(set(at_once(works))) == 1
    assert rows("SELECT count(*) FROM reception_ticket") == [(1,)]
    holds()
