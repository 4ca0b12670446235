"""When halls are open, and windows within them: their week, and single dates on which they keep other hours (R-077)."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimen.base import opening
from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard, WindowCard, WindowState
from yimen.modules.workdays import commands, queries
from yimen.modules.workdays.queries import SpecialDayCard
from yimen.rules.refused import Refused

from ..access import keeps, within
from ..drawing import done, form_page, page, schema
from ..week import day_of, periods_of, values_of


class WindowRow(NamedTuple):
    window: WindowCard
    week: str  # empty: as the hall
    special: tuple[SpecialDayCard, ...]


@keeps("days")
@require_GET
def hours(request: HallRequest) -> HttpResponse:
    halls = [each for each in people.halls() if within(request.actor, each.unit.division)]
    windows = people.windows_of(each.id for each in halls)
    units = [*windows, *(each.id for counters in windows.values() for each in counters)]
    special = queries.special_days_of(units, request.now.date())
    version = queries.version()

    def row(hall: HallCard, window: WindowCard) -> WindowRow:
        kept = queries.window_hours(window.id, hall.id, hall.unit.division, version=version)
        return WindowRow(window, "" if kept.as_hall else opening.week(kept), special[window.id])

    shown = []
    for hall in halls:
        kept = queries.hours(hall.id, hall.unit.division, version=version)
        rows = [row(hall, each) for each in windows[hall.id] if each.state is not WindowState.CLOSED]
        shown.append((hall, kept.weekly, special[hall.id], kept.is_open(request.now), rows))
    return page(request, "hours", halls=shown)


@keeps("days")
@require_http_methods(["GET", "POST"])
def hours_edit(request: HallRequest, hall: int) -> HttpResponse:
    """The weekly hours of a hall; limits of minutes and of the same day follow them."""
    found = _kept(request, hall)

    def act(values: dict[str, Any]) -> HttpResponse:
        division = found.unit.division
        commands.set_hours(request.actor, hall, periods_of(values), division=division, now=request.now)
        return done(request, _("Saved. Running limits of minutes and hours follow."), reverse("office:hours"))

    return form_page(
        request,
        schema("hours"),
        values_of(queries.hours(hall, found.unit.division).weekly),
        act,
        template="week",
        title=_("Office hours"),
        lead=told(found.unit, "name"),
        back=reverse("office:hours"),
        action=_("Save"),
    )


@keeps("days")
@require_http_methods(["GET", "POST"])
def special_day(request: HallRequest, hall: int) -> HttpResponse:
    """Other hours on one date, or none. No working day comes or goes by it."""
    found = _kept(request, hall)

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.keep_hours_on(
            request.actor,
            hall,
            date.fromisoformat(values["on"]),
            day_of(values.get("hours") or {}),
            values["reason"],
            division=found.unit.division,
            now=request.now,
        )
        return done(request, _("Saved. The public pages say so at once."), reverse("office:hours"))

    return form_page(
        request,
        schema("special_day"),
        {"on": request.now.date().isoformat()},
        act,
        title=_("Other hours on one date"),
        lead=told(found.unit, "name"),
        back=reverse("office:hours"),
        action=_("Save"),
    )


def _kept(request: HallRequest, hall: int) -> HallCard:
    """The hall, if the actor keeps it. Refused: no_such_hall."""
    found = people.hall(hall)
    if found is None or not within(request.actor, found.unit.division):
        raise Refused("no_such_hall")
    return found
