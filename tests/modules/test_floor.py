"""The floor of a hall: tickets, seats and calls, each act a line."""

from __future__ import annotations

import pytest

from ground import Ground
from yimen.modules.cases import commands as cases
from yimen.modules.reception import commands, queries


@pytest.fixture
def line(ground: Ground) -> int:
    """A queue of the city's hall that the clerk's window calls from."""
    return commands.create_queue(
        ground.world.actor("director", ground.now.date()),
        ground.actor("clerk").hall,
        "A",
        name="综合",
        windows=[ground.actor("clerk").unit],
        now=ground.now,
    )


@pytest.mark.rule("R-055")
def test_a_ticket_is_taken_called_served_and_finished(ground: Ground, line: int):
    clerk = ground.actor("clerk")
    commands.open_window(clerk, clerk.unit, now=ground.now)
    ticket = commands.issue(ground.actor("web"), clerk.hall, queue=line, source="kiosk", now=ground.now)
    assert (ticket.number, ticket.ahead) == ("A001", 0)
    called = commands.call_next(clerk, clerk.unit, now=ground.now)
    assert called is not None
    assert called.id == ticket.id
    commands.start(clerk, ticket.id, now=ground.now)
    done = commands.finish(clerk, ticket.id, now=ground.now)
    assert done.state == "served"
    assert queries.ticket(ticket.token, now=ground.now).state == "served"
    assert queries.floor(clerk.hall, now=ground.now).seats[0].ticket is None
    assert commands.call_next(clerk, clerk.unit, now=ground.now) is None
    assert list(cases.verify_all()) == []
