"""Service items: the list, one item with its versions, its form, and what may be done with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimen.base.findings import sentence
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import commands, queries
from yimen.modules.people import queries as people
from yimen.rules.findings import Finding
from yimen.rules.refused import Refused

from ..access import at_the_office
from ..drawing import Form, done, form_page, page, schema
from ..item_form import changes_of, item_schema, values_of

STATES = ("", "published", "draft", "retired")


@at_the_office
def items(request: HallRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    q = request.GET.get("q", "")
    found = queries.office_items(request.actor, q, state=state, after=request.GET.get("after"))
    words = {"": _("All"), "published": _("In force"), "draft": _("Drafts"), "retired": _("Retired")}
    tabs = [(words[each], f"?state={each}" if each else "?", None) for each in STATES]
    return page(request, "items", found=found, q=q, tabs=tabs, current=words[state])


@at_the_office
def item(request: HallRequest, code: str) -> HttpResponse:
    """One item: what it says now, what its draft says, what that lacks, and its history."""
    found = queries.office_item(request.actor, code, now=request.now)
    shown = found.draft or found.in_force or {}
    synonyms = "\n".join(found.synonyms)
    return page(request, "item", item=found, shown=shown, problems=_said(found.problems), synonyms=synonyms)


def _said(problems: tuple[Finding, ...]) -> list[dict[str, str]]:
    language = get_language() or ""
    rows = []
    for each in problems:
        text, remedy = sentence(each, language)
        rows.append({"field": each.field or "", "severity": "blocking", "text": text, "remedy": remedy})
    return rows


@at_the_office
@require_http_methods(["GET", "POST"])
def new(request: HallRequest) -> HttpResponse:
    offered = {each.code: each.name for each in people.departments()}
    asked = schema("new_item", department=offered)
    back = reverse("office:items")
    lead = _("It begins as a draft. What the guide must say is asked on the next page.")
    if request.method == "GET":
        return form_page(
            request, Form(asked, {}), title=_("New item"), back=back, lead=lead, action=_("Begin the draft")
        )
    form = Form.sent(request, asked)
    if form.sound:
        told = {"name": form.values["name"], "track": form.values["track"]}
        try:
            code = commands.draft(
                request.actor, form.values["code"], form.values["department"], told, now=request.now
            )
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(request, _("The draft is begun."), reverse("office:item-edit", args=[code]))
    return form_page(
        request, form, title=_("New item"), back=back, lead=lead, action=_("Begin the draft"), status=422
    )


@at_the_office
@require_http_methods(["GET", "POST"])
def edit(request: HallRequest, code: str) -> HttpResponse:
    """The draft as one form. Editing a published item begins its next version; cases keep the one they began with."""
    found = queries.office_item(request.actor, code, now=request.now)
    before = found.draft or found.in_force or {}
    asked = item_schema()
    told: dict[str, Any] = {
        "title": before.get("name") or code,
        "back": reverse("office:item", args=[code]),
        "action": _("Save the draft"),
        "lead": _("Saved as a draft; the public sees it once it is published."),
    }
    if request.method == "GET":
        return form_page(request, Form(asked, values_of(before)), **told)
    form = Form.sent(request, asked)
    if form.sound:
        try:
            changes = changes_of(form.values, before)
            if found.draft is None:
                commands.revise(request.actor, code, changes, now=request.now)
            else:
                commands.edit(request.actor, code, changes, now=request.now)
        except Refused as refused:
            form = form.refused(refused, get_language() or "")
        else:
            return done(request, _("The draft is saved."), reverse("office:item", args=[code]))
    return form_page(request, form, status=422, **told)


@at_the_office
@require_POST
def act(request: HallRequest, code: str, what: str) -> HttpResponse:
    """Publish, discard or retire. A refusal is a page of its own with everything it lacks."""
    here = reverse("office:item", args=[code])
    match what:
        case "publish":
            commands.publish(
                request.actor, code, effective_from=_day(request.POST.get("effective_from")), now=request.now
            )
            return done(request, _("Published. New cases begin under this version."), here)
        case "discard":
            commands.discard(request.actor, code, now=request.now)
            return done(request, _("The draft is dropped."), reverse("office:items"))
        case "retire":
            commands.retire(request.actor, code, now=request.now)
            return done(request, _("Retired. Open cases run out under their version."), here)
        case "describe":
            words = [each.strip() for each in request.POST.get("synonyms", "").splitlines() if each.strip()]
            commands.describe(request.actor, code, synonyms=words, now=request.now)
            return done(request, _("Saved. Search finds it by these words from now on."), here)
    raise Refused("not_permitted")


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("malformed") from None


@at_the_office
def workbook(request: HallRequest) -> HttpResponse:
    """All items as an Excel file that can be changed and imported again, or the empty template."""
    template = "template" in request.GET
    content = queries.workbook(request.actor, template=template)
    answer = HttpResponse(
        content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    name = "items-template.xlsx" if template else f"items-{request.now:%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
