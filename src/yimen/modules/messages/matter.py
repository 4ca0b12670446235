"""What a reaction must know of its case beyond the line: one statement, and all that follows from it in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemFacts
from yimen.modules.people.queries import UnitCard
from yimen.modules.workdays import queries as workdays
from yimen.rules.dossier import FAR
from yimen.rules.numbering import CaseNumber
from yimen.rules.parameters import Parameter
from yimen.rules.permits import POSTS
from yimen.rules.workdays import OfficeHours

from . import addressees
from .places import Places, places
from .wording import CLOCKS, TASKS, Both

GOVERNED_BY: Final = {"received": "intake", "completed": "deliver"}
"""The clock that the case's own light comes from, by its state; everywhere else the promise (CLK-06)."""


@dataclass(frozen=True, slots=True)
class Clock:
    n: int
    name: str
    task: int | None
    due_at: datetime
    runs: bool

    @property
    def ticks(self) -> bool:
        """It runs, and does not rest."""
        return self.runs and self.due_at < FAR


@dataclass(frozen=True, slots=True)
class Task:
    n: int
    kind: str
    unit: int | None
    post: str | None
    staff: int | None
    name: str | None
    open: bool

    @property
    def words(self) -> Both:
        """As the item's path calls it, else by its kind."""
        return Both(self.name) if self.name else TASKS.get(self.kind, Both(self.kind))

    @property
    def desk(self) -> list[str]:
        """Whoever took it, else the desk it lies on; nobody of the staff where the applicant owes it."""
        if self.staff is not None:
            return [addressees.account(self.staff)]
        if self.unit is None or self.post is None or self.post not in POSTS:
            return []
        return [addressees.desk(self.unit, self.post)]


@dataclass(frozen=True)
class Matter:
    """A case as messages speak of it."""

    id: int
    number: str  # digits
    state: str
    outcome: str | None
    home: int
    department: int | None
    division: str
    guarded: bool
    closed: bool
    item_version: int | None
    person: int | None  # the applicant
    told_by: str | None
    clocks: tuple[Clock, ...]
    tasks: tuple[Task, ...]
    heads: dict[str, str]  # of the books that `places` and `parameter` are read from
    calendar: int

    @cached_property
    def places(self) -> Places:
        return places(self.heads.get("people", ""))

    @cached_property
    def hall(self) -> UnitCard:
        return self.places.hall(self.home)

    @cached_property
    def item(self) -> ItemFacts | None:
        return catalogue.version(self.item_version) if self.item_version else None

    @cached_property
    def hours(self) -> OfficeHours:
        return workdays.hours(self.hall.id, self.hall.division, version=self.calendar)

    def parameter(self, key: str, today: date) -> Parameter:
        item = self.item.item_code if self.item else None
        return catalogue.parameters(self.heads.get("parameters", "")).row(key, today, self.hall.code, item)

    def clock(self, n: int | None) -> Clock | None:
        return next((each for each in self.clocks if each.n == n), None)

    def task(self, n: int | None) -> Task | None:
        return next((each for each in self.tasks if each.n == n), None)

    def governing(self, state: str) -> Clock | None:
        """The clock that the case's due day comes from in a state, the latest of its name."""
        name = GOVERNED_BY.get(state, "promised")
        return next((each for each in reversed(self.clocks) if each.name == name), None)

    @property
    def working(self) -> list[Task]:
        """Open tasks of somebody's desk that the case waits for."""
        return [each for each in self.tasks if each.open and each.kind not in {"keep", "file"} and each.desk]

    @property
    def window(self) -> list[str]:
        return [addressees.desk(self.home, "window")]

    def may_hear(self, to: Iterable[str]) -> list[str]:
        """Of a guarded case nobody hears but those it was given to by name (engine: §9)."""
        return [each for each in to if not self.guarded or each.startswith("account:")]

    @property
    def responsible(self) -> list[str]:
        """The window, and whoever has it now."""
        return [*self.window, *(addressee for task in self.working for addressee in task.desk)]

    @property
    def callers(self) -> list[str]:
        """Who speaks with the applicant: the window; of a guarded case whoever has it."""
        return self.may_hear(self.responsible) if self.guarded else self.window

    @property
    def leaders(self) -> list[str]:
        """The hall's director and the supervisor."""
        return [*self.places.director(self.home), *self.places.supervisors(self.division)]

    @property
    def facts(self) -> dict[str, Any]:
        """What every sentence may name."""
        item = Both(self.item.name, self.item.name_en) if self.item else Both("办件", "your matter")
        phone = self.places.phone(self.home)
        return {
            "item": item,
            "number": str(CaseNumber.parse(self.number)),
            "place": self.places.counter(self.home),
            "window": self.places.name(self.home),
            "organ": self.places.name(self.department),
            "holder": self.holder,
            "ask": Both(f"咨询电话 {phone}。", f"Questions: {phone}.") if phone else Both(""),
            **self.due(self.governing(self.state)),
        }

    @property
    def holder(self) -> Both:
        """Who owes the next step: people by name, desks by their unit."""
        names = [self.holder_of(each) for each in self.working] or [self.places.name(self.home)]
        return Both("、".join(dict.fromkeys(each.zh for each in names)),
                    ", ".join(dict.fromkeys(each.en or each.zh for each in names)))  # fmt: skip

    def holder_of(self, task: Task) -> Both:
        if task.staff is not None:
            return self.places.staff_name(task.staff)
        return self.places.name(task.unit)

    def due(self, clock: Clock | None) -> dict[str, Any]:
        """A clock's date, and what that date is called."""
        if clock is None or clock.due_at >= FAR:
            return {"due_on": Both("（暂停计时）", "(the clock rests)"), "what": CLOCKS["promised"]}
        return {"due_on": day(clock.due_at), "what": CLOCKS.get(clock.name, CLOCKS["promised"])}


def day(at: str | datetime) -> date:
    """The hall's date of a moment."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.astimezone(ZONE).date()


def matter(id_: int) -> Matter:
    """The case as it stands. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [id_])
        row = json.loads(cursor.fetchone()[0])
    clocks = tuple(
        Clock(n, name, task, datetime.fromisoformat(due), runs)
        for n, name, task, due, runs in row["clocks"] or ()
    )
    tasks = tuple(Task(*each) for each in row["tasks"] or ())
    return Matter(**{**row, "clocks": clocks, "tasks": tasks, "heads": row["heads"] or {}})


_SQL: Final = f"""
SELECT json_build_object(
    'id', c.id, 'number', c.number, 'state', c.state, 'outcome', c.outcome, 'home', c.home,
    'department', c.department, 'division', c.division, 'guarded', c.guarded, 'closed', c.closed_at IS NOT NULL,
    'item_version', c.item_version, 'person', p.person, 'told_by', p.told_by,
    'clocks', (SELECT json_agg(json_build_array(k.n, k.name, k.task, k.due_at, k.stopped_at IS NULL) ORDER BY k.n)
               FROM cases_clock k WHERE k.case_id = c.id),
    'tasks', (SELECT json_agg(json_build_array(t.n, t.kind, t.unit, t.post, t.staff, t.data ->> 'name',
                                               t.closed_at IS NULL) ORDER BY t.n)
              FROM cases_task t WHERE t.case_id = c.id),
    'heads', (SELECT json_object_agg(b.name, encode(b.head, 'hex')) FROM ledger_book b
              WHERE b.name IN ('people', 'parameters')),
    'calendar', {workdays.VERSION_SQL}
)::text
FROM cases_case c
LEFT JOIN LATERAL (
    SELECT person, told_by FROM cases_party
    WHERE case_id = c.id AND role = 'applicant' AND until IS NULL ORDER BY n DESC LIMIT 1
) p ON true
WHERE c.id = %s
"""  # noqa: S608  the version's subquery is ours
