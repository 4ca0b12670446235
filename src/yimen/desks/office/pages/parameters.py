"""What halls and items may set for themselves: every figure with its kind of day, its source and who set it (R-284)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimen.base.bilingual import said, told
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import commands, queries
from yimen.modules.people import queries as people
from yimen.rules.parameters import Parameter, Scope
from yimen.rules.refused import Refused

from ..access import keeps
from ..drawing import done, form_page, page, schema
from ..words import VALUES, basis_words, value_words

_ITEM: Final = "item"


@keeps("items")
@require_GET
def parameters(request: HallRequest) -> HttpResponse:
    """Every parameter as shipped, with what halls and items have set beside it."""
    q = request.GET.get("q", "").strip()
    own_only = "own" in request.GET
    rows = queries.parameters().rows
    own = _own(rows)
    shown = [
        (row, said(row.zh, row.en), value_words(row), basis_words(row), own.get(row.key, ()))
        for row in rows
        if row.scope is Scope.NATIONAL and (row.key in own or not own_only) and _named(row, q)
    ]
    here = reverse("office:parameters")
    tabs = [(_("All"), here, None), (_("Set here"), f"{here}?own=1", len(own))]
    return page(
        request, "parameters", rows=shown, q=q, tabs=tabs, current=f"{here}?own=1" if own_only else here
    )


def _named(row: Parameter, q: str) -> bool:
    return not q or any(q.lower() in each.lower() for each in (row.key, row.zh, row.en))


def _own(rows: tuple[Parameter, ...]) -> dict[str, list[tuple[Parameter, str, str]]]:
    """What was set here, by key: each with whose it is and its value in words."""
    halls = {each.unit.code: told(each.unit, "name") for each in people.halls()}
    own: dict[str, list[tuple[Parameter, str, str]]] = {}
    for row in rows:
        if row.scope is not Scope.NATIONAL:
            whose = halls.get(row.scope_id, row.scope_id)
            own.setdefault(row.key, []).append((row, whose, value_words(row)))
    return own


@keeps("items")
@require_http_methods(["GET", "POST"])
def parameter(request: HallRequest, key: str) -> HttpResponse:
    """Set one for a hall or an item, from a day on."""
    rows = queries.parameters().rows
    shipped = next((row for row in rows if row.key == key and row.scope is Scope.NATIONAL), None)
    if shipped is None or not shipped.settable:
        raise Refused("not_permitted")
    asked = _asked(shipped)

    def act(values: dict[str, Any]) -> HttpResponse:
        one_item = values["where"] == _ITEM
        commands.set_parameter(
            request.actor,
            key,
            _value(values.get("value", []), shipped.value),
            scope=Scope.ITEM if one_item else Scope.HALL,
            scope_id=values.get("item", "") if one_item else values["where"],
            basis=values["basis"],
            effective_from=date.fromisoformat(values["effective_from"]),
            now=request.now,
        )
        return done(
            request, _("Set. New clocks follow it from that day."), f"{reverse('office:parameters')}?own=1"
        )

    return form_page(
        request,
        asked,
        {"effective_from": request.now.date().isoformat()},
        act,
        template="parameter",
        title=said(shipped.zh, shipped.en),
        row=shipped,
        basis=basis_words(shipped),
        shipped=value_words(shipped),
        own=_own(rows).get(key, ()),
        back=reverse("office:parameters"),
    )


def _asked(row: Parameter) -> dict[str, Any]:
    """The form for this parameter: whose it may be, and a value of its kind."""
    places: dict[str, str] = {}
    if Scope.HALL in row.settable:
        places |= {each.unit.code: told(each.unit, "name") for each in people.halls()}
    if Scope.ITEM in row.settable:
        places[_ITEM] = _("One item")
    asked = schema("parameter", where=places)
    if Scope.ITEM not in row.settable:
        del asked["properties"]["item"]
    offered = {"true": _("Yes"), "false": _("No")} if isinstance(row.value, bool) else {}
    offered |= {str(each): str(VALUES.get(str(each), each)) for each in row.choices}
    value = asked["properties"]["value"]
    choices = [{"const": each, "title": words} for each, words in offered.items()]
    if choices and isinstance(row.value, list):
        value |= {"type": "array", "uniqueItems": True, "items": {"type": "string", "oneOf": choices}}
        del value["maxLength"], value["minLength"]
        asked["required"].remove("value")  # none of them is a value, too
    elif choices:
        value["oneOf"] = choices
    elif row.counts_time or isinstance(row.value, int | float):
        value |= {"type": "number" if isinstance(row.value, float) else "integer", "minimum": 0}
        value["x-unit"] = _unit(row)
        del value["maxLength"], value["minLength"]
    return asked


def _unit(row: Parameter) -> str:
    """The kind of day, as it stands behind a figure: from the words for two of it."""
    return "" if row.unit in {"count", "share"} else value_words(row, 2).replace("2", "").strip()


def _value(written: Any, pattern: Any) -> Any:
    """What was written, as the kind of value the parameter has; what is none stays text, and is refused by the rule."""
    match pattern, written:
        case bool(), _:
            return {"true": True, "false": False}.get(str(written), written)
        case int(), str() if written.isdecimal():
            return int(written)
        case list(), str() if not any(isinstance(each, list) for each in pattern):
            return [each.strip() for each in written.split("、") if each.strip()]
        case list(), str():
            return [[each.strip() for each in pair.split("–")] for pair in written.split("、")]
    return written
