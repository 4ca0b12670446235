"""Take an application in at the counter: choose the item, say who applies, note what is handed over, register."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.base import refusals
from yimen.base.pages import HallRequest, once_key
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemCard, ItemFacts
from yimen.modules.licensing import commands
from yimen.modules.messages import queries as texts
from yimen.modules.people import commands as people
from yimen.modules.people import queries as persons
from yimen.modules.people.queries import PersonCard
from yimen.rules.actors import Role
from yimen.rules.findings import Finding
from yimen.rules.intake import preview
from yimen.rules.refused import Refused

from .. import answering, showing, taking
from ..access import at_the_counter
from ..answering import Answer
from ..nav import Seat, desk
from ..posting import away, on_paper, sent
from ..taking import DOCUMENTS, Typed
from ..words import CHANNELS
from .call import note_case, visiting

SHOWN: Final = 12
EARLIER: Final = 4


@at_the_counter
@require_safe
def new(request: HallRequest) -> HttpResponse:
    """Which item it is: by any words, by pinyin, or from those of this window."""
    words = request.GET.get("q", "").strip()
    seat = Seat(request)
    shown = {"q": words, "items": _items(words, seat)}
    if request.htmx:
        return render(request, "window/new.html#items", shown)
    return render(request, "window/new.html", {**shown, "desk": desk(request, seat)})


@at_the_counter
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HallRequest, code: str) -> HttpResponse:
    """The whole application on one page; registered whatever it lacks (R-078)."""
    item = catalogue.published(code)
    if request.method != "POST":
        return _page(request, item, None)
    typed = taking.read(request, item, channel=_channel(request))
    if typed.errors:
        return _page(request, item, typed, status=422)
    if not typed.who.get("name", "").strip():  # the receipt needs somebody to be made out to
        return _page(request, item, typed, refused=Refused("name_missing"), status=422)
    try:
        key = once_key(request)
        late, said = on_paper(request), sent(request)
        outcome = commands.file(
            request.actor, typed.filing(code), now=request.now, key=key, request=said, late=late
        )
    except Refused as refused:
        return _page(request, item, typed, refused=refused, status=refusals.status(refused))
    number = outcome.answer["number"]
    note_case(request, number)
    messages.success(request, pgettext("window", "Registered as %(number)s.") % {"number": number})
    return away(request, reverse("window:answer", args=[number]))


@at_the_counter
@require_POST
def check(request: HallRequest, code: str) -> HttpResponse:
    """What lacks as it is typed, all at once, and the answer it leads to; nothing is stored."""
    item = catalogue.published(code)
    typed = taking.read(request, item, channel=_channel(request), keep_files=False)
    return render(request, "window/check.html", _checked(request, item, typed))


@at_the_counter
@require_POST
def applicant(request: HallRequest) -> HttpResponse:
    """Whether number and telephone can be right, and whether the hall knows who applies."""
    who = {name: request.POST.get(f"applicant.{name}", "").strip() for name in taking.WHO}
    told = persons.read_told(
        who["kind"] or "person",
        who["name"] or "-",
        who["id_type"] or None,
        who["id_number"],
        who["phone"],
        today=request.now.date(),
    )
    language = get_language() or ""
    doubts = [
        refusals.sentence(wrong, language)
        for name, wrong in told.doubts.items()
        if name in {"id_number", "phone"} and who[name]
    ]
    known: tuple[PersonCard, ...] = ()
    if who["id_number"] and "id_number" not in told.doubts and not who["name"]:
        ids = persons.person_ids(who["id_number"], limit=EARLIER)
        known = tuple(persons.persons(ids).values())
    return render(request, "window/applicant_told.html", {"doubts": doubts, "known": known})


@at_the_counter
@require_POST
def recall(request: HallRequest) -> HttpResponse:
    """An applicant of an earlier case whose number was typed in full: name and telephone filled in, and recorded."""
    told = request.POST.get("person", "")
    card = people.unveil(
        request.actor,
        int(told) if told.isdecimal() else 0,
        purpose=pgettext("purpose", "The applicant stands at the counter"),
        now=request.now,
    )
    if request.POST.get("applicant.id_number", "").strip().upper() != card.id_number:
        raise Refused("no_such_person")
    who = {"kind": card.kind, "name": card.name, "id_type": card.id_type, "id_number": card.id_number}
    shown = {
        "who": {**who, "phone": card.phone},
        "documents": DOCUMENTS,
        "by_sms": taking.wants_texts(request.POST),
    }
    return render(request, "window/applicant.html", shown)


def _page(
    request: HallRequest,
    item: ItemFacts,
    typed: Typed | None,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    language = get_language() or ""
    seat = Seat(request)
    files = {
        code: refusals.sentence(each, language) for code, each in (typed.errors if typed else {}).items()
    }
    shown: dict[str, Any] = {
        "desk": desk(request, seat),
        "item": item,
        "slots": taking.slots(item, typed, errors=files),
        "who": typed.who if typed else {"kind": _kind(item), **_visitor(request)},
        "by_sms": typed.by_sms if typed else _unasked(request, item, seat),
        "agent": typed.agent if typed else {},
        "form": typed.form if typed else {},
        "channel": typed.channel if typed else _channel(request),
        "earlier_case": typed.earlier_case if typed else "",
        "channels": [(each, CHANNELS[each]) for each in ("window", "post", "agent")],
        "documents": DOCUMENTS,
        "errors": [(f"m.{code}.file", words) for code, words in files.items()],
        "findings": None,
    }
    if refused is not None:
        field = "applicant.name" if refused.reason == "name_missing" else ""
        shown["errors"].append((field, refusals.sentence(refused, language)))
    if typed is not None:
        shown.update(_checked(request, item, typed))
    return render(request, "window/take_in.html", shown, status=status)


def _visitor(request: HallRequest) -> dict[str, str]:
    """Whoever is being served here and is known by a booking: filled in, and the look recorded (PII-05)."""
    card = visiting(request)
    if card is None or card.person is None:
        return {}
    purpose = pgettext("purpose", "The applicant stands at the counter")
    known = people.unveil(request.actor, card.person, purpose=purpose, now=request.now)
    named = {"kind": known.kind, "name": known.name, "id_type": known.id_type, "id_number": known.id_number}
    return {**named, "phone": known.phone}


def _checked(request: HallRequest, item: ItemFacts, typed: Typed) -> dict[str, Any]:
    found = commands.self_check(typed.filing(item.item_code), now=request.now)
    return {"findings": showing.said(found, item), "answer": _answer(request, item, found)}


def _answer(request: HallRequest, item: ItemFacts, found: tuple[Finding, ...]) -> Answer:
    """The answer these findings lead to, once registered."""
    seat = Seat(request)
    hall = seat.hall.unit.code if seat.hall else ""
    facts = answering.facts_of(item, found, "-", hall, today=request.now.date())
    if item.intake_checks > 1:
        facts = replace(facts, checks_lacking=("second_check",))
    return Answer(preview(facts), (), leave=False, told_before=False, has_hands=True)


def _items(words: str, seat: Seat) -> tuple[ItemCard, ...]:
    if words or seat.window is None:
        return catalogue.items(words, limit=SHOWN).results
    found: list[ItemCard] = []
    for name in seat.window.department_names[:4]:
        found += catalogue.items(department=name, limit=SHOWN).results
    return tuple(found) or catalogue.items(limit=SHOWN).results


def _unasked(request: HallRequest, item: ItemFacts, seat: Seat) -> bool:
    """Whether the hall tells by text whoever said nothing: the box is set so, and the clerk asks (C-16)."""
    hall = seat.hall.unit.code if seat.hall else ""
    return texts.unasked(hall, item.item_code, today=request.now.date())


def _channel(request: HallRequest) -> str:
    """An agent brings what villagers entrusted to them."""
    return "agent" if Role.AGENT_OFFICER in request.actor.roles else "window"


def _kind(item: ItemFacts) -> str:
    return "organisation" if item.subject == "organisation" else "person"
