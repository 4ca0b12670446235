"""A hall whose days pass: what follows from each act runs at its moment, and every message can be read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import shelf
from hall import Hall, open_hall
from shelf import CODE
from town import SETUP
from yimen.modules.cases import commands as cases
from yimen.modules.cases import queries as found
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger import queries as lines
from yimen.modules.ledger.events import Line
from yimen.modules.messages.models import Message
from yimen.modules.messages.writing import opened
from yimen.rules.actors import NOBODY, Actor
from yimen.rules.parameters import Scope

ROAD = {"road": "明德路"}


@dataclass
class Told:
    """The town's hall with one item on its shelf."""

    hall: Hall
    seen: set[int] = field(default_factory=set)

    @property
    def now(self) -> datetime:
        return self.hall.now

    # acts, each with what follows from it

    def file(self, *, actor: Actor | str = NOBODY, **changes: Any) -> str:
        who = self.hall.actor(actor) if isinstance(actor, str) else actor
        digits = self.hall.file(changes.pop("item", CODE), actor=who, **{"form": ROAD, **changes})
        self.run()
        return digits

    def act(self, who: str | Actor, digits: str, name: str, **facts: Any) -> None:
        self.hall.act(who, digits, name, **facts)
        self.run()

    def accepted(self, **changes: Any) -> str:
        digits = self.file(**changes)
        self.act("lin", digits, "accept")
        return digits

    def reviewed(self, **changes: Any) -> str:
        digits = self.accepted(**changes)
        self.act(
            "zhao", digits, "finish_task", task=self.task(digits, "review"), result="agree", text="符合条件"
        )
        return digits

    def decided(self, act: str = "grant", **changes: Any) -> str:
        digits = self.reviewed(**changes)
        facts = (
            {"text": "准予占用"}
            if act == "grant"
            else {"text": "妨碍交通", "basis": "《城市道路管理条例》第三十一条"}
        )
        self.act("qian", digits, act, **facts)
        return digits

    def completed(self, act: str = "grant", **changes: Any) -> str:
        digits = self.decided(act, **changes)
        self.act("lin", digits, "complete")
        return digits

    def task(self, digits: str, kind: str) -> int:
        return self.hall.task("supervisor", digits, kind)

    def case_id(self, digits: str) -> int:
        return found.find_ids(digits)[0]

    def lines(self, digits: str) -> tuple[Line, ...]:
        return lines.lines(self.case_id(digits), private=True)

    def paper(self, digits: str, field: str) -> dict[str, Any]:
        """The content of the case's first paper that says this."""
        return next(
            each for line in self.lines(digits) for each in line.private.get("papers", ()) if field in each
        )

    # time

    def run(self) -> None:
        """What follows and is due."""
        while ledger.run_next(self.hall.now):
            pass
        assert lines.troubled() == ()

    def walk(self, to: datetime | timedelta) -> None:
        """Let time pass, everything due at its moment, in order."""
        until = self.hall.now + to if isinstance(to, timedelta) else to
        while True:
            due = [
                each for each in (cases.next_turn(), ledger.next_due()) if each is not None and each <= until
            ]
            if not due:
                break
            self.hall.now = max(self.hall.now, min(due))
            while cases.turn_due(now=self.hall.now) or ledger.run_next(self.hall.now):
                pass
        self.hall.now = until
        assert lines.troubled() == ()

    def set(self, key: str, value: Any) -> None:
        """The hall sets a parameter for itself."""
        catalogue.set_parameter(
            SETUP, key, value, scope=Scope.HALL, scope_id="centre", basis="大厅规定",
            effective_from=self.now.date(), now=self.now,
        )  # fmt: skip

    # what was said

    def desk(self, unit: str, post: str) -> str:
        return f"desk:{self.hall.town.unit[unit]}:{post}"

    def account(self, name: str) -> str:
        return f"account:{self.hall.town.staff[name]}"

    def new(self) -> list[Message]:
        """Messages since the last time this was asked."""
        rows = [each for each in Message.objects.order_by("id") if each.id not in self.seen]
        self.seen |= {each.id for each in rows}
        return rows

    def to_applicant(self) -> dict[str, str]:
        """New messages to applicants: event → the words in Chinese."""
        return {
            each.event: opened(each)["zh-hans"] for each in self.new() if each.addressee.startswith("person:")
        }

    def to_staff(self) -> dict[tuple[str, str], str]:
        """New messages to staff: event and addressee → the words in Chinese."""
        return {
            (each.event, each.addressee): opened(each)["zh-hans"]
            for each in self.new()
            if not each.addressee.startswith("person:")
        }

    def words(self) -> Iterator[str]:
        """Every word that was ever said, in every language."""
        for each in Message.objects.all():
            yield from opened(each).values()


def open_told(now: datetime, **item: Any) -> Told:
    """The hall open, its item published."""
    told = Told(open_hall(now))
    shelf.put(now, **{"guide": {"result": "占用城市道路许可证"}, **item})
    return told
