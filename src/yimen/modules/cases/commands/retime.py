"""When the work calendar is amended, running clocks are timed anew (CLK-08): a batch at a time, each paper on its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any, Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.modules.ledger.commands import add_todo, inside
from yimen.rules.actors import Actor, Kind
from yimen.rules.dossier import Clock
from yimen.rules.engine import Decided, World, decide, last_look, pauses_of, timed

from .. import subjects
from ..reading import Loaded
from .batch import batch, by_subject

AT_ONCE: Final = 500
CALENDAR: Final = Actor(Kind.RUN, name="calendar")
MANY: Final = "cases.retime"
ONE: Final = "cases.retime_one"


def retime_from(first_changed: date, notice: str | None, *, now: datetime) -> None:
    """Begin to pass over every running clock due on or after the first changed day, in the caller's transaction."""
    add_todo(MANY, now, {"first_changed": first_changed.isoformat(), "notice": notice, "after": 0})


@inside(MANY)
def retime_next(told: Mapping[str, Any], now: datetime) -> None:
    """The next so many cases; the rest is another to-do. Only cases whose dates differ get a line (engine: §7).

    A case that must be told its new date in writing is left to a to-do of its own: a transaction that draws a paper's
    number holds one case, or two writers might each wait for what the other has.
    """
    first = datetime.combine(date.fromisoformat(told["first_changed"]), time(), ZONE)
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, [first, told["after"], AT_ONCE])
        rows = cursor.fetchall()

    def choose(loaded: Loaded, world: World) -> Decided | None:
        decided = retimed(loaded, world, notice=told["notice"])
        if decided is not None and decided.papers:
            case = decided.after.case
            assert case is not None
            add_todo(ONE, now, {"case": case.id, "notice": told["notice"]}, book=case.id)
            return None
        return decided

    for subject, ids in by_subject(rows):
        batch(subject, ids, choose, now=now)
    if len(rows) == AT_ONCE:
        add_todo(MANY, now, {**told, "after": rows[-1][0]})


_RUNNING: Final = """
    SELECT DISTINCT k.case_id, c.procedure FROM cases_clock k JOIN cases_case c ON c.id = k.case_id
    WHERE k.stopped_at IS NULL AND k.due_at >= %s AND k.case_id > %s ORDER BY k.case_id LIMIT %s
"""


@inside(ONE)
def retime_one(told: Mapping[str, Any], now: datetime) -> None:
    """One case, with the paper that tells its later date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, procedure FROM cases_case WHERE id = %s", [told["case"]])
        rows = cursor.fetchall()
    for subject, ids in by_subject(rows):
        batch(subject, ids, partial(retimed, notice=told["notice"]), now=now)


def retimed(loaded: Loaded, world: World, *, notice: str | None) -> Decided | None:
    """The move to the dates of the calendar as it now is; None if they are the case's already."""
    dossier = loaded.dossier
    assert dossier.case is not None
    edition = subjects.of(dossier.case.procedure).editions[dossier.case.procedure]
    pauses = pauses_of(dossier)
    changed: list[tuple[Clock, Clock]] = []
    for clock in dossier.clocks:
        if clock.runs:
            fresh = timed(clock, edition, pauses, world, last_look(clock, world.now))
            if (fresh.due_at, fresh.turns_at) != (clock.due_at, clock.turns_at):
                changed.append((clock, fresh))
    if not changed:
        return None
    told = [(old, new) for old, new in changed if edition.clock(old.name).governs and _told_later(old, new)]
    later = {"old": told[0][0].due_at.isoformat(), "new": told[0][1].due_at.isoformat()} if told else None
    return decide(edition, dossier, "retime", CALENDAR, {"notice": notice, "later": later}, world)


def _told_later(old: Clock, new: Clock) -> bool:
    """Whether a day that was told the applicant in writing moves later: not the hour, nor a limit of the same day (CLK-08)."""
    if old.name == "intake" or not old.limit_n:
        return False
    return old.due_at.astimezone(ZONE).date() < new.due_at.astimezone(ZONE).date()
