"""What can be booked, and what of it is free."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from yimen.base.pages import HallRequest
from yimen.modules.reception.queries import bookings
from yimen.rules.reception.modes import Mode

from .problems import english, problems
from .replies import published
from .schemas.bookings import BookingMode, Slot, Slots
from .schemas.words import Day, Text

router = Router(tags=["bookings"])


@router.get("", response={200: Slots, **problems(404, 422)}, summary="What can be booked, and what is free")
def find_slots(
    request: HallRequest,
    hall: Annotated[Text | None, Query(description="A hall, by its code.")] = None,
    category: Annotated[Text | None, Query(description="A category, by its code.")] = None,
    item: Annotated[Text | None, Query(description="Only where this item can be booked.")] = None,
    mode: Annotated[BookingMode, Query(description="The way of booking.")] = "ordinary",
    day: Annotated[Day | None, Query(description="Only this day.")] = None,
) -> HttpResponse:
    """Every slot that may be booked now, also those that are full: `free` is 0. In the order of halls, categories and time."""
    found = bookings.categories_for(item) if item else bookings.open_categories()
    results = []
    for kind in found:
        way = kind.mode(Mode(mode))
        if (
            way is None
            or (category and kind.code != category)
            or (item and way.items and item not in way.items)
        ):
            continue
        here, days = bookings.calendar(kind, way, now=request.now)
        if hall and here.code != hall:
            continue
        results += [
            Slot.of(here, kind, way.mode, each, english=english())
            for one in days
            for each in one.slots
            if day is None or one.day == day
        ]
    return published(Slots(results=results))
