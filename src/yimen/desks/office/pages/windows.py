"""The windows of the halls: what each is for, its five points in place, open or closed (R-008, R-019)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimen.base import refusals
from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.people import commands, queries
from yimen.modules.people.queries import Device, HallCard, Point, WindowCard, WindowMode
from yimen.rules.refused import Refused

from ..access import keeps, within
from ..drawing import Form, done, form_page, page, schema
from ..words import DEVICES, MODES, POINTS


@keeps("places")
@require_GET
def windows(request: HallRequest) -> HttpResponse:
    halls = _halls(request)
    found = queries.windows_of(each.id for each in halls)
    shown = [(hall, [(each, MODES[each.mode]) for each in found[hall.id]]) for hall in halls]
    return page(request, "windows", halls=shown)


@keeps("places")
@require_http_methods(["GET", "POST"])
def window_new(request: HallRequest) -> HttpResponse:
    asked = schema(
        "window",
        hall={str(each.id): told(each.unit, "name") for each in _halls(request)},
        mode={each.value: words for each, words in MODES.items()},
        serves={str(each.id): told(each, "name") for each in queries.departments()},
        devices={each.value: words for each, words in DEVICES.items()},
    )

    def act(values: dict[str, Any]) -> HttpResponse:
        made = commands.create_window(
            request.actor,
            int(values["hall"]),
            values["number"],
            name=values["name"],
            name_en=values.get("name_en", ""),
            now=request.now,
            **_purpose(values),
        )
        words = _("Created. It takes in once all five points are in place.")
        return done(request, words, reverse("office:window", args=[made]))

    return form_page(
        request,
        asked,
        {"floor": 1, "mode": WindowMode.ORDINARY.value, "hall": request.GET.get("hall", "")},
        act,
        title=_("New window"),
        back=reverse("office:windows"),
        action=_("Create"),
    )


@keeps("places")
@require_http_methods(["GET", "POST"])
def window(request: HallRequest, window: int) -> HttpResponse:
    """A window: what it is for, changed here; its five points; open or closed."""
    found = _kept(request, window)
    asked = _asked()

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.amend_window(request.actor, window, now=request.now, **_purpose(values))
        return done(request, _("Saved."), reverse("office:window", args=[window]))

    return form_page(request, asked, _stands(found), act, template="window", **_told(found))


def _asked() -> dict[str, Any]:
    asked = schema(
        "window",
        mode={each.value: words for each, words in MODES.items()},
        serves={str(each.id): told(each, "name") for each in queries.departments()},
        devices={each.value: words for each, words in DEVICES.items()},
    )
    for name in ("hall", "number", "name", "name_en"):
        del asked["properties"][name]
    return {**asked, "required": ["mode"]}


def _purpose(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "serves": [int(each) for each in values.get("serves", ())],
        "floor": values.get("floor", 1),
        "mode": WindowMode(values["mode"]),
        "devices": [Device(each) for each in values.get("devices", ())],
    }


def _stands(found: WindowCard) -> dict[str, Any]:
    return {
        "mode": found.mode.value,
        "floor": found.floor,
        "serves": [str(each) for each in found.departments],
        "devices": [each.value for each in found.devices],
    }


def _told(found: WindowCard) -> dict[str, Any]:
    confirmed = {each.point: each for each in found.in_place}
    hall = queries.hall(found.hall)
    return {
        "window": found,
        "hall": told(hall.unit, "name") if hall else "",
        "points": [(point.value, POINTS[point], confirmed.get(point)) for point in Point],
    }


@keeps("places")
@require_POST
def window_act(request: HallRequest, window: int, what: str) -> HttpResponse:
    """Confirm a point, open, close. What a rule refuses is said on the window's own page."""
    try:
        words = _act(request, window, what)
    except Refused as refused:
        status = refusals.status(refused)
        if status == HTTPStatus.NOT_FOUND:
            raise
        found = _kept(request, window)
        said = refusals.sentence(refused, get_language() or "")
        form = Form(_asked(), _stands(found), refusal=said, status=status)
        return page(request, "window", status, form=form, **_told(found))
    return done(request, words, reverse("office:window", args=[window]))


def _act(request: HallRequest, window: int, what: str) -> str:
    match what:
        case "confirm":
            point, organ = request.POST.get("point", ""), request.POST.get("organ", "").strip()
            if point not in set(Point):
                raise Refused("malformed")
            if not organ:
                raise Refused("organ_missing")
            state = commands.confirm_in_place(
                request.actor, window, Point(point), organ=organ, now=request.now
            )
            return _("Confirmed; the window is open now.") if state == "open" else _("Confirmed.")
        case "open":
            commands.open_window(request.actor, window, now=request.now)
            return _("The window is open.")
        case "close":
            commands.close_window(request.actor, window, now=request.now)
            return _("The window is closed; what was taken in goes on.")
    raise Refused("not_permitted")


def _halls(request: HallRequest) -> list[HallCard]:
    return [each for each in queries.halls() if within(request.actor, each.unit.division)]


def _kept(request: HallRequest, window: int) -> WindowCard:
    """The window, if the actor keeps its hall. Refused: no_such_window."""
    found = queries.window(window)
    hall = queries.hall(found.hall) if found else None
    if found is None or hall is None or not within(request.actor, hall.unit.division):
        raise Refused("no_such_window")
    return found
