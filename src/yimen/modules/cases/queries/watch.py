"""What whoever leads or supervises watches: every pending case in reach by its due moment, and what was promised of late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from yimen.base.keyset import Page, after, cursor
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor

from .cards import CaseCard, TaskCard
from .lists import SIZE, CardPage, cards, sight


def due(
    actor: Actor,
    *,
    now: datetime,
    lights: Sequence[str] = (),
    after_: str | None = None,
    size: int = SIZE,
) -> CardPage:
    """Pending cases in the actor's sight, the most urgent first, of these lights if any are named."""
    place = after(after_, datetime, int)
    seen, told = sight(actor)
    conditions, values = ["c.closed_at IS NULL", seen], list(told)
    if lights:
        conditions.append("c.light = ANY (%s::text[])")
        values.append(list(lights))
    if place:
        conditions.append("(c.due_at, c.id) > (%s, %s)")
        values += place
    with connection.cursor() as cursor_:
        cursor_.execute(
            f"SELECT c.due_at, c.id FROM cases_case c WHERE {' AND '.join(conditions)}"  # noqa: S608
            " ORDER BY c.due_at, c.id LIMIT %s",
            [*values, size + 1],
        )
        rows = cursor_.fetchall()
    shown = rows[:size]
    more = cursor(*shown[-1]) if len(rows) > size else None
    return Page(cards(actor, [id_ for _, id_ in shown], now=now), more)


def lights(actor: Actor, *, most: int = 5000) -> dict[str, int]:
    """How many pending cases of each light are in the actor's sight, counted no further than `most`, the urgent first."""
    seen, told = sight(actor)
    with connection.cursor() as cursor_:
        cursor_.execute(
            "SELECT light, count(*) FROM (SELECT c.light FROM cases_case c"  # noqa: S608
            f" WHERE c.closed_at IS NULL AND {seen} ORDER BY c.due_at, c.id LIMIT %s) counted GROUP BY light",
            [*told, most],
        )
        return {"red": 0, "yellow": 0, "green": 0, "off": 0, **dict(cursor_.fetchall())}


@dataclass(frozen=True, slots=True)
class Promise:
    """A committed case on the director's list: what was promised, when and by whom (R-103)."""

    card: CaseCard
    accepted_at: datetime
    accepted_by: str  # empty where it counts as accepted


def promised(actor: Actor, *, now: datetime, after_: str | None = None, size: int = SIZE) -> Page[Promise]:
    """Pending committed cases in the actor's sight, the one accepted last first: acceptance itself puts it here (R-103)."""
    place = after(after_, datetime, int)
    seen, told = sight(actor)
    values: list[Any] = list(told)
    further = ""
    if place:
        further = "AND (c.accepted_at, c.id) < (%s, %s)"
        values += place
    with connection.cursor() as cursor_:
        cursor_.execute(
            "SELECT c.accepted_at, c.id, (SELECT l.actor FROM ledger_line l WHERE l.book = c.id AND l.act = 'accept'"  # noqa: S608
            " ORDER BY l.n DESC LIMIT 1) FROM cases_case c"
            " WHERE c.closed_at IS NULL AND c.track = 'committed' AND c.accepted_at IS NOT NULL"
            f" AND {seen} {further} ORDER BY c.accepted_at DESC, c.id DESC LIMIT %s",
            [*values, size + 1],
        )
        rows = cursor_.fetchall()
    shown = rows[:size]
    more = cursor(*shown[-1][:2]) if len(rows) > size else None
    names = people.called(staff for _, _, staff in shown).staff
    found = cards(actor, [id_ for _, id_, _ in shown], now=now)
    return Page(
        tuple(
            Promise(card, at, names.get(staff or 0, ""))
            for card, (at, _, staff) in zip(found, shown, strict=True)
        ),
        more,
    )


@dataclass(frozen=True, slots=True)
class Delay:
    """A step that has taken more than its share of the time, with whoever has it (R-125)."""

    task: TaskCard
    card: CaseCard


def delays(actor: Actor, *, now: datetime, after_: str | None = None, size: int = SIZE) -> Page[Delay]:
    """Steps under way past their own limit in cases in the actor's sight, the longest over first."""
    place = after(after_, datetime, int, int)
    seen, told = sight(actor)
    further = "AND (k.due_at, k.case_id, k.n) > (%s, %s, %s)" if place else ""
    with connection.cursor() as cursor_:
        cursor_.execute(
            "SELECT k.due_at, k.case_id, k.n, k.task FROM cases_clock k JOIN cases_case c ON c.id = k.case_id"  # noqa: S608
            " WHERE k.stopped_at IS NULL AND k.name = 'step' AND k.light = 'red' AND k.due_at < %s"
            f" AND {seen} {further} ORDER BY k.due_at, k.case_id, k.n LIMIT %s",
            [now, *told, *(place or ()), size + 1],
        )
        rows = cursor_.fetchall()
    shown = rows[:size]
    ids = list(dict.fromkeys(row[1] for row in shown))
    found = dict(zip(ids, cards(actor, ids, now=now), strict=True))
    steps = [(found[case], next((t for t in found[case].tasks if t.n == n), None)) for _, case, _, n in shown]
    more = cursor(*shown[-1][:3]) if len(rows) > size else None
    return Page(tuple(Delay(task, card) for card, task in steps if task is not None), more)
