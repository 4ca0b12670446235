"""Bookings: a place held, a place given back."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import get_language
from ninja import Path, Router

from yimen.base import clock
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.people import queries as people
from yimen.modules.reception import commands
from yimen.modules.reception.commands import Wish
from yimen.modules.reception.queries import bookings
from yimen.modules.reception.queries.bookings import BookingCard
from yimen.rules.actors import Actor, Kind
from yimen.rules.reception.modes import Channel, Mode
from yimen.rules.reception.numbers import BookingNumber
from yimen.rules.refused import Refused

from .access import ANYBODY_OR_STAFF, caller
from .problems import problems
from .replies import Key, once, reply
from .schemas.bookings import Booking, CancelBooking, NewBooking
from .schemas.words import Text

router = Router(tags=["bookings"])


@router.post(
    "",
    response={201: Booking, **problems(401, 404, 409, 422, 429)},
    summary="Book a place",
    openapi_extra=ANYBODY_OR_STAFF,
)
def book_place(request: HallRequest, booking: NewBooking, key: Key = None) -> HttpResponse:
    """Hold a numbered place of a slot. If it is full, `facts.free` names the nearest free ones.

    Keep the number; with identity number and password it is found, moved and cancelled again.
    """
    actor = caller(request)
    if actor.kind is Kind.NOBODY:
        if booking.channel not in {"web", "kiosk"}:
            raise Refused("not_signed_in")
        demand_rate("book", request.address, machine_now=clock.machine_now())

    def work() -> dict[str, Any]:
        card = commands.book(actor, _wish(booking), now=request.now)
        return _answer(card).model_dump(mode="json")

    return reply(Booking(**once(request, actor, key, work)), status=201)


@router.post(
    "/{number}/cancel",
    response={200: Booking, **problems(401, 404, 409, 422, 429)},
    summary="Cancel a booking",
    openapi_extra=ANYBODY_OR_STAFF,
)
def cancel_booking(
    request: HallRequest,
    number: Annotated[Text, Path(description="With hyphens or without.")],
    proof: CancelBooking,
    key: Key = None,
) -> HttpResponse:
    """Give the place back: until shortly before by whoever holds it, by staff as long as nobody came."""
    actor = caller(request)

    def work() -> dict[str, Any]:
        held = _held(request, actor, proof)
        card = commands.cancel_booking(actor, number, held=held, reason=proof.reason, now=request.now)
        return _answer(card).model_dump(mode="json")

    return reply(Booking(**once(request, actor, key, work)))


def _held(request: HallRequest, actor: Actor, proof: CancelBooking) -> list[str]:
    """What the proof opens; nothing for staff who bring none. Refused: no_such_booking, too_many."""
    if proof.id_number is None or proof.password is None:
        if actor.kind is Kind.NOBODY:
            raise Refused("no_such_booking")
        return []
    now = clock.machine_now()
    demand_rate("booking_find", request.address, machine_now=now)
    demand_rate("booking_of", proof.id_number.strip().upper(), machine_now=now)
    found = bookings.held(proof.id_number, proof.password, today=request.now.date())
    return [BookingNumber.parse(each.digits).digits for each in found]


def _wish(said: NewBooking) -> Wish:
    """Refused: no_such_category, slot_past (a moment without its offset is none), holiday_unconfirmed."""
    category = bookings.category_of(said.hall, said.category)
    if said.starts_at.tzinfo is None:
        raise Refused("no_such_slot")
    confirmed_by = people.staff_id(said.confirmed_by) if said.confirmed_by else None
    return Wish(
        category=category.id,
        mode=Mode(said.mode),
        starts_at=said.starts_at,
        item=said.item or "",
        name=said.name,
        id_type=said.id_type,
        id_number=said.id_number,
        phone=said.phone,
        password=said.password,
        channel=Channel(said.channel),
        confirmed_by=confirmed_by,
        language=get_language() or "zh-hans",
    )


def _answer(card: BookingCard) -> Booking:
    return Booking.of(card, *bookings.place_of(card))
