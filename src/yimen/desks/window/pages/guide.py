"""导办: whoever does not know where to go is met, the matter found, and leaves with a sheet and a number, in one flow (R-054)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from yimen.base.pages import HallRequest
from yimen.gateways.pdf.qr import qr_svg
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemCard
from yimen.modules.people import queries as people
from yimen.modules.reception import commands as reception
from yimen.modules.reception import queries as tickets
from yimen.modules.reception.queries import QueueCard
from yimen.modules.reception.queries import contacts as found
from yimen.rules.reception.contacts import Channel, asked
from yimen.rules.refused import Refused

from ..access import at_the_desk
from ..nav import Seat, desk
from ..posting import away

SHOWN: Final = 8


@at_the_desk
@require_safe
def guide(request: HallRequest) -> HttpResponse:
    """What they want, in their own words; and how the floor stands."""
    words = " ".join(request.GET.get("q", "").split())
    shown: dict[str, Any] = {
        "q": words,
        "items": catalogue.items(words, limit=SHOWN).results if words else (),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "window/guide.html#items", shown)
    floor = tickets.floor(request.actor.hall, now=request.now)
    shown |= {"desk": desk(request, Seat(request)), "floor": floor, "empty": not floor.queues}
    return render(request, "window/guide.html", shown)


@at_the_desk
@require_safe
def item(request: HallRequest, code: str) -> HttpResponse:
    """The matter found: what they need, which window, which queue; one button gives them both papers."""
    card = _card(code)
    queues = tickets.queues(request.actor.hall, now=request.now)
    shown = {
        "desk": desk(request, Seat(request)),
        "item": card,
        "q": " ".join(request.GET.get("q", "").split()),
        "queue": queue_of(card, queues),
        "queues": queues,
        "counters": [
            window
            for hall, windows in people.counters(card.department_id)
            if hall.id == request.actor.hall
            for window in windows
        ],
    }
    return render(request, "window/guide_item.html", shown)


@at_the_desk
@require_POST
def take(request: HallRequest, code: str) -> HttpResponse:
    """Met, told everything once, and given a number: three acts, in this order of what may be refused."""
    told, actor, now = request.POST, request.actor, request.now
    queue, question = told.get("queue", ""), asked(told.get("q", ""), about_something=True)
    ticket = reception.issue(
        actor,
        actor.hall,
        queue=int(queue) if queue.isdecimal() else None,
        item=code,
        source="guide",
        phone=told.get("phone", "").strip(),
        priority_reason=told.get("priority", ""),
        question=question,
        language=get_language() or "zh-hans",
        now=now,
    )
    contact = reception.meet(
        actor,
        actor.hall,
        channel=Channel.GUIDE,
        question=question,
        item=code,
        ticket=ticket.id,
        now=now,
    )
    address = reverse("window:guide-sheet", args=[ticket.token])
    try:
        sheet = reception.hand_over_sheet(
            actor, actor.hall, code, recipient=told.get("recipient", ""), contact=contact.id,
            language=get_language() or "zh-hans", now=now,
        )  # fmt: skip
    except Refused as refused:
        if refused.reason != "sheet_incomplete":
            raise
        return away(request, address)  # the number is theirs; the sheet has to wait for its guide
    return away(request, f"{address}?sheet={sheet.id}")


@at_the_desk
@require_safe
def printed(request: HallRequest, token: str) -> HttpResponse:
    """Ticket and sheet on one paper."""
    of = request.GET.get("sheet", "")
    address = settings.YIMEN_URL + reverse("public:ticket", args=[token])
    shown = {
        "ticket": tickets.ticket(token, now=request.now),
        "sheet": found.sheet(request.actor, int(of)) if of.isdecimal() else None,
        "qr": "data:image/svg+xml;base64," + b64encode(qr_svg(address)).decode(),
        "hall": people.unit(request.actor.hall),
    }
    return render(request, "window/guide_sheet.html", shown)


def queue_of(card: ItemCard, queues: Sequence[QueueCard]) -> QueueCard | None:
    """The queue an item is for, as a ticket would find it."""
    named = next((each for each in queues if card.code in each.items), None)
    return named or next((each for each in queues if card.department_id in each.departments), None)


def _card(code: str) -> ItemCard:
    card = next(iter(catalogue.cards([code])), None)
    if card is None:
        raise Refused("no_such_item", code=code)
    return card
