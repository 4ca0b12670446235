"""Which machine asks: the device of the signed cookie, and the hall it stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from yimen.base.clock import ZONE
from yimen.base.kiosk_face import Face, face, take_off
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.reception.queries import devices, plans
from yimen.modules.reception.queries.devices import DeviceCard, Function, Kind
from yimen.modules.reception.queries.plans import Leg, Place, Plan

KINDS: Final = frozenset({Kind.KIOSK, Kind.TERMINAL})


@dataclass(frozen=True, slots=True)
class Stand:
    """The machine and where it stands."""

    device: DeviceCard
    hall: HallCard

    def offers(self, *functions: Function) -> bool:
        """A device of which nobody said what it is for is for everything."""
        return not self.device.functions or bool(set(functions) & set(self.device.functions))

    def plan(self) -> Plan:
        return plans.plan(self.hall.id)

    def way(self, plan: Plan, to: Place | None) -> tuple[Leg, ...]:
        """From this machine, or from the entrance where nobody has put it on the map."""
        start = plan.find(self.device.place) or plan.entrance
        return plan.way(start, to) if start and to else ()


def stand_of(request: HallRequest) -> Stand | None:
    """None for a browser that is no kiosk of ours any more."""
    worn = face(request)
    found = devices.device(worn.device, now=request.now) if worn else None
    if worn is None or found is None or found.mark != worn.mark or found.kind not in KINDS:
        return None
    hall = people.hall(found.hall)
    return Stand(found, hall) if hall else None


def worn_by(stand: Stand, now: datetime) -> Face:
    today = now.astimezone(ZONE).date()
    idle = catalogue.parameters().get("kiosk.idle_seconds", today, hall=stand.hall.unit.code)
    return Face(stand.device.id, stand.device.mark, int(idle))


def at_kiosk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the kiosk; whoever is none is led to the set-up. Nothing of it stays in the browser."""

    @never_cache
    @wraps(view)
    def standing(request: HallRequest, *told: Any, **named: Any) -> HttpResponse:
        stand = stand_of(request)
        if stand is None:
            response = HttpResponseRedirect(reverse("kiosk:set-up"))
            take_off(response)
            return response
        return view(request, stand, *told, **named)

    return standing
