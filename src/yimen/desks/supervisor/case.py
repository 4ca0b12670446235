"""A case to be looked at: its dossier, who delayed it, and its ledger line by line, with the proof that it holds."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.base import refusals
from yimen.base.answers import answers
from yimen.base.dossiers import by_whom, shelf, story
from yimen.base.forms import Fault, parse, sentence, validate
from yimen.base.pages import HallRequest, once_key
from yimen.modules.cases import commands as cases
from yimen.modules.licensing import commands, queries
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

from .nav import desk
from .seat import leading, leads, seated

LEAVE: Final = "allow_demand"


@seated
@require_safe
def case(request: HallRequest, number: str) -> HttpResponse:
    """The page, or by htmx its shelf or its verdict."""
    return _page(request, number)


@leading
@require_POST
def leave(request: HallRequest, number: str) -> HttpResponse:
    """The director's written leave for one more demand; it stays a mark against the check (LIC-32)."""
    digits = CaseNumber.parse(number).digits
    queries.card(request.actor, digits, now=request.now)
    values = parse(_schema(), request.POST)
    faults = validate(_schema(), values)
    if faults:
        return _page(request, number, values=values, faults=faults, status=422)
    try:
        commands.act(
            request.actor,
            digits,
            LEAVE,
            values,
            now=request.now,
            key=once_key(request),
            request=values,
        )
    except Refused as refused:
        said = refusals.sentence(refused, get_language() or "")
        return _page(request, number, values=values, refused=said, status=refusals.status(refused))
    messages.success(request, _("Leave is given; the window may ask once more."))
    return redirect("supervisor:case", number=number)


def _schema() -> dict[str, Any]:
    reason = {
        "type": "string",
        "title": _("Reason, in writing"),
        "description": _("It is kept in the ledger, and the check is marked for not having asked at once."),
        "x-widget": "textarea",
        "maxLength": 2000,
    }
    return {"type": "object", "required": ["reason"], "properties": {"reason": reason}}


def _page(
    request: HallRequest,
    number: str,
    *,
    values: dict[str, Any] | None = None,
    faults: list[Fault] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    digits = CaseNumber.parse(number).digits
    view = queries.dossier(request.actor, digits, now=request.now)
    written = [
        {"field": each.field, "severity": "blocking", "text": sentence(_schema(), each)}
        for each in faults or ()
    ]
    context: dict[str, Any] = {"view": view, "shelf": shelf(view, request.GET.get("show", ""))}
    if "verify" in request.GET:
        context |= {"verified": True, "flaw": cases.verify_case(digits)}
    part = {"shelf": "#shelf", "verdict": "#verdict"}.get((request.htmx and request.htmx.target) or "")
    if part is None:
        context |= {
            "desk": desk(request),
            "today": request.now.date(),
            "answers": answers(view.item.form, view.form),
            "story": story(view.lines, view.staff),
            "notes": [line for line in view.lines if line.act == "note"],
            "over": [row for row in view.path if row.over],
            "lines": [
                (line, hash_, by_whom(line, view.staff))
                for line, hash_ in queries.ledger(request.actor, digits)
            ],
            "may_leave": leads(request.actor)
            and LEAVE in view.card.open_acts
            and view.application.asked_times,
            "schema": _schema(),
            "values": values,
            "findings": written,
            "errors": [(f"form.{each['field']}", each["text"]) for each in written],
            "refused": refused,
        }
    return render(request, f"supervisor/case.html{part or ''}", context, status=status)
