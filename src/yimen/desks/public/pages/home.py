"""The first page: find a matter, see how far yours is (R-215, R-220)."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.base import opening
from yimen.base.bilingual import english, told
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemCard
from yimen.modules.licensing import queries as licensing
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.reception import queries as reception
from yimen.modules.workdays import queries as workdays
from yimen.rules.refused import Refused

from ..lines import lines

MOST_ASKED: Final = 6
MOST_CHIPS: Final = 5


@require_safe
def home(request: HallRequest) -> HttpResponse:
    halls = people.halls()
    cards = _asked_for()
    asked = lines(cards)
    context: dict[str, Any] = {
        "asked": asked,
        "chips": _chips(cards[:MOST_CHIPS]),
        "themes": catalogue.themes(),
        "departments": catalogue.departments(),
        "hall": halls[0] if halls else None,
        "other_halls": len(halls) - 1,
        "opening": _opening(halls[0], request) if halls else None,
        "floor": _floor(halls[0], request) if halls else None,
    }
    return render(request, "public/home.html", context)


def _asked_for() -> tuple[ItemCard, ...]:
    """What people have lately applied for; in a young hall, what the catalogue begins with."""
    lately = catalogue.cards(licensing.filed_lately(MOST_ASKED))
    return lately or catalogue.items(limit=MOST_ASKED).results


def _chips(cards: tuple[ItemCard, ...]) -> list[tuple[str, str]]:
    """The same in the words people have for it, where there are some."""
    phrases = {} if english() else catalogue.phrases([each.code for each in cards])
    return [
        (phrases.get(each.code) or told(each, "name"), reverse("public:guide", args=[each.code]))
        for each in cards
    ]


def _floor(hall: HallCard, request: HallRequest) -> dict[str, int] | None:
    """How many wait and how many windows call; None where people are served without numbers."""
    queues, seats = reception.queues(hall.id, now=request.now), reception.seats(hall.id, now=request.now)
    if not queues:
        return None
    return {
        "waiting": sum(each.waiting for each in queues),
        "windows": sum(each.state == "open" for each in seats),
    }


def _opening(hall: HallCard, request: HallRequest) -> opening.Opening | None:
    """None while no calendar is loaded."""
    try:
        return opening.opening(workdays.hours(hall.id, hall.unit.division), request.now)
    except Refused:
        return None
