"""What else becomes of a ticket: set aside, called in vain, taken up again, passed on, merged, given up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from yimen.rules.actors import NOBODY, Actor
from yimen.rules.reception.floor import State, move
from yimen.rules.reception.order import Klass
from yimen.rules.refused import Refused

from ..cards import TicketCard
from .floor import Floor, by_token, floor, of_ticket
from .floor_line import near, tell
from .floor_visitor import at_a_window, end_joined, leave, named, numbered
from .queues import in_hall, windows_queue


def hold(actor: Actor, ticket: int, *, reason: str = "", now: datetime) -> TicketCard:
    """Set aside until they are back within today: the ticket then comes first to the same window again (R-094)."""
    with at_a_window(actor, ticket, "hold", now) as (here, seat, card):
        after = here.change(card, state=State.HELD, bound=card.window)
        leave(here, seat, card)
        here.write("hold", named(card, reason=reason.strip()))
        return numbered(here, after)


def skip(actor: Actor, ticket: int, *, now: datetime) -> TicketCard:
    """Nobody came after the last call: a no-show, to be taken up again the same day (R-055). Refused: `call_again`."""
    with at_a_window(actor, ticket, "skip", now) as (here, seat, card):
        most = here.setting("queue.calls")
        if card.calls < most:
            raise Refused("call_again", calls=card.calls, most=most)
        after = here.change(card, state=State.NO_SHOW, ended_at=here.now)
        joined = end_joined(here, card, State.NO_SHOW)
        leave(here, seat, card)
        here.write("skip", named(card, calls=card.calls, joined=joined))
        return numbered(here, after)


def reactivate(actor: Actor, ticket: int, *, now: datetime) -> TicketCard:
    """They are back. Who was held, or comes soon after being missed, keeps their rank; later they are as who walks in now.

    Refused: `not_of_today`, `ticket_state`, `not_permitted`.
    """
    with floor(of_ticket(ticket), actor, now) as here:
        card = here.ticket(ticket)
        here.demand("reactivate")
        state = move(card.state, "reactivate")
        if here.day != here.now.date():
            raise Refused("not_of_today")
        after = here.change(
            card,
            state=state,
            calls=0,
            called_at=None,
            started_at=None,
            window=None,
            staff=None,
            ended_at=None,
            joined=None,
        )
        if _was_long_gone(here, card):
            after = here.change(after, ready_at=here.now, klass=int(Klass.WALK_IN), rank_at=here.now)
        here.write("reactivate", named(after))
        return after


def transfer(
    actor: Actor,
    ticket: int,
    *,
    to_queue: int | None = None,
    to_window: int | None = None,
    reason: str,
    now: datetime,
) -> TicketCard:
    """Pass somebody on to another queue, or to one window alone; the ticket keeps its rank and names who passed it on.

    Refused: `reason_missing`, `window_not_of_hall`, `no_such_queue`, `ticket_state`, `not_permitted`.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    with at_a_window(actor, ticket, "transfer", now) as (here, seat, card):
        queue = _target(here, card, to_queue, to_window)
        after = here.change(
            card, state=State.WAITING, queue=queue, bound=to_window, from_window=card.window or card.from_window,
            calls=0, called_at=None, started_at=None, window=None, staff=None,
        )  # fmt: skip
        leave(here, seat, card)
        told = (
            tell(here, near(here, card.queue, card.id))
            if card.state == State.WAITING and queue != card.queue
            else []
        )
        facts = named(card, to_queue=queue, to_window=to_window, reason=reason.strip(), near=told)
        here.write("transfer", facts)
        return after


def merge(actor: Actor, ticket: int, others: Iterable[int], *, now: datetime) -> TicketCard:
    """Several matters of one person become one visit: the others wait with this ticket, and end with it.

    Refused: `not_one_person` where two of them name different people; `ticket_state`, `no_such_ticket`.
    """
    with floor(of_ticket(ticket), actor, now) as here:
        card = here.ticket(ticket)
        seat = here.seat_of(card.window) if card.window is not None else None
        here.demand("merge", card.window, seat.substitute if seat else None)
        if card.state not in {State.CALLED, State.SERVING}:
            raise Refused("ticket_state", state=card.state, act="merge")
        joining = [here.ticket(each) for each in sorted(set(others) - {ticket})]
        if len({each.person for each in (card, *joining) if each.person is not None}) > 1:
            raise Refused("not_one_person")
        for each in joining:
            here.change(each, state=move(each.state, "merge"), joined=card.id)
        gone = [each.id for each in joining]
        queues = sorted({each.queue for each in joining})
        told = tell(here, (id_ for queue in queues for id_ in near(here, queue, *gone)))
        here.write("merge", named(card, joined=gone, near=told))
        return numbered(here, card)


def cancel(token: str, *, now: datetime) -> TicketCard:
    """Whoever holds the ticket gives it up. Refused: `no_such_ticket`, `ticket_state`."""
    with floor(by_token(token), NOBODY, now) as here:
        assert here.place.ticket is not None
        return _cancel(here, here.ticket(here.place.ticket))


def cancel_for(actor: Actor, ticket: int, *, now: datetime) -> TicketCard:
    """The same at the desk, for somebody who says so."""
    with floor(of_ticket(ticket), actor, now) as here:
        here.demand("cancel")
        return _cancel(here, here.ticket(ticket))


def _cancel(here: Floor, card: TicketCard) -> TicketCard:
    after = here.change(card, state=move(card.state, "cancel"), ended_at=here.now, joined=None)
    joined = end_joined(here, card, State.CANCELLED)
    if card.window is not None:
        leave(here, here.seat_of(card.window), card)
    told = tell(here, near(here, card.queue, card.id)) if card.state == State.WAITING else []
    here.write("cancel", named(card, joined=joined, near=told))
    return after


def _was_long_gone(here: Floor, card: TicketCard) -> bool:
    hold = timedelta(minutes=here.setting("queue.no_show_hold"))
    return card.state == State.NO_SHOW and card.ended_at is not None and here.now > card.ended_at + hold


def _target(here: Floor, card: TicketCard, to_queue: int | None, to_window: int | None) -> int:
    """The queue it waits in from now on; a window alone takes it in the queue where it is, or in one of its own."""
    if to_queue is not None:
        in_hall(here.place.hall, to_queue)
        return to_queue
    if to_window is None or to_window == card.window:
        raise Refused("window_not_of_hall")
    return windows_queue(here.place.hall, to_window, card.queue)
