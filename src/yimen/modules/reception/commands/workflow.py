"""An appointment that reserves the whole workflow: every step owner keeps the time free (R-062)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemFacts
from yimen.modules.people import queries as people
from yimen.modules.people.queries import StaffCard
from yimen.rules import permits
from yimen.rules.flows import OWNER
from yimen.rules.refused import Refused

from .. import asking
from ..booking_hall import BookingHall
from ..models.bookings import Booking, Reserved

CHECK: Final = "check"  # the first step of every path, at the window, and the last: as messages call them
DECIDE: Final = "decide"


def reserve(booking: Booking, hall: BookingHall, *, now: datetime) -> None:
    """A calendar entry for the owner of every step, or for who stands in where that one is taken.

    Refused: item_needed, workflow_unattended (a step whose desk has nobody free at that time).
    """
    if booking.item is None:
        raise Refused("item_needed")
    item = catalogue.published(booking.item)
    longest = hall.setting("workflow_booking.max_minutes", now.astimezone(ZONE).date(), item.item_code)
    ends_at = booking.starts_at + timedelta(minutes=int(longest))
    steps = [(name, list(owners)) for name, owners in _steps(booking, item)]
    everybody = {each.id for _, owners in steps for each in owners}
    _hold(everybody)
    busy = set(
        Reserved.objects.filter(staff__in=everybody, starts_at__lt=ends_at, ends_at__gt=booking.starts_at)
        .values_list("staff", flat=True)
        .distinct()
    )
    entries = []
    for name, owners in steps:
        free = [each for each in owners if each.id not in busy]
        if not free:
            raise Refused("workflow_unattended", step=name)
        entries.append(
            Reserved(
                booking=booking,
                step=name,
                staff_id=free[0].id,
                stands_in=free[0] is not owners[0],
                starts_at=booking.starts_at,
                ends_at=ends_at,
            )
        )
    Reserved.objects.bulk_create(entries)


def release(booking: Booking) -> list[list[Any]]:
    """Nobody keeps time free for it any more: the steps, and who it was."""
    rows = Reserved.objects.filter(booking=booking)
    kept = [[row.step, row.staff_id] for row in rows.order_by("id")]
    rows.delete()
    return kept


def _steps(booking: Booking, item: ItemFacts) -> Iterator[tuple[str, list[StaffCard]]]:
    """Every step of the item's way, with who does it: whoever sits there first in order, then their stand-ins."""
    today = booking.day
    queue = booking.category.queue_id
    at_window = people.accounts(asking.attendants(queue))
    yield CHECK, [each for _, each in sorted(at_window.items()) if _works(each, booking)]
    units = {each.code: each.id for each in people.departments()}
    tasks = [(each.name, each.unit, each.post or "reviewer") for each in item.flow.tasks]
    for name, unit, post in (*tasks, (DECIDE, OWNER, "decider")):
        department = item.department if unit == OWNER else units.get(unit, item.department)
        roles = permits.POSTS.get(post, permits.POSTS["reviewer"])
        sitting = people.staff_of(department, below=True)
        yield name, [each for each in sitting if each.roles & roles and (each.expires_on or today) >= today]


def _works(staff: StaffCard, booking: Booking) -> bool:
    return staff.active and (staff.expires_on or booking.day) >= booking.day


def _hold(staff: set[int]) -> None:
    """Of two who want the same people the second waits; the order keeps them out of a ring."""
    with connection.cursor() as cursor:
        for each in sorted(staff):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [each])
