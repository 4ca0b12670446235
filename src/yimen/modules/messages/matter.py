"""What a reaction must know of its case beyond the line, and all that follows from it in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from yimen.base.clock import ZONE
from yimen.modules.cases import queries as cases
from yimen.modules.cases.queries import Standing, StandingClock, StandingTask
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


class Clock(StandingClock):
    """A clock of the case."""

    @property
    def ticks(self) -> bool:
        """It runs, and does not rest."""
        return self.runs and self.due_at < FAR


class Task(StandingTask):
    """A task of the case."""

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
class Matter(Standing):
    """A case as messages speak of it."""

    clocks: tuple[Clock, ...]
    tasks: tuple[Task, ...]

    @cached_property
    def places(self) -> Places:
        return places(self.versions.people)

    @cached_property
    def hall(self) -> UnitCard:
        return self.places.hall(self.home)

    @cached_property
    def item(self) -> ItemFacts | None:
        return catalogue.version(self.item_version) if self.item_version else None

    @cached_property
    def hours(self) -> OfficeHours:
        return workdays.hours(self.hall.id, self.hall.division, version=self.versions.calendar)

    def parameter(self, key: str, today: date) -> Parameter:
        item = self.item.item_code if self.item else None
        return catalogue.parameters(self.versions.parameters).row(key, today, self.hall.code, item)

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
    found = cases.standing(id_)
    clocks, tasks = tuple(Clock(*each) for each in found.clocks), tuple(Task(*each) for each in found.tasks)
    return Matter(**{**vars(found), "clocks": clocks, "tasks": tasks})
