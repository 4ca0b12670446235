"""At a window: call, serve, set aside, pass on, finish. Each act is one line of the day's book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from yimen.rules.actors import Actor
from yimen.rules.reception.extended import beyond
from yimen.rules.reception.floor import SeatState, State, move
from yimen.rules.refused import Refused

from ..cards import SeatCard, TicketCard
from .floor import Floor, at_window, floor
from .floor_line import first, near, tell
from .floor_visitor import at_a_window, end_joined, leave, named, numbered, staff_of


def call_next(actor: Actor, window: int | str, *, now: datetime) -> TicketCard | None:
    """Whose turn it is, called to this window, told by id or code; None if nobody waits for it (R-055).

    Refused: `no_such_window`, `not_permitted`, `window_not_open`, `window_busy`.
    """
    with floor(at_window(window), actor, now) as here:
        seat = _free_seat(here, "call_next")
        found = first(here)
        return None if found is None else _call(here, seat, found.ticket, "call_next", found.near)


def call(actor: Actor, window: int, ticket: int, *, reason: str, now: datetime) -> TicketCard:
    """Call somebody out of turn, by name and with a reason that stays in the line (R-055).

    Refused: `reason_missing`, `no_such_ticket`, `ticket_state`, and as `call_next`.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    with floor(at_window(window), actor, now) as here:
        seat = _free_seat(here, "call")
        card = here.ticket(ticket)
        return _call(here, seat, card, "call", near(here, card.queue, card.id), reason=reason.strip())


def recall(actor: Actor, ticket: int, *, now: datetime) -> TicketCard:
    """Call the same person again."""
    with at_a_window(actor, ticket, "recall", now) as (here, _, card):
        after = here.change(card, calls=card.calls + 1, called_at=here.now)
        here.write("recall", named(card, calls=after.calls))
        return numbered(here, after)


def start(actor: Actor, ticket: int, *, now: datetime) -> TicketCard:
    """They have come: service begins."""
    with at_a_window(actor, ticket, "start", now) as (here, _, card):
        after = here.change(card, state=State.SERVING, started_at=here.now, staff=staff_of(actor))
        here.write("start", named(card))
        return numbered(here, after)


def finish(
    actor: Actor, ticket: int, *, outcome: str = "handled", cases: Sequence[str] = (), now: datetime
) -> TicketCard:
    """Service has ended, also of those that were merged into it; what lay beyond the window's hours is logged (R-068)."""
    with at_a_window(actor, ticket, "finish", now) as (here, seat, card):
        state = State.TRANSFERRED if card.from_window is not None else State.SERVED
        after = here.change(card, state=state, ended_at=here.now, outcome=outcome)
        joined = end_joined(here, card, state, outcome)
        leave(here, seat, card)
        facts = named(card, outcome=outcome, cases=list(cases), joined=joined)
        here.write("finish", facts, extended=_extended(here, card))
        return numbered(here, after)


def _call(
    here: Floor, seat: SeatCard, card: TicketCard, act: str, now_near: list[int], **facts: Any
) -> TicketCard:
    after = here.change(
        card,
        state=move(card.state, act),
        called_at=here.now,
        calls=1,
        window=seat.window,
        staff=staff_of(here.actor),
        joined=None,
    )
    here.seat_as(replace(seat, ticket=card.id))
    told = tell(here, now_near)
    here.write(act, {**named(after), "queues": list(here.place.queues), "near": told, **facts})
    return numbered(here, after)


def _extended(here: Floor, card: TicketCard) -> list[dict[str, Any]]:
    """What of this service lay beyond the hours of the window, by window and person."""
    assert card.started_at is not None
    doors = here.place.window_hours.doors(here.day)
    return [
        {
            "hall_id": card.hall,
            "day": here.day,
            "window_id": card.window,
            "staff_id": card.staff,
            "ticket_id": card.id,
            "started_at": each.start,
            "ended_at": each.end,
            "minutes": each.minutes,
        }
        for each in beyond(doors, card.started_at, here.now)
    ]


def _free_seat(here: Floor, act: str) -> SeatCard:
    seat = here.seat
    here.demand(act, here.place.window, seat.substitute if seat else None)
    if seat is None or seat.state != SeatState.OPEN or seat.closing:
        raise Refused("window_not_open", number=here.place.number)
    if seat.ticket is not None:
        raise Refused("window_busy", number=here.place.number)
    return seat
