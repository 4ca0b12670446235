"""The applicant's own cases: what waits for them first; each with its steps, papers and dates (R-095, R-126)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yimen.base import steps
from yimen.base.answers import answers
from yimen.base.pages import HallRequest, once_key
from yimen.modules.cases import queries as cases
from yimen.modules.cases.queries import CaseCard
from yimen.modules.licensing import commands
from yimen.modules.licensing import queries as licensing
from yimen.modules.licensing.queries.progress import QUIET
from yimen.modules.messages import commands as reading
from yimen.modules.messages import queries as messages
from yimen.modules.people import queries as people
from yimen.rules.numbering import CaseNumber

from ..asked import came_to_be_accepted, demanded
from ..seat import my_own

SIZE: Final = 30


class Shelf(NamedTuple):
    """Cases that stand alike."""

    key: str
    title: str | Promise
    cards: tuple[CaseCard, ...]


@require_safe
@my_own
def mine(request: HallRequest) -> HttpResponse:
    page = cases.mine_as_applicant(request.actor, now=request.now, after_=request.GET.get("after"), size=SIZE)
    persons = people.persons(request.actor.persons)
    context = {
        "page": page,
        "shelves": shelves(page.results),
        "begun": bool(request.GET.get("after")),
        "persons": _contacts(persons.values()),
        "phone": request.session.get("phone_masked", ""),
        "unread": messages.unread_count(request.actor),
    }
    return render(request, "applicant/mine.html", context)


@require_safe
@my_own
def case(request: HallRequest, number: str) -> HttpResponse:
    """Refused: no_such_case, also for somebody else's."""
    found = licensing.dossier(request.actor, _digits(number), now=request.now)
    told = [each for each in found.lines if each.act not in QUIET]
    waiting = found.card.state == "received"
    sheet = found.sheets.get("promised") or (found.sheets.get("intake") if waiting else None)
    context: dict[str, Any] = {
        "case": found,
        "card": found.card,
        "timeline": steps.timeline(told, found.card.state),
        "standing": steps.NOW.get(found.card.state),
        "owing": "supply" in found.card.open_acts and bool(demanded(found)),
        "freely": came_to_be_accepted(found),
        "sheet": sheet,
        "promised_on": next((each.due_on for each in found.clocks if each.name == "promised"), None),
        "today": request.now.date(),
        "answers": answers(found.item.form, found.form),
        "told": _told_me(request, told[0].book) if told else [],
    }
    return render(request, "applicant/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@my_own
def withdraw(request: HallRequest, number: str) -> HttpResponse:
    """Asked once more on a page of its own; possible until the decision (R-098). Refused: act_not_open, no_such_case."""
    digits = _digits(number)
    if request.method != "POST":
        card = licensing.card(request.actor, digits, now=request.now)
        return render(request, "applicant/withdraw.html", {"card": card})
    text = request.POST.get("text", "").strip()[:500]
    commands.act(
        request.actor,
        digits,
        "withdraw",
        {"text": text or None},
        now=request.now,
        key=once_key(request),
        request={"text": text},
    )
    notices.success(
        request, _("Your application has been withdrawn. The confirmation stands among its papers.")
    )
    return redirect("applicant:case", number=number)


@require_safe
@my_own
def inbox(request: HallRequest) -> HttpResponse:
    """Everything the hall has told me, whichever way it went; looking at it is reading it."""
    page = messages.inbox(request.actor, request.GET.get("after"))
    shown = render(
        request, "applicant/messages.html", {"page": page, "begun": bool(request.GET.get("after"))}
    )
    reading.mark_read(request.actor, [each.id for each in page.results if each.unread], now=request.now)
    return shown


# -- putting together ----

_TITLES: Final = {
    "yours": gettext_lazy("Waiting for you"),
    "ours": gettext_lazy("Under way"),
    "over": gettext_lazy("Finished"),
}


def shelves(cards: Iterable[CaseCard]) -> tuple[Shelf, ...]:
    """What waits for the applicant first, then what the hall is at, then what is over; none empty."""
    sorted_out: dict[str, list[CaseCard]] = {key: [] for key in _TITLES}
    for card in cards:
        sorted_out[_shelf(card.state)].append(card)
    return tuple(Shelf(key, _TITLES[key], tuple(held)) for key, held in sorted_out.items() if held)


def _shelf(state: str) -> str:
    if steps.waits_for_applicant(state):
        return "yours"
    return "ours" if state in steps.NOW else "over"


def _told_me(request: HallRequest, case: int) -> list[messages.MessageCard]:
    """What the hall has told this applicant about the case, the latest first."""
    mine = {f"person:{each}" for each in request.actor.persons}
    return [each for each in reversed(messages.of_case(case)) if each.addressee in mine]


def _contacts(persons: Iterable[people.PersonCard]) -> list[people.PersonCard]:
    """Each applicant this telephone speaks for, once, the latest first."""
    latest: dict[tuple[str, str], people.PersonCard] = {}
    for each in sorted(persons, key=lambda each: each.id, reverse=True):
        latest.setdefault((each.name, each.id_number), each)
    return list(latest.values())


def _digits(number: str) -> str:
    return CaseNumber.parse(number).digits
