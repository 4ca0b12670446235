"""Outages, registered and ended, and everything that was entered late under them (R-100)."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimen.base import refusals
from yimen.base.entered_late import moment
from yimen.base.pages import HallRequest
from yimen.modules.cases import commands
from yimen.modules.cases import queries as cases
from yimen.modules.people import queries as people
from yimen.modules.people.queries import UnitCard, UnitKind
from yimen.rules.actors import Actor
from yimen.rules.refused import Refused

from .nav import desk
from .seat import supervising

FEW: Final = 8  # outages beside the late entries of all of them
PLACES: Final = frozenset({UnitKind.GOVERNMENT, UnitKind.HALL, UnitKind.DEPARTMENT})


@supervising
@require_http_methods(["GET", "HEAD", "POST"])
def outages(request: HallRequest) -> HttpResponse:
    """Register one, and read what was entered late; `?of=` shows the entries of one outage alone."""
    if request.method != "POST":
        return _page(request)
    try:
        _register(request)
    except Refused as refused:
        return _again(request, refused)
    messages.success(request, _("Registered. What was done on paper meanwhile may be entered now."))
    return redirect("supervisor:outages")


@supervising
@require_POST
def end(request: HallRequest, outage: int) -> HttpResponse:
    """The platform is back."""
    try:
        until = moment(request.POST.get("until", ""))
        commands.end_outage(request.actor, outage, until=until, now=request.now)
    except Refused as refused:
        return _again(request, refused)
    messages.success(request, _("Its end is recorded."))
    return redirect("supervisor:outages")


def _register(request: HallRequest) -> None:
    post = request.POST
    from_at, ends = moment(post.get("from_at", "")), post.get("until", "")
    until = moment(ends) if ends.strip() else None
    unit = int(post["unit"]) if post.get("unit", "").isdecimal() else 0
    commands.register_outage(
        request.actor, unit, from_at=from_at, until=until, reason=post.get("reason", ""), now=request.now
    )


def _again(request: HallRequest, refused: Refused) -> HttpResponse:
    told = refusals.sentence(refused, get_language() or "")
    return _page(request, told=told, status=refusals.status(refused))


def _page(request: HallRequest, *, told: str = "", status: int = 200) -> HttpResponse:
    asked = request.GET.get("of", "")
    chosen = int(asked) if asked.isdecimal() else None
    entries = cases.late_entries(request.actor, outage=chosen, after_=request.GET.get("after"))
    context = {
        "desk": desk(request),
        "places": _places(request.actor),
        "outages": cases.outages(request.actor, after_=request.GET.get("before"), size=FEW),
        "entries": entries,
        "chosen": chosen,
        "typed": request.POST,
        "now": request.now,
        "errors": [("", told)] if told else [],
    }
    return render(request, "supervisor/outages.html", context, status=status)


def _places(actor: Actor) -> tuple[UnitCard, ...]:
    """Halls and departments: what is registered for one of them holds for every window and section in it."""
    units = people.units()
    return tuple(each for each in units if each.kind in PLACES and each.division.startswith(actor.division))
