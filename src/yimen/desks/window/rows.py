"""A case as a row of the board: its card, what comes next, how far it is, and the heading it stands under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from yimen.base import phrases
from yimen.base.bilingual import told
from yimen.base.words import TASKS
from yimen.modules.cases.queries import CaseCard, TaskCard
from yimen.rules.limits import Limit, Unit

from .next_step import Step, address, next_step

WAY: Final = ("received", "accepted", "in_review", "decided", "completed")
"""The five legs of a case's way, as the little bar shows them."""
LEG: Final = {
    "pre_registered": 0,
    "received": 1,
    "supplement_pending": 1,
    "accepted": 2,
    "in_review": 3,
    "suspended": 3,
    "waiting_superior": 3,
    "decided": 4,
}
"""How many legs are behind a case in a state; those not named are through."""

RED: Final = "red"
SOON: Final = "soon"
IN_TIME: Final = "green"
RESTING: Final = "off"
HEADINGS: Final = {
    RED: pgettext_lazy("window", "Overdue"),
    SOON: pgettext_lazy("window", "Due within %(limit)s"),
    IN_TIME: pgettext_lazy("window", "In time"),
    RESTING: pgettext_lazy("window", "No limit running"),
}
_SHORT: Final = frozenset({Unit.MINUTE, Unit.HOUR, Unit.CLOCK_HOUR})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of cases."""

    card: CaseCard
    step: Step | None
    href: str  # where its button leads
    heading: str

    @property
    def item(self) -> str:
        return told(self.card, "item")

    @property
    def waits_for(self) -> str:
        """Whose next step it is."""
        return pgettext("window", "the applicant") if self.card.owner == "applicant" else self.card.owner

    @property
    def task(self) -> Promise | str:
        """What it waits for."""
        return task_words(self.working)

    @property
    def working(self) -> TaskCard | None:
        tasks = [each for each in self.card.tasks if each.kind != "keep"] or list(self.card.tasks)
        return tasks[-1] if tasks else None

    @property
    def legs(self) -> list[bool]:
        """The legs of its way: behind it, or still to come."""
        done = LEG.get(self.card.state, len(WAY))
        return [n < done for n in range(len(WAY))]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading."""

    key: str
    title: str
    rows: Sequence[Row]


def row(card: CaseCard, near: Limit | None = None) -> Row:
    """`near` is how long before its end a limit counts as soon due (R-120)."""
    step = next_step(card)
    return Row(card, step, address(card, step), heading(card, near))


def sections(cards: Iterable[CaseCard], near: Limit) -> list[Section]:
    """Cards in the order of their due moments, under their headings."""
    rows = (row(each, near) for each in cards)
    return [
        Section(key, _titled(key, near), tuple(found))
        for key, found in groupby(rows, key=lambda each: each.heading)
    ]


def _titled(key: str, near: Limit) -> str:
    return str(HEADINGS[key]) % {"limit": phrases.limit(near)}


def heading(card: CaseCard, near: Limit | None) -> str:
    if card.light == RED:
        return RED
    if card.remaining is None:
        return RESTING
    close = near is not None and card.remaining.unit == near.unit and card.remaining.n <= near.n
    return SOON if close or card.light == "yellow" or card.remaining.unit in _SHORT else IN_TIME


def task_words(task: TaskCard | None) -> Promise | str:
    """A task in words: a step of the item's path has a name of its own."""
    if task is None:
        return ""
    return task.name if task.name != task.kind else TASKS[task.kind].text
