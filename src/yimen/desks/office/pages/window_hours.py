"""When a window is served, within the hours of its hall (R-077)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.people.queries import WindowCard
from yimen.modules.workdays import commands, queries
from yimen.modules.workdays.commands import Counter
from yimen.rules.refused import Refused

from ..access import keeps, within
from ..drawing import done, form_page, schema
from ..week import day_of, periods_of, values_of


@keeps("days")
@require_http_methods(["GET", "POST"])
def window_hours(request: HallRequest, window: int) -> HttpResponse:
    """Its own week; where it has none yet, the hall's is what one begins with."""
    found, counter = _kept(request, window)

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.set_window_hours(request.actor, counter, periods_of(values), now=request.now)
        return done(request, pgettext("office", "Saved. Bookings follow."), reverse("office:hours"))

    kept = queries.window_hours(window, counter.hall, counter.division)
    return form_page(
        request,
        schema("hours"),
        values_of(kept.weekly),
        act,
        template="week",
        title=pgettext("office", "Hours of a window"),
        lead=told(found, "name"),
        back=reverse("office:hours"),
        action=_("Save"),
    )


@keeps("days")
@require_http_methods(["GET", "POST"])
def window_special_day(request: HallRequest, window: int) -> HttpResponse:
    """Other hours of a window on one date, or none; not longer than the hall's."""
    found, counter = _kept(request, window)

    def act(values: dict[str, Any]) -> HttpResponse:
        on, periods = date.fromisoformat(values["on"]), day_of(values.get("hours") or {})
        commands.keep_window_hours_on(request.actor, counter, on, periods, values["reason"], now=request.now)
        return done(request, pgettext("office", "Saved. Bookings follow."), reverse("office:hours"))

    return form_page(
        request,
        schema("special_day"),
        {"on": request.now.date().isoformat()},
        act,
        title=_("Other hours on one date"),
        lead=told(found, "name"),
        back=reverse("office:hours"),
        action=_("Save"),
    )


@keeps("days")
@require_POST
def window_as_hall(request: HallRequest, window: int) -> HttpResponse:
    """No hours of its own any more."""
    _found, counter = _kept(request, window)
    commands.keep_window_as_hall(request.actor, counter, now=request.now)
    return done(request, pgettext("office", "The window keeps the hall's hours."), reverse("office:hours"))


def _kept(request: HallRequest, window: int) -> tuple[WindowCard, Counter]:
    """The window, and where it is, if the actor keeps its hall. Refused: no_such_window."""
    found = people.window(window)
    hall = people.hall(found.hall) if found else None
    if found is None or hall is None or not within(request.actor, hall.unit.division):
        raise Refused("no_such_window")
    return found, Counter(window, hall.id, hall.unit.division)
