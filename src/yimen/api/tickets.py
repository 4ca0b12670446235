"""Tickets: taken, looked at, given up."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router

from yimen.base import clock
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.reception import commands, queries
from yimen.rules.actors import Kind
from yimen.rules.refused import Refused

from .access import ANYBODY_OR_STAFF, caller
from .problems import problems
from .replies import Key, once, reply
from .schemas.tickets import STAFF_SOURCES, TakeTicket, Ticket
from .schemas.words import Text

router = Router(tags=["tickets"])

Token = Annotated[Text, Path(description="What the ticket was given with.")]


@router.post(
    "",
    response={201: Ticket, **problems(401, 404, 409, 413, 422, 429)},
    summary="Take a ticket",
    openapi_extra=ANYBODY_OR_STAFF,
)
def take_ticket(request: HallRequest, wish: TakeTicket, key: Key = None) -> HttpResponse:
    """A place in a line of a hall, for today. Its number is given once, its rank by the order the hall has declared (R-055).

    A ticket at a window or the guide desk, and one before others, is given by staff of the hall, the latter with a reason.
    """
    actor = caller(request)
    if actor.kind is Kind.NOBODY:
        if wish.source in STAFF_SOURCES or wish.priority_reason:
            raise Refused("not_signed_in")
        demand_rate("ticket", request.address, machine_now=clock.machine_now())

    def take() -> dict[str, Any]:
        card = commands.issue(
            actor,
            wish.hall,
            queue=wish.queue,
            item=wish.item,
            source=wish.source,
            phone=wish.phone,
            question=wish.question,
            priority_reason=wish.priority_reason,
            language=wish.language,
            now=request.now,
        )
        return Ticket.of(card).model_dump(mode="json")

    return reply(Ticket.model_validate(once(request, actor, key, take, whole=True)), status=201)


@router.get("/{token}", response={200: Ticket, **problems(404, 422)}, summary="A ticket")
def read_ticket(request: HallRequest, token: Token) -> HttpResponse:
    """How it stands: how many are before it and how long that may take, where it is called, how it ended."""
    return reply(Ticket.of(queries.ticket(token, now=request.now)))


@router.post(
    "/{token}/cancel", response={200: Ticket, **problems(404, 409, 413, 422)}, summary="Give a ticket up"
)
def cancel_ticket(request: HallRequest, token: Token, key: Key = None) -> HttpResponse:
    """Whoever holds it needs it no more."""

    def cancel() -> dict[str, Any]:
        return Ticket.of(commands.cancel(token, now=request.now)).model_dump(mode="json")

    return reply(Ticket.model_validate(once(request, request.actor, key, cancel, whole=True)))
