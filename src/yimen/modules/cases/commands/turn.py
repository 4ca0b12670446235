"""What falls due by itself: lights turn, and a limit that ran out makes its move. Found by index, never by a scan."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.modules.ledger.commands import add_todo, inside
from yimen.rules.actors import CLOCK
from yimen.rules.dossier import FAR, Dossier
from yimen.rules.engine import Decided, World, decide, pauses_of, timed
from yimen.rules.refused import Refused

from .. import subjects
from ..reading import Loaded
from .batch import batch, by_subject
from .retime import retimed

log = logging.getLogger("yimen.cases")
AT_ONCE: Final = 100
ALONE: Final = "cases.turn"
_NOT_ALONE: Final = f"NOT EXISTS (SELECT FROM ledger_todo t WHERE t.book = k.case_id AND t.run = '{ALONE}')"


def next_turn() -> datetime | None:
    """When the next clock turns."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        row = cursor.fetchone()
    return row[0].astimezone(ZONE) if row else None


_NEXT: Final = f"""
    SELECT turns_at FROM cases_clock k WHERE turns_at IS NOT NULL AND {_NOT_ALONE}
    ORDER BY turns_at, case_id, n LIMIT 1
"""  # noqa: S608


def turn_due(*, now: datetime) -> int:
    """Turn what is due by `now`, the earliest first, at most a batch; how many cases moved.

    A case that cannot be turned waits as a to-do of its own, as others do, and ends on the operators' list.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [now, AT_ONCE])
        rows = cursor.fetchall()
    moved = 0
    for subject, ids in by_subject(rows):
        moved += len(batch(subject, ids, _turn, now=now, failed=partial(_leave, now)))
    return moved


_DUE: Final = f"""
    SELECT due.case_id, c.procedure FROM (
        SELECT case_id FROM cases_clock k WHERE turns_at <= %s AND {_NOT_ALONE} ORDER BY turns_at, case_id, n LIMIT %s
    ) due JOIN cases_case c ON c.id = due.case_id GROUP BY due.case_id, c.procedure
"""  # noqa: S608


def _leave(now: datetime, case: int, failure: Exception) -> None:
    log.error("case %s does not turn", case, exc_info=failure)
    add_todo(ALONE, now, {"case": case}, book=case)


@inside(ALONE)
def turn_one(told: Mapping[str, Any], now: datetime) -> None:
    """Turn one case that failed among others."""
    turn_case(told["case"], now=now)


def turn_case(case: int, *, now: datetime) -> None:
    """Turn all that is due in one case, one clock after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, procedure FROM cases_case WHERE id = %s", [case])
        rows = cursor.fetchall()
    for subject, ids in by_subject(rows):
        while batch(subject, ids, _turn, now=now):
            pass


def ran_out(dossier: Dossier, now: datetime) -> bool:
    """Whether a limit of the case is over whose own act has not come yet: it comes before anybody else's."""
    return any(
        each.zero is not None and each.turns_at is not None and each.due_at < now for each in dossier.clocks
    )


def _turn(loaded: Loaded, world: World) -> Decided | None:
    """The move of the case's earliest due clock: its zero act as of its due moment, or a turn of its light."""
    dossier = loaded.dossier
    assert dossier.case is not None
    edition = subjects.of(dossier.case.procedure).editions[dossier.case.procedure]
    due = [each for each in dossier.clocks if each.turns_at is not None and each.turns_at <= world.now]
    if not due:
        return None
    clock = min(due, key=lambda each: (each.turns_at or FAR, each.n))
    assert clock.turns_at is not None
    world = replace(world, lit=clock.turns_at)
    fresh = timed(clock, edition, pauses_of(dossier), world, clock.turns_at)
    if fresh.due_at != clock.due_at:  # the calendar changed meanwhile: a stale row gives no false red
        return retimed(loaded, world, notice=None)
    turn = {"clock": clock.n, "name": clock.name}
    if clock.zero and clock.turns_at > clock.due_at:
        as_of = replace(world, at=clock.due_at + timedelta(microseconds=1))
        try:
            return decide(edition, dossier, clock.zero, CLOCK, {}, as_of, clock=clock.n)
        except Refused:  # its act is no longer open: the light says so, and it does not come again
            return decide(edition, dossier, "turn", CLOCK, {**turn, "light": "red"}, world, clock=clock.n)
    return decide(edition, dossier, "turn", CLOCK, {**turn, "light": fresh.light}, world, clock=clock.n)
