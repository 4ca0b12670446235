"""A day of a hall under other conditions, beside what really happened."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.base import refusals
from yimen.base.bilingual import said, told
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.reception.queries import days
from yimen.modules.reception.queries.days import Change, Compared, RealDay, Waits
from yimen.rules.reception.order import ORDERS
from yimen.rules.refused import Refused

from .. import chart
from ..access import keeps, within
from ..drawing import page
from ..words import VALUES

FIELDS: Final = {  # where a refusal is said
    "whatif_windows": "windows",
    "whatif_no_queue": "windows",
    "whatif_hours": "hours",
    "whatif_share": "booked",
    "no_such_order": "order",
    "whatif_day": "day",
    "whatif_no_day": "day",
}


@keeps("home")
@require_safe
def whatif(request: HallRequest) -> HttpResponse:
    """The form, and below it the day it asks for. What it asks for stands in the address."""
    halls = [each for each in people.halls() if within(request.actor, each.unit.division)]
    asked = request.GET.get("hall", "")
    hall = next((each for each in halls if str(each.id) == asked), halls[0] if halls else None)
    known = days.days_of(hall.id) if hall else ()
    typed = {
        name: request.GET.get(name, "").strip() for name in ("windows", "hours", "booked", "order", "seed")
    }
    context: dict[str, Any] = {
        "halls": halls,
        "hall": hall,
        "days": known,
        "on": request.GET.get("day", ""),
        "typed": typed,
        "no_pauses": bool(request.GET.get("no_pauses")),
        "orders": [(name, VALUES.get(name, name)) for name in ORDERS],
        "errors": {},
    }
    status = 200
    if hall and context["on"]:
        try:
            context |= _played(hall, context["on"], typed, pauses=not context["no_pauses"])
        except Refused as refused:
            if refused.reason not in FIELDS:
                raise
            context["errors"] = {FIELDS[refused.reason]: refusals.sentence(refused, get_language() or "")}
            status = refusals.status(refused)
    return page(request, "whatif", status, **context)


def _played(hall: HallCard, on: str, typed: dict[str, str], *, pauses: bool) -> dict[str, Any]:
    asked = days.change(
        windows=typed["windows"],
        hours=typed["hours"],
        booked=typed["booked"],
        order=typed["order"],
        pauses=pauses,
    )
    seed = int(typed["seed"]) if typed["seed"].isascii() and typed["seed"].isdigit() else 1
    real, compared = days.whatif(hall.id, _day(on), asked, seed=seed)
    return {
        "real": real,
        "place": told(hall.unit, "name"),
        "compared": compared,
        "unchanged": asked == Change(),
        "rows": _rows(compared),
        "queues": _queues(real, compared),
        "curve": chart.curve(compared),
        "bars": chart.hours(compared),
        "box": chart,
        "off": (chart.span(compared.error_p50), chart.span(compared.error_p95)),
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("whatif_day", text=text) from None


def _rows(compared: Compared) -> list[tuple[str, str, str, str]]:
    """What is told of all: its words, as it was, as it would be, and between which ends in four of five repetitions."""
    was, would = compared.was.all, compared.would_be.all
    ends = [f"{chart.span(each.low)} – {chart.span(each.high)}" for each in (compared.p50, compared.p95)]
    rows = [
        (_("Half waited no longer than"), chart.span(was.p50), chart.span(would.p50), ends[0]),
        (_("Nine in ten no longer than"), chart.span(was.p90), chart.span(would.p90), ""),
        (_("Nineteen in twenty no longer than"), chart.span(was.p95), chart.span(would.p95), ends[1]),
    ]
    rows += [
        (_("Within %(n)d minutes") % {"n": n}, _share(was.within[at]), _share(would.within[at]), "")
        for at, n in enumerate(days.WITHIN)
    ]
    rows.append((_("Never called"), str(was.unserved), str(would.unserved), ""))
    if compared.turned_away:
        rows.append((_("Came when the doors were closed for good"), "0", str(compared.turned_away), ""))
    return rows


def _queues(real: RealDay, compared: Compared) -> list[tuple[str, Waits | None, Waits | None]]:
    return [
        (
            f"{each.code} {said(each.name, each.name_en)}",
            compared.was.queues.get(each.id),
            compared.would_be.queues.get(each.id),
        )
        for each in real.lines
        if each.id in compared.was.queues or each.id in compared.would_be.queues
    ]


def _share(share: float) -> str:
    return f"{share:.0%}"
