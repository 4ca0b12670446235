"""What can be booked and who has booked it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Q

from yimen.base import crypto
from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor, Kind
from yimen.rules.reception import desks, slots
from yimen.rules.reception.modes import Mode, over_time
from yimen.rules.reception.numbers import BookingNumber
from yimen.rules.refused import Refused

from .. import asking
from ..asking import ID_NUMBER
from ..booking_cards import (
    BookingCard,
    CategoryCard,
    FreeSlot,
    ModeCard,
    ReservedCard,
    SlotDay,
    Spread,
    VisitCard,
)
from ..booking_hall import BookingHall, booking_hall
from ..models.bookings import PLACE, PreReview, Reserved, Visit

__all__ = [
    "BookingCard",
    "BookingHall",
    "CategoryCard",
    "FreeSlot",
    "ModeCard",
    "ReservedCard",
    "SlotDay",
    "Spread",
    "VisitCard",
    "any_category",
    "attendants",
    "bookable_halls",
    "booking",
    "booking_by_id",
    "calendar",
    "categories",
    "categories_for",
    "category",
    "category_of",
    "colleagues",
    "day",
    "find",
    "hall_of",
    "held",
    "mine",
    "open_categories",
    "place_of",
    "pre_reviews",
    "reserved",
    "same_day_limit",
    "slow_workflows",
    "spreads",
    "terms_of",
    "visit_of",
    "visits",
]
LATEST = 12  # of somebody's bookings, those that a password is tried on
BUCKETS = (15, 30, 60, 120, 240, 24 * 60)
PEOPLE_PER_TRY = 3


def bookable_halls() -> tuple[tuple[people.HallCard, tuple[CategoryCard, ...]], ...]:
    """Every hall where something can be booked, with what. Three statements."""
    found = asking.categories(active=True)
    return tuple(
        (hall, mine)
        for hall in people.halls()
        if (mine := tuple(each for each in found if each.hall == hall.id and each.open_modes))
    )


def categories(actor: Actor, hall: int) -> tuple[CategoryCard, ...]:
    """All of a hall's, closed ones too, for those who keep them. Refused: not_permitted, no_such_hall."""
    here = booking_hall(hall)
    desks.demand(actor, "keep_categories", hall=here.id, division=here.division)
    return asking.categories(hall=hall)


def category(id_: int) -> CategoryCard:
    """One that is open to people. Refused: no_such_category."""
    found = asking.category(id_)
    if found is None or not found.active:
        raise Refused("no_such_category")
    return found


def open_categories() -> tuple[CategoryCard, ...]:
    """Everything of every hall that takes bookings. Two statements."""
    return tuple(each for each in asking.categories(active=True) if each.open_modes)


def category_of(hall: str, code: str) -> CategoryCard:
    """By the codes outsiders know. Refused: no_such_category."""
    found = next(iter(asking.categories(hall__code=hall, code=code, active=True)), None)
    if found is None:
        raise Refused("no_such_category")
    return found


def any_category(id_: int) -> CategoryCard:
    """Also one that is closed, for those who keep it. Refused: no_such_category."""
    found = asking.category(id_)
    if found is None:
        raise Refused("no_such_category")
    return found


def categories_for(item: str) -> tuple[CategoryCard, ...]:
    """Where an item can be booked: every hall's categories it belongs to, with the ways open for it."""
    card = next(iter(catalogue.cards([item])), None)
    if card is None:
        return ()
    return tuple(
        each
        for each in asking.categories(active=True)
        if asking.belongs(each, card.code, card.department_id)
        and any(not mode.items or card.code in mode.items for mode in each.open_modes)
    )


def calendar(
    category: CategoryCard, mode: ModeCard, *, now: datetime
) -> tuple[BookingHall, tuple[SlotDay, ...]]:
    """The hall, and every day that may be booked now with its slots, full ones too. Two statements."""
    hall = booking_hall(category.hall)
    return hall, asking.slot_days(hall, category, mode, now=now)


def held(id_number: str, password: str, *, today: date) -> tuple[BookingCard, ...]:
    """Somebody's bookings that the password opens, the latest first (R-058). Refused: no_such_booking, whatever is wrong."""
    told = people.read_told("person", "-", None, id_number, "", today=today)
    ids = crypto.blind_indexes(ID_NUMBER, told.id_number)
    found = list(asking.rows().filter(id_index__in=ids).order_by("-starts_at", "-id")[:LATEST])
    tried: dict[str, bool] = {}
    for row in found:
        if row.password not in tried and len(tried) < PEOPLE_PER_TRY * 2:
            tried[row.password] = check_password(password, row.password)
    if not found:
        check_password(password, _nobody())  # it takes as long as if there were one
    mine = tuple(BookingCard.of(row) for row in found if tried.get(row.password))
    if not mine:
        raise Refused("no_such_booking")
    return mine


def mine(actor: Actor, numbers: Iterable[str] = ()) -> tuple[BookingCard, ...]:
    """Those a visit has opened, and of whoever signed in theirs, the next first."""
    where = Q(number__in=list(numbers))
    if actor.kind is Kind.PERSON:
        where |= Q(person__in=list(actor.persons))
    found = asking.rows().filter(where).order_by("-starts_at", "-id")[:LATEST]
    return tuple(map(BookingCard.of, found))


def booking(actor: Actor, number: str, *, held: Iterable[str] = ()) -> BookingCard:
    """One booking, for whoever holds it, or staff of its hall. Refused: no_such_booking."""
    digits = BookingNumber.parse(number).digits
    row = asking.rows().filter(number=digits).first()
    if row is None:
        raise Refused("no_such_booking")
    theirs = digits in set(held) or (actor.kind is Kind.PERSON and row.person_id in actor.persons)
    if not theirs:
        hall = booking_hall(row.hall_id) if actor.kind is Kind.STAFF else None
        if hall is None or not desks.may(actor, "see_bookings", hall=hall.id, division=hall.division):
            raise Refused("no_such_booking")
    return BookingCard.of(row)


def place_of(card: BookingCard) -> tuple[CategoryCard, BookingHall]:
    """Of a booking: its category, and the hall it is in. Three statements."""
    found = asking.category(card.category)
    assert found is not None
    return found, hall_of(card)


def hall_of(card: BookingCard) -> BookingHall:
    """Where somebody is expected, or sets out from. One statement."""
    return booking_hall(card.hall)


def terms_of(hall: int, on: date) -> slots.Terms:
    """预约规则 of a hall, as they hold on a day."""
    return booking_hall(hall).terms(on)


def booking_by_id(id_: int) -> BookingCard | None:
    """Of a ticket: with which booking somebody came."""
    row = asking.rows().filter(id=id_).first()
    return BookingCard.of(row) if row else None


def day(actor: Actor, hall: int, on: date) -> tuple[BookingCard, ...]:
    """Everybody booked on a day, in the order they come. Refused: not_permitted, no_such_hall."""
    here = booking_hall(hall)
    desks.demand(actor, "see_bookings", hall=here.id, division=here.division)
    return tuple(
        map(BookingCard.of, asking.rows().filter(hall=hall, day=on).order_by("starts_at", "category", "id"))
    )


def find(actor: Actor, text: str, *, today: date) -> tuple[BookingCard, ...]:
    """For staff who help somebody: bookings from today on, by number, identity number or telephone."""
    told = " ".join(text.split())
    if not told or actor.kind is not Kind.STAFF:
        return ()
    numbers = [told.replace("-", "").replace(" ", "")]
    persons = people.person_ids(told, limit=50)
    found = (
        asking.rows()
        .filter(Q(number__in=numbers) | Q(person__in=persons), day__gte=today)
        .order_by("starts_at", "id")[:20]
    )
    halls = {id_: booking_hall(id_) for id_ in {row.hall_id for row in found}}
    return tuple(
        BookingCard.of(row)
        for row in found
        if desks.may(actor, "see_bookings", hall=row.hall_id, division=halls[row.hall_id].division)
    )


def visits(actor: Actor, hall: int, on: date) -> tuple[VisitCard, ...]:
    """The visit orders of a day (R-064). Refused: not_permitted."""
    here = booking_hall(hall)
    desks.demand(actor, "see_bookings", hall=here.id, division=here.division)
    rows = asking.rows().filter(hall=hall, day=on, mode=Mode.DOOR_STEP.value)
    orders = {row.pk: row for row in Visit.objects.filter(booking__in=[each.id for each in rows])}
    found = []
    for row in rows.order_by("starts_at"):
        order = orders.get(row.id)
        if order is not None:
            order.booking = row
            found.append(VisitCard.of(order, crypto.open_(PLACE, order.place).decode()))
    return tuple(found)


def visit_of(card: BookingCard) -> VisitCard | None:
    """The visit order of a booking, for staff who may see it."""
    if not card.way.visits:
        return None
    order = Visit.objects.filter(pk=card.id).first()
    if order is None:
        return None
    order.booking = asking.row(card.id)
    return VisitCard.of(order, crypto.open_(PLACE, order.place).decode())


def colleagues(card: BookingCard) -> tuple[people.StaffCard, ...]:
    """Who could go: whoever sits at the queue's windows, and the departments' own people."""
    category = asking.category(card.category)
    assert category is not None
    found = people.accounts(asking.attendants(category.queue))
    for department in category.departments:
        found |= {each.id: each for each in people.staff_of(department, below=True)}
    return tuple(sorted(found.values(), key=lambda each: each.id))


def attendants(category: CategoryCard, mode: ModeCard) -> tuple[people.StaffCard, ...]:
    """Who of the staff can promise to be at the category's windows on a day of rest (R-061)."""
    found = people.accounts(asking.attendants(mode.queue or category.queue))
    return tuple(sorted(found.values(), key=lambda each: each.id))


def pre_reviews(actor: Actor, hall: int, since: date) -> tuple[tuple[str, str, bool, datetime], ...]:
    """Whose papers were looked at lately: item, masked name, passed, when. Refused: not_permitted."""
    here = booking_hall(hall)
    desks.demand(actor, "see_bookings", hall=here.id, division=here.division)
    rows = (
        PreReview.objects.select_related("person").filter(hall=hall, at__date__gte=since).order_by("-at")[:50]
    )
    cards = people.persons([row.person_id for row in rows])
    return tuple((row.item, cards[row.person_id].name_masked, row.passed, row.at) for row in rows)


def reserved(actor: Actor, since: date) -> tuple[ReservedCard, ...]:
    """What one has promised to keep free, from a day on (R-062)."""
    start = datetime.combine(since, datetime.min.time(), ZONE)
    rows = (
        Reserved.objects.select_related("booking")
        .filter(staff=actor.id, starts_at__gte=start)
        .order_by("starts_at")
    )
    return tuple(
        ReservedCard(
            booking=str(BookingNumber(row.booking.number)),
            item=row.booking.item,
            step=row.step,
            staff=row.staff_id,
            stands_in=row.stands_in,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
        for row in rows
    )


def spreads(actor: Actor, hall: int, first: date, last: date) -> tuple[Spread, ...]:
    """From sending the booking to done, and from checking in to done: two measures, kept apart (R-067, X-22)."""
    here = booking_hall(hall)
    desks.demand(actor, "see_bookings", hall=here.id, division=here.division)
    target = int(here.setting("booking.target_total_minutes", last))
    cards = _done(hall, first, last)
    sent = [each.done_at - each.booked_at for each in cards if each.done_at]
    came = [each.done_at - each.arrived_at for each in cards if each.done_at and each.arrived_at]
    return _spread("booked_to_done", sent, target), _spread("checked_in_to_done", came, target)


def slow_workflows(actor: Actor, hall: int, first: date, last: date) -> tuple[BookingCard, ...]:
    """Reserved workflows that took longer after their booked start than they may (R-062)."""
    here = booking_hall(hall)
    desks.demand(actor, "see_bookings", hall=here.id, division=here.division)
    return tuple(
        card
        for card in _done(hall, first, last)
        if card.done_at
        and card.way.reserves
        and over_time(
            card.starts_at,
            card.done_at,
            timedelta(minutes=int(here.setting("workflow_booking.max_minutes", card.day, card.item))),
        )
    )


def _done(hall: int, first: date, last: date) -> list[BookingCard]:
    rows = asking.rows().filter(hall=hall, day__gte=first, day__lte=last)
    return [card for card in map(BookingCard.of, rows) if card.done_at]


def _spread(name: str, took: list[timedelta], target: int) -> Spread:
    minutes = sorted(int(each.total_seconds() // 60) for each in took)
    edges = (*BUCKETS, None)
    counted = []
    below = -1
    for edge in edges:
        counted.append((edge, sum(below < each and (edge is None or each <= edge) for each in minutes)))
        below = edge if edge is not None else below
    return Spread(
        name=name,
        count=len(minutes),
        within=sum(each <= target for each in minutes),
        median=minutes[(len(minutes) - 1) // 2] if minutes else None,
        p95=minutes[min(len(minutes) - 1, -(-95 * len(minutes) // 100) - 1)] if minutes else None,
        buckets=tuple(counted),
        target=target,
    )


def same_day_limit(number: str) -> datetime | None:
    """立等可取: by when the case that comes of a booking is done; None where the booking promises no such thing (R-063)."""
    row = asking.rows().filter(number=BookingNumber.parse(number).digits).first()
    if row is None or not BookingCard.of(row).way.same_day:
        return None
    return slots.same_day_limit(booking_hall(row.hall_id).hours, row.starts_at)


@cache
def _nobody() -> str:
    return make_password("nobody's")
