"""At a window: call, serve, set aside, pass on, finish. Each act is one line of the day's book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import connection

from yimen.rules.actors import Actor, Kind
from yimen.rules.reception.floor import AT_A_WINDOW, SeatState, State, move
from yimen.rules.refused import Refused

from ..cards import SeatCard, TicketCard, ticket_columns
from .floor import Floor, at_window, floor, of_ticket


def call_next(actor: Actor, window: int, *, now: datetime) -> TicketCard | None:
    """Whose turn it is, called to this window; None if nobody waits for it (R-055).

    Refused: `no_such_window`, `not_permitted`, `window_not_open`, `window_busy`.
    """
    with floor(at_window(window), actor, now) as here:
        seat = _free_seat(here, "call_next")
        found = first(here)
        return None if found is None else _call(here, seat, found, "call_next")


def call(actor: Actor, window: int, ticket: int, *, reason: str, now: datetime) -> TicketCard:
    """Call somebody out of turn, by name and with a reason that stays in the line (R-055).

    Refused: `reason_missing`, `no_such_ticket`, `ticket_state`, and as `call_next`.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    with floor(at_window(window), actor, now) as here:
        seat = _free_seat(here, "call")
        return _call(here, seat, here.ticket(ticket), "call", reason=reason.strip())


def recall(actor: Actor, ticket: int, *, now: datetime) -> TicketCard:
    """Call the same person again."""
    with _at_window(actor, ticket, "recall", now) as (here, _, card):
        after = here.change(card, calls=card.calls + 1, called_at=here.now)
        here.write("recall", _facts(here, card, calls=after.calls))
        return _numbered(here, after)


def start(actor: Actor, ticket: int, *, now: datetime) -> TicketCard:
    """They have come: service begins."""
    with _at_window(actor, ticket, "start", now) as (here, _, card):
        after = here.change(card, state=State.SERVING, started_at=here.now, staff=_staff(actor))
        here.write("start", _facts(here, card))
        return _numbered(here, after)


def finish(
    actor: Actor, ticket: int, *, outcome: str = "handled", cases: Sequence[str] = (), now: datetime
) -> TicketCard:
    """Service has ended, also of those that were merged into it; a window that was to close does so now."""
    with _at_window(actor, ticket, "finish", now) as (here, seat, card):
        state = State.TRANSFERRED if card.from_window is not None else State.SERVED
        after = here.change(card, state=state, ended_at=here.now, outcome=outcome)
        joined = _end_joined(here, card, state, outcome)
        if seat is not None:
            here.seat_as(_left(here, seat))
        here.write("finish", _facts(here, card, outcome=outcome, cases=list(cases), joined=joined))
        return _numbered(here, after)


def first(here: Floor) -> TicketCard | None:
    """Who is first in the window's queues; those who are ready before those who came ahead of their time."""
    told = {
        "queues": list(here.place.queues),
        "window": here.place.window,
        "day": here.day,
        "now": here.now,
    }
    with connection.cursor() as cursor:
        for sql in (_FIRST_READY, _FIRST_EARLY):
            cursor.execute(sql, told)
            if row := cursor.fetchone():
                return TicketCard(*row)
    return None


def _call(here: Floor, seat: SeatCard, card: TicketCard, act: str, **facts: Any) -> TicketCard:
    after = here.change(
        card,
        state=move(card.state, act),
        called_at=here.now,
        calls=1,
        window=seat.window,
        staff=_staff(here.actor),
    )
    here.seat_as(replace(seat, ticket=card.id))
    here.write(act, {**_facts(here, after), "queues": list(here.place.queues), **facts})
    return _numbered(here, after)


def _free_seat(here: Floor, act: str) -> SeatCard:
    seat = here.seat
    here.demand(act, here.place.window, seat.substitute if seat else None)
    if seat is None or seat.state != SeatState.OPEN or seat.closing:
        raise Refused("window_not_open", number=here.place.number)
    if seat.ticket is not None:
        raise Refused("window_busy", number=here.place.number)
    return seat


@contextmanager
def _at_window(
    actor: Actor, ticket: int, act: str, now: datetime
) -> Iterator[tuple[Floor, SeatCard | None, TicketCard]]:
    """The act's floor, the seat the ticket is at, and the ticket, from whose state the act is open."""
    with floor(of_ticket(ticket), actor, now) as here:
        card = here.ticket(ticket)
        seat = here.seat_of(card.window) if card.window is not None else None
        here.demand(act, card.window, seat.substitute if seat else None)
        move(card.state, act)
        yield here, seat, card


def _left(here: Floor, seat: SeatCard) -> SeatCard:
    """The seat after whoever was at it has gone."""
    free = replace(seat, ticket=None)
    return replace(free, state=SeatState.CLOSED, since=here.now, closing=False) if seat.closing else free


def _end_joined(here: Floor, card: TicketCard, state: State, outcome: str | None) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_JOINED, [card.id])
        joined = [TicketCard(*row) for row in cursor.fetchall()]
    for each in joined:
        here.change(each, state=state, ended_at=here.now, outcome=outcome, window=card.window, staff=card.staff)
    return [each.id for each in joined]


def _facts(here: Floor, card: TicketCard, **facts: Any) -> dict[str, Any]:
    return {"ticket": card.id, "number": card.number, "window": card.window, **facts}


def _numbered(here: Floor, card: TicketCard) -> TicketCard:
    return replace(card, window_number=here.place.number)


def _staff(actor: Actor) -> int | None:
    return actor.id if actor.kind is Kind.STAFF else None


_LINE: Final = f"""
    SELECT {ticket_columns("t")}
    FROM reception_ticket t
    WHERE t.state = 'waiting' AND t.day = %(day)s
"""
_OF_QUEUE: Final = "t.queue_id = q.id AND (t.bound_id IS NULL OR t.bound_id = %(window)s)"
_IN_TURN: Final = "ORDER BY t.klass, t.rank_at, t.id LIMIT 1"


def _first(ready: str) -> str:
    """By queue through its index; what is bound to this window alone may wait in a queue it does not call from."""
    return f"""
        SELECT t.* FROM (
            SELECT l.* FROM unnest(%(queues)s::bigint[]) AS q(id)
            CROSS JOIN LATERAL ({_LINE} AND {_OF_QUEUE} AND t.ready_at {ready} %(now)s {_IN_TURN}) AS l
            UNION ALL
            ({_LINE} AND t.bound_id = %(window)s AND t.ready_at {ready} %(now)s {_IN_TURN})
        ) AS t {_IN_TURN}
    """


_FIRST_READY: Final = _first("<=")
_FIRST_EARLY: Final = _first(">")
_JOINED: Final = (
    f"SELECT {ticket_columns('t')} FROM reception_ticket t WHERE t.joined_id = %s AND t.state = 'held' ORDER BY t.id"
)
