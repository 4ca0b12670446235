"""Where something is: a window, somebody who works here, a bank, a toilet (R-021, R-046)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.people.queries import WindowState
from yimen.modules.reception import queries
from yimen.modules.reception.queries.plans import PlaceKind
from yimen.rules.refused import Refused

from ..stand import Stand, at_kiosk

FACILITIES = frozenset(PlaceKind) - {PlaceKind.WINDOW, PlaceKind.UNIT, PlaceKind.WAITING, PlaceKind.DEVICE}


@at_kiosk
@require_safe
def where(request: HallRequest, stand: Stand) -> HttpResponse:
    """Windows with who sits there today, units, facilities; `?q=` searches all of them by what people call them."""
    asked = request.GET.get("q", "").strip()[:60]
    plan = stand.plan()
    seats = {each.window: each for each in queries.seats(stand.hall.id, now=request.now)}
    open_ = [each for each in people.windows(stand.hall.id) if each.state is WindowState.OPEN]
    rows = [
        (each, plan.find(each.number) is not None, seats.get(each.id))
        for each in open_
        if _is_meant(asked, each.number, each.name, each.name_en, *each.department_names, *each.staff)
    ]
    found = plan.search(asked) if asked else plan.places
    shown = {
        "stand": stand,
        "asked": asked,
        "rows": rows,
        "units": [each for each in found if each.kind is PlaceKind.UNIT],
        "facilities": [each for each in found if each.kind in FACILITIES],
    }
    return render(request, "kiosk/where.html", shown)


@at_kiosk
@require_safe
def place(request: HallRequest, stand: Stand, key: str) -> HttpResponse:
    """A place on the map, and the way to it. Refused: no_such_place."""
    plan = stand.plan()
    found = plan.find(key)
    if found is None:
        raise Refused("no_such_place", key=key)
    window = None
    if found.kind is PlaceKind.WINDOW:
        window = next((each for each in people.windows(stand.hall.id) if each.number == key), None)
    way = stand.way(plan, found)
    return render(
        request,
        "kiosk/place.html",
        {"stand": stand, "plan": plan, "place": found, "way": way, "window": window},
    )


def _is_meant(asked: str, *names: str) -> bool:
    return not asked or any(asked.lower() in each.lower() for each in names)
