"""A case as it stands, for whoever speaks of it: whose it is, its clocks and its tasks; one statement, no rule asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection

from ..versions import VERSIONS_SQL, Versions


class StandingClock(NamedTuple):
    n: int
    name: str
    task: int | None
    due_at: datetime
    runs: bool


class StandingTask(NamedTuple):
    n: int
    kind: str
    unit: int | None
    post: str | None
    staff: int | None
    name: str | None  # as the item's path calls it
    open: bool


@dataclass(frozen=True)
class Standing:
    """A case by its id, whoever asks: for what follows from its lines, not for people's eyes."""

    id: int
    number: str  # digits
    state: str
    outcome: str | None
    home: int
    department: int | None
    division: str
    guarded: bool
    closed: bool
    item_version: int | None
    person: int | None  # the applicant
    told_by: str | None  # what they said of text messages
    clocks: tuple[StandingClock, ...]
    tasks: tuple[StandingTask, ...]
    versions: Versions  # that whatever is kept in the process is read by


def standing(id_: int) -> Standing:
    """The case of that id. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [id_])
        row = json.loads(cursor.fetchone()[0])
    clocks = tuple(
        StandingClock(n, name, task, datetime.fromisoformat(due), runs)
        for n, name, task, due, runs in row["clocks"] or ()
    )
    tasks = tuple(StandingTask(*each) for each in row["tasks"] or ())
    versions = Versions.from_json(row["versions"])
    return Standing(**{**row, "clocks": clocks, "tasks": tasks, "versions": versions})


_SQL: Final = f"""
SELECT json_build_object(
    'id', c.id, 'number', c.number, 'state', c.state, 'outcome', c.outcome, 'home', c.home,
    'department', c.department, 'division', c.division, 'guarded', c.guarded, 'closed', c.closed_at IS NOT NULL,
    'item_version', c.item_version, 'person', p.person, 'told_by', p.told_by,
    'clocks', (SELECT json_agg(json_build_array(k.n, k.name, k.task, k.due_at, k.stopped_at IS NULL) ORDER BY k.n)
               FROM cases_clock k WHERE k.case_id = c.id),
    'tasks', (SELECT json_agg(json_build_array(t.n, t.kind, t.unit, t.post, t.staff, t.data ->> 'name',
                                               t.closed_at IS NULL) ORDER BY t.n)
              FROM cases_task t WHERE t.case_id = c.id),
    'versions', {VERSIONS_SQL}
)::text
FROM cases_case c
LEFT JOIN LATERAL (
    SELECT person, told_by FROM cases_party
    WHERE case_id = c.id AND role = 'applicant' AND until IS NULL ORDER BY n DESC LIMIT 1
) p ON true
WHERE c.id = %s
"""  # noqa: S608  the versions' subqueries are ours
