"""The maps of the halls, edited as a table, and the signs over their windows (R-021, R-046, R-227)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimen.base import refusals
from yimen.base.pages import HallRequest
from yimen.base.plan_drawing import KINDS
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard, WindowState
from yimen.modules.reception.commands.plans import draw_plan
from yimen.modules.reception.queries import plans
from yimen.modules.reception.queries.plans import Plan
from yimen.rules.refused import Refused

from ..access import keeps, within
from ..drawing import done, page

NUMBERS: Final = ("floor", "x", "y", "w", "h")
TEXTS: Final = ("key", "name", "name_en", "words", "hours", "services", "services_en")
SPARE: Final = 3  # empty rows for what is new
MOST: Final = 300  # rows of a table
_EMPTY_FLOOR: Final = {"n": 1, "width": 30, "height": 20}


@keeps("places")
@require_GET
def maps(request: HallRequest) -> HttpResponse:
    halls = [
        (each, plans.plan(each.id)) for each in people.halls() if within(request.actor, each.unit.division)
    ]
    return page(request, "maps", halls=halls)


@keeps("places")
@require_http_methods(["GET", "POST"])
def hall_map(request: HallRequest, hall: int) -> HttpResponse:
    """Every place is a row; a row without a key is none. What cannot be drawn comes back as it was typed."""
    card = _hall(request, hall)
    stands = plans.plan(hall)
    if request.method == "POST":
        told = _told(request.POST)
        try:
            draw_plan(request.actor, hall, Plan.from_json(told), now=request.now)
        except Refused as why:
            said = refusals.sentence(why, get_language() or "")
            return _page(request, card, told, stands, said, refusals.status(why))
        return done(request, _("The map is drawn."), reverse("office:map", args=[hall]))
    return _page(request, card, stands.to_json(), stands)


@keeps("places")
@require_GET
def signs(request: HallRequest, hall: int) -> HttpResponse:
    """A sheet for each window that takes in, to be hung over it."""
    card = _hall(request, hall)
    windows = [each for each in people.windows(hall) if each.state is not WindowState.CLOSED]
    return page(request, "signs", hall=card, windows=windows)


def _page(
    request: HallRequest,
    card: HallCard,
    told: Mapping[str, Any],
    stands: Plan,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = [{**each, "words": "、".join(each.get("words", ()))} for each in told["places"]]
    floors = list(told["floors"]) or [_EMPTY_FLOOR]
    known = {str(each.get("key", "")) for each in rows}
    undrawn = [each for each in people.windows(card.id) if each.number not in known]
    return page(
        request, "map", status, hall=card, plan=stands, rows=rows, floors=floors, refusal=said, undrawn=undrawn,
        kinds=[(kind.value, words) for kind, (words, _icon) in KINDS.items()],
        spare=range(len(rows), len(rows) + SPARE), next_floor=max((int(each["n"]) for each in floors), default=0) + 1,
    )  # fmt: skip


def _told(sent: QueryDict) -> dict[str, Any]:
    """What the table says; numbers that are none make the map unreadable, which is then said."""
    floors = [
        {"n": n, "width": width, "height": height}
        for n, width, height in zip(
            *(sent.getlist(f"floor_{name}") for name in ("n", "width", "height")), strict=False
        )
        if n and width and height
    ]
    columns = {name: sent.getlist(name) for name in ("kind", *NUMBERS, *TEXTS)}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=False)]
    places = []
    for row in rows[:MOST]:
        if not row["key"].strip():
            continue
        words = [each.strip() for each in row["words"].replace(",", "、").split("、")]
        places.append(
            {**{name: text.strip() for name, text in row.items()}, "words": [each for each in words if each]}
        )
    return {"floors": floors, "places": places}


def _hall(request: HallRequest, hall: int) -> HallCard:
    card = people.hall(hall)
    if card is None or not within(request.actor, card.unit.division):
        raise Refused("no_such_hall")
    return card
