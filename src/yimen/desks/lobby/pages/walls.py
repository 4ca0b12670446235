"""The screens themselves, and the page from which one chooses one."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from yimen.base import live
from yimen.base.pages import HallRequest, View
from yimen.modules.people import queries as people

from ..announcements import announcements
from ..calls import calls
from ..information import SECONDS, page


def in_its_language(view: View) -> View:
    """A screen is asked in its own language by its address: nobody chooses one on a wall."""

    @wraps(view)
    def speaking(request: HallRequest, *told: Any, **named: Any) -> HttpResponse:
        wanted = request.GET.get("language", "")
        if wanted not in dict(settings.LANGUAGES):
            return view(request, *told, **named)
        with translation.override(wanted):
            request.LANGUAGE_CODE = wanted
            return view(request, *told, **named)

    return speaking


@require_safe
def lobby(request: HallRequest) -> HttpResponse:
    screens = (
        (pgettext("lobby", "Calling screen"), "lobby:calls", "speakerphone"),
        (pgettext("lobby", "Announcements"), "lobby:notices", "bell-ringing"),
        (pgettext("lobby", "Information"), "lobby:information", "info-circle"),
    )
    return render(request, "lobby/lobby.html", {"halls": people.halls(), "screens": screens})


@require_safe
@in_its_language
def calling(request: HallRequest, hall: str) -> HttpResponse:
    """Whom to go where (R-055)."""
    board = calls(hall, request.now)
    told: dict[str, Any] = {"board": board, "hall": board.hall, "standing": board.standing}
    return _wall(request, "calls", hall, **told)


@require_safe
@in_its_language
def announcing(request: HallRequest, hall: str) -> HttpResponse:
    """What would otherwise be posted on the walls (R-223)."""
    wall = announcements(hall, request.now)
    return _wall(
        request, "announcements", hall, face="notices", wall=wall, hall=wall.hall, standing=wall.standing
    )


@require_safe
@in_its_language
def informing(request: HallRequest, hall: str) -> HttpResponse:
    """What is done here, how long it takes, what it costs; page after page (S-36)."""
    shown = page(hall, request.GET.get("show", ""), request.GET.get("after"), request.now)
    language = request.GET.get("language", "")
    told: dict[str, Any] = {
        "page": shown,
        "standing": shown.board.standing,
        "waiting": sum(each.waiting for each in shown.board.lines),
        "seconds": SECONDS,
        "next": f"{shown.next}&language={language}" if language else shown.next,
    }
    return _wall(request, "information", hall, hall=shown.hall, **told)


def _wall(request: HallRequest, template: str, code: str, *, face: str = "", **told: Any) -> HttpResponse:
    heard_at = live.address(request, code, face or template)
    return render(request, f"lobby/{template}.html", {"live": heard_at, "now": request.now, **told})
