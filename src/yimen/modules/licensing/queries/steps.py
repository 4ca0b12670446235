"""The case's way through the house, step by step: who had it, since when, within which share of the time (R-125)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from yimen.modules.cases.queries.cards import Names
from yimen.rules import deadlines
from yimen.rules.dossier import FAR, Clock, Dossier, Task
from yimen.rules.engine import World, pauses_of, value_of
from yimen.rules.limits import Limit
from yimen.rules.procedure import Edition

SHOWN: Final = ("bring", "check", "second_check", "supply", "review", "decide", "issue", "hand_out", "file")
"""Kinds of task that move a case on; first contact and special procedures run beside them."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step, done, under way or to come."""

    n: int | None  # its task; None while it has not begun
    kind: str  # a task's kind, or on the item's path what is done: survey, hearing …
    name: str  # as the item's path calls it; empty for the steps every case has
    stage: str | None
    unit: str
    staff: str  # who has or had it
    opened_at: datetime | None
    closed_at: datetime | None
    result: str | None
    limit: Limit | None  # its share of the whole time
    used: Limit | None  # of that share
    over: bool  # more than its share
    again: bool  # done a second time, since whoever decides sent it back

    @property
    def tone(self) -> str:
        if self.n is None:
            return "next"
        return "done" if self.closed_at else "now"


def steps(dossier: Dossier, edition: Edition, world: World, names: Names) -> tuple[StepRow, ...]:
    """Every step taken in its order, then those of the item's path that are still to come."""
    assert dossier.case is not None
    clocks = {each.task: each for each in dossier.clocks if each.task is not None and each.name == "step"}
    taken = [
        _row(task, clocks.get(task.n), dossier, edition, world, names)
        for task in dossier.tasks
        if task.kind in SHOWN
    ]
    ended = dossier.case.state in edition.ended | edition.sealed
    return (*taken, *(() if ended else _to_come(dossier, world, names)))


def _row(
    task: Task, clock: Clock | None, dossier: Dossier, edition: Edition, world: World, names: Names
) -> StepRow:
    said = task.data or {}
    limit = used = None
    over = False
    if clock is not None:
        value = value_of(clock, edition, pauses_of(dossier))
        limit, used = value.limit, deadlines.used(value, world.today, world.calendar, world.hours)
        over = clock.due_at < FAR and (
            deadlines.remaining(value, world.now, world.calendar, world.hours).n < 0
        )
    return StepRow(
        n=task.n,
        kind=str(said.get("kind") or task.kind),
        name=str(said.get("name") or ""),
        stage=task.stage,
        unit=names.units.get(task.unit or 0, ""),
        staff=names.staff.get(task.staff or _closed_by(task, dossier) or 0, ""),
        opened_at=task.opened_at,
        closed_at=task.closed_at,
        result=task.result,
        limit=limit,
        used=used,
        over=over,
        again="again" in said,
    )


def _closed_by(task: Task, dossier: Dossier) -> int | None:
    """Whose act ended a step that nobody had taken."""
    return next((each.actor for each in dossier.past if each.at == task.closed_at), None)


def _to_come(dossier: Dossier, world: World, names: Names) -> Iterator[StepRow]:
    case = dossier.case
    assert case is not None
    begun = {(task.data or {}).get("key") for task in dossier.tasks if task.kind == "review"}
    kinds = {task.kind for task in dossier.tasks}
    if case.decided_at is None and case.track != "instant" and not kinds & {"decide"}:
        for stage in world.item.flow.stages:
            for task in stage.tasks:
                if task.key not in begun:
                    unit = case.department if task.unit == "owner" else world.units.get(task.unit)
                    name = names.units.get(unit or 0, "")
                    yield _planned(str(task.kind), task.name, stage.name, name, task.limit)
    owner, home = names.units.get(case.department or 0, ""), names.units.get(case.home, "")
    if "decide" not in kinds:
        yield _planned("decide", "", None, home if case.track == "instant" else owner)
    for kind in ("issue", "hand_out"):
        if kind not in kinds:
            yield _planned(kind, "", None, home)


def _planned(kind: str, name: str, stage: str | None, unit: str, limit: Limit | None = None) -> StepRow:
    return StepRow(None, kind, name, stage, unit, "", None, None, None, limit, None, over=False, again=False)
