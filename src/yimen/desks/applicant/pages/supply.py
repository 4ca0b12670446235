"""Answering a notice: each demanded piece beside its upload, each field beside its words, and a check before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from yimen.base import forms
from yimen.base.clock import machine_now
from yimen.base.form_fields import FormField, fields_of
from yimen.base.pages import HallRequest, once_key
from yimen.base.rates import demand_rate
from yimen.base.uploads import LIMITS
from yimen.modules.licensing import commands
from yimen.modules.licensing import queries as licensing
from yimen.modules.licensing.queries import DossierView
from yimen.rules.materials import Requirement
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

from .. import drafts, pieces
from ..asked import FIELD, MATERIAL, Demanded, came_to_be_accepted, demanded, handed_in, still_lacking
from ..asking import CLASSES
from ..drafts import Draft, Piece
from ..seat import my_own


@require_http_methods(["GET", "HEAD", "POST"])
@my_own
def supply(request: HallRequest, number: str) -> HttpResponse:
    """Refused: no_such_case; act_not_open, where nothing is asked for."""
    digits = CaseNumber.parse(number).digits
    view = licensing.dossier(request.actor, digits, now=request.now)
    if "supply" not in view.card.open_acts:
        raise Refused("act_not_open", state=view.card.state, act="supply")
    asked = demanded(view)
    if not asked and request.method == "POST":
        raise Refused("nothing_lacking")
    key = f"supply.{digits}"
    if request.method != "POST":
        return _show(request, view, asked, drafts.load(request.session, key))
    if request.FILES:
        demand_rate("upload", request.address, machine_now=machine_now())
    read = pieces.read(_wanted(view, asked), request.POST, request.FILES)
    fields = forms.parse(_schema(view, asked), request.POST)
    removed = request.POST.get("remove", "")

    def edit(draft: Draft) -> Draft:
        for code, piece in read.pieces.items():
            before = draft.pieces.get(code, Piece())
            draft = draft.put(code, pieces.merged(before, piece, removed=code == removed))
        return draft if "only" in request.POST else replace(draft, form=fields)

    draft = drafts.change(request.session, key, edit)
    if only := request.POST.get("only", ""):  # one paper, chosen or removed by a script
        return _one_piece(request, view, asked, draft, only, read.refused)
    lacking = _lacking(request, view, asked, draft)
    if read.refused or (lacking and request.POST.get("to") != "anyway") or removed:
        status = 200 if removed and not read.refused else 422
        return _show(request, view, asked, draft, lacking=lacking, refused=read.refused, status=status)
    return _send(request, view, draft, key)


def _send(request: HallRequest, view: DossierView, draft: Draft, key: str) -> HttpResponse:
    brought = {code: piece for code, piece in draft.pieces.items() if piece.file or piece.absent == "bring"}
    files = drafts.kept(brought.items())
    changed = _changed(view, draft)
    content = {
        "form": changed,
        "pieces": {code: [files.get(code, {}).get("digest"), each.absent] for code, each in brought.items()},
    }
    outcome = commands.supply(
        request.actor,
        view.card.digits,
        [piece.submitted(code) for code, piece in brought.items()],
        now=request.now,
        form=changed,
        files=files,
        key=once_key(request),
        request=content,
    )
    drafts.discard(request.session, key)
    case = outcome.dossier.case
    if came_to_be_accepted(view):
        messages.success(
            request, _("It is taken in and lies with your application. The promised day stays as it is.")
        )
    elif outcome.replayed or (case is not None and case.state != "supplement_pending"):
        messages.success(request, _("Everything that was asked for is in. The hall checks it again."))
    else:
        left = len(demanded(licensing.dossier(request.actor, view.card.digits, now=request.now)))
        text = ngettext(
            "What you handed in was taken in. %(n)d thing is still needed.",
            "What you handed in was taken in. %(n)d things are still needed.",
            left,
        )
        messages.warning(request, text % {"n": left})
    return redirect("applicant:case", number=view.card.number)


def _show(
    request: HallRequest,
    view: DossierView,
    asked: tuple[Demanded, ...],
    draft: Draft,
    *,
    lacking: tuple[Demanded, ...] = (),
    refused: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    anchors = [
        (f"piece-{each.material}" if each.material else f"form.{each.field}", each.text) for each in lacking
    ]
    written = {**view.form, **draft.form}
    context = {
        "card": view.card,
        "asked": asked,
        "rows": _rows(view, asked, draft, lacking, refused or {}),
        "fields": _fields(view, asked, lacking, written),
        "loose": [each for each in asked if not each.material and not _is_field(view, each)],
        "freely": came_to_be_accepted(view),
        "errors": anchors,
        "refused": dict(refused or {}),
        "wrong_count": len(anchors) + len(refused or ()),
        "notice": next((each for each in reversed(view.papers) if each.kind == "supplement"), None),
        "by_on": next((each.due_on for each in reversed(view.clocks) if each.name == "supply"), None),
        "asking": {"classes": CLASSES},
        "most": LIMITS.size // (1024 * 1024),
    }
    return render(request, "applicant/supply.html", context, status=status)


def _one_piece(
    request: HallRequest,
    view: DossierView,
    asked: tuple[Demanded, ...],
    draft: Draft,
    only: str,
    refused: Mapping[str, str],
) -> HttpResponse:
    """The one paper as it now stands, to take its place on the page."""
    rows = _rows(view, asked, draft, (), refused)
    row = next((each for each in rows if each.wanted.code == only), None)
    if row is None:
        raise Refused("no_such_file")
    context = {"row": row, "asking": {"classes": CLASSES}, "action": request.path}
    return render(request, "applicant/piece.html", context, status=422 if only in refused else 200)


# -- what is asked, as the page shows it ----


def _wanted(view: DossierView, asked: tuple[Demanded, ...]) -> tuple[Requirement, ...]:
    codes = {each.material for each in asked}
    return tuple(each for each in view.item.materials if each.code in codes)


def _rows(
    view: DossierView,
    asked: tuple[Demanded, ...],
    draft: Draft,
    lacking: tuple[Demanded, ...],
    refused: Mapping[str, str],
) -> tuple[pieces.Row, ...]:
    return tuple(
        replace(
            row,
            asked=[each.words for each in asked if each.material == row.wanted.code],
            missing=any(each.material == row.wanted.code for each in lacking),
        )
        for row in pieces.rows(_wanted(view, asked), dict(draft.pieces), refused=dict(refused))
    )


def _schema(view: DossierView, asked: tuple[Demanded, ...]) -> dict[str, Any]:
    """Of the form only the fields a notice named: nothing else is asked again."""
    names = {each.field.partition(".")[0] for each in asked if _is_field(view, each)}
    schema = view.item.form or {}
    return {**schema, "properties": {name: part for name, part in forms.properties(schema) if name in names}}


def _is_field(view: DossierView, each: Demanded) -> bool:
    return each.field.partition(".")[0] in (view.item.form or {}).get("properties", {})


def _fields(
    view: DossierView, asked: tuple[Demanded, ...], lacking: tuple[Demanded, ...], written: Mapping[str, Any]
) -> tuple[FormField, ...]:
    """What the notice said stands beside each field; what is still wrong once it was checked stands there in red."""
    told = [
        {
            "field": each.field,
            "severity": "curable" if each in lacking else "hint",
            "text": each.words,
            "remedy": "",
        }
        for each in asked
        if _is_field(view, each)
    ]
    return fields_of(_schema(view, asked), written, told)


# -- the check ----


def _changed(view: DossierView, draft: Draft) -> dict[str, Any]:
    return {name: value for name, value in draft.form.items() if view.form.get(name) != value}


def _lacking(
    request: HallRequest, view: DossierView, asked: tuple[Demanded, ...], draft: Draft
) -> tuple[Demanded, ...]:
    """What of the notice will still lack, by the check the window uses."""
    brought = {
        code: piece.submitted(code)
        for code, piece in draft.pieces.items()
        if piece.file or piece.absent == "bring"
    }
    together = (*handed_in(row.given for row in view.materials), *brought.values())
    changed = _changed(view, draft)
    findings = commands.check_again(view.item, together, {**view.form, **changed}, now=request.now)
    subjects = [*(f"{MATERIAL}{code}" for code in brought), *(f"{FIELD}{name}" for name in changed)]
    return still_lacking(asked, findings, subjects)
