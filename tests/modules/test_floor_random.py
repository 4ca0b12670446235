"""Random floors: the index finds whom the pure order names, the book replays to the rows, and nobody is lost."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floor import Lobby, lobby
from ground import Ground, rows
from yimen.modules.reception import commands, queries
from yimen.modules.reception.queries import Booked
from yimen.rules.reception import order
from yimen.rules.reception.floor import ENDS
from yimen.rules.refused import Refused

some = settings(
    max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
ACTS = (
    "issue", "issue", "issue", "booked", "green", "priority", "call_next", "call_next", "call", "recall", "start", "start",
    "finish", "finish", "hold", "skip", "reactivate", "transfer", "merge", "cancel", "wait",
)  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 10**6)), min_size=5, max_size=60)


@pytest.fixture
def hall(ground: Ground) -> Lobby:
    made = lobby(ground)
    made.open()
    return made


def act(hall: Lobby, name: str, luck: int) -> None:
    """One step of somebody's; what is not open is refused, and nothing has happened."""
    who = (hall.clerk, hall.other)[luck % 2]
    queue = ("X", "Y")[luck // 2 % 2]
    known = [id_ for (id_,) in rows("SELECT id FROM reception_ticket ORDER BY id")]
    ticket = known[luck % len(known)] if known else 0
    at = hall.now - timedelta(minutes=luck % 60) + timedelta(minutes=luck % 90)
    slot = (at, at + timedelta(minutes=30))
    match name:
        case "issue":
            hall.take(queue)
        case "booked" | "green":
            hall.take(queue, booking=Booked(luck, *slot, "in_hall" if name == "green" else "ordinary"))
        case "priority":
            commands.issue(
                hall.clerk,
                hall.hall,
                queue=hall.queue[queue],
                source="guide",
                priority_reason="孕妇",
                now=hall.now,
            )
        case "call_next":
            called(hall, who)
        case "call":
            commands.call(who, who.unit, ticket, reason="随机", now=hall.now)
        case "transfer":
            if luck % 3:
                commands.transfer(who, ticket, to_queue=hall.queue[queue], reason="转办", now=hall.now)
            else:
                commands.transfer(who, ticket, to_window=hall.other.unit, reason="专窗", now=hall.now)
        case "merge":
            commands.merge(who, ticket, [known[luck // 7 % len(known)]] if known else [], now=hall.now)
        case "cancel":
            commands.cancel_for(who, ticket, now=hall.now)
        case "wait":
            hall.after(minutes=luck % 25)
        case _:
            getattr(commands, name)(who, ticket, now=hall.now)


def called(hall: Lobby, who: Any) -> None:
    """Whom the index finds is whom the pure order names among those who wait for the window."""
    expected = order.first(queries.waiting(who.unit, now=hall.now, most=1000), hall.now)
    got = commands.call_next(who, who.unit, now=hall.now)
    assert (got and got.id) == (expected and expected.id)


@pytest.mark.rule("R-055")
@given(steps)
@some
def test_whatever_happens_the_order_holds_the_book_replays_and_nobody_is_lost(
    hall: Lobby, told: list[tuple[str, int]]
) -> None:
    began = hall.now
    with transaction.atomic():
        for name, luck in told:
            try:
                with transaction.atomic():
                    act(hall, name, luck)
            except Refused:
                pass
        flaws = [f"{each.where}: {each.what}" for each in commands.verify_floors()]
        commands.end_day(hall.hall, began.date(), now=hall.now + timedelta(hours=16))
        for who in (hall.clerk, hall.other):
            seat = queries.seat(who.unit, now=began)
            if seat is not None and seat.ticket is not None:
                commands.finish(who, seat.ticket, now=hall.now + timedelta(hours=16))
        states = Counter(state for (state,) in rows("SELECT state FROM reception_ticket"))
        flaws += [f"{each.where}: {each.what}" for each in commands.verify_floors()]
        transaction.set_rollback(True)
    hall.ground.now = began
    assert flaws == []
    assert set(states) <= ENDS, "every ticket ends in exactly one end state"
