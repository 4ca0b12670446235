"""A hall without machines: whoever stands at the window is given a ticket, called and served there (R-056)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yimen.rules.actors import Actor
from yimen.rules.refused import Refused

from ..cards import TicketCard
from .floor import at_window, floor
from .floor_calls import call, call_next, start
from .floor_line import first
from .floor_tickets import issue


@transaction.atomic
def receive(
    actor: Actor,
    window: int,
    *,
    queue: int | str | None = None,
    item: str | None = None,
    person: int | None = None,
    question: str = "",
    reason: str = "",
    now: datetime,
) -> TicketCard:
    """Three lines of the book in one transaction; a reason only if somebody else was first in line (R-055).

    `queue` is the window's own if neither it nor an item is named. Refused: `reason_missing`, and as `issue`, `call`, `start`.
    """
    place = at_window(window)
    if queue is None and item is None:
        queue = next(iter(place.queues), None)
    ticket = issue(
        actor, place.hall, queue=queue, item=item, source="window", person=person, question=question, now=now
    )
    with floor(place, actor, now) as here:
        turn = first(here)
    if turn is not None and turn.ticket.id == ticket.id:
        called = call_next(actor, window, now=now)
        assert called is not None
    elif reason.strip():
        call(actor, window, ticket.id, reason=reason, now=now)
    else:
        raise Refused("reason_missing")
    return start(actor, ticket.id, now=now)
