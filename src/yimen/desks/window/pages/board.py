"""The morning board: every pending case, the most urgent first (R-122)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from yimen.base.clock import ZONE, hall_now, standing
from yimen.base.packs import shipped_parameters
from yimen.base.pages import HallRequest, Page
from yimen.modules.cases import queries as cases
from yimen.modules.cases.queries import CardPage
from yimen.modules.people import commands as people
from yimen.modules.people import queries as places
from yimen.modules.workdays import queries as workdays
from yimen.rules.limits import Limit

from ..access import at_the_desk, is_clerk
from ..nav import ALL, HEAPS, SCOPES, Heap, Seat, desk
from ..rows import sections

SIZE: Final = 30
LIGHTS: Final = {
    "red": pgettext_lazy("window", "Red light: overdue"),
    "yellow": pgettext_lazy("window", "Yellow light: near its end"),
    "green": pgettext_lazy("window", "Green light: in time"),
    "off": pgettext_lazy("window", "No limit running"),
}


@at_the_desk
@require_safe
def board(request: HallRequest) -> HttpResponse:
    """All pending cases of the window; the first look of the day is recorded."""
    _log_first_look(request)
    return _heap(request, ALL)


@at_the_desk
@require_safe
def heap(request: HallRequest, key: str) -> HttpResponse:
    """One heap of it: what is to be answered, completed, handed out, waited for or filed."""
    found = next((each for each in HEAPS if each.key == key), None)
    if found is None:
        raise Http404
    return _heap(request, found)


@at_the_desk
@require_safe
def openings(request: HallRequest) -> HttpResponse:
    """Which windows of the hall have opened their board today, and which had not by opening time."""
    seat = Seat(request)
    opens_at = opening_of(seat, request.now)
    reports = places.boards(request.actor.hall, opens_at=opens_at, now=request.now)
    shown = {"desk": desk(request, seat), "reports": reports, "opens_at": opens_at}
    return render(request, "window/openings.html", shown)


def opening_of(seat: Seat, now: datetime) -> datetime:
    """When the hall opens today; now, on a day on which it does not."""
    if seat.hall is None:
        return now
    hours = workdays.hours(seat.hall.id, seat.hall.unit.division)
    periods = hours.periods(now.astimezone(ZONE).date())
    return datetime.combine(now.astimezone(ZONE).date(), periods[0].opens, ZONE) if periods else now


def _heap(request: HallRequest, heap: Heap) -> HttpResponse:
    seat = Seat(request)
    light = request.GET.get("light", "")
    light = light if light in LIGHTS else ""
    page = _page(request, heap, seat, light)
    near = _near(request)
    shown = {
        "desk": desk(request, seat),
        "heap": heap,
        "here": _address(heap),
        "seat": seat,
        "light": light,
        "lights": [(key, seat.tally.lights.get(key, 0), words) for key, words in LIGHTS.items()],
        "heaps": [(each, each.count(seat.tally), _address(each)) for each in (ALL, *HEAPS)],
        "scopes": [(key, SCOPES[key]) for key in seat.scopes],
        "sections": sections(page.results, near),
        "page": page,
        "can_take_in": is_clerk(request.actor),
    }
    whole = not request.htmx or request.htmx.history_restore_request
    return render(request, "window/board.html" if whole else "window/board.html#board", shown)


def _page(request: HallRequest, heap: Heap, seat: Seat, light: str) -> CardPage:
    """A page by due moment. A red case whose clock rests by now has none; it still stands with the overdue ones, at the head."""

    def desk_of(light: str, after: str | None) -> CardPage:
        return cases.desk(
            request.actor,
            heap.kinds,
            now=request.now,
            units=seat.units,
            mine=seat.mine,
            light=light,
            states=heap.states,
            after_=after,
            size=SIZE,
        )

    after = request.GET.get("after")
    page = desk_of(light, after)
    red = [each for each in page.results if each.light == "red" and each.due_on]
    if after or light or heap is not ALL or seat.tally.lights.get("red", 0) <= len(red):
        return page
    overdue = desk_of("red", None).results
    known = {each.digits for each in overdue}
    return Page((*overdue, *(each for each in page.results if each.digits not in known)), page.next)


def _address(heap: Heap) -> str:
    return reverse("window:board") if heap is ALL else reverse("window:heap", args=[heap.key])


def _near(request: HallRequest) -> Limit:
    """How long before its end the window is reminded of a limit (R-120)."""
    return shipped_parameters().limit("reminder.days_before", request.now.date())


def _log_first_look(request: HallRequest) -> None:
    """Once a day each; the session spares the question after that."""
    today = request.now.date().isoformat()
    if request.session.get("board") == today or not request.actor.hall:
        return
    with standing():
        people.open_board(request.actor, now=hall_now())
    request.session["board"] = today
