"""What one has promised to keep free: the steps of booked workflows that are one's own, or that one stands in for (R-062)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from yimen.base import words
from yimen.base.pages import HallRequest
from yimen.base.seats import seat_for
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.reception.queries import bookings
from yimen.rules.actors import Role

from . import nav

STAFF = tuple(role for role in Role if role not in {Role.APPLICANT, Role.PROXY})


@seat_for(*STAFF)
@require_GET
def reserved(request: HallRequest) -> HttpResponse:
    entries = bookings.reserved(request.actor, request.now.date())
    codes = sorted({each.item for each in entries if each.item})
    items = {each.code: each for each in catalogue.cards(codes)} if codes else {}
    rows = [(each, items.get(each.item or ""), _step(each.step)) for each in entries]
    return nav.page(request, "reserved", rows=rows)


def _step(name: str) -> str:
    """As the item's path calls it; the first and the last as all paths do."""
    return str(words.TASKS[name].text) if name in words.TASKS else name
