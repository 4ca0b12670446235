"""Who waits, as an act asks it with the day's book in its hand: who is first, and who has only a few before them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.db import connection

from ..cards import TicketCard, ticket_columns
from .floor import Floor


class Turn(NamedTuple):
    """Who is first, and who will be near once they are gone."""

    ticket: TicketCard
    near: list[int]


def first(here: Floor) -> Turn | None:
    """Who is first in the window's queues; those who are ready before those who came ahead of their time.

    What `rules/reception/order.first` says of the same people; two statements only where nobody is ready.
    """
    told: dict[str, Any] = {
        "queues": list(here.place.queues),
        "window": here.place.window,
        "day": here.day,
        "now": here.now,
        "most": _most(here),
    }
    with connection.cursor() as cursor:
        for sql in (_FIRST_READY, _FIRST_EARLY):
            cursor.execute(sql, told)
            if row := cursor.fetchone():
                return Turn(TicketCard(*row[:-1]), row[-1])
    return None


def near(here: Floor, queue: int, *gone: int) -> list[int]:
    """Who left a telephone and now has no more than a few ahead (R-055)."""
    told: dict[str, Any] = {
        "queue": queue,
        "day": here.day,
        "now": here.now,
        "gone": list(gone),
        "most": _most(here),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, told)
        return [id_ for (id_,) in cursor.fetchall()]


def tell(here: Floor, near: Iterable[int]) -> list[int]:
    """Mark them as told, for the line says so once."""
    told = list(near)
    for id_ in told:
        here.tickets[id_] = {"id": id_, "told_near": True}
    return told


def _most(here: Floor) -> int:
    """How many are looked at in a queue: those with a few ahead, and who has none."""
    few: int = here.setting("ticket.tell_ahead")
    return few + 1


_LINE: Final = f"""
    SELECT {ticket_columns("t")} FROM reception_ticket t WHERE t.state = 'waiting' AND t.day = %(day)s
"""
_OF_QUEUE: Final = "t.queue_id = q.id AND (t.bound_id IS NULL OR t.bound_id = %(window)s)"
_IN_TURN: Final = "ORDER BY t.klass, t.rank_at, t.id LIMIT 1"


def _near(queue: str, gone: str) -> str:
    return f"""
        SELECT id FROM (
            SELECT n.id, n.phone_sealed IS NOT NULL AND NOT n.told_near AS due FROM reception_ticket n
            WHERE n.queue_id = {queue} AND n.state = 'waiting' AND n.day = %(day)s AND n.ready_at <= %(now)s
              AND n.id <> ALL ({gone}::bigint[])
            ORDER BY n.klass, n.rank_at, n.id LIMIT %(most)s) AS nearest
        WHERE due
    """


def _first(ready: str) -> str:
    """By queue through its index; what is bound to this window alone may wait in a queue it does not call from.

    The limit takes nothing away: it tells the planner that the queues are few, so that it plans once and not each time.
    """
    return f"""
        SELECT t.*, ARRAY({_near("t.queue_id", "ARRAY[t.id]")}) FROM (
            SELECT l.* FROM (
                SELECT unnest(%(queues)s::bigint[]) LIMIT cardinality(%(queues)s::bigint[])
            ) AS q(id)
            CROSS JOIN LATERAL ({_LINE} AND {_OF_QUEUE} AND t.ready_at {ready} %(now)s {_IN_TURN}) AS l
            UNION ALL
            ({_LINE} AND t.bound_id = %(window)s AND t.ready_at {ready} %(now)s {_IN_TURN})
        ) AS t {_IN_TURN}
    """


_FIRST_READY: Final = _first("<=")
_FIRST_EARLY: Final = _first(">")
_NEAR: Final = _near("%(queue)s", "%(gone)s")
