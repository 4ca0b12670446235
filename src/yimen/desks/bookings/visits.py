"""Before and after somebody is visited: papers looked at, a team sent, seals out and in (R-064)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimen.base import refusals
from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.base.seats import seat_for
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.reception import commands
from yimen.modules.reception.commands import Team
from yimen.modules.reception.queries import bookings
from yimen.rules.refused import Refused

from . import nav
from .day import shown

LATELY: Final = timedelta(days=30)
SAID: Final = {
    "arrange": gettext_lazy("Arranged; they have been told."),
    "leave": gettext_lazy("The team has left; the seals are checked out."),
    "return": gettext_lazy("The team is back; the seals are checked in."),
}


@seat_for(*nav.REVIEWS)
@require_http_methods(["GET", "POST"])
def pre_review(request: HallRequest) -> HttpResponse:
    """Whether what somebody brought is enough for a visit to be booked."""
    hall, halls = nav.hall(request)
    written = {
        name: request.POST.get(name, "").strip() for name in ("item", "name", "id_number", "phone", "note")
    }
    passed = request.POST.get("passed", "yes") == "yes"
    refused: Refused | None = None
    if request.method == "POST":
        try:
            commands.pre_review(
                request.actor,
                hall.id,
                written["item"],
                name=written["name"],
                id_number=written["id_number"],
                phone=written["phone"],
                passed=passed,
                note=written["note"],
                now=request.now,
            )
        except Refused as no:
            if no.reason == "not_permitted":
                raise
            refused = no
        else:
            said = _("Passed: a visit can be booked now.") if passed else _("Recorded: no visit yet.")
            messages.success(request, said)
            return redirect("bookings:pre_review")
    return nav.page(
        request,
        "pre_review",
        refusals.status(refused) if refused else 200,
        hall=hall,
        halls=halls,
        items=[(each.code, told(each, "name")) for each in _items(hall.id)],
        told=written,
        passed=passed,
        errors=_errors(refused),
        faults=dict(_errors(refused)),
        lately=_lately(request, hall.id),
    )


def _items(hall: int) -> list[Any]:
    """What can be visited for at all."""
    codes: set[str] = set()
    departments: set[int] = set()
    for _hall, kinds in bookings.bookable_halls():
        for each in kinds:
            if each.hall == hall and any(way.way.visits for way in each.open_modes):
                codes |= set(each.items)
                departments |= set(each.departments) if not each.items else set()
    found = [each for each in catalogue.items(limit=100).results if each.department_id in departments]
    return [*found, *(catalogue.cards(sorted(codes)) if codes else ())]


def _errors(refused: Refused | None) -> list[tuple[str, str]]:
    if refused is None:
        return []
    language = get_language() or ""
    wrong = refused.facts.get("fields", {})
    found = [
        (name, refusals.sentence(Refused(reason, **refused.facts), language))
        for name, reason in wrong.items()
    ]
    return found or [("", refusals.sentence(refused, language))]


def _lately(request: HallRequest, hall: int) -> list[tuple[Any, str, bool, Any]]:
    rows = bookings.pre_reviews(request.actor, hall, request.now.date() - LATELY)
    names = (
        {each.code: told(each, "name") for each in catalogue.cards(sorted({row[0] for row in rows}))}
        if rows
        else {}
    )
    return [(names.get(item, item), name, passed, at) for item, name, passed, at in rows]


@seat_for(*nav.GOES)
@require_POST
def visit(request: HallRequest, number: str, what: str) -> HttpResponse:
    """Arrange it, leave, come back."""
    card = bookings.booking(request.actor, number)
    if what not in SAID:
        raise Refused("no_such_booking")
    try:
        match what:
            case "arrange":
                commands.arrange_visit(request.actor, card.digits, _team(request), now=request.now)
            case "leave":
                commands.leave_for_visit(request.actor, card.digits, now=request.now)
            case "return":
                commands.return_from_visit(
                    request.actor,
                    card.digits,
                    seals=request.POST.getlist("seals"),
                    result=request.POST.get("result", ""),
                    case=request.POST.get("case", ""),
                    now=request.now,
                )
    except Refused as refused:
        if refused.reason in {"not_permitted", "no_such_booking"}:
            raise
        return shown(request, card, refused, written=request.POST)
    messages.success(request, SAID[what])
    return redirect("bookings:booking", number=card.digits)


def _team(request: HallRequest) -> Team:
    return Team(
        place=request.POST.get("place", ""),
        staff=[int(each) for each in request.POST.getlist("team") if each.isdecimal()],
        seals=_lines(request.POST.get("seals", "")),
        papers=_lines(request.POST.get("papers", "")),
    )


def _lines(text: str) -> list[str]:
    return [each.strip() for each in text.replace("、", "\n").splitlines() if each.strip()]
