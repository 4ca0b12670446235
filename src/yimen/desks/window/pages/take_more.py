"""Take more in for a case that is there: the papers of a pre-registered one, or what the one-time notice asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yimen.base import refusals
from yimen.base.pages import HallRequest, once_key
from yimen.modules.licensing import commands, queries
from yimen.modules.licensing.queries import DossierView
from yimen.rules import licensing
from yimen.rules.findings import Finding, lacking
from yimen.rules.materials import Submitted
from yimen.rules.refused import Refused

from .. import answering, showing, taking
from ..access import at_the_counter, digits
from ..nav import desk
from ..next_step import came_to_be_accepted
from ..posting import away, on_paper, sent
from ..rows import row
from ..taking import Typed


@dataclass(frozen=True, slots=True)
class Errand:
    """Which of the two it is, and what the page says."""

    act: str
    title: Promise
    lead: Promise
    button: Promise
    done: Promise


RECEIVE: Final = Errand(
    "receive",
    pgettext_lazy("window", "Take the papers in"),
    pgettext_lazy(
        "window", "Everything was typed before; compare it with the papers, and correct what is wrong."
    ),
    pgettext_lazy("window", "Register the receipt"),
    pgettext_lazy("window", "The papers are registered; the time to answer runs from today."),
)
SUPPLY: Final = Errand(
    "supply",
    pgettext_lazy("window", "Take the supplement"),
    pgettext_lazy("window", "Note what is handed over now, and correct the fields that were wrong."),
    pgettext_lazy("window", "Take in"),
    pgettext_lazy("window", "The supplement is taken in."),
)
AFTERWARDS: Final = replace(
    SUPPLY,
    title=pgettext_lazy("window", "Take in what lacks"),
    lead=pgettext_lazy(
        "window",
        "The application counts as accepted. What lacked then may still be handed in; the promised day stays as it is.",
    ),
    done=pgettext_lazy("window", "It is taken in; the promised day stays as it was."),
)
"""After acceptance nothing is asked any more; what is known to lack may come of itself (LIC-30)."""


@at_the_counter
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HallRequest, number: str) -> HttpResponse:
    """A pre-registered application whose papers came: loaded, not typed again (R-079)."""
    return _take(request, number, RECEIVE)


@at_the_counter
@require_http_methods(["GET", "HEAD", "POST"])
def supply(request: HallRequest, number: str) -> HttpResponse:
    """What the applicant brings after the one-time notice, or adds on the spot (R-094, R-107)."""
    return _take(request, number, SUPPLY)


def _of(view: DossierView, errand: Errand) -> Errand:
    """What the page says of pieces that come after acceptance; a promised one is asked for as before."""
    owed = any(each.kind == "promised" for each in view.card.tasks)
    return AFTERWARDS if errand is SUPPLY and came_to_be_accepted(view) and not owed else errand


@at_the_counter
@require_POST
def check(request: HallRequest, number: str) -> HttpResponse:
    """What will still lack with what is typed now."""
    view = queries.dossier(request.actor, digits(number), now=request.now)
    typed = taking.read(request, view.item, before=view.materials, keep_files=False)
    return render(request, "window/check.html", _checked(request, view, typed))


def _take(request: HallRequest, number: str, errand: Errand) -> HttpResponse:
    view = queries.dossier(request.actor, digits(number), now=request.now)
    errand = _of(view, errand)
    if errand.act not in view.card.open_acts:
        raise Refused("act_not_open", state=view.card.state, act=errand.act)
    if request.method != "POST":
        return _page(request, view, errand, None)
    before = view.materials if errand is RECEIVE else ()
    typed = taking.read(request, view.item, before=before)
    if typed.errors:
        return _page(request, view, errand, typed, status=422)
    try:
        _move(request, view, errand, typed)
    except Refused as refused:
        if refusals.status(refused) in {401, 404}:
            raise
        return _page(request, view, errand, typed, refused=refused, status=refusals.status(refused))
    messages.success(request, str(errand.done))
    return away(request, _next(request, number))


def _move(request: HallRequest, view: DossierView, errand: Errand, typed: Typed) -> None:
    keyed: dict[str, Any] = {"now": request.now, "key": once_key(request), "request": sent(request)}
    keyed["late"] = on_paper(request)
    if errand is RECEIVE:
        filing = typed.filing(view.item.item_code)
        commands.receive(request.actor, view.card.digits, filing, **keyed)
        return
    brought = tuple(each for each in typed.submitted if each.here or each.exists or each.promise)
    commands.supply(
        request.actor, view.card.digits, brought, form=_changed(view, typed), files=typed.files, **keyed
    )


def _changed(view: DossierView, typed: Typed) -> dict[str, Any]:
    """The fields that read otherwise now; what was emptied is said, too."""
    asked = set((view.item.form or {}).get("properties", ()))
    emptied = {name: None for name in view.form if name in asked and name not in typed.form}
    return {**{name: each for name, each in typed.form.items() if each != view.form.get(name)}, **emptied}


def _next(request: HallRequest, number: str) -> str:
    """On to the answer where it is due now."""
    card = queries.card(request.actor, digits(number), now=request.now)
    page = "window:answer" if "accept" in card.open_acts else "window:case"
    return reverse(page, args=[number])


def _page(
    request: HallRequest,
    view: DossierView,
    errand: Errand,
    typed: Typed | None,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    language = get_language() or ""
    files = {
        code: refusals.sentence(each, language) for code, each in (typed.errors if typed else {}).items()
    }
    errors = [(f"m.{code}.file", words) for code, words in files.items()]
    if refused is not None:
        errors.append(("", refusals.sentence(refused, language)))
    asked = _asked(view) if errand is not RECEIVE else {each.code for each in view.materials}
    before = view.materials if errand is RECEIVE else ()
    every = taking.slots(view.item, typed, before=before, errors=files)
    shown: dict[str, Any] = {
        "desk": desk(request),
        "view": view,
        "card": view.card,
        "row": row(view.card),
        "errand": errand,
        "item": view.item,
        "slots": [each for each in every if each.code in asked],
        "others": [each for each in every if each.code not in asked],
        "form": typed.form if typed else view.form,
        "form_findings": showing.said(view.findings, view.item),
        "errors": errors,
        "findings": None,
    }
    if typed is not None or errand is not RECEIVE:
        shown.update(_checked(request, view, typed or _nothing(view)))
    return render(request, "window/take_more.html", shown, status=status)


def _asked(view: DossierView) -> set[str]:
    """The pieces the notice named, and those that lack now."""
    told = licensing.told(view.application)
    demands = (told.first or frozenset()) | told.later
    named = {
        each.subject.removeprefix("material:") for each in demands if each.subject.startswith("material:")
    }
    return named | {each.material for each in view.findings if each.material and each.lacks}


def _checked(request: HallRequest, view: DossierView, typed: Typed) -> dict[str, Any]:
    """What the check will find: on what is typed alone where papers come for the first time, else on all there is."""
    comes_first = view.card.state == "pre_registered"
    before = taking.filed(view.materials) if comes_first else taking.lying(view.materials)
    together = {each.code: each for each in before}
    together |= {each.code: each for each in typed.submitted if each.here or each.exists or each.promise}
    form = {**view.form, **_changed(view, typed)} if typed.form else view.form
    whole = {name: value for name, value in form.items() if value is not None}
    found = commands.check_again(view.item, together.values(), whole, now=request.now)
    rest = len(lacking(found))
    waits = view.card.state == "supplement_pending"
    answer = None if (waits and rest) or came_to_be_accepted(view) else _answer(view, found)
    return {"findings": showing.said(found, view.item), "answer": answer, "lacks": rest}


def _answer(view: DossierView, found: Iterable[Finding]) -> answering.Answer:
    ahead = replace(view, findings=tuple(found))
    return answering.answer(ahead, answering.Word())


def _nothing(view: DossierView) -> Typed:
    """The page before anybody has typed."""
    empty: Mapping[str, str] = {}
    pieces: tuple[Submitted, ...] = ()
    return Typed(empty, empty, dict(view.form), pieces)
