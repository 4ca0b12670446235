"""Applications that came back from a supplement: the only ones that may need leave to ask once more (LIC-32)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from yimen.base.keyset import Page, after, cursor
from yimen.modules.cases.queries import CaseCard, sight
from yimen.modules.cases.queries.lists import SIZE, cards
from yimen.rules.actors import Actor


@dataclass(frozen=True, slots=True)
class AskedCard:
    """A case in its check whose applicant was told once already."""

    card: CaseCard
    times: int  # how often something was asked
    leave: bool  # the director gave leave for one more demand, not yet used


def asked_already(
    actor: Actor, *, now: datetime, after_: str | None = None, size: int = SIZE
) -> Page[AskedCard]:
    """Those in the actor's sight, by the day they must be answered."""
    place = after(after_, datetime, int)
    seen, told = sight(actor)
    further = "AND (c.due_at, c.id) > (%s, %s)" if place else ""
    with connection.cursor() as cursor_:
        cursor_.execute(
            "SELECT c.due_at, c.id, a.asked_times, a.override IS NOT NULL FROM cases_case c"  # noqa: S608
            " JOIN licensing_application a ON a.case_id = c.id"
            " WHERE c.closed_at IS NULL AND c.state = 'received' AND a.asked_times > 0"
            f" AND {seen} {further} ORDER BY c.due_at, c.id LIMIT %s",
            [*told, *(place or ()), size + 1],
        )
        rows = cursor_.fetchall()
    shown = rows[:size]
    found = cards(actor, [row[1] for row in shown], now=now)
    more = cursor(*shown[-1][:2]) if len(rows) > size else None
    return Page(tuple(AskedCard(card, row[2], row[3]) for card, row in zip(found, shown, strict=True)), more)
