"""What a case asks of the reader now: which task, which acts, and which of them stands open as a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from yimen.modules.cases.queries import TaskCard
from yimen.modules.licensing.queries import DossierView
from yimen.rules import permits
from yimen.rules.actors import Actor, Letter, Power

from .acts import ACTS, ASKED, BESIDE
from .seat import KINDS


@dataclass(frozen=True)
class Work:
    """The left side of a case: a task of the reader's desk, if there is one, and what may be done."""

    actor: Actor
    view: DossierView
    task: TaskCard | None
    tasks: tuple[TaskCard, ...]  # all of the reader's desk, to choose from where there are several
    today: date

    @property
    def mine(self) -> bool:
        return self.task is not None and self.task.staff == self.actor.id

    @property
    def free(self) -> bool:
        return self.task is not None and self.task.staff is None

    @property
    def barred(self) -> bool:
        """Whoever accepted a case may not review or decide it, unless it is an instant one (R-026)."""
        return (
            self.task is not None
            and self.task.kind in {"review", "decide"}
            and self.view.accepted_by == self.actor.id
            and self.view.card.kind != "instant"
        )

    @property
    def asked(self) -> tuple[str, ...]:
        """The acts that work the task off."""
        if self.task is None or self.barred or not (self.mine or self.task.kind == "special"):
            return ()
        return self._open(ASKED[self.task.kind])

    @property
    def beside(self) -> tuple[str, ...]:
        """What else may be done meanwhile."""
        at_work = self.mine or (self.task is not None and self.task.kind == "special")
        offered = BESIDE if at_work and not self.barred else ("hand_over_task", "note")
        return tuple(
            each for each in self._open(offered) if each != "hand_over_task" or self.task is not None
        )

    @property
    def can_take(self) -> bool:
        return self.free and not self.barred and "take_task" in self.view.card.open_acts

    def _open(self, acts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            each for each in acts if each in self.view.card.open_acts and ACTS[each].offered(self.view)
        )

    def shown(self, wanted: str) -> str:
        """The act whose form stands open: the one wanted if it is offered, else the first that is asked."""
        if wanted in (*self.asked, *self.beside):
            return wanted
        return next(iter(self.asked), "")

    @property
    def letter(self) -> Letter | None:
        """The letter under which the reader would decide (R-011)."""
        department, item = self.view.item.department, self.view.item.item_code
        return self.actor.letter(Power.DECIDE, department, item, self.today)

    @property
    def waits_for(self) -> TaskCard | None:
        """Where the case is, if not here."""
        working = [each for each in self.view.card.tasks if each.kind != "keep"]
        return working[-1] if working else None


def work(actor: Actor, view: DossierView, asked: QueryDict, *, today: date) -> Work:
    """The task named in the address, else the reader's own, else a free one, else a colleague's."""
    desk = [
        each
        for each in view.card.tasks
        if each.kind in KINDS and each.unit in actor.holds and permits.sits_at(actor, each.post)
    ]
    order: dict[Any, int] = {actor.id: 0, None: 1}
    desk.sort(key=lambda each: (order.get(each.staff, 2), each.kind == "special", each.n))
    named = asked.get("task", "")
    chosen = next((each for each in desk if str(each.n) == named), desk[0] if desk else None)
    return Work(actor, view, chosen, tuple(desk), today)
