"""The tree of units: who there is, where each hangs, what a hall is as a place, who acts for a department."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.people import commands, queries
from yimen.modules.people.queries import DecisionPlace, HallLevel, HallType, UnitCard, UnitKind
from yimen.rules.refused import Refused

from ..access import keeps, may_open, within
from ..drawing import done, form_page, page, schema
from ..words import DECISION_PLACES, HALL_TYPES, KINDS, LEVELS, ROLES

_HOUSING = (UnitKind.CENTRE, UnitKind.HALL)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A unit in the tree, as deep as it hangs below the topmost one shown."""

    unit: UnitCard
    kind: str | Promise
    depth: int


@keeps("places")
@require_GET
def units(request: HallRequest) -> HttpResponse:
    """The tree as far as the actor keeps it, closed units too. Windows have a page of their own."""
    found = [
        each
        for each in queries.units(closed=True)
        if within(request.actor, each.division) and each.kind is not UnitKind.WINDOW
    ]
    top = min((each.depth for each in found), default=0)
    return page(request, "units", leaves=[Leaf(each, KINDS[each.kind], each.depth - top) for each in found])


@keeps("places")
@require_GET
def unit(request: HallRequest, unit: int) -> HttpResponse:
    """One unit: where it hangs, what hangs below it, who belongs to it; for a department, who acts in the hall (R-010)."""
    found = _kept(request, unit)
    tree = {each.id: each for each in queries.units(closed=True)}
    section = queries.service_section(unit) if found.kind is UnitKind.DEPARTMENT else None
    staff = queries.staff_of(
        section.section.id if section else unit, below=found.kind is not UnitKind.GOVERNMENT
    )
    return page(
        request,
        "unit",
        unit=found,
        kind=KINDS[found.kind],
        above=[(told(tree[int(each)], "name"), reverse("office:unit", args=[each])) for each in _way(found)],
        below=[(each, KINDS[each.kind]) for each in tree.values() if each.parent == unit and each.active],
        hall_words=_hall_words(queries.hall(unit)) if found.kind in _HOUSING else (),
        houses=found.kind in _HOUSING,
        section=section,
        is_department=found.kind is UnitKind.DEPARTMENT,
        staff=[(each, _roles(each)) for each in staff],
        keeps_staff=may_open(request.actor, "staff"),
    )


def _way(unit: UnitCard) -> list[str]:
    """The ids of the units above it, from the top."""
    return unit.path.strip("/").split("/")[:-1]


def _roles(person: queries.StaffCard) -> str:
    return "、".join(str(ROLES[role]) for role in sorted(person.roles) if role in ROLES)


def _hall_words(hall: queries.HallCard | None) -> list[tuple[str, Any]]:
    if hall is None:
        return []
    return [
        (_("Type"), HALL_TYPES[hall.hall_type]),
        (_("Level"), LEVELS[hall.level]),
        (_("Where departments decide"), DECISION_PLACES[hall.decision_place]),
        (_("Floor area"), f"{hall.floor_area:,} m²" if hall.floor_area else ""),
    ]


@keeps("places")
@require_http_methods(["GET", "POST"])
def unit_new(request: HallRequest) -> HttpResponse:
    asked = schema(
        "unit",
        kind={each.value: words for each, words in KINDS.items() if each is not UnitKind.WINDOW},
        parent=_tree(request),
        division={
            each.code: f"{each.name} {each.code}"
            for each in queries.divisions()
            if within(request.actor, each.code)
        },
    )

    def act(values: dict[str, Any]) -> HttpResponse:
        parent, kind = values.pop("parent", None), UnitKind(values.pop("kind"))
        made = commands.create_unit(
            request.actor, kind=kind, parent=int(parent) if parent else None, now=request.now, **values
        )
        if kind in _HOUSING:
            return done(request, _("Created. Now say what the hall is."), reverse("office:hall", args=[made]))
        return done(request, _("Created."), reverse("office:unit", args=[made]))

    below = request.GET.get("below", "")
    stands = {"parent": below, "division": next(iter(_divisions(below)), "")}
    return form_page(
        request, asked, stands, act, title=_("New unit"), back=reverse("office:units"), action=_("Create")
    )


def _divisions(unit: str) -> list[str]:
    found = queries.unit(int(unit)) if unit.isdecimal() and len(unit) < 19 else None
    return [found.division] if found else []


def _tree(request: HallRequest, without: UnitCard | None = None) -> dict[str, str]:
    """Units to hang something below, indented; never the unit itself or one below it."""
    return {
        str(each.id): "　" * each.depth + told(each, "name")
        for each in queries.units()
        if within(request.actor, each.division)
        and each.kind is not UnitKind.WINDOW
        and not (without and each.path.startswith(without.path))
    }


@keeps("places")
@require_http_methods(["GET", "POST"])
def unit_edit(request: HallRequest, unit: int) -> HttpResponse:
    """What it is called, how it is reached, and where it hangs; its cases follow it when it moves."""
    found = _kept(request, unit)
    here = reverse("office:unit", args=[unit])
    asked = schema("unit_change", parent=_tree(request, without=found))
    if found.kind is UnitKind.WINDOW or found.parent is None:
        del asked["properties"]["parent"]

    def act(values: dict[str, Any]) -> HttpResponse:
        parent = values.pop("parent", None)
        told_ = {name: values.get(name, "") for name in asked["properties"] if name != "parent"}
        commands.amend_unit(request.actor, unit, now=request.now, **told_)
        if parent and int(parent) != found.parent:
            commands.move_unit(request.actor, unit, int(parent), now=request.now)
        return done(request, _("Saved."), here)

    stands = {name: getattr(found, name) for name in asked["properties"] if name != "parent"}
    stands["parent"] = str(found.parent or "")
    return form_page(request, asked, stands, act, title=told(found, "name"), back=here, action=_("Save"))


@keeps("places")
@require_http_methods(["GET", "POST"])
def hall(request: HallRequest, unit: int) -> HttpResponse:
    """What a hall is as a place, and where departments decide what it takes in (R-001, R-111)."""
    found = _kept(request, unit)
    here = reverse("office:unit", args=[unit])
    asked = schema(
        "hall",
        hall_type={each.value: words for each, words in HALL_TYPES.items()},
        level={each.value: words for each, words in LEVELS.items()},
        decision_place={each.value: words for each, words in DECISION_PLACES.items()},
    )

    def act(values: dict[str, Any]) -> HttpResponse:
        premises = commands.Premises(
            HallType(values["hall_type"]),
            HallLevel(values["level"]),
            DecisionPlace(values["decision_place"]),
            site_area=_area(values.get("site_area")),
            floor_area=_area(values.get("floor_area")),
            introduction=values.get("introduction", ""),
            introduction_en=values.get("introduction_en", ""),
        )
        commands.furnish_hall(request.actor, unit, premises, now=request.now)
        return done(request, _("Saved."), here)

    stands = _stands(queries.hall(unit), asked)
    return form_page(request, asked, stands, act, title=told(found, "name"), back=here, action=_("Save"))


def _stands(card: queries.HallCard | None, asked: Mapping[str, Any]) -> dict[str, Any]:
    if card is None:
        return {"decision_place": DecisionPlace.DEPARTMENT.value}
    stands = {name: getattr(card, name) for name in asked["properties"]}
    return {name: float(each) if isinstance(each, Decimal) else each for name, each in stands.items()}


def _area(written: float | None) -> Decimal | None:
    return None if written is None else Decimal(str(written))


@keeps("places")
@require_http_methods(["GET", "POST"])
def section(request: HallRequest, unit: int) -> HttpResponse:
    """Name the one section that has taken over all approvals of a department (R-010)."""
    found = _kept(request, unit)
    here = reverse("office:unit", args=[unit])
    sections = [each for each in queries.units(below=unit) if each.kind is UnitKind.SECTION]
    asked = schema("section", section={str(each.id): told(each, "name") for each in sections})

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.name_service_section(
            request.actor,
            unit,
            int(values["section"]),
            document=values["document"],
            since_on=date.fromisoformat(values["since_on"]),
            now=request.now,
        )
        return done(
            request, _("Saved. From now on only its members act on the department's cases in the hall."), here
        )

    named = queries.service_section(unit)
    stands = {"since_on": request.now.date().isoformat()}
    if named:
        stands = {
            "section": str(named.section.id),
            "document": named.document,
            "since_on": named.since_on.isoformat(),
        }
    return form_page(
        request,
        asked,
        stands,
        act,
        title=_("Service section"),
        lead=told(found, "name"),
        back=here,
        action=_("Save"),
        empty="" if sections else _("This department has no section yet. Create one below it first."),
    )


@keeps("places")
@require_POST
def unit_turn(request: HallRequest, unit: int) -> HttpResponse:
    """Close a unit, or open it again; it is never deleted."""
    if "reopen" in request.POST:
        commands.reopen_unit(request.actor, unit, now=request.now)
        return done(request, _("Opened again."), reverse("office:unit", args=[unit]))
    commands.close_unit(request.actor, unit, now=request.now)
    return done(request, _("Closed."), reverse("office:units"))


def _kept(request: HallRequest, unit: int) -> UnitCard:
    """The unit, if the actor keeps it. Refused: no_such_unit."""
    found = queries.unit(unit)
    if found is None or not within(request.actor, found.division):
        raise Refused("no_such_unit")
    return found
