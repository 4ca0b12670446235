"""手机取号与号票: a number taken on the way to the hall, and its own page until the service has been rated (R-055, R-191)."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.base import live, refusals
from yimen.base.clock import ZONE, machine_now
from yimen.base.faces import FACES
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.evaluation import commands as evaluation
from yimen.modules.evaluation import queries as ratings
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.reception import commands as floor
from yimen.modules.reception import queries as reception
from yimen.modules.reception.queries import TicketCard
from yimen.rules.actors import NOBODY
from yimen.rules.ratings import Way, level
from yimen.rules.reception.floor import ENDS, State
from yimen.rules.refused import Refused

from .floor import hall_of, interval, lines, opening_of

SHOWN: Final = 8
HELD: Final = "tickets"  # in the session: the tokens this browser holds
KEPT: Final = 6
LONGEST: Final = 200


@never_cache
@require_safe
def ticket(request: HallRequest, token: str) -> HttpResponse:
    """The number, how many are ahead, how long that may take, where to go; once served, how it was."""
    return _page(request, token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HallRequest, code: str) -> HttpResponse:
    """By item, by plain question, or by queue; only while the hall is open, and no more than one person needs."""
    hall = hall_of(code)
    if request.method == "POST":
        try:
            card = _take(request, hall)
        except Refused as refused:
            return _choose(request, hall, refused)
        return redirect("public:ticket", token=card.token)
    return _choose(request, hall)


@never_cache
@require_POST
def cancel(request: HallRequest, token: str) -> HttpResponse:
    """Whoever holds it gives it up, and the others move on."""
    try:
        floor.cancel(token, now=request.now)
    except Refused as refused:
        return _page(request, token, refused)
    return redirect("public:ticket", token=token)


@never_cache
@require_POST
def tell(request: HallRequest, token: str) -> HttpResponse:
    """A text when only a few are ahead."""
    try:
        phone = request.POST.get("phone", "").strip()
        demand_rate("ticket_phone", phone, machine_now=machine_now())
        floor.leave_phone(token, phone, now=request.now)
    except Refused as refused:
        return _page(request, token, refused)
    return redirect("public:ticket", token=token)


@never_cache
@require_POST
def rate(request: HallRequest, token: str) -> HttpResponse:
    """One touch, and a word if they like (R-191)."""
    told = request.POST
    way = Way.TEXT if told.get("way") == Way.TEXT else Way.TICKET
    try:
        demand_rate("rate", request.address, machine_now=machine_now())
        evaluation.rate(
            token, level(told.get("level", "")), way, words=told.get("words", ""), now=request.now
        )
    except Refused as refused:
        return _page(request, token, refused)
    return redirect("public:ticket", token=token)


def _page(request: HallRequest, token: str, refused: Refused | None = None) -> HttpResponse:
    card = reception.ticket(token, now=request.now)
    if card.joined is not None:
        card = reception.ticket_by_id(card.joined, now=request.now)
    unit = people.unit(card.hall)
    assert unit is not None
    item = next(iter(catalogue.cards([card.item])), None) if card.item else None
    ended = card.state in ENDS
    served = card.state in {State.SERVED, State.TRANSFERRED}
    windows = _windows(card, request) if card.waits else ()
    shown: dict[str, Any] = {
        "card": card,
        "token": token,
        "hall": unit,
        "item": item,
        "wait": interval(card.wait),
        "early": card.waits and card.ready_at > request.now,
        "ended": ended,
        "served": served,
        "windows": windows,
        "tell_ahead": _tell_ahead(unit.code, request),
        "rating": ratings.rating_of(card.id) if served else None,
        "faces": FACES,
        "way": request.GET.get("way", ""),
        "live": "" if ended else live.address(request, unit.code, live.LINE),
    }
    status = 200
    if refused is not None:
        status = refusals.status(refused)
        shown["sentence"] = refusals.sentence(refused, get_language() or "")
    return render(request, "public/ticket.html", shown, status=status)


def _windows(card: TicketCard, request: HallRequest) -> tuple[str, ...]:
    """Which windows call from its queue now."""
    if card.bound is not None:
        return (card.window_number,)
    queue = next(
        (each for each in reception.queues(card.hall, now=request.now) if each.id == card.queue), None
    )
    if queue is None:
        return ()
    mine = set(queue.windows)
    return tuple(
        each.number
        for each in reception.seats(card.hall, now=request.now)
        if each.window in mine and each.state == "open"
    )


def _take(request: HallRequest, hall: HallCard) -> TicketCard:
    """Refused: `too_many`, `ticket_enough`, `hall_closed`, and as `issue`."""
    told, phone = request.POST, request.POST.get("phone", "").strip()
    demand_rate("take", request.address, machine_now=machine_now())
    _demand_need(request, hall)
    if phone:
        demand_rate("ticket_phone", phone, machine_now=machine_now())
    queue = told.get("queue", "")
    card = floor.issue(
        NOBODY,
        hall.id,
        queue=int(queue) if queue.isdecimal() else None,
        item=told.get("item") or None,
        source="phone",
        phone=phone,
        question=told.get("q", "").strip()[:LONGEST],
        language=get_language() or "zh-hans",
        now=request.now,
    )
    request.session[HELD] = [card.token, *request.session.get(HELD, [])][:KEPT]
    return card


def _demand_need(request: HallRequest, hall: HallCard) -> None:
    """One person stands in few lines: numbers are not to be had for others (R-055)."""
    waiting = len(_held(request))
    today = request.now.astimezone(ZONE).date()
    most = int(catalogue.parameters().get("ticket.most_waiting", today, hall.unit.code))
    if waiting >= most:
        raise Refused("ticket_enough", count=waiting)


def _held(request: HallRequest) -> list[TicketCard]:
    """What this browser holds and has not used."""
    found = []
    for token in request.session.get(HELD, []):
        try:
            card = reception.ticket(token, now=request.now)
        except Refused:
            continue
        if card.state not in ENDS and card.day == request.now.astimezone(ZONE).date():
            found.append(card)
    return found


def _choose(request: HallRequest, hall: HallCard, refused: Refused | None = None) -> HttpResponse:
    told = request.POST if refused is not None else request.GET
    words = " ".join(told.get("q", "").split())
    opens = opening_of(hall, request.now)
    stands = reception.floor(hall.id, now=request.now)
    shown: dict[str, Any] = {
        "hall": hall,
        "opening": opens,
        "q": words,
        "items": catalogue.items(words, limit=SHOWN).results if words else (),
        "lines": lines(stands),
        "held": [each for each in _held(request) if each.hall == hall.id],
        "phone": told.get("phone", "") if refused is not None else "",
    }
    status = 200
    if refused is not None:
        status = refusals.status(refused)
        shown["sentence"] = refusals.sentence(refused, get_language() or "")
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "public/take_ticket.html#found", shown)
    return render(request, "public/take_ticket.html", shown, status=status)


def _tell_ahead(code: str, request: HallRequest) -> int:
    today = request.now.astimezone(ZONE).date()
    return int(catalogue.parameters().get("ticket.tell_ahead", today, code))
