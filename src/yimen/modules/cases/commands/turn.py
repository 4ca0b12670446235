"""What falls due by itself: lights turn, and a limit that ran out makes its move. Found by index, never by a scan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from yimen.rules.actors import CLOCK, Actor, Kind
from yimen.rules.dossier import FAR, Clock
from yimen.rules.engine import Decided, World, decide, pauses_of, timed
from yimen.rules.refused import Refused

from .. import subjects
from ..reading import Loaded
from .batch import batch

AT_ONCE: Final = 100
CALENDAR: Final = Actor(Kind.RUN, name="calendar")


def next_turn() -> datetime | None:
    """When the next clock turns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT turns_at FROM cases_clock WHERE turns_at IS NOT NULL ORDER BY turns_at, case_id, n LIMIT 1"
        )
        row = cursor.fetchone()
    return row[0] if row else None


def turn_due(*, now: datetime) -> int:
    """Turn what is due by `now`, the earliest first, at most a batch; how many cases moved."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT due.case_id, min(due.turns_at), c.procedure FROM (SELECT case_id, turns_at FROM cases_clock"
            " WHERE turns_at <= %s ORDER BY turns_at, case_id, n LIMIT %s) due JOIN cases_case c ON c.id = due.case_id"
            " GROUP BY due.case_id, c.procedure",
            [now, AT_ONCE],
        )
        rows = cursor.fetchall()
    moved = 0
    for subject in subjects.every():
        mine = [id_ for id_, _, procedure in rows if subjects.of(procedure) is subject]
        if mine:
            moved += len(batch(subject, mine, _turn, now=now))
    return moved


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
        return _retime(loaded, world, notice=None)
    if clock.zero and clock.turns_at > clock.due_at:
        ran_out = clock.due_at + timedelta(microseconds=1)
        try:
            return decide(edition, dossier, clock.zero, CLOCK, {}, replace(world, at=ran_out), clock=clock.n)
        except Refused:  # its act is no longer open: the light says so, and it does not come again
            return decide(
                edition, dossier, "turn", CLOCK, {"clock": clock.n, "light": "red"}, world, clock=clock.n
            )
    facts = {"clock": clock.n, "name": clock.name, "light": fresh.light}
    return decide(edition, dossier, "turn", CLOCK, facts, world, clock=clock.n)


def retime_next(after: int, first_day: datetime, notice: str, *, now: datetime) -> int | None:
    """Re-time the next batch of running clocks due on or after the first changed day; the last id looked at, or None.

    Only cases whose dates differ get a line (engine: §7).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.case_id, k.procedure FROM cases_clock c JOIN cases_case k ON k.id = c.case_id"
            " WHERE c.stopped_at IS NULL AND c.due_at >= %s AND c.case_id > %s ORDER BY c.case_id LIMIT 500",
            [first_day, after],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    for subject in subjects.every():
        mine = [id_ for id_, procedure in rows if subjects.of(procedure) is subject]
        if mine:
            batch(subject, mine, lambda loaded, world: _retime(loaded, world, notice=notice), now=now)
    return int(rows[-1][0])


def _retime(loaded: Loaded, world: World, *, notice: str | None) -> Decided | None:
    dossier = loaded.dossier
    assert dossier.case is not None
    edition = subjects.of(dossier.case.procedure).editions[dossier.case.procedure]
    pauses = pauses_of(dossier)
    changed: list[tuple[Clock, Clock]] = []
    for clock in dossier.clocks:
        if clock.runs:
            fresh = timed(clock, edition, pauses, world, world.now)
            if (fresh.due_at, fresh.light, fresh.turns_at) != (clock.due_at, clock.light, clock.turns_at):
                changed.append((clock, fresh))
    if not changed:
        return None
    told = [
        (old, new)
        for old, new in changed
        if edition.clock(old.name).governs and old.name != "intake" and new.due_at > old.due_at
    ]
    later = {"old": told[0][0].due_at.isoformat(), "new": told[0][1].due_at.isoformat()} if told else None
    return decide(edition, dossier, "retime", CALENDAR, {"notice": notice, "later": later}, world)
