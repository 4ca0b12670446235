"""The day book: every matter taken in on a day, on the page and printed from the same list (R-141)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from yimen.base.pages import HallRequest
from yimen.base.phrases import clock
from yimen.base.words import KINDS, STATES
from yimen.modules.licensing import queries
from yimen.modules.licensing.queries import Entry
from yimen.modules.papers import queries as papers
from yimen.modules.people import queries as people

from ..access import at_the_desk
from ..nav import Seat, desk
from ..rows import row

CHINESE = "zh-hans"


@at_the_desk
@require_safe
def day_book(request: HallRequest) -> HttpResponse:
    """The register of one day, of one window or of the whole hall."""
    seat, day, units = _asked(request)
    entries = queries.day_book(request.actor, day, units=units, now=request.now)
    shown = {
        "desk": desk(request, seat),
        "day": day,
        "today": request.now.date(),
        "seat": seat,
        "windows": people.windows(request.actor.hall),
        "window": min(units) if units and len(units) == 1 else 0,
        "entries": [(each, row(each.card)) for each in entries],
    }
    return render(request, "window/day_book.html", shown)


@at_the_desk
@require_safe
def printed(request: HallRequest) -> HttpResponse:
    """The same list as a sheet to sign and keep. It is an official book, so it speaks Chinese."""
    seat, day, units = _asked(request)
    entries = queries.day_book(request.actor, day, units=units, now=request.now)
    with translation.override(CHINESE):
        content = papers.day_book(_facts(request, seat, day, units, entries))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="day-book-{day.isoformat()}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _asked(request: HallRequest) -> tuple[Seat, date, frozenset[int] | None]:
    """Which day and which window; without a word, today at the reader's own."""
    seat = Seat(request)
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        day = request.now.date()
    word = request.GET.get("window")
    if word is None:
        return seat, day, seat.units
    return seat, day, frozenset({int(word)}) if word.isdecimal() and int(word) else None


def _facts(
    request: HallRequest, seat: Seat, day: date, units: frozenset[int] | None, entries: Sequence[Entry]
) -> dict[str, Any]:
    window = next(
        (each for each in people.windows(request.actor.hall) if units == frozenset({each.id})), None
    )
    return {
        "hall": seat.hall.unit.name if seat.hall else "",
        "window": window.name if window else None,
        "day_on": day.isoformat(),
        "rows": [
            {
                "time": clock(each.at),
                "case_no": each.card.number,
                "applicant": each.card.applicant,
                "item": each.card.item,
                "kind": str(KINDS[each.card.kind].text) if each.card.kind else "",
                "materials": each.materials,
                "officer": each.officer,
                "state": str(STATES[each.card.state].text),
                "signed": "",
            }
            for each in entries
        ],
    }
