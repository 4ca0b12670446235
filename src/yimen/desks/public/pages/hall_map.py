"""The map of a hall with its windows and whoever is there for convenience (R-021, R-046, R-227)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.reception.queries import plans
from yimen.modules.reception.queries.plans import PlaceKind
from yimen.rules.refused import Refused


@require_safe
def hall_map(request: HallRequest, code: str) -> HttpResponse:
    """`?at=A01` marks a place, and shows the way from the entrance. Refused: no_such_hall."""
    unit = people.unit_id(code)
    hall = people.hall(unit) if unit is not None else None
    if hall is None:
        raise Refused("no_such_hall")
    plan = plans.plan(hall.id)
    wanted = plan.find(request.GET.get("at", "").strip())
    way = plan.way(plan.entrance, wanted) if plan.entrance and wanted else ()
    told = {
        "hall": hall,
        "plan": plan,
        "wanted": wanted,
        "way": way,
        "windows": {each.number: each for each in people.windows(hall.id)},
        "places": [each for each in plan.places if each.kind is PlaceKind.WINDOW],
        "units": plan.of_kind(PlaceKind.UNIT),
    }
    return render(request, "public/hall_map.html", told)
