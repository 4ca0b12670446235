"""Book a place, change it, give it back (R-058 to R-062)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection, transaction

from yimen.base import crypto
from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.ledger.commands import Keyed, add_todo, once, record
from yimen.modules.people import commands as people
from yimen.modules.people import queries as who
from yimen.rules.actors import Actor, Kind
from yimen.rules.reception import desks, modes, slots
from yimen.rules.reception.modes import BY_ONESELF, NEED_ITEM, ONLINE, WAYS, Channel, Mode
from yimen.rules.reception.numbers import BODY, BookingNumber
from yimen.rules.reception.slots import Slot
from yimen.rules.refused import Refused

from .. import asking
from ..booking_cards import BookingCard, CategoryCard, ModeCard
from ..booking_hall import BookingHall, booking_hall
from ..models.bookings import BOOKED, CANCELLED, THAT_DAY, Booking
from . import workflow

BOOK: Final = "bookings:{code}"
REMIND: Final = "reception.remind"
LAPSE: Final = "reception.lapse"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: five fields, the item and the mode, and nothing more (R-058)."""

    category: int
    starts_at: datetime
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    password: str = field(repr=False)
    mode: Mode = Mode.ORDINARY
    item: str = ""
    id_type: str | None = None
    channel: Channel = Channel.WEB
    confirmed_by: int | None = None  # of a holiday: who will be there
    language: str = "zh-hans"


@dataclass(frozen=True, slots=True)
class _Aim:
    """A slot as it stands to be taken."""

    hall: BookingHall
    category: CategoryCard
    mode: ModeCard
    slot: Slot


def book(actor: Actor, wish: Wish, *, now: datetime, hashed: str = "") -> BookingCard:
    """Hold a place of a slot for somebody. Whoever has the password `hashed` already spares the time for it.

    Refused: not_permitted, no_such_category, mode_closed, item_not_bookable, item_not_same_day, item_needed, no_such_slot,
    slot_past, slot_too_soon, slot_too_far, what `modes.demand_fitting` says, what is wrong with a field (in `fields`),
    booking_password, booking_blocked, bookings_enough, booked_already, and slot_full with the nearest free ones in `free`.
    """
    aim = _aim(wish)
    _demand_channel(actor, wish.channel, aim.hall)
    _demand_item(aim, wish)
    today = now.astimezone(ZONE).date()
    terms = aim.hall.terms(today)
    slots.demand_bookable(aim.slot.starts_at, now=now, terms=terms)
    told = who.read_told("person", wish.name, wish.id_type, wish.id_number, wish.phone, today=today)
    _demand_fields(told, wish, aim)
    ids = crypto.blind_indexes(asking.ID_NUMBER, told.id_number)
    open_day = not WAYS[wish.mode].rest_days
    modes.demand_fitting(
        wish.mode,
        wish.channel,
        open_day=open_day,
        confirmed=_confirms(aim, wish),
        pre_reviewed=WAYS[wish.mode].pre_reviewed and asking.pre_reviewed(aim.hall, ids, wish.item, now=now),
    )
    if wish.channel in ONLINE:
        slots.demand_not_blocked(asking.no_shows(ids), today, terms)
    if not asking.free_places(aim.category.id, aim.mode.lane, [aim.slot])[aim.slot.starts_at]:
        raise full(aim, now)  # without having hashed anything
    hashed = hashed or make_password(wish.password)
    known = people.known("person", wish.name, wish.id_type, wish.id_number, wish.phone, today=today)
    phones = crypto.blind_indexes(asking.PHONE, told.phone)
    with transaction.atomic():
        _one_at_a_time(ids[0], phones[0])
        held = Booking.objects.filter(state=BOOKED)
        slots.demand_room(
            held.filter(id_index__in=ids).count(), held.filter(phone_index__in=phones).count(), terms
        )
        _demand_only_one(ids, aim)
        row = _take(
            aim,
            lambda: {
                "number": BookingNumber.of(secrets.randbelow(10**BODY)).digits,
                "hall_id": aim.hall.id,
                "category_id": aim.category.id,
                "mode": wish.mode.value,
                "item": wish.item or None,
                "state": BOOKED,
                "channel": wish.channel.value,
                "person_id": known.id,
                "id_index": ids[0],
                "phone_index": phones[0],
                "password": hashed,
                "language": wish.language,
                "booked_at": now,
                "booked_by_id": actor.id if actor.kind is Kind.STAFF else None,
                "confirmed_by_id": wish.confirmed_by,
            },
        )
        if row is not None:
            booking = asking.row(row)
            if WAYS[wish.mode].reserves:
                workflow.reserve(booking, aim.hall, now=now)
            _record(
                "book",
                actor,
                booking,
                aim.hall,
                now=now,
                channel=wish.channel.value,
                confirmed_by=wish.confirmed_by,
            )
            _expect(booking, aim.hall, now=now)
            return BookingCard.of(booking)
    raise full(aim, now)


def book_once(actor: Actor, wish: Wish, *, key: str | None, now: datetime) -> str:
    """`book`, and the booking's digits: the same again for a form that is sent twice under its key. Refused: as `book`."""
    keyed = Keyed.of(actor, key, asdict(wish)) if key else None
    number: str = once(keyed, lambda: {"number": book(actor, wish, now=now).digits}).content["number"]
    return number


def change_booking(
    actor: Actor, number: str, starts_at: datetime, *, held: Iterable[str] = (), now: datetime
) -> BookingCard:
    """Another slot of the same category and mode, for whoever holds the booking, or staff for them.

    Refused: no_such_booking, booking_closed, booking_fixed, and what `book` says of a slot.
    """
    with transaction.atomic():
        booking, hall = _locked(actor, "change_booking", number, held)
        _one_at_a_time(bytes(booking.id_index), bytes(booking.phone_index))
        today = now.astimezone(ZONE).date()
        terms = hall.terms(today)
        _demand_open(booking)
        slots.demand_changeable(booking.starts_at, now=now, terms=terms)
        slots.demand_bookable(starts_at, now=now, terms=terms)
        aim = _aim_at(hall, booking.category_id, Mode(booking.mode), starts_at)
        was_at = booking.starts_at
        _demand_only_one([bytes(booking.id_index)], aim, but=booking.id)
        if _move(booking, aim):
            booking = asking.row(booking.id)
            released = workflow.release(booking)
            if WAYS[Mode(booking.mode)].reserves:
                workflow.reserve(booking, hall, now=now)
            _record("change_booking", actor, booking, hall, now=now, was_at=was_at, released=released)
            _expect(booking, hall, now=now)
            return BookingCard.of(booking)
    raise full(aim, now)


def cancel_booking(
    actor: Actor, number: str, *, held: Iterable[str] = (), reason: str = "", now: datetime
) -> BookingCard:
    """Give the place back. Whoever holds it may until shortly before; staff as long as nobody came.

    Refused: no_such_booking, booking_closed, booking_fixed.
    """
    with transaction.atomic():
        booking, hall = _locked(actor, "cancel_booking", number, held)
        _demand_open(booking)
        if actor.kind is not Kind.STAFF:
            slots.demand_changeable(booking.starts_at, now=now, terms=hall.terms(now.astimezone(ZONE).date()))
        booking.state, booking.ended_at = CANCELLED, now
        Booking.objects.filter(id=booking.id).update(state=CANCELLED, ended_at=now)
        told = {"reason": reason} if reason else None
        released = workflow.release(booking)
        _record("cancel_booking", actor, booking, hall, now=now, private=told, released=released)
    return BookingCard.of(booking)


def full(aim: _Aim, now: datetime) -> Refused:
    """What is said to whoever comes too late for a place: the nearest free ones."""
    free = asking.free_slots(aim.hall, aim.category, aim.mode, now=now)
    near = slots.nearest(aim.slot.starts_at, [each.starts_at for each in free])
    return Refused("slot_full", free=[each.isoformat() for each in near], count=len(near))


def _aim(wish: Wish) -> _Aim:
    category = asking.category(wish.category)
    if category is None or not category.active:
        raise Refused("no_such_category")
    return _aim_at(booking_hall(category.hall), category, wish.mode, wish.starts_at.astimezone(ZONE))


def _aim_at(hall: BookingHall, of: CategoryCard | int, mode: Mode, starts_at: datetime) -> _Aim:
    category = asking.category(of) if isinstance(of, int) else of
    assert category is not None
    offered = category.mode(mode)
    if offered is None:
        raise Refused("mode_closed", mode=mode.value)
    starts_at = starts_at.astimezone(ZONE)
    slot = next(
        (
            each
            for each in asking.slots_on(hall, category, offered, starts_at.date())
            if each.starts_at == starts_at
        ),
        None,
    )
    if slot is None:
        closed = not hall.hours.periods(starts_at.date())
        raise Refused("holiday_only" if closed and not WAYS[mode].rest_days else "no_such_slot")
    return _Aim(hall, category, offered, slot)


def _demand_channel(actor: Actor, channel: Channel, hall: BookingHall) -> None:
    if channel not in desks.channels(actor) and actor.kind is not Kind.RUN:
        raise Refused("not_permitted")
    if actor.kind is Kind.STAFF:
        desks.demand(actor, "book_for", hall=hall.id, division=hall.division)


def _demand_item(aim: _Aim, wish: Wish) -> None:
    """The item belongs to the category, and to the mode where that is for some of them alone."""
    if not wish.item:
        if wish.mode in NEED_ITEM:
            raise Refused("item_needed")
        return
    item = catalogue.published(wish.item)
    fits = asking.belongs(aim.category, item.item_code, item.department)
    if aim.mode.items and item.item_code not in aim.mode.items:
        fits = False
    if wish.channel in ONLINE and item.online not in BY_ONESELF:
        fits = False
    if not fits:
        raise Refused("item_not_bookable", item=item.name)
    if WAYS[wish.mode].same_day and not modes.done_that_day(item.track, convertible=item.convertible):
        raise Refused("item_not_same_day", item=item.name)


def _demand_fields(told: who.Told, wish: Wish, aim: _Aim) -> None:
    """All that is wrong with the five fields at once: `fields` names each with its reason."""
    wrong = dict(told.doubts)
    try:
        terms = aim.hall.terms(aim.slot.starts_at.date())
        slots.demand_password(wish.password, told.id_number, told.phone, terms=terms)
    except Refused as refused:
        wrong["password"] = refused
    if wrong:
        fields = {name: each.reason for name, each in wrong.items()}
        facts = {key: value for each in wrong.values() for key, value in each.facts.items()}
        reason = next(iter(wrong.values())).reason if len(wrong) == 1 else "booking_unclear"
        raise Refused(reason, **facts, fields=fields)


def _confirms(aim: _Aim, wish: Wish) -> bool:
    """Whether a member of the staff who sits at one of the queue's windows has promised to be there (R-061)."""
    if wish.confirmed_by is None:
        return False
    if wish.confirmed_by not in asking.attendants(aim.mode.queue or aim.category.queue):
        raise Refused("holiday_unconfirmed")
    return True


def _demand_open(booking: Booking) -> None:
    if booking.state != BOOKED:
        raise Refused("booking_closed", state=booking.state)


def _demand_only_one(ids: Sequence[bytes], aim: _Aim, *, but: int = 0) -> None:
    """Of one person one booking a day in a category. Refused: booked_already."""
    day = aim.slot.starts_at.date()
    others = Booking.objects.filter(id_index__in=ids, category=aim.category.id, day=day, state__in=THAT_DAY)
    if others.exclude(id=but).exists():
        raise Refused("booked_already", day=day)


def _locked(actor: Actor, act: str, number: str, held: Iterable[str]) -> tuple[Booking, BookingHall]:
    """The booking, held by this transaction, if it is theirs or they may act for whoever it is."""
    booking = asking.locked(number)
    hall = booking_hall(booking.hall_id)
    theirs = booking.number in set(held) or (actor.kind is Kind.PERSON and booking.person_id in actor.persons)
    if not theirs and not desks.may(actor, act, hall=hall.id, division=hall.division):
        raise Refused("no_such_booking")
    return booking, hall


# places


def _one_at_a_time(*indexes: bytes) -> None:
    """Of one person and one telephone only one request counts and books at a time; the order keeps them out of a ring."""
    with connection.cursor() as cursor:
        for key in sorted(int.from_bytes(each[-8:], signed=True) for each in indexes):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _take(aim: _Aim, told: Callable[[], Mapping[str, Any]]) -> int | None:
    """The id of the new row, with a place that nobody has; None if there is none.

    Whoever is quicker has the place by a unique constraint. The one who waited for them then tries another.
    """
    while True:
        place = asking.a_free_place(aim.category.id, aim.mode.lane, aim.slot)
        if place is None:
            return None
        row = Booking(**told(), **_where(aim), place=place)
        columns = [each for each in Booking._meta.concrete_fields if not each.primary_key]  # noqa: SLF001
        names = ", ".join(str(each.column) for each in columns)
        values = [each.get_db_prep_save(each.pre_save(row, add=True), connection) for each in columns]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO reception_booking ({names}) VALUES ({', '.join(['%s'] * len(values))})"
                " ON CONFLICT DO NOTHING RETURNING id",
                values,
            )
            if made := cursor.fetchone():
                return int(made[0])


def _move(booking: Booking, aim: _Aim) -> bool:
    """Whether the booking stands in the new slot now; nobody else can have its place."""
    while True:
        place = asking.a_free_place(aim.category.id, aim.mode.lane, aim.slot)
        if place is None:
            return False
        try:
            with transaction.atomic():
                Booking.objects.filter(id=booking.id).update(**_where(aim), place=place)
        except IntegrityError:  # somebody was quicker: another place
            continue
        return True


def _where(aim: _Aim) -> dict[str, Any]:
    return {
        "lane": aim.mode.lane,
        "day": aim.slot.starts_at.date(),
        "starts_at": aim.slot.starts_at,
        "ends_at": aim.slot.ends_at,
    }


# what follows


def _record(
    act: str,
    actor: Actor,
    booking: Booking,
    hall: BookingHall,
    *,
    now: datetime,
    private: Mapping[str, Any] | None = None,
    **more: Any,
) -> None:
    facts = {
        "booking": booking.id,
        "number": booking.number,
        "category": booking.category_id,
        "mode": booking.mode,
        "item": booking.item,
        "starts_at": booking.starts_at,
        "place": booking.place,
        **more,
    }
    told = {name: value for name, value in facts.items() if value not in (None, [])}
    record(BOOK.format(code=hall.code), act, actor, told, now=now, private=private)


def _expect(booking: Booking, hall: BookingHall, *, now: datetime) -> None:
    """A reminder the working day before, and the moment at which the place is given up."""
    about = {"booking": booking.id, "starts_at": booking.starts_at.isoformat()}
    remind_at = slots.reminder_at(hall.hours, booking.starts_at)
    if remind_at > now:
        add_todo(REMIND, remind_at, about)
    if not WAYS[Mode(booking.mode)].visits:
        lapses_at = slots.lapses_at(booking.ends_at, hall.terms(booking.day)) + timedelta(seconds=1)
        add_todo(LAPSE, lapses_at, about)
