"""How it was: by the number of a ticket served a while ago, once (R-191)."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext_lazy
from django.views.decorators.http import require_http_methods

from yimen.base import refusals
from yimen.base.clock import machine_now
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.evaluation import commands
from yimen.modules.reception.queries import kiosks
from yimen.rules.ratings import Level, Way
from yimen.rules.refused import Refused

from ..stand import Stand, at_kiosk

LEVELS: Final = (
    (Level.VERY_SATISFIED, pgettext_lazy("kiosk", "Very satisfied"), "mood-happy"),
    (Level.SATISFIED, pgettext_lazy("kiosk", "Satisfied"), "mood-smile"),
    (Level.BASICALLY_SATISFIED, pgettext_lazy("kiosk", "Fairly satisfied"), "mood-neutral"),
    (Level.DISSATISFIED, pgettext_lazy("kiosk", "Dissatisfied"), "mood-sad"),
    (Level.VERY_DISSATISFIED, pgettext_lazy("kiosk", "Very dissatisfied"), "mood-cry"),
)


@at_kiosk
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HallRequest, stand: Stand) -> HttpResponse:
    """First the number, then one touch."""
    number = request.POST.get("number", "").strip().upper()
    level = request.POST.get("level", "")
    told: dict[str, Any] = {"stand": stand, "number": number, "levels": LEVELS}
    if request.method != "POST":
        return render(request, "kiosk/rate.html", told)
    try:
        demand_rate("kiosk", request.address, machine_now=machine_now())
        token = kiosks.served_lately(stand.hall.id, number, now=request.now)
        if level not in {str(int(each)) for each in Level}:
            return render(request, "kiosk/rate.html", {**told, "asking": True})
        commands.rate(token, Level(int(level)), Way.KIOSK, now=request.now)
    except Refused as why:
        told["said"] = refusals.sentence(why, get_language() or "")
        return render(request, "kiosk/rate.html", told, status=refusals.status(why))
    return render(request, "kiosk/rate.html", {**told, "thanks": True})
