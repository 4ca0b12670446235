"""Who booked comes, or does not: checking in, being reminded, losing the place (R-059, R-065)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.base.clock import ZONE
from yimen.modules.ledger.commands import inside, record
from yimen.rules.actors import Actor, Kind
from yimen.rules.reception import desks, slots
from yimen.rules.reception.modes import WAYS, Mode
from yimen.rules.reception.slots import Standing
from yimen.rules.refused import Refused

from .. import asking, telling
from ..booking_hall import BookingHall, booking_hall
from ..cards import Booked, TicketCard
from ..models.bookings import ARRIVED, BOOKED, NO_SHOW, Booking
from .bookings import BOOK, LAPSE, REMIND
from .floor_tickets import issue

_TIMETABLE = Actor(Kind.RUN, name="timetable")


def check_in(
    actor: Actor,
    number: str,
    *,
    source: str,
    hall: int | None = None,
    held: Iterable[str] = (),
    now: datetime,
) -> TicketCard:
    """Somebody who booked is here: their ticket, ranked by their slot; `hall` is where the machine or counter stands.

    In the slot a green channel stands at the head of its window's list; who is later than the place is kept begins as
    who walks in does, their booking spent (R-065). At a kiosk the number is enough; elsewhere whoever holds the booking, or
    staff of the hall. Refused: no_such_booking, booking_closed, booking_not_today, booking_elsewhere, visit_needs_no_ticket.
    """
    with transaction.atomic():
        booking = asking.locked(number)
        here = booking_hall(booking.hall_id)
        _demand_theirs(actor, booking, here, source, held)
        _demand_here(booking, hall, now)
        terms = here.terms(booking.day)
        lapsed = slots.standing(booking.starts_at, booking.ends_at, now, terms) is Standing.LAPSED
        ticket = issue(
            actor,
            booking.hall_id,
            queue=asking.queue_of(booking),
            source=source,
            booking=Booked(booking.id, booking.starts_at, booking.ends_at, booking.mode)
            if not lapsed
            else None,
            person=booking.person_id,
            language=booking.language,
            now=now,
        )
        Booking.objects.filter(id=booking.id).update(state=ARRIVED, arrived_at=now, ticket=ticket.id)
        facts = {"booking": booking.id, "number": booking.number, "ticket": ticket.number, "kept": not lapsed}
        record(BOOK.format(code=here.code), "check_in", actor, facts, now=now)
        return ticket


@inside(REMIND)
def remind(about: Mapping[str, Any], now: datetime) -> None:
    """The working day before, if the booking still stands in the slot it was written for."""
    booking = _standing(about)
    if booking is not None:
        telling.tell(booking, "booking_soon", f"remind.{booking.id}.{booking.starts_at:%Y%m%d%H%M}", now=now)


@inside(LAPSE)
def lapse(about: Mapping[str, Any], now: datetime) -> None:
    """Nobody came, and the place is kept no longer: a no-show."""
    booking = _standing(about)
    if booking is None:
        return
    hall = booking_hall(booking.hall_id)
    Booking.objects.filter(id=booking.id, state=BOOKED).update(state=NO_SHOW, ended_at=now)
    facts = {"booking": booking.id, "number": booking.number}
    record(BOOK.format(code=hall.code), "miss_booking", _TIMETABLE, facts, now=now)


def _standing(about: Mapping[str, Any]) -> Booking | None:
    """The booking, held, if it still waits in that slot."""
    return (
        Booking.objects.select_for_update(no_key=True, of=("self",))
        .select_related("category", "person")
        .filter(id=about["booking"], starts_at=datetime.fromisoformat(about["starts_at"]), state=BOOKED)
        .first()
    )


def _demand_theirs(
    actor: Actor, booking: Booking, hall: BookingHall, source: str, held: Iterable[str]
) -> None:
    theirs = booking.number in set(held) or (actor.kind is Kind.PERSON and booking.person_id in actor.persons)
    staff = actor.kind is Kind.STAFF and desks.may(actor, "check_in", hall=hall.id, division=hall.division)
    if not (theirs or staff or source == "kiosk"):
        raise Refused("no_such_booking")


def _demand_here(booking: Booking, hall: int | None, now: datetime) -> None:
    if booking.state != BOOKED:
        raise Refused("booking_closed", state=booking.state)
    if hall is not None and hall != booking.hall_id:
        raise Refused("booking_elsewhere", hall=booking_hall(booking.hall_id).name)
    if WAYS[Mode(booking.mode)].visits:
        raise Refused("visit_needs_no_ticket")
    if booking.day != now.astimezone(ZONE).date():
        raise Refused("booking_not_today", starts_at=booking.starts_at)
