"""大厅现在: how many wait in each queue, how long that may take, which windows are open and who is away (R-076, R-077)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from yimen.base import live, opening
from yimen.base.bilingual import told
from yimen.base.opening import Opening
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.reception import queries as reception
from yimen.modules.reception.queries import FloorCard, QueueCard, SeatCard
from yimen.modules.workdays import queries as workdays
from yimen.rules.reception.estimate import Interval
from yimen.rules.refused import Refused

_ROUND: Final = 5  # minutes: nobody waits to the minute


@dataclass(frozen=True, slots=True)
class Line:
    """A queue as people read it."""

    card: QueueCard
    wait: str  # empty where nothing can be claimed

    @property
    def served(self) -> bool:
        return self.card.open_windows > 0


@require_safe
def now(request: HallRequest, code: str) -> HttpResponse:
    hall = hall_of(code)
    stands = reception.floor(hall.id, now=request.now)
    shown = {
        "hall": hall,
        "at": request.now,
        "opening": opening_of(hall, request.now),
        "floor": stands,
        "lines": lines(stands),
        "open": [(each, plain(each)) for each in stands.seats if each.state == "open"],
        "away": [each for each in stands.seats if each.state == "paused"],
        "waiting": sum(each.waiting for each in stands.queues),
        "live": live.address(request, code, live.LINE),
    }
    return render(request, "public/hall_now.html", shown)


def plain(seat: SeatCard) -> str:
    """“A01 综合窗口” beside A01 is 综合窗口."""
    return told(seat, "name").removeprefix(f"{seat.number} ")


def lines(stands: FloorCard) -> list[Line]:
    return [Line(each, interval(each.wait)) for each in stands.queues]


def interval(wait: Interval | None) -> str:
    """“10–20 minutes”, outward to five: an honest interval stays so when it is rounded. Empty where nothing is claimed."""
    if wait is None:
        return ""
    low = _rounded(wait.low.total_seconds() / 60, floor)
    high = max(_rounded(wait.high.total_seconds() / 60, ceil), _ROUND)
    if low <= 0:
        return pgettext("wait", "up to %(high)d minutes") % {"high": high}
    return pgettext("wait", "%(low)d–%(high)d minutes") % {"low": low, "high": high}


def hall_of(code: str) -> HallCard:
    """Refused: `no_such_hall`."""
    found = next((each for each in people.halls() if each.unit.code == code), None)
    if found is None:
        raise Refused("no_such_hall")
    return found


def opening_of(hall: HallCard, at: datetime) -> Opening | None:
    """None while no calendar is loaded."""
    try:
        return opening.opening(workdays.hours(hall.id, hall.unit.division), at)
    except Refused:
        return None


def _rounded(minutes: float, way: Callable[[float], int]) -> int:
    return way(minutes / _ROUND) * _ROUND
