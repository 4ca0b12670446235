"""Who holds what, and handing it over, so that nobody's absence stops a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.base import refusals, words
from yimen.base.pages import HallRequest, Page, once_key
from yimen.modules.cases import queries as cases
from yimen.modules.cases.queries import DeskTask, Share, TaskCard
from yimen.modules.licensing import commands
from yimen.modules.people import queries as people
from yimen.modules.people.queries import StaffCard
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

from .acts import DESK
from .nav import desk
from .seat import KINDS, ROLES, seated

SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody of the desk and what they hold."""

    person: StaffCard
    share: Share
    me: bool

    @property
    def posts(self) -> str:
        return pgettext("list", ", ").join(
            str(words.ROLES[role]) for role in ROLES if role in self.person.roles
        )


@dataclass(frozen=True, slots=True)
class Went:
    """One task of several that were handed over: each was its own move."""

    number: str
    item: str
    step: str
    refused: str  # why it did not go; empty if it went


@seated
@require_safe
def colleagues(request: HallRequest) -> HttpResponse:
    """Everybody of the desk with what they hold by light; one of them chosen, their tasks to be handed over."""
    return _page(request, _number(request.GET.get("who", "")))


@seated
@require_POST
def hand_over(request: HallRequest) -> HttpResponse:
    """Hand several tasks over, each by a move of its own; the report says what went and what did not."""
    who, to = _number(request.POST.get("who", "")), request.POST.get("to", "")
    chosen = request.POST.getlist("task")
    if not chosen or not (to == DESK or _number(to)):
        return _page(request, who, missing=_missing(chosen, to), status=422)
    receiver = None if to == DESK else _number(to)
    held = _held(request, who).results if who else ()
    named = {_word(row): row for row in held}
    report = [_hand(request, word, receiver, named.get(word)) for word in chosen[:SIZE]]
    return _page(request, who, report=report)


def _missing(chosen: list[str], to: str) -> list[tuple[str, str]]:
    missing = [] if chosen else [("tasks", _("Choose the tasks to hand over."))]
    return missing if to else [*missing, ("to", _("Choose to whom."))]


def _held(request: HallRequest, who: int) -> Page[DeskTask]:
    return cases.tasks_with(
        request.actor, KINDS, who, now=request.now, after_=request.GET.get("after"), size=SIZE
    )


def _word(row: DeskTask) -> str:
    return f"{row.card.number}:{row.task.n}"


def _hand(request: HallRequest, word: str, to: int | None, row: DeskTask | None) -> Went:
    """`word` names the task: the case's number and the task's."""
    number, _dash, n = word.rpartition(":")
    text = request.POST.get("text", "").strip()
    facts = {"task": _number(n), "to": to, "text": text}
    key = once_key(request)
    item, step = (row.card.item, step_name(row.task)) if row else ("", "")
    try:
        digits = CaseNumber.parse(number).digits
        commands.act(
            request.actor,
            digits,
            "hand_over_task",
            facts,
            now=request.now,
            key=f"{key}:{digits}:{n}" if key else None,
            request=facts,
        )
    except Refused as refused:
        return Went(number, item, step, refusals.sentence(refused, get_language() or ""))
    return Went(number, item, step, "")


def _page(
    request: HallRequest,
    who: int | None,
    *,
    report: list[Went] | None = None,
    missing: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, today = request.actor, request.now.date()
    spread = cases.spread(actor, KINDS)
    me = people.account(actor.id)
    others = people.colleagues(actor, today=today, roles=ROLES)
    everybody = [*([me] if me else []), *others]
    places = [Place(each, spread.of(each.id), each.id == actor.id) for each in everybody]
    chosen = next((each for each in places if each.person.id == who), None)
    page = _held(request, who) if who and chosen else None
    gone = [each for each in report or () if not each.refused]
    return render(
        request,
        "department/colleagues.html",
        {
            "desk": desk(request, spread, me),
            "places": places,
            "free": spread.of(None),
            "chosen": chosen,
            "page": page,
            "held": [
                (row, _word(row), bool(missing) and _word(row) in request.POST.getlist("task"))
                for row in (page.results if page else ())
            ],
            "receivers": [each for each in places if each is not chosen],
            "report": report,
            "gone": gone,
            "stayed": [each for each in report or () if each.refused],
            "missing": missing,
            "typed": request.POST,
            "desk_word": DESK,
        },
        status=status,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def step_name(task: TaskCard) -> str:
    """What the step is called: by the item's path, else by what it is."""
    if task.name != task.kind:
        return task.name
    sign = words.TASKS.get(task.what)
    return str(sign.text) if sign else task.what
