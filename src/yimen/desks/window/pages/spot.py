"""An instant case on the spot: decide, draw the paper, complete, hand out; each its own move, on one guided page (R-102)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from yimen.base.answers import answers
from yimen.base.packs import shipped_parameters
from yimen.base.pages import HallRequest
from yimen.modules.licensing import queries
from yimen.modules.licensing.queries import DossierView
from yimen.modules.workdays import queries as workdays
from yimen.rules.papers import Paper

from .. import acts
from ..access import at_the_counter, digits
from ..acts import Scene
from ..nav import desk
from ..next_step import next_step
from ..rows import row

STEPS: Final = (  # the states behind which a step lies
    (pgettext_lazy("spot", "Registered"), frozenset[str]()),
    (pgettext_lazy("spot", "Accepted"), frozenset({"pre_registered", "received", "supplement_pending"})),
    (pgettext_lazy("spot", "Decided"), frozenset({"accepted", "in_review", "suspended"})),
    (pgettext_lazy("spot", "Completed"), frozenset({"decided"})),
    (pgettext_lazy("spot", "Handed out"), frozenset({"completed"})),
)
ORDER: Final = ("grant", "complete", "deliver", "archive")


@dataclass(frozen=True, slots=True)
class Countdown:
    """How long the promise of the spot still holds: thirty minutes of office time from acceptance."""

    until: datetime
    minutes: int
    of: int

    @property
    def over(self) -> bool:
        return self.minutes < 0


@at_the_counter
@require_safe
def spot(request: HallRequest, number: str) -> HttpResponse:
    """The step that is due, with the ones behind it and those to come."""
    view = queries.dossier(request.actor, digits(number), now=request.now)
    forms = acts.open_forms(Scene(view, request.actor))
    due = next((forms[name] for name in ORDER if name in forms), None)
    shown = {
        "desk": desk(request),
        "view": view,
        "card": view.card,
        "row": row(view.card),
        "steps": [str(words) for words, _ in STEPS],
        "current": _current(view.card.state),
        "due": due,
        "refuse": forms.get("refuse"),
        "step": next_step(view.card),
        "answers": answers(view.item.form, view.form),
        "countdown": _countdown(request, view),
        "results": [
            each for each in view.papers if each.kind in {Paper.PERMIT, Paper.COMPLETION, Paper.REFUSAL}
        ],
    }
    return render(request, "window/spot.html", shown)


def _current(state: str) -> int:
    """The number of the step that is open, from 1; one more than there are when all are done."""
    return next((n for n, (_, before) in enumerate(STEPS, start=1) if state in before), len(STEPS) + 1)


def _countdown(request: HallRequest, view: DossierView) -> Countdown | None:
    """None before acceptance, and once it is completed."""
    began = next((each.at for each in view.lines if each.act in {"accept", "convert"}), None)
    if began is None or view.card.state not in {"accepted", "in_review", "decided"}:
        return None
    today = request.now.date()
    target = shipped_parameters().row(
        "instant.target_minutes", today, view.place.hall_code, view.item.item_code
    )
    hours = workdays.hours(view.place.hall, view.place.division)
    until = hours.add_minutes(began, target.limit.n)
    left = hours.minutes_between(request.now, until)
    return Countdown(until, left, target.limit.n)
