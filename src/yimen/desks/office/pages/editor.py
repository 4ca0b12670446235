"""The draft of an item as one form, section by section."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.base.pages import HallRequest
from yimen.modules.catalogue import commands, queries
from yimen.modules.people import queries as people
from yimen.rules.refused import Refused

from ..access import keeps
from ..drawing import Form, done, page
from ..item_form import changes_of, item_schema, values_of
from ..item_view import sections


@keeps("items")
@require_http_methods(["GET", "POST"])
def edit(request: HallRequest, code: str) -> HttpResponse:
    """Change the draft. For a published item this begins the next version; cases keep the one they began with.

    What somebody else saved meanwhile is not overwritten unseen: the form comes back with what was typed.
    """
    found = queries.office_item(request.actor, code, now=request.now)
    values = values_of(found.latest)
    form = Form(item_schema(values, people.departments()), values)
    if request.method == "POST":
        form = Form.sent(request, form.schema)
        if not form.findings:
            try:
                _demand_unchanged(request, found.latest)
                return _save(request, found, form.values)
            except Refused as refused:
                form = form.refused(refused)
    opened = request.GET.get("section", "")
    lacking = [each.field or "" for each in found.problems]
    return page(
        request,
        "item_edit",
        form.status,
        item=found,
        name=found.latest.get("name", code),
        form=replace(form, schema={}),
        sections=sections(form.schema, form.values, form.findings, lacking, opened),
        seen=_digest(found.latest),
    )


def _save(request: HallRequest, found: queries.OfficeItem, values: Mapping[str, Any]) -> HttpResponse:
    changes = changes_of(values, found.latest)
    here = reverse("office:item", args=[found.code])
    if not changes:
        return done(request, _("Nothing was changed."), here)
    if found.draft is None:
        commands.revise(request.actor, found.code, changes, now=request.now)
    else:
        commands.edit(request.actor, found.code, changes, now=request.now)
    if section := request.POST.get("stay"):
        return done(request, _("The draft is saved."), f"{request.path}?section={section}")
    return done(request, _("The draft is saved."), here)


def _demand_unchanged(request: HallRequest, latest: Mapping[str, Any]) -> None:
    if request.POST.get("seen") != _digest(latest):
        raise Refused("draft_moved_on")


def _digest(item: Mapping[str, Any]) -> str:
    text = json.dumps(item, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
