"""五级评价: the window's second screen asks, whoever was served answers with one touch (S-42, R-191)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yimen.base.faces import FACES
from yimen.base.pages import HallRequest
from yimen.modules.evaluation import commands as evaluation
from yimen.modules.evaluation import queries as ratings
from yimen.modules.reception import queries as reception
from yimen.modules.reception.queries import TicketCard, comers
from yimen.rules.ratings import Way, level
from yimen.rules.reception.floor import ENDS, State

from ..access import at_the_counter
from ..visit import at_window

SERVED: Final = frozenset({State.SERVED, State.TRANSFERRED})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HallRequest, token: str) -> HttpResponse:
    """Five faces for one service; once touched it thanks, and never asks again. The ticket's token is the right to answer."""
    card = reception.ticket(token, now=request.now)
    if request.method == "POST":
        evaluation.rate(token, level(request.POST.get("level", "")), Way.SCREEN, now=request.now)
        return render(request, "window/rate.html", {**_shown(card), "thanks": True})
    return render(request, "window/rate.html", _asked(card))


@at_the_counter
@never_cache
@require_safe
def standing(request: HallRequest) -> HttpResponse:
    """The second screen of a window: it asks whoever was served last, and rests until the next."""
    place = at_window(request)
    card = comers.last_served(place.window, now=request.now)
    busy = place.seat is not None and place.seat.ticket is not None
    if card is None or busy:
        return render(request, "window/rate.html", {"resting": True, "place": place, "standing": True})
    return render(request, "window/rate.html", {**_asked(card), "place": place, "standing": True})


def _asked(card: TicketCard) -> Mapping[str, Any]:
    rated = ratings.rating_of(card.id)
    return {
        **_shown(card),
        "thanks": rated is not None,
        "early": card.state not in SERVED,
        "over": card.state in ENDS,
    }


def _shown(card: TicketCard) -> dict[str, Any]:
    return {"card": card, "faces": FACES}
