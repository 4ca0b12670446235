"""A screen says how it can make itself heard: one without a Chinese voice chimes, and the office is told."""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from yimen.base import clock
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.reception.commands.screens import tell_sound
from yimen.rules.refused import Refused

from ..places import hall_of

_KEY: Final = re.compile(r"[0-9a-f]{32}")


@require_POST
def sound(request: HallRequest, hall: str) -> HttpResponse:
    """`key` the screen's own, `sound` voice, chime or silent. Refused: malformed, no_such_hall, too_many."""
    demand_rate("screen", request.address, machine_now=clock.machine_now())
    key, heard = request.POST.get("key", ""), request.POST.get("sound", "")
    if not _KEY.fullmatch(key) or heard not in {"voice", "chime", "silent"}:
        raise Refused("malformed")
    tell_sound(hall_of(hall).id, key, heard, request.POST.get("name", "")[:80], now=request.now)
    return HttpResponse(status=204)
