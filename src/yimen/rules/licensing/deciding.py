"""The decision, in the department's name: granted, refused, or given back after a survey (R-111)."""

from __future__ import annotations

from dataclasses import replace

from yimen.rules.engine import Draft
from yimen.rules.flows import TaskKind
from yimen.rules.intake import Situation
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused

from .answering import facts, follows, give_back
from .reading import by_letter, opine
from .review import resting

ON_SITE = frozenset({TaskKind.SURVEY, TaskKind.INVESTIGATION})
"""Steps whose record may show that the conditions are not met (R-106, ground 3)."""


def _ready(draft: Draft) -> None:
    """Every required step has its result, nothing rests, and a letter covers it."""
    if draft.this is None or draft.this.kind != "decide":
        raise Refused("steps_open")
    resting(draft)
    by_letter(draft)


def granted(draft: Draft) -> None:
    """Granted, by whom the letter authorises, after every required step has its result."""
    _ready(draft)
    if draft.tasks("promised"):
        raise Refused("promise_open")
    opine(draft, draft.this, "decision", "granted")
    draft.set(outcome="granted")
    draft.tell(text=draft.fact("text"))
    draft.want(
        Paper(draft.world.item.result_paper),
        decision=draft.fact("text"),
        letter=draft.letter.number if draft.letter else None,
        valid_until=draft.fact("valid_until"),
    )


def refused(draft: Draft) -> None:
    """Refused, in writing, with reasons and the ways to have it reviewed (LIC-13)."""
    _ready(draft)
    text, basis = draft.need("text"), draft.need("basis")
    opine(draft, draft.this, "decision", "refused")
    draft.set(outcome="refused")
    draft.tell(text=text, basis=basis)
    draft.want(Paper.REFUSAL, reasons=text, basis=basis, letter=draft.letter.number if draft.letter else None)


def survey_failed(draft: Draft) -> None:
    """After acceptance only a survey or verification that failed gives a case back: in law that is a refusal (C-14)."""
    ground, text = draft.need("ground"), draft.need("text")
    if ground in {Situation.MAIN_MISSING, Situation.AGAINST_POLICY}:
        raise Refused("too_late_to_return")
    if ground != Situation.SURVEY_FAILED:
        raise Refused("unknown_ground", ground=ground)
    seen = {each.result for each in draft.of("opinion") if each.kind in ON_SITE}
    if seen == {"agree"}:
        raise Refused("survey_agrees")
    known = facts(draft, survey_failed=True, surveyed=bool(seen), reason=text)
    conclusion = follows(replace(known, findings=()), Situation.SURVEY_FAILED)
    _ready(draft)
    opine(draft, draft.this, "decision", "refused")
    draft.set(decided_at=draft.done_at)
    give_back(draft, conclusion)
