"""A case as a card: facts for a page or a caller, never rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.rules import deadlines, permits
from yimen.rules.actors import Actor
from yimen.rules.dossier import FAR, Clock, Dossier, Task
from yimen.rules.engine import World, pauses_of, value_of
from yimen.rules.intake import kind
from yimen.rules.limits import Limit
from yimen.rules.numbering import CaseNumber
from yimen.rules.procedure import Edition

SUSPENDED = "suspended"
WAITING_SUPERIOR = "waiting_superior"


@dataclass(frozen=True, slots=True)
class CaseCard:
    """The contract's card, and what lists show beside it."""

    number: str  # with its hyphens
    digits: str
    procedure: str
    item: str
    item_en: str
    item_code: str
    kind: str | None  # one of the six
    state: str  # the face: what people and callers see
    light: str
    received_on: date
    due_on: date | None
    due_at: datetime | None
    remaining: Limit | None
    owner: str  # who owes the next step
    applicant: str  # masked
    open_acts: tuple[str, ...]
    tasks: tuple[TaskCard, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskCard:
    """An open task as its desk shows it."""

    n: int
    kind: str
    name: str
    unit: int | None
    unit_name: str
    staff: int | None
    staff_name: str
    mine: bool  # on the actor's desk
    opened_at: datetime
    due_on: date | None
    light: str
    holds: str | None
    what: str = ""  # the kind of step on the item's path: review, survey, hearing …
    post: str | None = None
    remaining: Limit | None = None  # of its own limit, where it has one
    limit: Limit | None = None  # that limit: its share of the whole time


@dataclass(frozen=True, slots=True)
class ClockCard:
    """A clock, with what is left of it."""

    name: str
    rule: str
    started_on: date
    limit: Limit
    more: int
    due_on: date | None
    remaining: Limit | None
    light: str
    runs: bool
    result: str | None
    pauses: tuple[dict[str, Any], ...]
    task: int | None = None  # the step it belongs to


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline, in the applicant's words."""

    at: datetime
    act: str
    state: str


def face(dossier: Dossier) -> str:
    """The state people see (requirements §5.5): a case whose clock rests is suspended, whatever the work on it."""
    assert dossier.case is not None
    state = dossier.case.state
    if state in {"accepted", "in_review"}:
        if any(task.holds for task in dossier.open_tasks()):
            return SUSPENDED
        if dossier.open_tasks("superior"):
            return WAITING_SUPERIOR
    return state


def owner_of(dossier: Dossier) -> Task | None:
    """Whom the next step waits for: the latest task that is not the owner's own."""
    tasks = dossier.open_tasks()
    working = [each for each in tasks if each.kind != "keep"]
    return next(reversed(working or tasks), None)


def card_of(
    dossier: Dossier, actor: Actor, edition: Edition, world: World, names: Names, *, applicant: str = ""
) -> CaseCard:
    """The card of a case as `actor` sees it."""
    case = dossier.case
    assert case is not None
    item = catalogue.version(case.item_version) if case.item_version else None
    governing = governing_clock(dossier, edition)
    left = None
    if governing is not None and case.due_at < FAR:
        value = value_of(governing, edition, pauses_of(dossier))
        left = deadlines.remaining(value, world.now, world.calendar, world.hours)
    owner = owner_of(dossier)
    acts = tuple(
        act
        for act in edition.open_acts(case.state)
        if edition.offers(act, dossier, world) and permits.may(actor, act, dossier)
    )
    return CaseCard(
        number=str(CaseNumber.parse(case.number)),
        digits=case.number,
        procedure=case.procedure.partition(".")[0],
        item=item.name if item else "",
        item_en=item.name_en if item else "",
        item_code=item.item_code if item else "",
        kind=kind(case.state, case.track, case.outcome, case.disposition),
        state=face(dossier),
        light=case.light,
        received_on=case.received_at.astimezone(ZONE).date(),
        due_on=case.due_at.astimezone(ZONE).date() if case.due_at < FAR else None,
        due_at=case.due_at if case.due_at < FAR else None,
        remaining=left,
        owner=names.of_task(owner) if owner else "",
        applicant=applicant,
        open_acts=acts,
        tasks=task_cards(dossier, dossier.open_tasks(), actor, edition, world, names),
    )


def governing_clock(dossier: Dossier, edition: Edition) -> Clock | None:
    """The running clock the case's due day comes from."""
    running = [
        each
        for each in dossier.clocks
        if each.runs and each.task is None and each.due_at < FAR and edition.clock(each.name).governs
    ]
    return min(running, key=lambda each: each.due_at, default=None)


def task_cards(
    dossier: Dossier, tasks: Iterable[Task], actor: Actor, edition: Edition, world: World, names: Names
) -> tuple[TaskCard, ...]:
    """These tasks of the case, each with what is left of its own limit."""
    pauses = pauses_of(dossier)
    own: dict[int | None, tuple[Limit, Limit | None]] = {}
    for clock in dossier.clocks:
        if clock.task is not None:
            value = value_of(clock, edition, pauses)
            left = (
                deadlines.remaining(value, world.now, world.calendar, world.hours)
                if clock.due_at < FAR
                else None
            )
            own[clock.task] = value.limit, left
    return tuple(_task_card(each, actor, names, own.get(each.n)) for each in tasks)


def _task_card(task: Task, actor: Actor, names: Names, own: tuple[Limit, Limit | None] | None) -> TaskCard:
    return TaskCard(
        n=task.n,
        kind=task.kind,
        name=str((task.data or {}).get("name") or task.kind),
        unit=task.unit,
        unit_name=names.units.get(task.unit or 0, ""),
        staff=task.staff,
        staff_name=names.staff.get(task.staff or 0, ""),
        mine=task.unit in actor.holds
        and permits.sits_at(actor, task.post)
        and task.staff in {None, actor.id},
        opened_at=task.opened_at,
        due_on=task.due_at.astimezone(ZONE).date() if task.due_at < FAR else None,
        light=task.light,
        holds=task.holds,
        what=str((task.data or {}).get("kind") or task.kind),
        post=task.post,
        remaining=own[1] if own else None,
        limit=own[0] if own else None,
    )


@dataclass(frozen=True, slots=True)
class Names:
    """Names of units and staff that the cards of a page need."""

    units: Mapping[int, str]
    staff: Mapping[int, str]

    def of_task(self, task: Task) -> str:
        if task.staff is not None and task.staff in self.staff:
            return self.staff[task.staff]
        if task.unit is not None:
            return self.units.get(task.unit, "")
        return "applicant"


def clock_cards(dossier: Dossier, edition: Edition, world: World) -> tuple[ClockCard, ...]:
    """Every clock the case had, the running ones with what is left."""
    pauses = pauses_of(dossier)
    cards = []
    for clock in dossier.clocks:
        value = value_of(clock, edition, pauses)
        left = (
            deadlines.remaining(value, world.now, world.calendar, world.hours) if clock.due_at < FAR else None
        )
        cards.append(
            ClockCard(
                name=clock.name,
                rule=clock.rule,
                started_on=clock.started_at.astimezone(ZONE).date(),
                limit=value.limit,
                more=clock.more,
                due_on=clock.due_at.astimezone(ZONE).date() if clock.due_at < FAR else None,
                remaining=left,
                light=clock.light,
                runs=clock.runs,
                result=clock.result,
                pauses=tuple(each.to_json() for each in value.pauses),
                task=clock.task,
            )
        )
    return tuple(cards)
