"""One case: where it stands, what comes next, its dossier in order, its papers, its clocks and all that happened."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import retarget

from yimen.base import refusals
from yimen.base.answers import answers
from yimen.base.pages import HallRequest, once_key
from yimen.modules.licensing import commands, queries
from yimen.modules.licensing.queries import DossierView
from yimen.modules.messages import queries as texts
from yimen.modules.messages.queries import Channel, MessageCard
from yimen.modules.people import commands as people
from yimen.rules.findings import lacking
from yimen.rules.outages import ON_PAPER
from yimen.rules.refused import Refused

from .. import acts, showing
from ..access import at_the_counter, at_the_desk, digits, is_clerk
from ..acts import FORMS, Scene, Wrong
from ..nav import desk
from ..next_step import address, came_to_be_accepted, next_step
from ..posting import away, field_of, on_paper, sent
from ..rows import row
from ..words import CHANNELS, TEXTS

PURPOSES: Final = (
    pgettext_lazy("purpose", "Compare with the document shown"),
    pgettext_lazy("purpose", "Call the applicant"),
    pgettext_lazy("purpose", "Address a mailing"),
    pgettext_lazy("purpose", "Answer the applicant's question"),
)
"""What a clerk may need number and telephone for."""

FIRST: Final = ("complete", "deliver", "archive", "check", "grant", "refuse", "allow_demand")
"""Acts whose form stands open at the head of the page; the others wait under their names."""

DECISIONS: Final = frozenset({"grant", "refuse"})
"""Decided on the spot, on the page of its own."""


@at_the_desk
@require_safe
def case(request: HallRequest, number: str) -> HttpResponse:
    """Everything of one case. To whoever may not see it, it does not exist."""
    return _page(request, number)


@at_the_desk
@require_POST
def act(request: HallRequest, number: str, name: str) -> HttpResponse:
    """Do one act. Refused, the form stays as it was typed, and the head of the case says what is true by now."""
    form = FORMS.get(name)
    if form is None:
        raise Http404
    case_no = digits(number)
    try:
        view = queries.dossier(request.actor, case_no, now=request.now) if name == "deliver" else None
        if name in {"complete", "archive"}:
            commands.seal_papers(case_no, now=request.now)
        facts = acts.facts(form, request.POST, view)
        key = once_key(request)
        late, said = on_paper(request), sent(request)
        commands.act(request.actor, case_no, name, facts, now=request.now, key=key, request=said, late=late)
    except Refused as refused:
        return told_no(
            request, number, refused, Wrong(name, request.POST, _sentence(refused), field_of(refused))
        )
    messages.success(request, str(form.done))
    back = "window:spot" if request.POST.get("from") == "spot" else "window:case"
    return away(request, reverse(back, args=[number]))


def told_no(request: HallRequest, number: str, refused: Refused, wrong: Wrong | None) -> HttpResponse:
    """A refusal without losing what was typed. Whoever may not even see the case learns no more than that."""
    status = refusals.status(refused)
    if status in {401, 404}:
        raise refused
    if not request.htmx:
        return _page(request, number, wrong=wrong, status=status)
    shown = _shown(request, queries.dossier(request.actor, digits(number), now=request.now))
    told = {**shown, "sentence": _sentence(refused)}
    return retarget(render(request, "window/refused.html", told, status=status), "#refusal")


@at_the_counter
@require_POST
def unveil(request: HallRequest, number: str) -> HttpResponse:
    """Number and telephone in full: recorded, with what they were needed for."""
    view = queries.dossier(request.actor, digits(number), now=request.now)
    purpose = request.POST.get("purpose", "").strip()
    if not purpose:
        raise Refused("reason_missing")
    told: dict[str, Any] = {"purpose": purpose, "number": view.card.number}
    told["applicant"] = people.unveil(request.actor, view.applicant.id, purpose=purpose, now=request.now)
    if view.agent is not None:
        told["agent"] = people.unveil(request.actor, view.agent.id, purpose=purpose, now=request.now)
    if request.htmx:
        return render(request, "window/unveiled.html", told)
    return render(request, "window/unveiled_page.html", {**told, "desk": desk(request)})


@at_the_counter
@require_safe
def show(request: HallRequest, number: str) -> HttpResponse:
    """What the number and telephone are needed for, where no script opens the question in the page."""
    view = queries.dossier(request.actor, digits(number), now=request.now)
    shown = {"desk": desk(request), "card": view.card, "purposes": PURPOSES}
    return render(request, "window/show.html", shown)


def _page(
    request: HallRequest, number: str, *, wrong: Wrong | None = None, status: int = 200
) -> HttpResponse:
    view = queries.dossier(request.actor, digits(number), now=request.now)
    shown = {
        **_shown(request, view, wrong),
        "desk": desk(request),
        "pieces": showing.pieces(view),
        "answers": answers(view.item.form, view.form),
        "findings": showing.said(view.findings, view.item),
        "lacks": len(lacking(view.findings)),
        "channel": CHANNELS.get(channel_of(view), ""),
        "sheets": [
            (each, view.sheets[each.name], showing.basis(each.rule, request.now.date()))
            for each in view.clocks
            if each.name in view.sheets and each.name not in showing.INNER and each.runs
        ],
        "today": request.now.date(),
        "timeline": showing.timeline(view),
        "notes": showing.notes(view),
        "told": [(each, TEXTS[each.state]) for each in _texts(view)],
    }
    return render(request, "window/case.html", shown, status=status)


def _shown(request: HallRequest, view: DossierView, wrong: Wrong | None = None) -> dict[str, Any]:
    """What the head of the case and its forms are made of."""
    here = (
        acts.colleagues(request.actor, request.now.date()) if "hand_over_task" in view.card.open_acts else ()
    )
    forms = acts.open_forms(Scene(view, request.actor, here), wrong)
    step = next_step(view.card)
    if step and step.page == "window:spot":
        forms = {name: each for name, each in forms.items() if name not in DECISIONS}
    first = [forms[name] for name in FIRST if name in forms]
    return {
        "view": view,
        "card": view.card,
        "row": row(view.card),
        "step": step if step and step.page != "window:case" else None,
        "step_href": address(view.card, step),
        "may_add": "supply" in view.card.open_acts and view.card.state == "received",
        "afterwards": "supply" in view.card.open_acts and came_to_be_accepted(view),
        "first": first,
        "others": [each for name, each in forms.items() if name not in FIRST],
        "errors": [("", wrong.sentence)] if wrong and wrong.act not in forms else [],
        "on_paper": ON_PAPER,
        "clerk": is_clerk(request.actor),
        "purposes": PURPOSES,
    }


def _texts(view: DossierView) -> list[MessageCard]:
    """What the applicant was told by message, the latest first; what staff were told is theirs."""
    sent = texts.of_case(view.lines[0].book) if view.lines else ()
    return [
        each for each in reversed(sent) if each.addressee.startswith("person:") or each.channel is Channel.SMS
    ]


def channel_of(view: DossierView) -> str:
    """By which way it came in, as its first line says."""
    return str(view.lines[0].body.get("facts", {}).get("channel", "")) if view.lines else ""


def _sentence(refused: Refused) -> str:
    return refusals.sentence(refused, get_language() or "")
