"""Taking a number: by queue, by item, or with a plain question; shown first, printed then (R-056, R-217)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from yimen.base import visit
from yimen.base.bilingual import said as either
from yimen.base.pages import HallRequest, once_key
from yimen.gateways.pdf.qr import qr_svg
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.modules.people.queries import WindowCard
from yimen.modules.reception import commands, queries
from yimen.modules.reception.queries import QueueCard, TicketCard
from yimen.rules.actors import NOBODY
from yimen.rules.refused import Refused

from .. import slips
from ..slips import FAILURES, PRINTED, Told
from ..stand import Stand, at_kiosk

TAKEN: Final = "kiosk_tickets"
_LONGEST: Final = 200


@at_kiosk
@require_safe
def tickets(request: HallRequest, stand: Stand) -> HttpResponse:
    """The hall's queues with who waits; a question typed before comes along."""
    departments = {
        each.id: either(each.name, each.name_en) for each in people.departments(hall=stand.hall.id)
    }
    found = queries.queues(stand.hall.id, now=request.now)
    lines = [(each, [departments[one] for one in each.departments if one in departments]) for each in found]
    asked = request.GET.get("question", "").strip()[:_LONGEST]
    return render(request, "kiosk/tickets.html", {"stand": stand, "lines": lines, "question": asked})


@at_kiosk
@require_POST
def take(request: HallRequest, stand: Stand) -> HttpResponse:
    """Sent twice it is one ticket. Refused: as `issue`."""
    sent = request.POST
    with visit.held(request.session):
        taken = visit.recall(request.session, TAKEN) or {}
        key = once_key(request) or ""
        before = next((each for each in taken.values() if key and each["key"] == key), None)
        if before is None:
            ticket = commands.issue(
                NOBODY,
                stand.hall.id,
                queue=int(sent["queue"]) if sent.get("queue", "").isdecimal() else None,
                item=sent.get("item") or None,
                source="kiosk",
                question=sent.get("question", "").strip()[:_LONGEST],
                language=get_language() or "zh-hans",
                now=request.now,
            )
            before = {"token": ticket.token, "key": key, "print": ""}
            visit.remember(request.session, TAKEN, {**taken, ticket.token: before})
            fresh = True
        else:
            fresh = False
    return printed(request, stand, before["token"]) if fresh else redirect("kiosk:taken", before["token"])


@at_kiosk
@require_POST
def again(request: HallRequest, stand: Stand, token: str) -> HttpResponse:
    """Print it once more, for whoever took it here."""
    _demand_theirs(request, token)
    return printed(request, stand, token)


def printed(request: HallRequest, stand: Stand, token: str) -> HttpResponse:
    """Print the ticket and keep with the visit what came of it; the number is on the screen either way."""
    card = queries.ticket(token, now=request.now)
    what = slips.print_out(stand, slips.slip(_told(stand, card, request)), now=request.now)
    with visit.held(request.session):
        taken = visit.recall(request.session, TAKEN) or {}
        kept = taken.get(token, {"token": token, "key": ""})
        visit.remember(request.session, TAKEN, {**taken, token: {**kept, "print": what}})
    return redirect("kiosk:taken", token)


@at_kiosk
@require_safe
def taken(request: HallRequest, stand: Stand, token: str) -> HttpResponse:
    """The number, large; who is before it, where to go, and whether a slip came out."""
    what = _demand_theirs(request, token)["print"]
    card = queries.ticket(token, now=request.now)
    told = _told(stand, card, request)
    plan = stand.plan()
    window = next((place for each in told.windows if (place := plan.find(each.number))), None)
    shown: dict[str, Any] = {
        "stand": stand,
        "ticket": card,
        "item": told.item,
        "windows": told.windows,
        "ahead": slips.ahead(card),
        "wait": slips.wait(card),
        "printed": what == PRINTED,
        "failure": FAILURES.get(what, ""),
        "again": what in FAILURES,
        "picture": _picture(told.address),
        "plan": plan,
        "place": window,
        "way": stand.way(plan, window),
    }
    return render(request, "kiosk/taken.html", shown)


def keep(request: HallRequest, token: str) -> None:
    """A ticket that somebody came by otherwise is theirs on this visit, too."""
    with visit.held(request.session):
        taken_ = visit.recall(request.session, TAKEN) or {}
        visit.remember(request.session, TAKEN, {**taken_, token: {"token": token, "key": "", "print": ""}})


def _demand_theirs(request: HallRequest, token: str) -> dict[str, str]:
    """A ticket is shown to whoever took it on this visit. Refused: no_such_ticket."""
    kept: dict[str, str] | None = (visit.recall(request.session, TAKEN) or {}).get(token)
    if kept is None:
        raise Refused("no_such_ticket")
    return kept


def _told(stand: Stand, card: TicketCard, request: HallRequest) -> Told:
    queue = next(
        (each for each in queries.queues(stand.hall.id, now=request.now) if each.id == card.queue), None
    )
    item = next(iter(catalogue.cards([card.item])), None) if card.item else None
    return Told(
        ticket=replace(card, wait=card.wait or (queue.wait if queue else None)),
        stand=stand,
        windows=_windows(stand, queue),
        item=either(item.name, item.name_en) if item else "",
        address=slips.address(card.token, _page(card.token)),
    )


def _windows(stand: Stand, queue: QueueCard | None) -> list[WindowCard]:
    if queue is None:
        return []
    return [each for each in people.windows(stand.hall.id) if each.id in queue.windows]


def _page(token: str) -> str:
    """The ticket's own page on the portal."""
    try:
        return reverse("public:ticket", args=[token])
    except NoReverseMatch:
        return ""


def _picture(address: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(qr_svg(address)).decode() if address else ""
