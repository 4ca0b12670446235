"""What commands and pages of bookings ask the tables, each in one statement."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yimen.base.clock import ZONE
from yimen.rules.reception import slots
from yimen.rules.reception.floor import State
from yimen.rules.reception.modes import WAYS
from yimen.rules.reception.numbers import BookingNumber
from yimen.rules.reception.slots import Slot
from yimen.rules.refused import Refused

from .booking_cards import CategoryCard, FreeSlot, ModeCard, SlotDay
from .booking_hall import BookingHall
from .models import Ticket
from .models.bookings import CANCELLED, NO_SHOW, Booking, Category, CategoryMode, PreReview

ID_NUMBER: Final = "people.person.id_number"  # as `people` indexes them
PHONE: Final = "people.person.phone"
_DONE: Final = (State.SERVED.value, State.TRANSFERRED.value)
_choice: Final = random.SystemRandom()


def rows() -> QuerySet[Booking]:
    """Bookings, each with when it was done: of a visit its return, of who came the end of their ticket."""
    ended = Ticket.objects.filter(id=OuterRef("ticket"), state__in=_DONE).values("ended_at")
    return Booking.objects.select_related("category", "person").annotate(
        done_at=Coalesce("served_at", Subquery(ended))
    )


def row(id_: int) -> Booking:
    return rows().get(id=id_)


def locked(number: str) -> Booking:
    """The booking of a typed number, held by this transaction. Refused: no_such_booking."""
    digits = BookingNumber.parse(number).digits
    found = (
        Booking.objects.select_for_update(no_key=True, of=("self",))
        .select_related("category", "person")
        .filter(number=digits)
        .first()
    )
    if found is None:
        raise Refused("no_such_booking")
    return found


def queue_of(booking: Booking) -> int:
    """Where who comes with it waits: the mode's own queue, else the category's."""
    own = CategoryMode.objects.filter(category=booking.category_id, mode=booking.mode).values_list(
        "queue", flat=True
    )
    return own.first() or booking.category.queue_id


def categories(**where: object) -> tuple[CategoryCard, ...]:
    """Two statements: the categories, and the ways of all of them."""
    found = Category.objects.filter(**where).prefetch_related("modes").order_by("rank", "id")
    return tuple(map(CategoryCard.of, found))


def category(id_: int) -> CategoryCard | None:
    return next(iter(categories(id=id_)), None)


def belongs(category: CategoryCard, item: str, department: int) -> bool:
    """Whether an item may be booked in a category: named there, or of one of its departments where it names none."""
    return item in category.items or (not category.items and department in category.departments)


def slots_on(hall: BookingHall, category: CategoryCard, mode: ModeCard, day: date) -> tuple[Slot, ...]:
    """The slots of a day as the hours give them: on days of rest those of holiday service alone (R-059, R-061)."""
    if WAYS[mode.mode].rest_days:
        periods = slots.rest_day_periods(hall.hours, day)
    else:
        windows = hall.windows_of(mode.queue or category.queue)
        periods = slots.open_on(windows, day, category.own(day))
    return slots.slots(day, periods, hall.terms(day).slot, mode.capacity or category.capacity)


def slot_days(
    hall: BookingHall, category: CategoryCard, mode: ModeCard, *, now: datetime
) -> tuple[SlotDay, ...]:
    """Every day that may be booked now, with its slots and what is free of them. One statement."""
    now = now.astimezone(ZONE)
    open_ = {
        day: [each for each in slots_on(hall, category, mode, day) if each.starts_at > now]
        for day in slots.days(now.date(), hall.terms(now.date()))
    }
    free = free_places(category.id, mode.lane, [each for day in open_.values() for each in day])
    return tuple(
        SlotDay(
            day,
            tuple(
                FreeSlot(each.starts_at, each.ends_at, each.places, free[each.starts_at]) for each in found
            ),
        )
        for day, found in open_.items()
    )


def free_slots(
    hall: BookingHall, category: CategoryCard, mode: ModeCard, *, now: datetime
) -> tuple[FreeSlot, ...]:
    days = slot_days(hall, category, mode, now=now)
    return tuple(each for day in days for each in day.slots if not each.full)


def free_places(category: int, lane: str, among: Collection[Slot]) -> Mapping[datetime, int]:
    """How many places of each slot nobody holds. One statement; none where nothing is asked."""
    if not among:
        return {}
    held = (
        Booking.objects.filter(
            category=category,
            lane=lane,
            starts_at__gte=min(each.starts_at for each in among),
            starts_at__lte=max(each.starts_at for each in among),
        )
        .exclude(state=CANCELLED)
        .values("starts_at")
        .annotate(n=Count("id"))
    )
    taken = {each["starts_at"]: each["n"] for each in held}
    return {each.starts_at: max(0, each.places - taken.get(each.starts_at, 0)) for each in among}


def a_free_place(category: int, lane: str, slot: Slot) -> int | None:
    """Any free place, so that many who want one at once do not all want the same; None if there is none."""
    held = (
        Booking.objects.filter(category=category, lane=lane, starts_at=slot.starts_at)
        .exclude(state=CANCELLED)
        .values_list("place", flat=True)
    )
    free = sorted(set(range(1, slot.places + 1)).difference(held))
    return _choice.choice(free) if free else None


def no_shows(ids: Sequence[bytes]) -> list[date]:
    """The days on which somebody let a place go to waste."""
    return list(Booking.objects.filter(id_index__in=ids, state=NO_SHOW).values_list("day", flat=True))


def pre_reviewed(hall: BookingHall, ids: Sequence[bytes], item: str, *, now: datetime) -> bool:
    """Whether the latest pre-review of this person's papers for this item was passed, and is not too old (R-064)."""
    latest = (
        PreReview.objects.filter(id_index__in=ids, item=item, hall=hall.id, at__lte=now)
        .order_by("-at")
        .first()
    )
    if latest is None or not latest.passed:
        return False
    days = int(hall.setting("booking.pre_review_days", now.astimezone(ZONE).date()))
    return (now.astimezone(ZONE).date() - latest.at.astimezone(ZONE).date()).days <= days


def attendants(queue: int) -> frozenset[int]:
    """Who of the staff sits at a window that calls from the queue."""
    with connection.cursor() as cursor:
        cursor.execute(_ATTENDANTS, [queue])
        return frozenset(id_ for (id_,) in cursor.fetchall())


def grouped(found: Iterable[FreeSlot]) -> Iterator[tuple[str, list[FreeSlot]]]:
    """A day's slots by half: before noon and after."""
    halves: dict[str, list[FreeSlot]] = {"morning": [], "afternoon": []}
    for each in found:
        halves["morning" if each.starts_at.astimezone(ZONE).hour < 12 else "afternoon"].append(each)
    return ((name, half) for name, half in halves.items() if half)


_ATTENDANTS: Final = """
    SELECT a.id FROM reception_queuewindow q
    JOIN people_account a ON coalesce(a.window_id, a.unit_id) = q.window_id AND a.active
    WHERE q.queue_id = %s
"""
