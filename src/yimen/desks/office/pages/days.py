"""Which days count: the years of the work calendar, their amendment, and a hall's office hours."""

from __future__ import annotations

from calendar import Calendar
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.base.bilingual import told as in_words
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.workdays import commands, queries
from yimen.rules.refused import Refused
from yimen.rules.workdays import CalendarDay, CalendarYear, WorkCalendar

from ..access import at_the_office
from ..drawing import Form, done, form_page, page, schema
from ..hours_form import periods_of, values_of

NATION = "CN"


@at_the_office
def calendar(request: HallRequest) -> HttpResponse:
    """Every loaded year with its notice and working days, and the one after them."""
    return page(request, "calendar", years=queries.years())


@at_the_office
def year(request: HallRequest, year: int) -> HttpResponse:
    """One year, month by month, each day that a notice names in words."""
    national = queries.calendar()
    card = next((each for each in queries.years() if each.year == year), None)
    if card is None:
        raise Refused("calendar_year_unknown", year=year)
    weeks = Calendar(0).monthdatescalendar
    months = [
        (
            month,
            card.months[month - 1],
            [[_cell(national, day, month) for day in week] for week in weeks(year, month)],
        )
        for month in range(1, 13)
    ]
    return page(request, "year", year=year, card=card, months=months)


def _cell(national: WorkCalendar, day: date, month: int) -> dict[str, object] | None:
    if day.month != month:
        return None
    why = national.why(day)
    return {"n": day.day, "works": why.works, "kind": str(why.kind), "name": why.name}


@at_the_office
@require_http_methods(["GET", "POST"])
def year_new(request: HallRequest) -> HttpResponse:
    """A new year from the State Council's notice: days off and make-up days, with its number."""
    asked = schema("calendar_year")
    told: dict[str, Any] = {
        "title": _("Enter a year's notice"),
        "back": reverse("office:calendar"),
        "action": _("Enter the year"),
        "lead": _(
            "Running cases whose dates change are timed anew; applicants whose date moves later get a paper."
        ),
    }
    if request.method == "GET":
        return form_page(request, Form(asked, {"year": request.now.year + 1}), **told)
    form = Form.sent(request, asked)
    if form.sound:
        said = form.values
        days = tuple(
            CalendarDay(date.fromisoformat(each["date"]), each["works"] == "yes", each.get("name", ""))
            for each in said.get("days", ())
            if each.get("date") and each.get("works")
        )
        entered = CalendarYear(
            year=said["year"],
            notice=said["notice"],
            source=said["source"],
            days=days,
            notice_verified=bool(said.get("notice_verified")),
        )
        try:
            commands.add_year(request.actor, entered, now=request.now)
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(request, _("The year is entered; running cases follow."), told["back"])
    return form_page(request, form, status=422, **told)


@at_the_office
@require_http_methods(["GET", "POST"])
def amend(request: HallRequest) -> HttpResponse:
    """Single days of a loaded year, as a later notice says."""
    asked = schema("calendar_days")
    told: dict[str, Any] = {
        "title": _("Amend the calendar"),
        "back": reverse("office:calendar"),
        "action": _("Amend"),
        "lead": _(
            "Running cases whose dates change are timed anew; applicants whose date moves later get a paper."
        ),
    }
    if request.method == "GET":
        return form_page(request, Form(asked, {}), **told)
    form = Form.sent(request, asked)
    if form.sound:
        days = [
            CalendarDay(date.fromisoformat(each["date"]), each["works"] == "yes", each.get("name", ""))
            for each in form.values.get("days", ())
            if each.get("date") and each.get("works")
        ]
        try:
            commands.amend(request.actor, NATION, days, form.values["notice"], now=request.now)
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(request, _("Amended; running cases follow."), told["back"])
    return form_page(request, form, status=422, **told)


@at_the_office
def hours(request: HallRequest) -> HttpResponse:
    halls = [
        (each, queries.hours(each.id, each.unit.division), queries.special_days(each.id, request.now.date()))
        for each in people.halls()
    ]
    shown = [(each, kept.weekly, special) for each, kept, special in halls]
    return page(request, "hours", halls=shown)


@at_the_office
@require_http_methods(["GET", "POST"])
def hours_edit(request: HallRequest, hall: int) -> HttpResponse:
    """The weekly hours of a hall; limits of minutes and of the same day follow them."""
    found = people.hall(hall)
    if found is None:
        raise Refused("no_such_hall", hall=str(hall))
    asked = schema("hours")
    told: dict[str, Any] = {
        "title": in_words(found.unit, "name"),
        "back": reverse("office:hours"),
        "action": _("Save"),
    }
    if request.method == "GET":
        kept = queries.hours(hall, found.unit.division)
        return form_page(request, Form(asked, values_of(kept.weekly)), **told)
    form = Form.sent(request, asked)
    if form.sound:
        try:
            week = periods_of(form.values)
            commands.set_hours(request.actor, hall, week, division=found.unit.division, now=request.now)
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(request, _("Saved."), told["back"])
    return form_page(request, form, status=422, **told)
