"""Tickets of a hall's floor, and windows that call them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field

from yimen.modules.reception.queries import SeatCard, TicketCard
from yimen.rules.reception.estimate import Interval

from .words import Answer, Body, Code, Flag, Moment, Name

Source = Literal["kiosk", "phone", "window", "guide", "web"]
STAFF_SOURCES = frozenset({"window", "guide"})
TicketState = Literal["waiting", "called", "serving", "held", "served", "transferred", "no_show", "cancelled"]
Reason = Annotated[str, Field(max_length=200)]


class TakeTicket(Body):
    """`queue` is the letter of one of the hall's queues; with `item`, the queue that matter is for."""

    hall: Code
    queue: Code | None = None
    item: Code | None = None
    source: Source = "web"
    phone: Annotated[str, Field(max_length=32)] = ""
    question: Annotated[str, Field(max_length=500)] = ""
    priority_reason: Reason = ""
    language: Literal["zh-hans", "en"] = "zh-hans"


class Minutes(Answer):
    """In four cases of five the wait lies between these; learnt from `n` finished tickets."""

    low: int
    high: int
    n: int

    @classmethod
    def of(cls, wait: Interval) -> Self:
        low, high = wait.minutes
        return cls(low=low, high=high, n=wait.n)


class Ticket(Answer):
    """A place in a line. `token` opens it; `ahead` and `wait` are there while it waits, `wait` only if it can be claimed."""

    number: str
    token: str
    queue: str
    state: TicketState
    window: str | None
    ahead: int | None
    wait: Minutes | None
    arrived_at: Moment
    called_at: Moment | None
    calls: int
    started_at: Moment | None
    ended_at: Moment | None

    @classmethod
    def of(cls, card: TicketCard) -> Self:
        return cls(
            number=card.number,
            token=card.token,
            queue=card.queue_name,
            state=card.state,  # type: ignore[arg-type]  # pydantic checks it
            window=card.window_number or None,
            ahead=card.ahead,
            wait=Minutes.of(card.wait) if card.wait else None,
            arrived_at=card.arrived_at,
            called_at=card.called_at,
            calls=card.calls,
            started_at=card.started_at,
            ended_at=card.ended_at,
        )


class Calling(Answer):
    """Whom a window calls or serves; null where it has nobody."""

    ticket: Ticket | None


class Seat(Answer):
    """A window's day: whether it calls, why not and until when, and the number it is busy with."""

    window: str
    state: Literal["open", "paused", "closed"]
    reason: str
    until: Moment | None
    ticket: str | None

    @classmethod
    def of(cls, card: SeatCard) -> Self:
        return cls(
            window=card.number,
            state=card.state,  # type: ignore[arg-type]  # pydantic checks it
            reason=card.reason,
            until=card.until,
            ticket=card.ticket_number or None,
        )


class QueueNow(Answer):
    """A queue: how many wait in it, at how many windows it is called, and how long who comes now would wait."""

    code: str
    name: str
    waiting: int
    windows: int
    wait: Minutes | None


class LastCall(Answer):
    number: str
    window: str
    at: Moment


class HallNow(Answer):
    """A hall now. Only numbers are in it: no name, no telephone."""

    hall: str
    at: Moment
    queues: list[QueueNow]
    windows: list[Seat]
    calls: list[LastCall]


class OpenSeat(Body):
    reason: Reason = ""


class PauseSeat(Body):
    reason: Reason
    until: Moment | None = None


class CloseSeat(Body):
    extend: Flag = False


class CallOutOfTurn(Body):
    """Nothing calls whoever is next; a number, with a reason that stays on record, calls that one."""

    number: Annotated[str, Field(max_length=16)] = ""
    reason: Reason = ""


class TicketAct(Body):
    """`reason` of holding or passing on; `queue` or `window` it is passed on to; `outcome` of the service."""

    reason: Reason = ""
    queue: Code | None = None
    window: Code | None = None
    outcome: Name = "handled"
