"""A desk task by task: mine, free, resting, a colleague's; each list by one index, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db import connection

from yimen.base.keyset import Page, after, cursor
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor
from yimen.rules.permits import POSTS

from .cards import CaseCard, TaskCard
from .lists import OPENLY, SIZE, cards

HOLDING: Final = "special"
"""The kind of task that is there only so that clocks rest: nobody is to work it off."""


class Whose(StrEnum):
    """Part of a desk. A step for which clocks rest is listed under `resting` and with whoever has it."""

    MINE = "mine"
    FREE = "free"  # the desk's, taken by nobody yet
    RESTING = "resting"  # what holds clocks: a special procedure, or a step whose statute says so
    OTHERS = "others"  # taken by colleagues


_WHOSE: Final[Mapping[Whose, str]] = {
    Whose.MINE: f"t.staff = %(staff)s AND t.kind <> '{HOLDING}'",
    Whose.FREE: f"t.staff IS NULL AND t.kind <> '{HOLDING}'",
    Whose.RESTING: "t.holds IS NOT NULL",
    Whose.OTHERS: f"t.staff <> %(staff)s AND t.kind <> '{HOLDING}'",
}


@dataclass(frozen=True, slots=True)
class DeskTask:
    """A row of a desk: a task, and the case it belongs to."""

    task: TaskCard
    card: CaseCard
    accepted_by: str  # who took the case on; empty where it counts as accepted, or is not yet
    barred: bool  # the reader accepted it, and so may not handle it


def tasks(
    actor: Actor,
    kinds: Sequence[str],
    whose: Whose,
    *,
    now: datetime,
    light: str = "",
    after_: str | None = None,
    size: int = SIZE,
) -> Page[DeskTask]:
    """Open tasks of these kinds at the actor's posts, the most urgent first. At most six statements."""
    return _page(actor, kinds, _WHOSE[whose], {"staff": actor.id}, now, light, after_, size)


def tasks_with(
    actor: Actor,
    kinds: Sequence[str],
    staff: int,
    *,
    now: datetime,
    after_: str | None = None,
    size: int = SIZE,
) -> Page[DeskTask]:
    """What one of the desk's people has taken."""
    return _page(actor, kinds, "t.staff = %(staff)s", {"staff": staff}, now, "", after_, size)


def _page(
    actor: Actor,
    kinds: Sequence[str],
    whose: str,
    told: Mapping[str, Any],
    now: datetime,
    light: str,
    after_: str | None,
    size: int,
) -> Page[DeskTask]:
    place = after(after_, datetime, int, int)
    conditions = [OPENLY, whose, "t.kind = ANY (%(kinds)s::text[])", "t.post = ANY (%(posts)s::text[])"]
    if light:
        conditions.append("t.light = %(light)s")
    if place:
        conditions.append("(t.due_at, t.case_id, t.n) > (%(due)s, %(case)s, %(n)s)")
    sql = f"""
        SELECT due.due_at, due.case_id, due.n FROM unnest(%(units)s::bigint[]) AS u(unit)
        CROSS JOIN LATERAL (
            SELECT t.due_at, t.case_id, t.n FROM cases_task t
            WHERE t.unit = u.unit AND t.closed_at IS NULL AND {" AND ".join(conditions)}
            ORDER BY t.due_at, t.case_id, t.n LIMIT %(size)s
        ) due
        ORDER BY due.due_at, due.case_id, due.n LIMIT %(size)s
    """  # noqa: S608  the parts are ours
    asked = {
        **told,
        **_desk_of(actor, kinds),
        "light": light,
        "size": size + 1,
        "due": place[0] if place else None,
        "case": place[1] if place else None,
        "n": place[2] if place else None,
    }
    with connection.cursor() as cursor_:
        cursor_.execute(sql, asked)
        rows = cursor_.fetchall()
    shown = rows[:size]
    more = cursor(*shown[-1]) if len(rows) > size else None
    return Page(_rows(actor, [(case, n) for _, case, n in shown], now), more)


def _desk_of(actor: Actor, kinds: Sequence[str]) -> dict[str, Any]:
    return {
        "me": actor.id,
        "units": sorted(actor.holds),
        "posts": sorted(post for post, roles in POSTS.items() if roles & actor.roles),
        "kinds": list(kinds),
    }


def _rows(actor: Actor, keys: Sequence[tuple[int, int]], now: datetime) -> tuple[DeskTask, ...]:
    ids = list(dict.fromkeys(case for case, _ in keys))
    found = dict(zip(ids, cards(actor, ids, now=now), strict=True))
    accepted = _accepted_by(ids)
    names = people.called(accepted.values()).staff
    rows = []
    for case, n in keys:
        card, by = found[case], accepted.get(case)
        task = next((each for each in card.tasks if each.n == n), None)
        if task is not None:  # done since the list was read
            barred = by == actor.id and card.kind != "instant"
            rows.append(DeskTask(task, card, names.get(by or 0, ""), barred))
    return tuple(rows)


def _accepted_by(ids: Iterable[int]) -> dict[int, int | None]:
    """Who took each of these cases on."""
    with connection.cursor() as cursor_:
        cursor_.execute(
            "SELECT book, actor FROM ledger_line WHERE book = ANY (%s::bigint[]) AND act = 'accept'",
            [list(ids)],
        )
        return dict(cursor_.fetchall())


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody of a desk has taken, by light; `staff` None for what is free."""

    staff: int | None
    lights: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.lights.values())

    @property
    def red(self) -> int:
        return self.lights.get("red", 0)

    @property
    def yellow(self) -> int:
        return self.lights.get("yellow", 0)

    @property
    def calm(self) -> int:
        """In time, or not counted now."""
        return self.count - self.red - self.yellow


@dataclass(frozen=True, slots=True)
class Spread:
    """A desk as it is spread over its people, counted no further than was asked for."""

    shares: tuple[Share, ...]
    resting: int

    def of(self, staff: int | None) -> Share:
        return next((each for each in self.shares if each.staff == staff), Share(staff, {}))


def spread(actor: Actor, kinds: Sequence[str], *, most: int = 5000) -> Spread:
    """How the desk's open tasks are spread. One statement."""
    with connection.cursor() as cursor_:
        cursor_.execute(_SPREAD, {**_desk_of(actor, kinds), "most": most})
        rows = cursor_.fetchall()
    lights: dict[int | None, dict[str, int]] = {}
    resting = 0
    for staff, light, holds, holding, count in rows:
        resting += count if holds else 0
        if not holding:
            mine = lights.setdefault(staff, {})
            mine[light] = mine.get(light, 0) + count
    return Spread(tuple(Share(staff, counts) for staff, counts in lights.items()), resting)


_SPREAD: Final = f"""
    SELECT t.staff, t.light, t.holds IS NOT NULL, t.kind = '{HOLDING}', count(*)
    FROM (SELECT staff, light, holds, kind FROM cases_task t
          WHERE unit = ANY (%(units)s::bigint[]) AND closed_at IS NULL AND {OPENLY}
            AND kind = ANY (%(kinds)s::text[]) AND post = ANY (%(posts)s::text[])
          LIMIT %(most)s) t
    GROUP BY 1, 2, 3, 4
"""  # noqa: S608  the word is ours
