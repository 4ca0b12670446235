"""How long it took: from sending the booking, and from checking in, to done, kept apart (R-067); workflows over time (R-062)."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from yimen.base import slot_grid
from yimen.base.pages import HallRequest
from yimen.base.seats import seat_for
from yimen.modules.reception.queries import bookings

from . import nav

MEASURES = {
    "booked_to_done": _("From sending the booking to done"),
    "checked_in_to_done": _("From checking in to done"),
}


@seat_for(*nav.SEES)
@require_GET
def report(request: HallRequest) -> HttpResponse:
    hall, halls = nav.hall(request)
    today = request.now.date()
    last = slot_grid.day_of(request.GET.get("to", "")) or today
    first = slot_grid.day_of(request.GET.get("from", "")) or last - timedelta(days=30)
    spreads = bookings.spreads(request.actor, hall.id, first, last)
    return nav.page(
        request,
        "report",
        hall=hall,
        halls=halls,
        first=first,
        last=last,
        spreads=[(MEASURES[each.name], each) for each in spreads],
        slow=bookings.slow_workflows(request.actor, hall.id, first, last),
    )
