"""The tree of units, and the windows of the halls."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimen.base.bilingual import told as in_words
from yimen.base.pages import HallRequest
from yimen.modules.people import commands, queries
from yimen.modules.people.queries import Point, UnitKind, WindowMode
from yimen.rules.refused import Refused

from ..access import at_the_office
from ..drawing import Form, done, form_page, page, schema
from ..words import KINDS, MODES, POINTS


@at_the_office
def units(request: HallRequest) -> HttpResponse:
    found = queries.units(closed=True)
    return page(request, "units", units=[(each, KINDS[each.kind]) for each in found])


def _unit_schema() -> dict[str, object]:
    offered = {str(each.id): "　" * each.depth + in_words(each, "name") for each in queries.units()}
    divisions = {each.code: each.name for each in queries.divisions()}
    return schema(
        "unit",
        parent=offered,
        division=divisions,
        kind={each.value: str(words) for each, words in KINDS.items()},
    )


@at_the_office
@require_http_methods(["GET", "POST"])
def unit_new(request: HallRequest) -> HttpResponse:
    asked = _unit_schema()
    told: dict[str, Any] = {"title": _("New unit"), "back": reverse("office:units"), "action": _("Create")}
    if request.method == "GET":
        return form_page(request, Form(asked, {}), **told)
    form = Form.sent(request, asked)
    if form.sound:
        values = dict(form.values)
        parent, kind = values.pop("parent", None), UnitKind(values.pop("kind"))
        try:
            commands.create_unit(
                request.actor, kind=kind, parent=int(parent) if parent else None, now=request.now, **values
            )
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(request, _("Created."), told["back"])
    return form_page(request, form, status=422, **told)


@at_the_office
@require_http_methods(["GET", "POST"])
def unit_edit(request: HallRequest, unit: int) -> HttpResponse:
    found = queries.unit(unit)
    if found is None:
        raise Refused("no_such_unit")
    asked = schema("unit_change")
    told: dict[str, Any] = {
        "title": in_words(found, "name"),
        "back": reverse("office:units"),
        "action": _("Save"),
        "closes": reverse("office:unit-turn", args=[unit]),
        "open_now": found.active,
    }
    if request.method == "GET":
        values = {name: getattr(found, name) for name in asked["properties"]}
        return form_page(request, Form(asked, values), **told)
    form = Form.sent(request, asked)
    if form.sound:
        try:
            changes = {name: form.values.get(name, "") for name in asked["properties"]}
            commands.amend_unit(request.actor, unit, now=request.now, **changes)
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(request, _("Saved."), told["back"])
    return form_page(request, form, status=422, **told)


@at_the_office
@require_POST
def unit_turn(request: HallRequest, unit: int) -> HttpResponse:
    """Close a unit, or open it again; it is never deleted."""
    if "reopen" in request.POST:
        commands.reopen_unit(request.actor, unit, now=request.now)
        return done(request, _("Opened again."), reverse("office:units"))
    commands.close_unit(request.actor, unit, now=request.now)
    return done(request, _("Closed."), reverse("office:units"))


@at_the_office
def windows(request: HallRequest) -> HttpResponse:
    halls = [
        (hall, [(each, MODES[each.mode]) for each in queries.windows(hall.id)]) for hall in queries.halls()
    ]
    return page(request, "windows", halls=halls)


def _window_schema() -> dict[str, object]:
    return schema(
        "window",
        hall={str(each.id): in_words(each.unit, "name") for each in queries.halls()},
        mode={each.value: str(words) for each, words in MODES.items()},
        serves={str(each.id): in_words(each, "name") for each in queries.departments()},
    )


@at_the_office
@require_http_methods(["GET", "POST"])
def window_new(request: HallRequest) -> HttpResponse:
    asked = _window_schema()
    told: dict[str, Any] = {
        "title": _("New window"),
        "back": reverse("office:windows"),
        "action": _("Create"),
    }
    if request.method == "GET":
        return form_page(request, Form(asked, {"floor": 1, "mode": "ordinary"}), **told)
    form = Form.sent(request, asked)
    if form.sound:
        said = form.values
        try:
            window = commands.create_window(
                request.actor,
                int(said["hall"]),
                said["number"],
                name=said["name"],
                name_en=said.get("name_en", ""),
                serves=[int(each) for each in said.get("serves", ())],
                floor=said.get("floor", 1),
                mode=WindowMode(said["mode"]),
                now=request.now,
            )
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(
                request,
                _("Created. It takes in once all five points are in place."),
                reverse("office:window", args=[window]),
            )
    return form_page(request, form, status=422, **told)


@at_the_office
@require_http_methods(["GET", "POST"])
def window(request: HallRequest, window: int) -> HttpResponse:
    """A window: what it serves, its five points, open or closed (R-008)."""
    found = queries.window(window)
    if found is None:
        raise Refused("no_such_window")
    asked = _window_schema()
    for name in ("hall", "number", "name", "name_en"):
        del asked["properties"][name]  # type: ignore[attr-defined]
    asked["required"] = ["mode"]
    asked["x-order"] = ["mode", "floor", "serves"]
    values = {
        "mode": found.mode.value,
        "floor": found.floor,
        "serves": [str(each) for each in found.departments],
    }
    form = Form(asked, values)
    status = 200
    if request.method == "POST":
        form = Form.sent(request, asked)
        status = 422
        if form.sound:
            try:
                commands.amend_window(
                    request.actor,
                    window,
                    serves=[int(each) for each in form.values.get("serves", ())],
                    floor=form.values.get("floor"),
                    mode=WindowMode(form.values["mode"]),
                    now=request.now,
                )
            except Refused as refused:
                form = form.refused(refused, get_language() or "")
            else:
                return done(request, _("Saved."), reverse("office:window", args=[window]))
    confirmed = {each.point: each for each in found.in_place}
    points = [(point.value, POINTS[point], confirmed.get(point)) for point in Point]
    answer = page(request, "window", window=found, form=form, points=points)
    answer.status_code = status
    return answer


@at_the_office
@require_POST
def window_act(request: HallRequest, window: int, what: str) -> HttpResponse:
    here = reverse("office:window", args=[window])
    match what:
        case "confirm":
            point = request.POST.get("point", "")
            if point not in {each.value for each in Point}:
                raise Refused("malformed")
            commands.confirm_in_place(
                request.actor,
                window,
                Point(point),
                organ=request.POST.get("organ", "").strip(),
                now=request.now,
            )
            return done(request, _("Confirmed."), here)
        case "open":
            commands.open_window(request.actor, window, now=request.now)
            return done(request, _("The window is open."), here)
        case "close":
            commands.close_window(request.actor, window, now=request.now)
            return done(request, _("The window is closed; what was taken in goes on."), here)
    raise Refused("not_permitted")
