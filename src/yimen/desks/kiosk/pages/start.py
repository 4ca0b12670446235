"""The first page, forgetting whoever stood here, and the machine's own words: set-up and heartbeat (R-217, R-218)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.base import refusals
from yimen.base.clock import machine_now
from yimen.base.kiosk_face import wear
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.gateways import escpos
from yimen.modules.people import queries as people
from yimen.modules.reception.commands import devices as commands
from yimen.modules.reception.queries import devices
from yimen.modules.reception.queries.devices import DeviceCard
from yimen.rules.refused import Refused

from ..characters import characters
from ..stand import KINDS, Stand, at_kiosk, stand_of, worn_by
from ..tiles import TILES


@at_kiosk
@require_safe
def home(request: HallRequest, stand: Stand) -> HttpResponse:
    tiles = [
        (each.words, each.note, reverse(f"kiosk:{each.page}"), each.icon)
        for each in TILES
        if stand.offers(*each.functions)
    ]
    response = render(request, "kiosk/home.html", {"stand": stand, "tiles": tiles, "now": request.now})
    wear(response, worn_by(stand, request.now))
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HallRequest) -> HttpResponse:
    """Erase whatever somebody entered here and begin anew. On any other browser it does nothing."""
    if stand_of(request) is None:
        return redirect("kiosk:set-up")
    request.session.flush()
    response = HttpResponseRedirect(reverse("kiosk:home"))
    for name in (settings.LANGUAGE_COOKIE_NAME, "large"):
        response.delete_cookie(name, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HallRequest) -> HttpResponse:
    """Make this browser the device whose token is typed in; a demo opens its own without one."""
    shown = _demo_devices(request) if settings.YIMEN_DEMO else []
    if request.method != "POST":
        return render(request, "kiosk/set_up.html", {"demo": shown})
    try:
        found = _asked_for(request, [each for _, some in shown for each in some])
    except Refused as why:
        said = refusals.sentence(why, get_language() or "")
        return render(
            request, "kiosk/set_up.html", {"demo": shown, "said": said}, status=refusals.status(why)
        )
    response = HttpResponseRedirect(reverse("kiosk:home"))
    hall = people.hall(found.hall)
    if hall is None:
        raise Refused("no_such_hall")
    wear(response, worn_by(Stand(found, hall), request.now))
    return response


def _asked_for(request: HallRequest, known: list[DeviceCard]) -> DeviceCard:
    """Refused: device_unknown, too_many."""
    demand_rate("kiosk", request.address, machine_now=machine_now())
    chosen = request.POST.get("device", "")
    if found := next((each for each in known if str(each.id) == chosen), None):
        return found
    by_token = devices.by_token(request.POST.get("token", "").strip(), now=request.now)
    if by_token is None or by_token.kind not in KINDS:
        raise Refused("device_unknown")
    return by_token


def _demo_devices(request: HallRequest) -> list[tuple[people.HallCard, list[DeviceCard]]]:
    halls = people.halls()
    found = devices.devices_of((each.id for each in halls), now=request.now)
    shown = [(each, [device for device in found[each.id] if device.kind in KINDS]) for each in halls]
    return [(hall, some) for hall, some in shown if some]


@csrf_exempt
@never_cache
@require_POST
def heartbeat(request: HallRequest) -> HttpResponse:
    """A device says how it is: by `Authorization: Bearer` and its token, or a kiosk by its cookie; it speaks for its printer.

    JSON `{"trouble": "", "paper": "enough"}`, both optional. Refused: device_unknown, malformed.
    """
    said = _said(request)
    found = _speaker(request)
    if found is None:
        status = refusals.status(Refused("device_unknown"))
        return JsonResponse({"reason": "device_unknown"}, status=status)
    commands.hear(
        found.id, trouble=str(said.get("trouble", "")), paper=str(said.get("paper", "")), now=request.now
    )
    if found.printer is not None:
        status_ = escpos.at(found.printer_address).status()
        trouble = status_.trouble.value if status_.trouble else ""
        commands.hear(found.printer, trouble=trouble, paper=status_.paper.value, now=request.now)
    return JsonResponse({"heard": True})


def _said(request: HallRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body or b"{}")
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Refused("malformed")
    return said


def _speaker(request: HallRequest) -> DeviceCard | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return devices.by_token(token.strip(), now=request.now)
    stand = stand_of(request)
    return stand.device if stand else None


@at_kiosk
@require_safe
def sounds(request: HallRequest, stand: Stand) -> HttpResponse:
    """Characters for the on-screen keyboard."""
    del stand
    return JsonResponse({"characters": characters(request.GET.get("letters", "")[:8])})
