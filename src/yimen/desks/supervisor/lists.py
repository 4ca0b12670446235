"""What is watched: pending cases by light, steps over their share, what was promised, what was asked once already."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from yimen.base import words
from yimen.base.pages import HallRequest
from yimen.modules.cases import queries as cases
from yimen.modules.cases.queries import Filters
from yimen.modules.licensing import queries as licensing
from yimen.modules.messages import commands as send
from yimen.modules.messages import queries as told

from .nav import desk
from .seat import leads, seated

FEW: Final = 6  # rows of each list on the overview
CALM: Final = ("green", "off")


@seated
@require_safe
def overview(request: HallRequest) -> HttpResponse:
    """How it stands: counts by light, the overdue, the steps that delay, what was promised last."""
    actor, now = request.actor, request.now
    counted = cases.lights(actor)
    return render(
        request,
        "supervisor/overview.html",
        {
            "desk": desk(request, counted),
            "counted": counted,
            "calm": counted["green"] + counted["off"],
            "lead": _lead(counted["red"]),
            "red": cases.due(actor, now=now, lights=("red",), size=FEW),
            "yellow": cases.due(actor, now=now, lights=("yellow",), size=FEW),
            "delays": cases.delays(actor, now=now, size=FEW),
            "promised": cases.promised(actor, now=now, size=FEW),
        },
    )


def _lead(red: int) -> str:
    if not red:
        return _("No case is overdue.")
    return ngettext("%(n)d case is overdue.", "%(n)d cases are overdue.", red) % {"n": red}


@seated
@require_safe
def due(request: HallRequest) -> HttpResponse:
    """Every pending case, the most urgent first; one light, or what is in time, alone."""
    asked = request.GET.get("light", "")
    lights = {"red": ("red",), "yellow": ("yellow",), "calm": CALM}.get(asked, ())
    page = cases.due(request.actor, now=request.now, lights=lights, after_=request.GET.get("after"))
    counted = cases.lights(request.actor)
    tabs = [
        (_("All"), "?", sum(counted.values())),
        (str(words.LIGHTS["red"].text), "?light=red", counted["red"]),
        (str(words.LIGHTS["yellow"].text), "?light=yellow", counted["yellow"]),
        (_("In time or resting"), "?light=calm", counted["green"] + counted["off"]),
    ]
    current = f"?light={asked}" if lights else "?"
    context = {"desk": desk(request, counted), "page": page, "tabs": tabs, "current": current}
    return render(request, "supervisor/due.html", context)


@seated
@require_safe
def found(request: HallRequest) -> HttpResponse:
    """Every case in reach, the newest first, by number, name, identity number or telephone."""
    asked = request.GET
    state, light = asked.get("state", ""), asked.get("light", "")
    filters = Filters(
        q=asked.get("q", "").strip(),
        state=state if state in words.STATES else "",
        light=light if light in words.LIGHTS else "",
    )
    return render(
        request,
        "supervisor/cases.html",
        {
            "desk": desk(request),
            "page": cases.cases(request.actor, filters, now=request.now, after_=asked.get("after")),
            "filters": filters,
            "states": [(code, sign.text) for code, sign in words.STATES.items()],
            "lights": [(code, sign.text) for code, sign in words.LIGHTS.items()],
        },
    )


@seated
@require_safe
def delays(request: HallRequest) -> HttpResponse:
    """Which step, and who has it (R-125)."""
    page = cases.delays(request.actor, now=request.now, after_=request.GET.get("after"))
    return render(request, "supervisor/delays.html", {"desk": desk(request), "page": page})


@seated
@require_safe
def promised(request: HallRequest) -> HttpResponse:
    """Committed cases from the moment they are accepted, the last first (R-103)."""
    page = cases.promised(request.actor, now=request.now, after_=request.GET.get("after"))
    return render(request, "supervisor/promised.html", {"desk": desk(request), "page": page})


@seated
@require_safe
def asked(request: HallRequest) -> HttpResponse:
    """Applications back from a supplement: what may still be asked needs the director's written leave (LIC-32)."""
    page = licensing.asked_already(request.actor, now=request.now, after_=request.GET.get("after"))
    context = {"desk": desk(request), "page": page, "leads": leads(request.actor)}
    return render(request, "supervisor/asked.html", context)


@seated
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HallRequest) -> HttpResponse:
    """Warnings and reminders; a POST marks those shown as read."""
    if request.method == "POST":
        ids = [int(each) for each in request.POST.getlist("read") if each.isdecimal()]
        send.mark_read(request.actor, ids, now=request.now)
        return redirect("supervisor:messages")
    page = told.inbox(request.actor, request.GET.get("after"))
    unread = [each for each in page.results if each.unread]
    context = {"desk": desk(request), "page": page, "unread": unread}
    return render(request, "supervisor/messages.html", context)
