"""Somebody who booked is here: by the booking's number, or identity number and password (R-059, R-065)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from yimen.base import refusals
from yimen.base.clock import ZONE, machine_now
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.reception import commands
from yimen.modules.reception.queries import bookings
from yimen.rules.actors import NOBODY
from yimen.rules.reception.numbers import BookingNumber
from yimen.rules.refused import Refused

from ..stand import Stand, at_kiosk
from .tickets import keep, printed


@at_kiosk
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HallRequest, stand: Stand) -> HttpResponse:
    """The number alone is enough here, typed or scanned; who has lost it opens the list of today with the password."""
    by_person = request.GET.get("by") == "person"
    told: dict[str, Any] = {"stand": stand, "by_person": by_person}
    if request.method != "POST":
        return render(request, "kiosk/check_in.html", told)
    try:
        demand_rate("kiosk", request.address, machine_now=machine_now())
        if not by_person or request.POST.get("number"):
            return _arrive(request, stand, BookingNumber.scanned(request.POST.get("number", "")).digits)
        return _list(request, stand)
    except Refused as why:
        said = refusals.sentence(why, get_language() or "")
        told |= {"said": said, "number": request.POST.get("number", "")}
        return render(request, "kiosk/check_in.html", told, status=refusals.status(why))


def _list(request: HallRequest, stand: Stand) -> HttpResponse:
    today = request.now.astimezone(ZONE).date()
    found = bookings.held(request.POST.get("id_number", ""), request.POST.get("password", ""), today=today)
    mine = [each for each in found if each.day == today and each.open]
    if not mine:
        raise Refused("no_such_booking")
    if len(mine) == 1:
        return _arrive(request, stand, mine[0].number)
    return render(request, "kiosk/check_in.html", {"stand": stand, "mine": mine, "by_person": True})


def _arrive(request: HallRequest, stand: Stand, number: str) -> HttpResponse:
    ticket = commands.check_in(NOBODY, number, source="kiosk", hall=stand.hall.id, now=request.now)
    keep(request, ticket.token)
    return printed(request, stand, ticket.token)
