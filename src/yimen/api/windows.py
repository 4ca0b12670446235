"""Windows: they open, call, serve and close; each act is of whoever sits there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from django.http import HttpResponse
from ninja import Path, Router

from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.reception import commands, queries
from yimen.modules.reception.queries import SeatCard, TicketCard
from yimen.rules.refused import Refused

from .access import STAFF
from .problems import problems
from .replies import Key, once, reply
from .schemas.tickets import Calling, CallOutOfTurn, CloseSeat, OpenSeat, PauseSeat, Seat, Ticket, TicketAct
from .schemas.words import Text

router = Router(tags=["windows"], auth=STAFF)

Window = Annotated[Text, Path(description="The window's code.")]
Act = Annotated[Literal["recall", "start", "hold", "skip", "finish", "transfer"], Path()]
ANSWERS: Final = problems(401, 404, 409, 413, 422)
NOTHING: Final = OpenSeat()
NEXT: Final = CallOutOfTurn()
STAY_OR_GO: Final = CloseSeat()
PLAIN: Final = TicketAct()


@router.post("/{code}/open", response={200: Seat, **ANSWERS}, summary="Open a window")
def open_window(
    request: HallRequest, code: Window, said: OpenSeat = NOTHING, key: Key = None
) -> HttpResponse:
    """Sit down, or come back from a pause. Beyond the hall's hours it wants a reason (R-068)."""
    return _seat(
        request,
        key,
        lambda: commands.open_window(request.actor, _id(code), reason=said.reason, now=request.now),
    )


@router.post("/{code}/pause", response={200: Seat, **ANSWERS}, summary="Pause a window")
def pause_window(request: HallRequest, code: Window, said: PauseSeat, key: Key = None) -> HttpResponse:
    """Why, and until when: it is shown at once where people wait (R-076)."""
    return _seat(
        request,
        key,
        lambda: commands.pause_window(
            request.actor, _id(code), reason=said.reason, until=said.until, now=request.now
        ),
    )


@router.post("/{code}/close", response={200: Seat, **ANSWERS}, summary="Close a window")
def close_window(
    request: HallRequest, code: Window, said: CloseSeat = STAY_OR_GO, key: Key = None
) -> HttpResponse:
    """Whoever is there is served to the end: with `extend` the window closes after them (R-068)."""
    return _seat(
        request,
        key,
        lambda: commands.close_window(request.actor, _id(code), extend=said.extend, now=request.now),
    )


@router.post("/{code}/call", response={200: Calling, **ANSWERS}, summary="Call who is next")
def call_next(
    request: HallRequest, code: Window, said: CallOutOfTurn = NEXT, key: Key = None
) -> HttpResponse:
    """Whose turn it is by the hall's order, or by its number somebody else, with the reason (R-055)."""

    def call() -> dict[str, Any]:
        if said.number:
            window = _id(code)
            ticket = queries.ticket_of_today(window, said.number, now=request.now)
            called: TicketCard | None = commands.call(
                request.actor, window, ticket, reason=said.reason, now=request.now
            )
        else:
            called = commands.call_next(request.actor, code, now=request.now)
        return Calling(ticket=Ticket.of(called) if called else None).model_dump(mode="json")

    return reply(Calling.model_validate(once(request, request.actor, key, call, whole=True)))


@router.post("/{code}/{act}", response={200: Ticket, **ANSWERS}, summary="Go on with whoever is at a window")
def go_on(
    request: HallRequest, code: Window, act: Act, said: TicketAct = PLAIN, key: Key = None
) -> HttpResponse:
    """Call them again, begin, set them aside until they are back, skip them after the last call, pass them on, finish."""

    def do() -> dict[str, Any]:
        window = _id(code)
        seat = queries.seat(window, now=request.now)
        if seat is None or seat.ticket is None:
            raise Refused("nobody_here", number=seat.number if seat else code)
        card = _ACTS[act](request, seat.ticket, said)
        return Ticket.of(card).model_dump(mode="json")

    return reply(Ticket.model_validate(once(request, request.actor, key, do, whole=True)))


def _transfer(request: HallRequest, ticket: int, said: TicketAct) -> TicketCard:
    hall = request.actor.hall
    return commands.transfer(
        request.actor,
        ticket,
        to_queue=queries.queue_id(hall, said.queue) if said.queue else None,
        to_window=_id(said.window) if said.window else None,
        reason=said.reason,
        now=request.now,
    )


_ACTS: Final[dict[str, Callable[[HallRequest, int, TicketAct], TicketCard]]] = {
    "recall": lambda request, ticket, _: commands.recall(request.actor, ticket, now=request.now),
    "start": lambda request, ticket, _: commands.start(request.actor, ticket, now=request.now),
    "hold": lambda request, ticket, said: commands.hold(
        request.actor, ticket, reason=said.reason, now=request.now
    ),
    "skip": lambda request, ticket, _: commands.skip(request.actor, ticket, now=request.now),
    "finish": lambda request, ticket, said: commands.finish(
        request.actor, ticket, outcome=said.outcome, now=request.now
    ),
    "transfer": _transfer,
}


def _seat(request: HallRequest, key: str | None, work: Callable[[], SeatCard]) -> HttpResponse:
    def do() -> dict[str, Any]:
        return Seat.of(work()).model_dump(mode="json")

    return reply(Seat.model_validate(once(request, request.actor, key, do, whole=True)))


def _id(code: str) -> int:
    """Refused: no_such_window."""
    found = people.unit_id(code)
    if found is None:
        raise Refused("no_such_window")
    return found
