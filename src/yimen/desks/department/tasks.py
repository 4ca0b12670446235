"""My tasks: what I hold, what is free, what rests, each by its light; and one key to take the most urgent."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from yimen.base.pages import HallRequest, once_key
from yimen.modules.cases import queries as cases
from yimen.modules.cases.queries import DeskTask, Share, Spread, Whose
from yimen.modules.licensing import commands
from yimen.rules.actors import Actor
from yimen.rules.refused import Refused

from .nav import desk
from .seat import KINDS, seated

LIGHTS: Final = ("red", "yellow", "green", "off")
TRIES: Final = 5  # free tasks that colleagues may be quicker with before it is said that none is left


@seated
@require_safe
def tasks(request: HallRequest) -> HttpResponse:
    """One part of the desk, the most urgent first."""
    actor, spread = request.actor, cases.spread(request.actor, KINDS)
    whose = _whose(request.GET.get("whose", ""), actor, spread)
    light = request.GET.get("light", "")
    page = cases.tasks(
        actor,
        KINDS,
        whose,
        now=request.now,
        light=light if light in LIGHTS else "",
        after_=request.GET.get("after"),
    )
    mine = spread.of(actor.id)
    return render(
        request,
        "department/tasks.html",
        {
            "desk": desk(request, spread),
            "page": page,
            "whose": whose,
            "light": light,
            "mine": mine,
            "free": spread.of(None),
            "lead": _lead(mine),
            "tabs": _tabs(actor, spread),
            "address": _address(whose),
        },
    )


def _whose(asked: str, actor: Actor, spread: Spread) -> Whose:
    """What was asked for; else what I hold, or what is free where I hold nothing."""
    if asked in {Whose.MINE, Whose.FREE, Whose.RESTING}:
        return Whose(asked)
    return Whose.MINE if spread.of(actor.id).count or not spread.of(None).count else Whose.FREE


def _lead(mine: Share) -> str:
    red, yellow = mine.red, mine.yellow
    if red:
        return ngettext(
            "%(n)d of yours is overdue. Begin with it.", "%(n)d of yours are overdue. Begin with these.", red
        ) % {"n": red}
    if yellow:
        return ngettext(
            "Nothing of yours is overdue; %(n)d is due soon.",
            "Nothing of yours is overdue; %(n)d are due soon.",
            yellow,
        ) % {"n": yellow}
    return _("Nothing of yours is overdue or due soon.")


def _address(whose: Whose) -> str:
    return f"{reverse('department:tasks')}?whose={whose}"


def _tabs(actor: Actor, spread: Spread) -> list[tuple[str, str, int]]:
    return [
        (_("Mine"), _address(Whose.MINE), spread.of(actor.id).count),
        (_("Free"), _address(Whose.FREE), spread.of(None).count),
        (_("Resting"), _address(Whose.RESTING), spread.resting),
    ]


@seated
@require_POST
def take_next(request: HallRequest) -> HttpResponse:
    """Take the most urgent free task; if a colleague is quicker, the next one."""
    free = cases.tasks(request.actor, KINDS, Whose.FREE, now=request.now, size=TRIES)
    for row in free.results:
        if _take(request, row):
            messages.success(request, _("It is yours now."))
            return redirect("department:case", number=row.card.number)
    messages.info(request, _("Nothing is free now: every step has somebody."))
    return redirect("department:tasks")


def _take(request: HallRequest, row: DeskTask) -> bool:
    if row.barred or "take_task" not in row.card.open_acts:
        return False
    key = once_key(request)
    facts = {"task": row.task.n}
    try:
        commands.act(
            request.actor,
            row.card.digits,
            "take_task",
            facts,
            now=request.now,
            key=f"{key}:{row.card.digits}:{row.task.n}" if key else None,
            request=facts,
        )
    except Refused:
        return False
    return True
