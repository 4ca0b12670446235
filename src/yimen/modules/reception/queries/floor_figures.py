"""A day of the floor in figures: ends, waits, deviations from the order with their reasons, extended service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.modules.ledger import queries as ledger
from yimen.rules.reception import replay
from yimen.rules.reception.replay import Deviation

SAMPLE: Final = 100
NOON: Final = 12


@dataclass(frozen=True, slots=True)
class DayFigures:
    """How a day's tickets ended and how long people waited until they were called (R-055)."""

    day: date
    issued: int
    served: int
    transferred: int  # and served
    no_show: int
    cancelled: int
    open: int
    wait_mean: timedelta | None  # None: nobody was called
    wait_p95: timedelta | None
    service_mean: timedelta | None


@dataclass(frozen=True, slots=True)
class ExtendedSum:
    """Service beyond the hours, by window and person (R-068)."""

    window: int
    window_number: str
    staff: int | None
    staff_name: str
    times: int
    minutes: int


def figures(hall: int, *, since: date, until: date) -> tuple[DayFigures, ...]:
    """Day by day, the latest first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [hall, since, until])
        return tuple(DayFigures(*row) for row in cursor.fetchall())


def extended(hall: int, *, since: date, until: date) -> tuple[ExtendedSum, ...]:
    """Who served beyond the hours, how often and how long, the longest first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_EXTENDED, [hall, since, until])
        return tuple(ExtendedSum(*row) for row in cursor.fetchall())


def deviations(hall: int, day: date) -> tuple[Deviation, ...]:
    """The calls of a day that were not the first in line, recomputed from its lines. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_BOOK, [f"{day:%Y%m%d}", hall])
        row = cursor.fetchone()
    return replay.deviations(line.body for line in ledger.lines(row[0])) if row else ()


def served(queues: Iterable[int], *, now: datetime, most: int = SAMPLE) -> dict[int, tuple[timedelta, ...]]:
    """How long a window was taken by each of the last finished tickets of these queues. One statement.

    Of the same half of the day: what people bring in the morning takes another time than what they bring later.
    """
    wanted = list(queues)
    found: dict[int, tuple[timedelta, ...]] = dict.fromkeys(wanted, ())
    here = now.astimezone(ZONE)
    told: dict[str, Any] = {
        "queues": wanted,
        "now": here,
        "most": most,
        "zone": ZONE.key,
        "morning": here.hour < NOON,
        "noon": NOON,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SERVED, told)
        for queue, spans in cursor.fetchall():
            found[queue] = tuple(timedelta(seconds=each) for each in spans)
    return found


_FIGURES: Final = """
    SELECT day, count(*), count(*) FILTER (WHERE state = 'served'), count(*) FILTER (WHERE state = 'transferred'),
           count(*) FILTER (WHERE state = 'no_show'), count(*) FILTER (WHERE state = 'cancelled'),
           count(*) FILTER (WHERE state IN ('waiting', 'called', 'serving', 'held')),
           avg(called_at - arrived_at) FILTER (WHERE called_at IS NOT NULL),
           percentile_cont(0.95) WITHIN GROUP (ORDER BY called_at - arrived_at) FILTER (WHERE called_at IS NOT NULL),
           avg(ended_at - started_at) FILTER (WHERE state IN ('served', 'transferred') AND started_at IS NOT NULL)
    FROM reception_ticket WHERE hall_id = %s AND day BETWEEN %s AND %s
    GROUP BY day ORDER BY day DESC
"""
_EXTENDED: Final = """
    SELECT e.window_id, w.number, e.staff_id, coalesce(a.name, ''), count(DISTINCT e.ticket_id), sum(e.minutes)::int
    FROM reception_extended e
    JOIN people_window w ON w.unit_id = e.window_id
    LEFT JOIN people_account a ON a.id = e.staff_id
    WHERE e.hall_id = %s AND e.day BETWEEN %s AND %s
    GROUP BY e.window_id, w.number, e.staff_id, a.name ORDER BY sum(e.minutes) DESC, e.window_id
"""
_BOOK: Final = """
    SELECT b.id FROM ledger_book b
    WHERE b.name = (SELECT concat('floor:', h.code, ':', %s::text) FROM people_unit h WHERE h.id = %s)
"""
_SERVED: Final = """
    SELECT q.id, ARRAY(
        SELECT extract(epoch FROM t.ended_at - t.called_at)::float8 FROM reception_ticket t
        WHERE t.queue_id = q.id AND t.state IN ('served', 'transferred') AND t.ended_at <= %(now)s AND t.called_at IS NOT NULL
          AND (extract(hour FROM t.called_at AT TIME ZONE %(zone)s) < %(noon)s) = %(morning)s
        ORDER BY t.ended_at DESC LIMIT %(most)s)
    FROM unnest(%(queues)s::bigint[]) AS q(id)
"""
