"""How far a case is, by the number on its receipt (R-216)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from yimen.base import refusals, steps
from yimen.base.clock import machine_now
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.licensing import queries
from yimen.rules.refused import Refused

from ..stand import Stand, at_kiosk


@at_kiosk
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HallRequest, stand: Stand) -> HttpResponse:
    """The six facts that anybody with the number may know; what is typed stands in no address."""
    typed = request.POST.get("number", "").strip()
    told: dict[str, Any] = {"stand": stand, "number": typed}
    if request.method != "POST":
        return render(request, "kiosk/progress.html", told)
    try:
        demand_rate("progress", request.address, machine_now=machine_now())
        case = queries.progress(typed, None, now=request.now)
    except Refused as why:
        told["said"] = refusals.sentence(why, get_language() or "")
        return render(request, "kiosk/progress.html", told, status=refusals.status(why))
    told |= {"case": case, "standing": steps.NOW.get(case.state)}
    return render(request, "kiosk/case.html", told)
