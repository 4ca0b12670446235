"""The register of what a window took in on a day: the list on the page and the printed book are this one (R-141)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.modules.cases.queries import CaseCard
from yimen.modules.cases.queries.lists import cards
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One matter as it was registered, and what has become of it since."""

    at: datetime  # when it was taken in
    card: CaseCard
    materials: int  # pieces in the dossier
    officer: str  # who took it in; empty where it came by itself
    online: bool


def day_book(
    actor: Actor, day: date, *, units: Iterable[int] | None = None, now: datetime
) -> tuple[Entry, ...]:
    """Every matter taken in on that day at the actor's windows, or at some of them: returned and not accepted ones too."""
    here = sorted(actor.under if units is None else actor.under & frozenset(units))
    start = datetime.combine(day, time(), ZONE)
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN_IN, [start, start + timedelta(days=1), here])
        rows = cursor.fetchall()
    known = {each.digits: each for each in cards(actor, [row[0] for row in rows], now=now)}
    staff = people.called(row[3] for row in rows).staff
    return tuple(
        Entry(at, known[number], materials, staff.get(by or 0, ""), online=by is None)
        for _, number, at, by, materials in rows
    )


_TAKEN_IN: Final = """
    SELECT c.id, c.number, l.at, CASE WHEN l.unit IS NOT NULL THEN l.actor END,
           (SELECT count(DISTINCT m.code) FROM licensing_material m
            WHERE m.case_id = c.id AND (m.copies > 0 OR m.original OR m.digital))
    FROM ledger_line l JOIN cases_case c ON c.id = l.book
    WHERE l.at >= %s AND l.at < %s AND l.act = 'receive' AND c.home = ANY (%s::bigint[]) AND NOT c.guarded
    ORDER BY l.at, c.id
"""
