"""Progress by number: what anybody may know, and what the query code opens (R-216, C-26)."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from yimen.base.words import STATES
from yimen.modules.licensing import queries

from .papers import CasePaper
from .why import Why
from .words import Answer, Light, Moment, State


class Progress(Answer):
    """For anybody who has the number."""

    number: str
    accepting_unit: str
    item: str
    applicant: str  # masked
    accepted_on: date | None
    state: State
    state_text: str
    due_on: date | None  # the promised date; null while unknown

    @classmethod
    def of(cls, found: queries.Progress, **more: Any) -> Self:
        return cls(
            number=found.number,
            accepting_unit=found.accepting_unit,
            item=found.item,
            applicant=found.applicant,
            accepted_on=found.accepted_on,
            state=found.state,  # type: ignore[arg-type]  # pydantic checks it
            state_text=str(STATES[found.state].text),
            due_on=found.due_on,
            **more,
        )


class Step(Answer):
    at: Moment
    act: str


class WholeProgress(Progress):
    """For whoever has the query code as well."""

    received_on: date
    light: Light
    steps: list[Step]
    papers: list[CasePaper]
    why: Why | None  # why this date

    @classmethod
    def whole(cls, found: queries.Progress, *, english: bool) -> Self:
        return cls.of(
            found,
            received_on=found.received_on,
            light=found.light,
            steps=[Step(at=each.at, act=each.act) for each in found.steps],
            papers=[CasePaper.of(each, english=english) for each in found.papers],
            why=Why.of(found.sheet) if found.sheet else None,
        )
