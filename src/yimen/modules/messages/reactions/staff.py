"""What staff are told: what has come to their desk, what is due, what went wrong (R-120, R-121, R-160)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from yimen.modules.ledger.events import Line

from .. import addressees
from ..commands.escalate import watch
from ..matter import Clock, Matter, Task, day, matter
from ..models import Message
from ..wording import Audience
from ..writing import Cause, post
from .when import case_said, fact, handed_on

DESK, LEADER = Audience.DESK, Audience.LEADER
PATH: Final = ("step", "special")
"""Clocks of a case's way through the departments; archiving and promised documents are the window's own matter."""
OVER_WHEN_DONE: Final = ("reminder", "overdue", "task_reminder", "task_overdue")
"""What a desk is warned of no more once the work is done; those who lead keep theirs."""
WORK_DONE: Final = (
    "accept",
    "ask_supplement",
    "decline",
    "return",
    "complete",
    "deliver",
    "withdraw",
    "abandon",
)
"""Acts after which what was due before is not."""


def tell_desks(line: Line, now: datetime) -> None:
    """A task lies on a desk: a new case, a second check, a review, a decision to make or to carry out."""
    about = matter(line.book)
    for row in handed_on(line.body):
        task = about.task(row["n"])
        if task is not None and task.open:
            told = {**about.facts, "task": task.words}
            _post(line, about, DESK, _event(line, task), task.desk, told, now)


def _event(line: Line, task: Task) -> str:
    if task.kind != "check":
        return task.kind
    return {"receive": "new_case", "supply": "supplied"}.get(line.act, "checked")


def tell_supplied_more(line: Line, now: datetime) -> None:
    """The applicant added something while the window has the case, or not yet all that was asked."""
    about = matter(line.book)
    if not handed_on(line.body):
        _post(line, about, DESK, "supplied", about.window, about.facts, now)


def tell_handed_over(line: Line, now: datetime) -> None:
    about = matter(line.book)
    task = about.task(fact(line.body, "task"))
    if task is not None:
        told = {**about.facts, "task": task.words, "by": about.places.staff_name(line.actor)}
        to = addressees.account(fact(line.body, "to"))
        _post(line, about, DESK, "handed_over", [to], told, now)


def remind(line: Line, now: datetime) -> None:
    """The case is due soon: the window and whoever has it now, once, unless it was finished before the office opened (R-120)."""
    about = matter(line.book)
    clock = about.governing(line.body["to"])
    if clock is not None and clock.ticks:
        _post(line, about, DESK, "reminder", about.responsible, {**about.facts, **about.due(clock)}, now)


def warn(line: Line, now: datetime) -> None:
    """The case is overdue: window, department, director and supervisor hear the same signal (R-121).

    If it was finished, late, before the office opened, only those who lead hear of it.
    """
    about = matter(line.book)
    clock = about.governing(line.body["to"])
    told = {**about.facts, **about.due(clock)}
    _post(line, about, LEADER, "overdue", about.leaders, told, now)
    if clock is not None and clock.runs:
        department = [] if about.department is None else [addressees.desk(about.department, "reviewer")]
        signals = _post(line, about, DESK, "overdue", [*about.responsible, *department], told, now)
        watch(signals, about, now=now)


def warn_statutory(line: Line, now: datetime) -> None:
    """The statutory date has passed: that weighs heavier (CLK-06)."""
    about, clock, _ = _clock(line)
    _post(line, about, LEADER, "statutory_overdue", about.leaders, {**about.facts, **about.due(clock)}, now)


def remind_task(line: Line, now: datetime) -> None:
    """A step is due soon (R-125)."""
    about, clock, task = _clock(line)
    if clock is not None and clock.ticks and task is not None:
        told = {**about.facts, **about.due(clock), "task": task.words}
        _post(line, about, DESK, "task_reminder", task.desk or about.window, told, now)


def warn_task(line: Line, now: datetime) -> None:
    """A task is overdue: its desk hears; of a step of the path those who lead hear, too, and whose it is (R-125)."""
    about, clock, task = _clock(line)
    if clock is None or task is None:
        return
    told = {**about.facts, **about.due(clock), "task": task.words, "holder": about.holder_of(task)}
    if clock.runs:
        _post(line, about, DESK, "task_overdue", task.desk or about.window, told, now)
    if clock.name in PATH:
        _post(line, about, LEADER, "task_overdue", about.leaders, told, now)


def alarm_deemed(line: Line, now: datetime) -> None:
    """Nobody answered in time, and the law did (LIC-30)."""
    about = matter(line.book)
    told = {**about.facts, "accepted_on": day(case_said(line.body, "accepted_at"))}
    _post(line, about, DESK, "deemed", about.window, told, now)
    _post(line, about, LEADER, "deemed", about.leaders, told, now)


def alarm_breach(line: Line, now: datetime) -> None:
    """More was asked than the first notice said (LIC-32)."""
    about = matter(line.book)
    told = {
        **about.facts,
        "by": about.places.staff_name(line.actor),
        "pieces": len(fact(line.body, "breach")),
    }
    _post(line, about, LEADER, "breach", about.leaders, told, now)


def settle(line: Line, now: datetime) -> None:
    """The work is done: what was warned of before need not be read any more. It stays in the record."""
    rows = Message.objects.filter(
        case_id=line.book, event__in=OVER_WHEN_DONE, read_at=None, created_at__lt=line.at
    )
    for seat in addressees.SEATS:
        rows = rows.exclude(addressee__endswith=f":{seat}")
    rows.update(read_at=now)


def _clock(line: Line) -> tuple[Matter, Clock | None, Task | None]:
    """The clock that turned, and the task it belongs to."""
    about = matter(line.book)
    clock = about.clock(line.body["by"]["clock"])
    return about, clock, about.task(clock.task) if clock else None


def _post(
    line: Line,
    about: Matter,
    audience: Audience,
    event: str,
    to: list[str],
    told: dict[str, Any],
    now: datetime,
) -> list[str]:
    return post(Cause.of(line, about), audience, event, about.may_hear(to), told, now=now)
