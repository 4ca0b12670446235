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

from yimen.base import booking_words, refusals, slot_grid
from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.base.seats import seat_for
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.reception import commands
from yimen.modules.reception.commands import Wish
from yimen.modules.reception.queries import bookings
from yimen.modules.reception.queries.bookings import CategoryCard, ModeCard
from yimen.rules.reception import desks
from yimen.rules.reception.modes import ONLINE, Channel, Mode
from yimen.rules.refused import Refused

from . import nav
from .day import shown

FIELDS: Final = ("name", "id_number", "phone", "password")


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
    kind, way = _offered(category, mode)
    at = request.POST.get("at", "") or request.GET.get("at", "")
    if request.method != "POST":
        return _page(request, kind, way, at, {})
    written = {
        name: request.POST.get(name, "").strip() for name in (*FIELDS, "item", "channel", "confirmed_by")
    }
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
        **{name: written[name] for name in FIELDS},
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
    faults = _faults(refused)
    free = [datetime.fromisoformat(each) for each in refused.facts.get("free", ())] if refused else []
    return nav.page(
        request,
        "book",
        refusals.status(refused) if refused else 200,
        category=kind,
        mode=way,
        way=booking_words.WAYS[way.mode],
        explained=[
            (booking_words.PARTS[part], text) for part, text in way.explained(get_language() or "").items()
        ],
        hall=hall,
        grid=grid,
        at=chosen,
        word=at,
        items=_items(kind, way),
        channels=[
            (each.value, booking_words.CHANNELS[each]) for each in Channel if each in _channels(request)
        ],
        attendants=bookings.attendants(kind, way) if way.way.confirmed else (),
        told={"password": f"{secrets.randbelow(10**6):06}", **written},
        faults=dict(faults),
        errors=faults or ([("", refusals.sentence(refused, get_language() or ""))] if refused else []),
        near=[(each, f"{here}?at={slot_grid.word(each)}#fields") for each in free],
    )


def _channels(request: HallRequest) -> frozenset[Channel]:
    return desks.channels(request.actor) - ONLINE


def _chosen(at: str) -> datetime | None:
    try:
        return slot_grid.read(at) if at else None
    except Refused:
        return None


def _offered(category: int, mode: str) -> tuple[CategoryCard, ModeCard]:
    """Refused: no_such_category, mode_closed."""
    kind = bookings.category(category)
    way = kind.mode(Mode(mode)) if mode in set(Mode) else None
    if way is None:
        raise Refused("mode_closed")
    return kind, way


def _items(kind: CategoryCard, way: ModeCard) -> list[tuple[str, str]]:
    codes = way.items or kind.items
    cards = (
        catalogue.cards(codes)
        if codes
        else [each for each in catalogue.items(limit=100).results if each.department_id in kind.departments]
    )
    return [(each.code, told(each, "name")) for each in cards]


def _faults(refused: Refused | None) -> list[tuple[str, str]]:
    if refused is None:
        return []
    wrong = dict(refused.facts.get("fields", {}))
    if refused.reason in {"item_needed", "item_not_bookable"}:
        wrong = {"item": refused.reason}
    if refused.reason == "holiday_unconfirmed":
        wrong = {"confirmed_by": refused.reason}
    language = get_language() or ""
    return [
        (name, refusals.sentence(Refused(wrong[name], **refused.facts), language))
        for name in ("item", "confirmed_by", *FIELDS)
        if name in wrong
    ]


@seat_for(*nav.BOOKS)
@require_GET
def move(request: HallRequest, number: str) -> HttpResponse:
    """Another time for somebody's booking."""
    card = bookings.booking(request.actor, number)
    kind, way = _offered(card.category, card.mode.value)
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
