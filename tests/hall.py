"""A whole small hall for tests: the town's people, the demo's items, and cases brought to where a test needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import town as small_town
from remembered import forget
from town import SETUP, Town
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.licensing import commands, queries
from yimen.modules.licensing.commands import Filing
from yimen.modules.people import commands as people
from yimen.modules.workdays import commands as workdays
from yimen.rules.actors import NOBODY, Actor
from yimen.rules.materials import Submitted
from yimen.rules.numbering import CaseNumber

IDENTITY = "11010519491231002X"
PHONE = "13812345678"


@dataclass
class Hall:
    """The town open for business; `now` is moved on purpose."""

    town: Town
    now: datetime
    codes: dict[int, str] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return self.town.actor(name)

    def file(self, item: str, *, actor: Actor = NOBODY, whole: bool = True, **changes: Any) -> str:
        """File an application, complete unless told otherwise; the case's digits."""
        wanted = catalogue.published(item)
        given: dict[str, Any] = {
            "item": item,
            "kind": "person",
            "name": "王小明",
            "id_number": IDENTITY,
            "phone": PHONE,
            "channel": "web" if actor is NOBODY else "window",
            "form": {},
            "submitted": tuple(
                Submitted(
                    each.code, original=True, copies=max(1, each.copies), pages=1, stamped=True, content=True
                )
                for each in wanted.materials
            )
            if whole
            else (),
        }
        outcome = commands.file(actor, Filing(**{**given, **changes}), now=self.now)
        return CaseNumber.parse(outcome.answer["number"]).digits

    def act(self, who: str | Actor, digits: str, name: str, **facts: Any) -> None:
        actor = self.actor(who) if isinstance(who, str) else who
        commands.act(actor, digits, name, facts, now=self.now)

    def seal(self, digits: str) -> None:
        commands.seal_papers(digits, now=self.now)

    def task(self, who: str, digits: str, kind: str) -> int:
        card = queries.card(self.actor(who), digits, now=self.now)
        return next(each.n for each in card.tasks if each.kind == kind)


def open_hall(now: datetime) -> Hall:
    """Calendar, people, windows open, a letter for the chief."""
    forget()
    workdays.load_national(now=now)
    town = small_town.build(now)
    for key, word in (("streets", "云城管"), ("trade", "云市监")):
        people.amend_unit(SETUP, town.unit[key], word=word, now=now)
    for key in ("centre", "township", "village"):
        people.amend_unit(SETUP, town.unit[key], phone="0990-8812345", address="云岫市明德路1号", now=now)
    for key in ("window-1", "window-2", "window-t"):
        people.open_window(SETUP, town.unit[key], now=now)
    small_town.authorise(town, "qian")
    return Hall(town, now)
