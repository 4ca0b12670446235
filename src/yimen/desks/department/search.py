"""Every case of the department, to be found by number, name, identity number or telephone."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.base import words
from yimen.base.pages import HallRequest
from yimen.modules.cases import queries as cases
from yimen.modules.cases.queries import Filters

from .nav import desk
from .seat import seated

STATES: Final = (
    "received",
    "supplement_pending",
    "accepted",
    "in_review",
    "suspended",
    "decided",
    "completed",
    "delivered",
    "returned",
    "not_accepted",
    "withdrawn",
    "archived",
)
"""What one looks for by its state, in the order a case goes through them."""


@seated
@require_safe
def found(request: HallRequest) -> HttpResponse:
    """The newest first."""
    asked = request.GET
    state, light = asked.get("state", ""), asked.get("light", "")
    filters = Filters(
        q=asked.get("q", "").strip(),
        state=state if state in STATES else "",
        light=light if light in words.LIGHTS else "",
    )
    return render(
        request,
        "department/cases.html",
        {
            "desk": desk(request),
            "page": cases.cases(request.actor, filters, now=request.now, after_=asked.get("after")),
            "filters": filters,
            "states": [(code, words.STATES[code].text) for code in STATES],
            "lights": [(code, sign.text) for code, sign in words.LIGHTS.items()],
        },
    )
