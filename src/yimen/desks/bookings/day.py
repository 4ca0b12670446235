"""Who comes on a day, and one booking as staff see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimen.base import booking_words, refusals, slot_grid
from yimen.base.pages import HallRequest
from yimen.base.seats import seat_for
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.modules.reception import commands
from yimen.modules.reception.queries import bookings
from yimen.modules.reception.queries.bookings import BookingCard
from yimen.rules.reception import desks
from yimen.rules.refused import Refused

from . import nav


@seat_for(*nav.SEES)
@require_GET
def day(request: HallRequest) -> HttpResponse:
    """A day's bookings in the order they come, or those found by number, identity number or telephone."""
    hall, halls = nav.hall(request)
    today = request.now.date()
    on = slot_grid.day_of(request.GET.get("day", "")) or today
    q = request.GET.get("q", "").strip()
    cards = bookings.find(request.actor, q, today=today) if q else bookings.day(request.actor, hall.id, on)
    orders = {} if q else {each.booking.id: each for each in bookings.visits(request.actor, hall.id, on)}
    return nav.page(
        request,
        "day",
        hall=hall,
        halls=halls,
        on=on,
        today=today,
        before=on - timedelta(days=1),
        after=on + timedelta(days=1),
        q=q,
        rows=[_row(each, orders.get(each.id)) for each in cards],
        counts=_counts(cards),
        names=_items(cards),
    )


def _row(card: BookingCard, order: Any) -> dict[str, Any]:
    return {
        "booking": card,
        "way": booking_words.WAYS[card.mode],
        "state": booking_words.STATES[card.state],
        "channel": booking_words.CHANNELS[card.channel],
        "visit": order,
    }


def _counts(cards: tuple[BookingCard, ...]) -> list[tuple[Any, int]]:
    return [
        (sign.text, n)
        for state, sign in booking_words.STATES.items()
        if (n := sum(each.state == state for each in cards))
    ]


def _items(cards: tuple[BookingCard, ...]) -> dict[str, Any]:
    codes = {each.item for each in cards if each.item}
    return {each.code: each for each in catalogue.cards(sorted(codes))} if codes else {}


@seat_for(*nav.SEES)
@require_GET
def booking(request: HallRequest, number: str) -> HttpResponse:
    return shown(request, bookings.booking(request.actor, number))


def shown(
    request: HallRequest, card: BookingCard, refused: Refused | None = None, **told: Any
) -> HttpResponse:
    """One booking with all that may be done about it; what a rule refuses is said on it."""
    kind, hall = bookings.place_of(card)
    may = {
        act: desks.may(request.actor, act, hall=hall.id, division=hall.division)
        for act in ("change_booking", "cancel_booking", "check_in", "visit")
    }
    order = bookings.visit_of(card)
    team = people.accounts([*(order.team if order else ()), *filter(None, [card.confirmed_by])])
    context = {
        **_row(card, order),
        "category": kind,
        "hall": hall,
        "may": may,
        "today": request.now.date(),
        "item": next(iter(catalogue.cards([card.item])), None) if card.item else None,
        "team": [team[each] for each in order.team] if order else [],
        "confirmed_by": team.get(card.confirmed_by or 0),
        "refused": refusals.sentence(refused, get_language() or "") if refused else "",
        **told,
    }
    if may["visit"] and card.way.visits and card.open:
        context["colleagues"] = bookings.colleagues(card)
    return nav.page(request, "booking", refusals.status(refused) if refused else 200, **context)


@seat_for(*nav.SEES)
@require_POST
def act(request: HallRequest, number: str, what: str) -> HttpResponse:
    """Check in or cancel. Refused: no_such_booking."""
    card = bookings.booking(request.actor, number)
    if what not in {"check-in", "cancel"}:
        raise Refused("no_such_booking")
    try:
        match what:
            case "check-in":
                ticket = commands.check_in(
                    request.actor, card.digits, source="window", hall=card.hall, now=request.now
                )
                messages.success(request, _("Here: ticket %(number)s.") % {"number": ticket.number})
            case "cancel":
                reason = request.POST.get("reason", "").strip()
                commands.cancel_booking(request.actor, card.digits, reason=reason, now=request.now)
                messages.success(request, _("The booking is cancelled; the place is free."))
    except Refused as refused:
        if refused.reason in {"no_such_booking", "not_permitted"}:
            raise
        return shown(request, card, refused)
    return redirect("bookings:booking", number=card.digits)
