"""Who comes, as a window sees it: with which booking, and with which cases of the same person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from yimen.base.clock import ZONE
from yimen.modules.cases import queries as cases
from yimen.rules import masking
from yimen.rules.actors import Actor
from yimen.rules.numbering import CaseNumber

from ..cards import TicketCard
from .floor import _FROM, _TICKET, _tickets

MOST_CASES: Final = 4
DONE: Final = ("delivered", "archived", "returned", "not_accepted", "withdrawn", "closed_by_applicant")
"""Nobody comes for a case that is over."""


class ComesWith(NamedTuple):
    """A case of somebody who waits: pre-registered first, for it opens without retyping (R-079)."""

    number: str  # with its hyphens
    state: str
    item: str
    item_en: str


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody with a ticket whom the hall knows."""

    person: int
    name_masked: str
    slot: tuple[datetime, datetime] | None
    mode: str
    cases: tuple[ComesWith, ...]
    also: tuple[int, ...]  # other tickets of the same person that still wait


def comers(actor: Actor, tickets: Iterable[TicketCard]) -> dict[int, Comer]:
    """By ticket, those of whom it is known who they are: by the ticket itself or its booking. One statement.

    The same person is whoever gave the same identity number: found by its blind index; the cases are those the actor may see.
    """
    wanted = [each.id for each in tickets if each.person is not None or each.booking is not None]
    if not wanted:
        return {}
    seen, told = cases.sight(actor)
    with connection.cursor() as cursor:
        cursor.execute(_COMERS.format(seen=seen), [wanted, *told, list(DONE), MOST_CASES])
        rows = cursor.fetchall()
    found: dict[int, list[Sequence[Any]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return {ticket: _comer(mine) for ticket, mine in found.items()}


def aside(window: int, *, now: datetime, most: int = 20) -> tuple[TicketCard, ...]:
    """Today's tickets that were held at a window or called there in vain: they may be taken up again (R-094, R-055)."""
    return _tickets(_ASIDE, {"window": window, "day": now.astimezone(ZONE).date(), "most": most})


def last_served(window: int, *, now: datetime) -> TicketCard | None:
    """Whose service at a window ended last today."""
    told = {"window": window, "day": now.astimezone(ZONE).date()}
    return next(iter(_tickets(_LAST_SERVED, told)), None)


def _comer(rows: Sequence[Sequence[Any]]) -> Comer:
    _, person, name, kind, starts_at, ends_at, mode, also, *_ = rows[0]
    return Comer(
        person=person,
        name_masked=masking.company(name) if kind == "organisation" else masking.name(name),
        slot=(starts_at.astimezone(ZONE), ends_at.astimezone(ZONE)) if starts_at else None,
        mode=mode or "",
        cases=tuple(
            ComesWith(str(CaseNumber.parse(number)), state, item, item_en)
            for *_, number, state, item, item_en in rows
            if number
        ),
        also=tuple(also or ()),
    )


_COMERS: Final = """
    SELECT w.ticket, p.id, p.name, p.kind, w.starts_at, w.ends_at, w.mode,
           ARRAY(SELECT o.id FROM reception_ticket o
                 LEFT JOIN reception_booking ob ON ob.id = o.booking
                 JOIN people_person op ON op.id = coalesce(o.person_id, ob.person_id)
                 WHERE o.day = w.day AND o.hall_id = w.hall_id AND o.state = 'waiting' AND o.id <> w.ticket
                   AND op.id_index = p.id_index AND p.id_index <> ''::bytea),
           k.number, k.state, k.name, k.name_en
    FROM (
        SELECT t.id AS ticket, t.day, t.hall_id, coalesce(t.person_id, b.person_id) AS person,
               b.starts_at, b.ends_at, b.mode
        FROM reception_ticket t LEFT JOIN reception_booking b ON b.id = t.booking
        WHERE t.id = ANY (%s::bigint[])
    ) w
    JOIN people_person p ON p.id = w.person
    LEFT JOIN LATERAL (
        SELECT c.number, c.state, v.name, v.name_en
        FROM cases_case c LEFT JOIN catalogue_itemversion v ON v.id = c.item_version
        WHERE c.id IN (
                SELECT y.case_id FROM people_person q JOIN cases_party y ON y.person = q.id AND y.until IS NULL
                WHERE q.id = p.id OR (p.id_index <> ''::bytea AND q.id_index = p.id_index))
          AND ({seen}) AND c.state <> ALL (%s::text[])
        ORDER BY c.state <> 'pre_registered', c.id DESC LIMIT %s
    ) k ON true
    ORDER BY w.ticket, k.state <> 'pre_registered', k.number DESC
"""
_ASIDE: Final = f"""
    SELECT {_TICKET} {_FROM}
    WHERE t.day = %(day)s AND t.joined_id IS NULL
      AND (t.state = 'held' AND t.bound_id = %(window)s OR t.state = 'no_show' AND t.window_id = %(window)s)
    ORDER BY t.state, t.called_at DESC LIMIT %(most)s
"""
_LAST_SERVED: Final = f"""
    SELECT {_TICKET} {_FROM}
    WHERE t.window_id = %(window)s AND t.day = %(day)s AND t.state IN ('served', 'transferred') AND t.joined_id IS NULL
    ORDER BY t.ended_at DESC LIMIT 1
"""
