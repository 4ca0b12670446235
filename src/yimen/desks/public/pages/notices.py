"""What the halls announce: the same words as on their screens, for whoever is not there (R-223)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.base.notice_words import KINDS
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.reception.queries import notices as queries


@require_safe
def notices(request: HallRequest) -> HttpResponse:
    """Hall by hall. Two statements, however many halls."""
    halls = people.halls()
    held = queries.held((each.id for each in halls), request.now)
    shown = [(hall, [(each, KINDS[each.kind]) for each in held[hall.id]]) for hall in halls if held[hall.id]]
    return render(request, "public/notices.html", {"halls": shown})
