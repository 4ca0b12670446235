"""Somebody at a window: the ticket, the seat it is at, and what becomes of the seat as they leave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import connection

from yimen.rules.actors import Actor, Kind
from yimen.rules.reception.floor import SeatState, State, move

from ..cards import SeatCard, TicketCard, ticket_columns
from .floor import Floor, floor, of_ticket


@contextmanager
def at_a_window(
    actor: Actor, ticket: int, act: str, now: datetime
) -> Iterator[tuple[Floor, SeatCard | None, TicketCard]]:
    """The act's floor, the seat the ticket is at, and the ticket, from whose state the act is open.

    Refused: `no_such_ticket`, `not_permitted`, `ticket_state`.
    """
    with floor(of_ticket(ticket), actor, now) as here:
        card = here.ticket(ticket)
        seat = here.seat_of(card.window) if card.window is not None else None
        here.demand(act, card.window, seat.substitute if seat else None)
        move(card.state, act)
        yield here, seat, card


def leave(here: Floor, seat: SeatCard | None, card: TicketCard) -> None:
    """The seat after they have gone: free, or closed if that is what it waited for."""
    if seat is None or seat.ticket != card.id:
        return
    free = replace(seat, ticket=None)
    if seat.closing:
        free = replace(free, state=SeatState.CLOSED, since=here.now, closing=False)
    here.seat_as(free)


def end_joined(here: Floor, card: TicketCard, state: State, outcome: str | None = None) -> list[int]:
    """Whoever was merged into a ticket ends with it."""
    with connection.cursor() as cursor:
        cursor.execute(_JOINED, [card.id])
        joined = [TicketCard(*row) for row in cursor.fetchall()]
    for each in joined:
        here.change(
            each, state=state, ended_at=here.now, outcome=outcome, window=card.window, staff=card.staff
        )
    return [each.id for each in joined]


def named(card: TicketCard, **facts: Any) -> dict[str, Any]:
    return {"ticket": card.id, "number": card.number, "window": card.window, **facts}


def numbered(here: Floor, card: TicketCard) -> TicketCard:
    return replace(card, window_number=here.place.number)


def staff_of(actor: Actor) -> int | None:
    return actor.id if actor.kind is Kind.STAFF else None


_JOINED: Final = f"SELECT {ticket_columns('t')} FROM reception_ticket t WHERE t.joined_id = %s AND t.state = 'held' ORDER BY t.id"
