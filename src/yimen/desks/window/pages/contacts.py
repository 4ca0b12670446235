"""Who asked what: my list of what is not done yet, a question in passing, the sheet that tells all (R-050–R-053)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_POST, require_safe

from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.modules.reception import commands as reception
from yimen.modules.reception.queries import ContactCard
from yimen.modules.reception.queries import contacts as found
from yimen.rules.reception.contacts import End, Ending

from ..access import at_the_desk
from ..nav import Seat, desk
from ..posting import away
from ..visit import CHANNELS, ENDS

ASKED: Final = ("phone", "window", "guide", "web", "wechat", "kiosk")


@at_the_desk
@require_safe
def contacts(request: HallRequest) -> HttpResponse:
    """What I began, what I follow, and what was passed to me."""
    actor = request.actor
    shown = {
        "desk": desk(request),
        "begun": _rows(found.begun(actor)),
        "followed": _rows(found.followed(actor)),
        "passed": _rows(found.passed_to(actor)),
        "channels": [(each, CHANNELS[each]) for each in ASKED],
    }
    return render(request, "window/contacts.html", shown)


@at_the_desk
@require_safe
def register(request: HallRequest) -> HttpResponse:
    """接待登记: every contact of the hall, the newest first; how many by window and channel today (R-052)."""
    hall, today = request.actor.hall, request.now.date()
    page = found.register(request.actor, hall, after_=request.GET.get("after"))
    counts = found.counts(hall, today.replace(month=1, day=1), today)
    shown = {
        "desk": desk(request),
        "page": page,
        "rows": _rows(page.results),
        "counts": [(each, CHANNELS[each.channel]) for each in counts],
        "all": sum(each.count for each in counts),
    }
    return render(request, "window/contact_register.html", shown)


@at_the_desk
@require_POST
def new(request: HallRequest) -> HttpResponse:
    """Somebody asks, by telephone or in passing: who takes the question is answerable for it."""
    told = request.POST
    card = reception.meet(
        request.actor,
        request.actor.hall,
        channel=told.get("channel", ""),
        question=told.get("question", ""),
        item=told.get("item") or None,
        now=request.now,
    )
    return away(request, reverse("window:contact", args=[card.id]))


@at_the_desk
@require_safe
def contact(request: HallRequest, id_: int) -> HttpResponse:
    """One question: how it ended, or the ways in which it may."""
    card = found.contact(request.actor, id_)
    words = " ".join(request.GET.get("q", card.question if card.end is None else "").split())
    shown = {
        "desk": desk(request, Seat(request)),
        "contact": card,
        "row": _rows([card])[0],
        "channel": CHANNELS[card.channel],
        "ends": [(each.value, words_) for each, words_ in ((end, ENDS[end]) for end in End)],
        "colleagues": people.staff_of(card.hall, below=True) if card.end is None else (),
        "items": catalogue.items(words, limit=5).results if words and card.end is None else (),
        "mine": card.first == request.actor.id,
        "theirs": card.to == request.actor.id,
        "q": words,
    }
    return render(request, "window/contact.html", shown)


@at_the_desk
@require_POST
def act(request: HallRequest, id_: int, name: str) -> HttpResponse:
    """End it, remind whoever has it, or say that it is done."""
    run = ACTS.get(name)
    if run is None:
        raise Http404
    messages.success(request, run(request, id_))
    return away(request, reverse("window:contact", args=[id_]))


@at_the_desk
@require_POST
def hand_over(request: HallRequest) -> HttpResponse:
    """一次性告知: the numbered sheet of an item, printed for whoever asked (R-053)."""
    told = request.POST
    of = told.get("contact", "")
    card = reception.hand_over_sheet(
        request.actor,
        request.actor.hall,
        told.get("item", ""),
        recipient=told.get("recipient", ""),
        contact=int(of) if of.isdecimal() else None,
        language=told.get("language") or get_language() or "zh-hans",
        now=request.now,
    )
    return away(request, reverse("window:sheet", args=[card.id]))


@at_the_desk
@require_safe
def sheet(request: HallRequest, id_: int) -> HttpResponse:
    """The sheet as it was handed over, to be printed again."""
    card = found.sheet(request.actor, id_)
    unit = people.unit(card.hall)
    back = reverse("window:contact", args=[card.contact]) if card.contact else reverse("window:contacts")
    return render(request, "window/sheet.html", {"sheet": card, "hall": unit, "back": back})


def _end(request: HallRequest, id_: int) -> str:
    told = request.POST
    to = told.get("to", "")
    ending = Ending(
        end=told.get("end", ""),
        answer=told.get("answer", ""),
        to=int(to) if to.isdecimal() else None,
        body=told.get("body", ""),
        case_number=told.get("case", "").strip(),
        booking=told.get("booking", "").strip(),
    )
    card = reception.end_contact(request.actor, id_, ending, now=request.now)
    if card.followed:
        return pgettext(
            "contact", "Recorded. It stays on the list of whoever met them first until it is done."
        )
    return pgettext("contact", "Recorded.")


def _remind(request: HallRequest, id_: int) -> str:
    reception.remind_handler(request.actor, id_, text=request.POST.get("text", ""), now=request.now)
    return pgettext("contact", "The reminder lies on their desk.")


def _close(request: HallRequest, id_: int) -> str:
    reception.close_contact(request.actor, id_, result=request.POST.get("result", ""), now=request.now)
    return pgettext("contact", "Done; nothing is followed any more.")


ACTS: Final[Mapping[str, Callable[[HallRequest, int], str]]] = {
    "end": _end,
    "remind": _remind,
    "close": _close,
}


def _rows(cards: Any) -> list[dict[str, Any]]:
    """Contacts with the words of their items and ends; one statement for all items."""
    seen: list[ContactCard] = list(cards)
    items = (
        {each.code: each for each in catalogue.cards([each.item for each in seen if each.item])}
        if seen
        else {}
    )
    return [
        {
            "card": each,
            "item": items.get(each.item or ""),
            "channel": CHANNELS[each.channel],
            "end": ENDS[each.end] if each.end else "",
        }
        for each in seen
    ]
