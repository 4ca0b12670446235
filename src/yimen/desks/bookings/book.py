"""Book for a caller or for somebody at the counter: the public's own calendar, and days of rest (R-060, R-061)."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimen.base import booking_form, booking_words, refusals, slot_grid
from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.base.seats import seat_for
from yimen.modules.reception import commands
from yimen.modules.reception.commands import Wish
from yimen.modules.reception.queries import bookings, choosing
from yimen.modules.reception.queries.bookings import CategoryCard, ModeCard
from yimen.rules.reception import desks
from yimen.rules.reception.modes import ONLINE, Channel
from yimen.rules.refused import Refused

from . import nav
from .day import shown

TYPED: Final = booking_form.TYPED
ASKED: Final = ("item", "confirmed_by", *TYPED)


@seat_for(*nav.BOOKS)
@require_GET
def choose(request: HallRequest) -> HttpResponse:
    """What can be booked where one may book."""
    mine = {each.id for each in nav.halls(request.actor)}
    halls = [
        (hall, [(each, [(way, booking_words.WAYS[way.mode]) for way in each.open_modes]) for each in kinds])
        for hall, kinds in bookings.bookable_halls()
        if hall.id in mine
    ]
    return nav.page(request, "choose", halls=halls)


@seat_for(*nav.BOOKS)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def book(request: HallRequest, category: int, mode: str) -> HttpResponse:
    """The calendar, and beside the chosen time the fields. A password is made up, to be told to whoever calls."""
    kind, way = choosing.offered(category, mode)
    at = request.POST.get("at", "") or request.GET.get("at", "")
    if request.method != "POST":
        return _page(request, kind, way, at, {})
    written = {name: request.POST.get(name, "").strip() for name in (*ASKED, "channel")}
    try:
        card = commands.book(request.actor, _wish(kind, way, at, written), now=request.now)
    except Refused as refused:
        if refused.reason in {"not_permitted", "no_such_category"}:
            raise
        return _page(request, kind, way, at, written, refused)
    messages.success(
        request,
        _("Booked: %(number)s. Tell them the number and the password.") % {"number": card.number},
    )
    return redirect("bookings:booking", number=card.digits)


def _wish(kind: CategoryCard, way: ModeCard, at: str, written: dict[str, str]) -> Wish:
    channel = written["channel"] if written["channel"] in set(Channel) else ""
    confirmed_by = written["confirmed_by"]
    return Wish(
        category=kind.id,
        mode=way.mode,
        starts_at=slot_grid.read(at),
        item=written["item"],
        channel=Channel(channel or Channel.PHONE_CENTRE),
        confirmed_by=int(confirmed_by) if confirmed_by.isdecimal() else None,
        **{name: written[name] for name in TYPED},
    )


def _page(
    request: HallRequest,
    kind: CategoryCard,
    way: ModeCard,
    at: str,
    written: dict[str, str],
    refused: Refused | None = None,
) -> HttpResponse:
    hall, days = bookings.calendar(kind, way, now=request.now)
    here = reverse("bookings:book", args=[kind.id, way.mode.value])
    chosen = _chosen(at)
    grid = slot_grid.grid(
        [each for each in days if each.slots] if way.way.rest_days else days,
        chosen.date() if chosen else slot_grid.day_of(request.GET.get("day", "")),
        lambda day: f"{here}?day={day}",
        lambda moment: f"{here}?at={slot_grid.word(moment)}#fields",
    )
    faults = booking_form.faults(refused, ASKED)
    return nav.page(
        request,
        "book",
        refusals.status(refused) if refused else 200,
        category=kind,
        mode=way,
        way=booking_words.WAYS[way.mode],
        explained=booking_form.explained(way.explained(get_language() or "")),
        hall=hall,
        grid=grid,
        at=chosen,
        word=at,
        items=[(each.code, told(each, "name")) for each in choosing.matters(kind, way)],
        channels=[
            (each.value, booking_words.CHANNELS[each]) for each in Channel if each in _channels(request)
        ],
        attendants=bookings.attendants(kind, way) if way.way.confirmed else (),
        told={"password": f"{secrets.randbelow(10**6):06}", **written},
        faults=faults,
        errors=booking_form.errors(refused, faults),
        near=[(each, f"{here}?at={slot_grid.word(each)}#fields") for each in booking_form.near(refused)],
    )


def _channels(request: HallRequest) -> frozenset[Channel]:
    return desks.channels(request.actor) - ONLINE


def _chosen(at: str) -> datetime | None:
    try:
        return slot_grid.read(at) if at else None
    except Refused:
        return None


@seat_for(*nav.BOOKS)
@require_GET
def move(request: HallRequest, number: str) -> HttpResponse:
    """Another time for somebody's booking."""
    card = bookings.booking(request.actor, number)
    kind, way = choosing.offered(card.category, card.mode.value)
    hall, days = bookings.calendar(kind, way, now=request.now)
    here = reverse("bookings:move", args=[card.digits])
    chosen = _chosen(request.GET.get("at", ""))
    grid = slot_grid.grid(
        days,
        chosen.date() if chosen else slot_grid.day_of(request.GET.get("day", "")),
        lambda day: f"{here}?day={day}",
        lambda moment: f"{here}?at={slot_grid.word(moment)}#fields",
    )
    return nav.page(
        request,
        "move",
        booking=card,
        category=kind,
        way=booking_words.WAYS[card.mode],
        hall=hall,
        grid=grid,
        at=chosen,
        word=request.GET.get("at", ""),
    )


@seat_for(*nav.BOOKS)
@require_POST
def move_to(request: HallRequest, number: str) -> HttpResponse:
    card = bookings.booking(request.actor, number)
    at = slot_grid.read(request.POST.get("at", ""))
    try:
        commands.change_booking(request.actor, card.digits, at, now=request.now)
    except Refused as refused:
        if refused.reason in {"not_permitted", "no_such_booking"}:
            raise
        return shown(request, card, refused)
    messages.success(request, _("The booking has been moved."))
    return redirect("bookings:booking", number=card.digits)
