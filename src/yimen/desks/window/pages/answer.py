"""Answer an application on one page: the computed conclusion first, with the other lawful answers and what each needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yimen.base import refusals
from yimen.base.pages import HallRequest, once_key
from yimen.base.words import STEPS
from yimen.modules.licensing import commands, queries
from yimen.modules.licensing.queries import DossierView
from yimen.modules.people import queries as people
from yimen.rules.actors import Role
from yimen.rules.findings import lacking
from yimen.rules.intake import Track
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused

from .. import answering, showing
from ..access import at_the_counter, digits
from ..answering import JUDGEMENTS, Answer, Word
from ..nav import desk
from ..posting import away, on_paper, sent
from ..rows import row
from .case import told_no

WILLS: Final = (
    ("yes", pgettext_lazy("window", "Yes")),
    ("no", pgettext_lazy("window", "No")),
    ("", pgettext_lazy("window", "Not asked yet")),
)


@at_the_counter
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HallRequest, number: str) -> HttpResponse:
    """What follows from what was found and said; `do` gives that answer and no other."""
    view = queries.dossier(request.actor, digits(number), now=request.now)
    word = answering.read(request.POST)
    concluded = answering.answer(view, word)
    if request.method != "POST" and (reason := answering.proposed(view, concluded)):
        word = replace(word, reason=reason)
        concluded = answering.answer(view, word)
    if request.method != "POST" or "do" not in request.POST:
        only_panel = request.htmx and request.method == "POST"
        template = "window/answer.html#conclusion" if only_panel else "window/answer.html"
        return render(request, template, _shown(request, view, word, concluded))
    if request.POST["do"] != _mark(concluded):
        told = pgettext("window", "What you wrote changes the answer. Please look at it again.")
        return _again(request, view, word, concluded, told, 409)
    act, facts = ("check", {}) if concluded.second_check else answering.facts(concluded, word)
    try:
        key = once_key(request)
        late, said = on_paper(request), sent(request)
        commands.act(
            request.actor, digits(number), act, facts, now=request.now, key=key, request=said, late=late
        )
    except Refused as refused:
        return _refused(request, number, view, word, concluded, refused)
    messages.success(request, str(STEPS[act].text))
    return away(request, _next(view, number, act))


@at_the_counter
@require_POST
def ask_director(request: HallRequest, number: str) -> HttpResponse:
    """The director's leave to ask once more is asked for by a note in the case, with everything it is about (LIC-32)."""
    view = queries.dossier(request.actor, digits(number), now=request.now)
    concluded = answering.answer(view, answering.read(request.POST))
    with translation.override("zh-hans"):  # the record is kept in Chinese
        about = "；".join(each.text for each in showing.said(concluded.breaches, view.item))
    key = once_key(request)
    facts = {"text": f"请大厅主任书面同意再次告知补正：{about}"}
    commands.act(
        request.actor, digits(number), "note", facts, now=request.now, key=key, request=sent(request)
    )
    told = pgettext(
        "window", "Asked. The director finds the request in the case and gives leave there, or not."
    )
    messages.success(request, told)
    return away(request, reverse("window:case", args=[number]))


def _refused(
    request: HallRequest, number: str, view: DossierView, word: Word, concluded: Answer, refused: Refused
) -> HttpResponse:
    if request.htmx or refusals.status(refused) in {401, 404}:
        return told_no(request, number, refused, None)
    told = refusals.sentence(refused, get_language() or "")
    return _again(request, view, word, concluded, told, refusals.status(refused))


def _again(
    request: HallRequest, view: DossierView, word: Word, concluded: Answer, told: str, status: int
) -> HttpResponse:
    shown = {**_shown(request, view, word, concluded), "errors": [("", told)]}
    return render(request, "window/answer.html", shown, status=status)


def _next(view: DossierView, number: str, act: str) -> str:
    """An instant case goes on at once."""
    if act == "accept" and view.item.track == Track.INSTANT:
        return reverse("window:spot", args=[number])
    return reverse("window:case", args=[number])


def _mark(concluded: Answer) -> str:
    """What the button stands for: the answer the clerk has seen."""
    return "check" if concluded.second_check else f"{concluded.conclusion.act}:{concluded.conclusion.why}"


def _shown(request: HallRequest, view: DossierView, word: Word, concluded: Answer) -> dict[str, Any]:
    receipt = next((each for each in reversed(view.papers) if each.kind is Paper.RECEIPT), None)
    extra = [*word.extra, *[answering.Extra("", "", "")] * max(1, answering.BLANKS - len(word.extra))]
    breaches = {(each.subject, each.rule) for each in concluded.breaches}
    asked = [
        (each, (finding.subject, finding.rule) in breaches)
        for each, finding in zip(showing.said(view.findings, view.item), view.findings, strict=True)
    ]
    return {
        "desk": desk(request),
        "view": view,
        "card": view.card,
        "row": row(view.card),
        "word": word,
        "answer": concluded,
        "mark": _mark(concluded),
        "findings": asked,
        "lacks": len(lacking(view.findings)),
        "extra": extra,
        "subjects": _subjects(view),
        "judgements": [(key, words, needs) for key, (words, needs) in JUDGEMENTS.items()],
        "wills": WILLS,
        "receipt": receipt,
        "may_add": "supply" in view.card.open_acts,
        "directors": _directors(view) if concluded.barred else (),
        "errors": [],
    }


def _subjects(view: DossierView) -> list[tuple[str, str]]:
    """What a demand by hand may be about."""
    fields = showing.fields(view.item)
    return [
        *((f"material:{each.code}", each.name) for each in view.item.materials),
        *((f"field:{path}", words) for path, words in fields),
    ]


def _directors(view: DossierView) -> tuple[str, ...]:
    return tuple(each.name for each in people.staff_of(view.place.hall) if Role.HALL_DIRECTOR in each.roles)
