"""The first page: find a matter, see how far yours is (R-215, R-220)."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.base import opening
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.licensing import queries as licensing
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.workdays import queries as workdays
from yimen.rules.refused import Refused

from ..lines import Line, lines

MOST_ASKED: Final = 6


@require_safe
def home(request: HallRequest) -> HttpResponse:
    halls = people.halls()
    asked = _asked_for()
    context: dict[str, Any] = {
        "asked": asked,
        "chips": [(each.name, each.href) for each in asked[:4]],
        "themes": catalogue.themes(),
        "departments": catalogue.departments(),
        "hall": halls[0] if halls else None,
        "other_halls": len(halls) - 1,
        "opening": _opening(halls[0], request) if halls else None,
    }
    return render(request, "public/home.html", context)


def _asked_for() -> tuple[Line, ...]:
    """What people have lately applied for; in a young hall, what the catalogue begins with."""
    lately = catalogue.cards(licensing.filed_lately(MOST_ASKED))
    return lines(lately or catalogue.items(limit=MOST_ASKED).results)


def _opening(hall: HallCard, request: HallRequest) -> opening.Opening | None:
    """None while no calendar is loaded."""
    try:
        return opening.opening(workdays.hours(hall.id, hall.unit.division), request.now)
    except Refused:
        return None
