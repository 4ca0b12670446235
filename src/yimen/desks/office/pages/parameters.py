"""What halls and items may set for themselves: every figure with its kind of day, its source and who set it (R-284)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.base.bilingual import said
from yimen.base.bilingual import told as in_words
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import commands, queries
from yimen.modules.people import queries as people
from yimen.rules.parameters import Parameter, Scope
from yimen.rules.refused import Refused

from ..access import at_the_office
from ..drawing import Form, done, form_page, page, schema


@at_the_office
def parameters(request: HallRequest) -> HttpResponse:
    """Every parameter as shipped, with what halls and items have set beside it."""
    rows = queries.parameters().rows
    own: dict[str, list[Parameter]] = {}
    for row in rows:
        if row.scope is not Scope.NATIONAL:
            own.setdefault(row.key, []).append(row)
    halls = {each.unit.code: in_words(each.unit, "name") for each in people.halls()}
    shown = [
        (
            row,
            said(row.zh, row.en),
            [(each, halls.get(each.scope_id, each.scope_id)) for each in own.get(row.key, ())],
        )
        for row in rows
        if row.scope is Scope.NATIONAL
    ]
    q = request.GET.get("q", "").strip()
    if q:
        shown = [each for each in shown if q.lower() in each[0].key or q in each[1]]
    return page(request, "parameters", rows=shown, q=q)


@at_the_office
@require_http_methods(["GET", "POST"])
def parameter(request: HallRequest, key: str) -> HttpResponse:
    """Set one for a hall or an item, from a day on."""
    shipped = next(
        (row for row in queries.parameters().rows if row.key == key and row.scope is Scope.NATIONAL), None
    )
    if shipped is None:
        raise Refused("no_such_parameter", key=key)
    asked = schema("parameter", hall={each.unit.code: in_words(each.unit, "name") for each in people.halls()})
    told: dict[str, Any] = {
        "title": said(shipped.zh, shipped.en),
        "back": reverse("office:parameters"),
        "action": _("Set"),
        "lead": _(
            "Shipped: %(value)s. From the day it is in force, new clocks follow it; running ones stay as they began."
        )
        % {"value": shipped.value},
    }
    if request.method == "GET":
        return form_page(request, Form(asked, {"effective_from": request.now.date().isoformat()}), **told)
    form = Form.sent(request, asked)
    if form.sound:
        values = form.values
        try:
            commands.set_parameter(
                request.actor,
                key,
                _value(values["value"], shipped.value),
                scope=Scope(values["scope"]),
                scope_id=values.get(values["scope"], ""),
                basis=values["basis"],
                effective_from=date.fromisoformat(values["effective_from"]),
                now=request.now,
            )
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(request, _("Set."), told["back"])
    return form_page(request, form, status=422, **told)


def _value(text: str, pattern: Any) -> Any:
    """What was typed, as the kind of value the parameter has; what is none stays text and is refused by the rule."""
    match pattern:
        case bool():
            words = {"true": True, "是": True, "yes": True, "false": False, "否": False, "no": False}
            return words.get(text.strip().lower(), text)
        case int() if text.strip().isdecimal():
            return int(text)
        case float():
            try:
                return float(text)
            except ValueError:
                return text
        case list():
            return [each.strip() for each in text.split("、") if each.strip()]
    return text
