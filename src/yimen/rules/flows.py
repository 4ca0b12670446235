"""An item's review path as data: stages in order, tasks of a stage side by side (R-040, R-110, R-130)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from yimen.rules.findings import Finding, Severity
from yimen.rules.limits import Limit, Unit
from yimen.rules.promises import no_longer
from yimen.rules.refused import Refused

OWNER: Final = "owner"  # the unit selector of the department whose item it is


class TaskKind(StrEnum):
    """What may have to be done before a decision (R-110)."""

    REVIEW = "review"
    SURVEY = "survey"
    EXPERT_ARGUMENT = "expert_argument"
    HEARING = "hearing"
    ANNOUNCEMENT = "announcement"
    INVESTIGATION = "investigation"


_RECORD: Final[Mapping[str, tuple[str, ...]]] = {  # what the record of each must say beside its result
    TaskKind.REVIEW: ("text",),
    TaskKind.SURVEY: ("on", "place", "participants", "text"),
    TaskKind.EXPERT_ARGUMENT: ("on", "participants", "text"),
    TaskKind.HEARING: ("on", "place", "participants", "text"),
    TaskKind.ANNOUNCEMENT: ("on", "place", "text"),
    TaskKind.INVESTIGATION: ("on", "participants", "text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTask:
    """One task: whose, of what kind, within what time, and whether the stage waits for it."""

    key: str
    name: str
    kind: str  # a TaskKind; anything else is a problem of the flow
    unit: str = OWNER  # or a department's code
    post: str = ""  # within the unit; empty: whoever reviews there
    limit: Limit | None = None  # its share of the time
    required: bool = True
    needs: tuple[str, ...] = ()  # what else its record must say
    holds: str = ""  # the lawful reason for which clocks rest meanwhile (LIC-17)
    holds_basis: str = ""  # the statute that says so, and without which they do not

    @property
    def record(self) -> tuple[str, ...]:
        """All that must be recorded before it may be closed."""
        return tuple(dict.fromkeys(("result", *_RECORD.get(self.kind, ()), *self.needs)))

    def lacks(self, record: Mapping[str, Any]) -> tuple[str, ...]:
        """What a record does not say; the decision waits until it says all (R-110)."""
        return tuple(name for name in self.record if _silent(record.get(name)))

    def to_json(self) -> dict[str, Any]:
        given = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in given}
        plain["limit"] = self.limit.to_json() if self.limit else None
        return {name: value for name, value in plain.items() if value not in (None, "", [])}

    @classmethod
    def from_json(cls, value: Any, at: str = "task") -> Self:
        match value:
            case {"key": str(), "name": str(), "kind": str()} if (
                value.keys() <= cls.__dataclass_fields__.keys()
            ):
                read = {
                    **value,
                    "limit": _limit(value.get("limit"), at),
                    "needs": tuple(value.get("needs", ())),
                }
                return cls(**read)
        raise Refused("flow_shape", at=at)


def _silent(value: Any) -> bool:
    """Whether nothing was recorded: blanks say nothing."""
    return not value.strip() if isinstance(value, str) else value in (None, [], ())


@dataclass(frozen=True, slots=True)
class Stage:
    """Tasks that begin together; the next stage begins when all required ones are done."""

    name: str
    tasks: tuple[FlowTask, ...]

    @property
    def required(self) -> frozenset[str]:
        return frozenset(task.key for task in self.tasks if task.required)

    @property
    def share(self) -> tuple[Limit, ...]:
        return tuple(task.limit for task in self.tasks if task.required and task.limit)


@dataclass(frozen=True, slots=True)
class Flow:
    """The stages before the decision; none where the decision is the whole review."""

    stages: tuple[Stage, ...] = ()

    @property
    def tasks(self) -> tuple[FlowTask, ...]:
        return tuple(task for stage in self.stages for task in stage.tasks)

    def to_json(self) -> dict[str, Any]:
        return {
            "stages": [
                {"name": stage.name, "tasks": [task.to_json() for task in stage.tasks]}
                for stage in self.stages
            ]
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Refused `flow_shape`: what is no flow at all. What is one but cannot work is for `problems`."""
        match value:
            case {"stages": [*stages]}:
                return cls(tuple(_stage(stage, f"stages.{n}") for n, stage in enumerate(stages, start=1)))
        raise Refused("flow_shape", at="flow")


def _stage(value: Any, at: str) -> Stage:
    match value:
        case {"name": str(name), "tasks": [*tasks]}:
            each = enumerate(tasks, start=1)
            return Stage(name, tuple(FlowTask.from_json(task, f"{at}.tasks.{n}") for n, task in each))
    raise Refused("flow_shape", at=at)


def _limit(value: Any, at: str) -> Limit | None:
    match value:
        case None:
            return None
        case {"n": int(n), "unit": str(unit)} if n >= 0 and unit in set(Unit):
            return Limit(n, Unit(unit))
    raise Refused("flow_shape", at=f"{at}.limit")


# --- what a flow answers ---------------------------------------------------------------------------------


def units(flow: Flow) -> frozenset[str]:
    """The distinct windows or departments that have a say."""
    return frozenset(task.unit for task in flow.tasks)


def is_joint(flow: Flow, min_units: int) -> bool:
    """Whether it concerns so many windows or departments that its cases are joint by themselves (R-104)."""
    return len(units(flow)) >= min_units


def next_stage(flow: Flow, closed: AbstractSet[str]) -> Stage | None:
    """The first stage that still waits for a required task; None when the decision may be taken."""
    return next((stage for stage in flow.stages if not stage.required <= closed), None)


# --- what is wrong with it -------------------------------------------------------------------------------


def problems(flow: Flow, promised: Limit | None, reasons: Collection[str]) -> tuple[Finding, ...]:
    """All that keeps a flow from working. `reasons` are the lawful ones for a clock to rest (LIC-17)."""
    return (*_of_stages(flow), *_of_tasks(flow, reasons), *_of_limits(flow, promised))


def _problem(rule: str, field: str, **facts: Any) -> Finding:
    return Finding(rule=rule, severity=Severity.BLOCKING, field=field, facts=facts)


def _of_stages(flow: Flow) -> Iterator[Finding]:
    names = [stage.name for stage in flow.stages]
    for n, stage in enumerate(flow.stages, start=1):
        at = f"flow.stages.{n}"
        if not stage.name.strip():
            yield _problem("stage_unnamed", at, n=n)
        elif stage.name in names[: n - 1]:
            yield _problem("stage_twice", at, stage=stage.name)
        if not stage.tasks:
            yield _problem("stage_empty", at, stage=stage.name)
        elif not stage.required:
            yield _problem("stage_waits_for_nobody", at, stage=stage.name)


def _of_tasks(flow: Flow, reasons: Collection[str]) -> Iterator[Finding]:
    keys = [task.key for task in flow.tasks]
    for n, task in enumerate(flow.tasks):
        at, facts = f"flow.tasks.{task.key}", {"key": task.key, "task": task.name}
        if not (task.key.strip() and task.name.strip() and task.unit.strip()):
            yield _problem("task_unnamed", at, **facts, n=n + 1)
        if task.key in keys[:n]:
            yield _problem("task_twice", at, **facts)
        if task.kind not in set(TaskKind):
            yield _problem("task_kind_unknown", at, **facts, kind=task.kind)
        if task.holds and task.holds not in reasons:
            yield _problem("pause_unlawful", at, **facts, reason=task.holds)
        elif task.holds and not task.holds_basis.strip():
            yield _problem("pause_without_statute", at, **facts)


def _of_limits(flow: Flow, promised: Limit | None) -> Iterator[Finding]:
    """No step may take longer than the whole, nor the longest steps of all stages together (R-125)."""
    if promised is None:
        return
    whole, spent = promised.to_json(), 0
    for task in flow.tasks:
        if task.limit and no_longer(task.limit, promised) is not True:
            facts = {"task": task.name, "limit": task.limit.to_json(), "promised": whole}
            yield _problem("step_over_promised", f"flow.tasks.{task.key}", **facts)
    for stage in flow.stages:
        spent += max((limit.n for limit in stage.share if limit.unit is promised.unit), default=0)
    if spent > promised.n and all(
        no_longer(limit, promised) for stage in flow.stages for limit in stage.share
    ):
        total = Limit(spent, promised.unit).to_json()
        yield _problem("steps_over_promised", "flow", total=total, promised=whole)
