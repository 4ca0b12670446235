"""上门服务: papers are looked at first, then a team goes to the person with what it needs, and comes back (R-064)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from yimen.base import crypto
from yimen.base.clock import ZONE
from yimen.modules.cases import queries as cases
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.ledger.commands import record
from yimen.modules.people import commands as people
from yimen.modules.people import queries as who
from yimen.rules.actors import Actor
from yimen.rules.numbering import CaseNumber
from yimen.rules.reception import desks, modes
from yimen.rules.reception.modes import WAYS, Mode
from yimen.rules.refused import Refused

from .. import asking
from ..booking_cards import VisitCard
from ..booking_hall import BookingHall, booking_hall
from ..models.bookings import BOOKED, PLACE, SERVED, Booking, PreReview, Visit
from .bookings import BOOK


@dataclass(frozen=True, slots=True)
class Team:
    """Who goes where, with what."""

    place: str = field(repr=False)
    staff: Sequence[int]
    seals: Sequence[str] = ()
    papers: Sequence[str] = ()


@transaction.atomic
def pre_review(
    actor: Actor,
    hall: int,
    item: str,
    *,
    name: str,
    id_number: str,
    phone: str,
    passed: bool,
    note: str = "",
    now: datetime,
) -> None:
    """Somebody at the consultation desk has looked at the papers: whether a visit may be booked. Refused: not_permitted."""
    here = booking_hall(hall)
    desks.demand(actor, "pre_review", hall=here.id, division=here.division)
    code = catalogue.published(item).item_code
    person = people.known("person", name, None, id_number, phone, today=now.astimezone(ZONE).date())
    number = who.read_told(
        "person", name, None, id_number, phone, today=now.astimezone(ZONE).date()
    ).id_number
    PreReview.objects.create(
        hall_id=hall,
        person_id=person.id,
        id_index=crypto.blind_index(asking.ID_NUMBER, number),
        item=code,
        passed=passed,
        at=now,
        by_id=actor.id,
    )
    facts = {"person": person.id, "item": code, "passed": passed}
    record(
        BOOK.format(code=here.code),
        "pre_review",
        actor,
        facts,
        now=now,
        private={"note": note} if note else None,
    )


@transaction.atomic
def arrange_visit(actor: Actor, number: str, team: Team, *, now: datetime) -> VisitCard:
    """The visit order, by which the booking is approved: who goes where, with which seals and papers.

    Refused: no_such_booking, not_a_visit, booking_closed, visit_team_missing, visit_place_missing, no_such_account.
    """
    booking, here = _visit_of(actor, number)
    if booking.state != BOOKED:
        raise Refused("booking_closed", state=booking.state)
    modes.demand_visit(team.staff, team.place)
    if len(who.accounts(team.staff)) < len(set(team.staff)):
        raise Refused("no_such_account")
    Visit.objects.update_or_create(
        booking=booking,
        defaults={
            "place": crypto.seal(PLACE, team.place.strip().encode()),
            "team": list(dict.fromkeys(team.staff)),
            "seals": list(team.seals),
            "papers": list(team.papers),
            "arranged_at": now,
            "arranged_by_id": actor.id,
        },
    )
    Booking.objects.filter(id=booking.id).update(confirmed_by=actor.id)
    facts = {
        "booking": booking.id,
        "number": booking.number,
        "team": list(team.staff),
        "seals": list(team.seals),
    }
    record(BOOK.format(code=here.code), "arrange_visit", actor, facts, now=now, private={"place": team.place})
    return visit(booking)


@transaction.atomic
def leave_for_visit(actor: Actor, number: str, *, now: datetime) -> VisitCard:
    """The team goes, and the seals are checked out to it. Refused: visit_not_arranged, visit_gone."""
    booking, here = _visit_of(actor, number)
    row = _arranged(booking)
    if row.left_at is not None:
        raise Refused("visit_gone")
    Visit.objects.filter(pk=booking.id).update(left_at=now, left_by=actor.id)
    facts = {"booking": booking.id, "number": booking.number, "seals": list(row.seals)}
    record(BOOK.format(code=here.code), "leave_for_visit", actor, facts, now=now)
    return visit(booking)


@transaction.atomic
def return_from_visit(
    actor: Actor, number: str, *, seals: Iterable[str], result: str, case: str = "", now: datetime
) -> VisitCard:
    """The team is back: every seal checked in, what came of it, and the case, registered on the same day.

    Without a case the result says why there is none. Refused: visit_not_gone, visit_seals, reason_missing, no_such_case,
    visit_case_late.
    """
    booking, here = _visit_of(actor, number)
    row = _arranged(booking)
    if row.left_at is None or row.back_at is not None:
        raise Refused("visit_not_gone")
    modes.demand_seals_back(row.seals, list(seals))
    if not result.strip():
        raise Refused("reason_missing")
    digits = CaseNumber.parse(case).digits if case.strip() else ""
    if digits:
        _demand_same_day(digits, row.left_at)
    Visit.objects.filter(pk=booking.id).update(back_at=now, back_by=actor.id)
    Booking.objects.filter(id=booking.id).update(state=SERVED, served_at=now, case_number=digits)
    facts = {
        "booking": booking.id,
        "number": booking.number,
        "seals": list(row.seals),
        "case": digits or None,
    }
    record(
        BOOK.format(code=here.code),
        "return_from_visit",
        actor,
        facts,
        now=now,
        private={"result": result.strip()},
    )
    return visit(booking)


def visit(booking: Booking) -> VisitCard:
    row = Visit.objects.get(pk=booking.id)
    row.booking = asking.row(booking.id)
    return VisitCard.of(row, crypto.open_(PLACE, row.place).decode())


def _visit_of(actor: Actor, number: str) -> tuple[Booking, BookingHall]:
    booking = asking.locked(number)
    here = booking_hall(booking.hall_id)
    if not desks.may(actor, "visit", hall=here.id, division=here.division):
        raise Refused("no_such_booking")
    if not WAYS[Mode(booking.mode)].visits:
        raise Refused("not_a_visit")
    return booking, here


def _arranged(booking: Booking) -> Visit:
    row = Visit.objects.filter(pk=booking.id).first()
    if row is None:
        raise Refused("visit_not_arranged")
    return row


def _demand_same_day(digits: str, left_at: datetime) -> None:
    number = CaseNumber.parse(digits)
    if not cases.find_ids(digits):
        raise Refused("no_such_case")
    if number.day != left_at.astimezone(ZONE).date():
        raise Refused("visit_case_late", day=left_at.astimezone(ZONE).date())
