"""Where the halls are and which window serves whom (R-045, R-046, R-215)."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.base import opening
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard, WindowCard, WindowState
from yimen.modules.workdays import queries as workdays
from yimen.rules.refused import Refused

Floors = list[tuple[int, list[WindowCard]]]


@require_safe
def halls(request: HallRequest) -> HttpResponse:
    version = workdays.version()
    shown = [(each, _week(each, version), _floors(each)) for each in people.halls()]
    return render(request, "public/halls.html", {"halls": shown})


def _week(hall: HallCard, version: int) -> str:
    try:
        return opening.week(workdays.hours(hall.id, hall.unit.division, version=version))
    except Refused:  # no calendar is loaded
        return ""


def _floors(hall: HallCard) -> Floors:
    open_ = [each for each in people.windows(hall.id) if each.state is WindowState.OPEN]
    return [(floor, list(windows)) for floor, windows in groupby(open_, key=lambda each: each.floor)]
