"""A day of a hall's floor, read from its book alone, and played under other conditions (README: order)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.ledger import queries as ledger
from yimen.modules.people import queries as people
from yimen.modules.workdays import queries as workdays
from yimen.rules.reception.order import Rule
from yimen.rules.refused import Refused

from ..commands.floor_tickets import PARAMETERS
from ..whatif import compare as comparing
from ..whatif import days
from ..whatif.changes import Change, change
from ..whatif.compare import Between, Compared
from ..whatif.days import Line, RealDay, Span
from ..whatif.figures import WITHIN, Figures, Waits

__all__ = [
    "WITHIN",
    "Between",
    "Change",
    "Compared",
    "Figures",
    "RealDay",
    "Waits",
    "change",
    "day",
    "days_of",
    "rule_of",
    "whatif",
]


def days_of(hall: int, *, most: int = 31) -> tuple[date, ...]:
    """The days on which tickets were given, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, [hall, most])
        return tuple(day for (day,) in cursor.fetchall())


def day(hall: int, on: date) -> RealDay:
    """A day as its book tells it. Refused: `no_such_hall`, `whatif_no_day`."""
    card = people.hall(hall)
    if card is None:
        raise Refused("no_such_hall")
    book = _book(f"floor:{card.unit.code}:{on:%Y%m%d}")
    doors = _doors(hall, card.unit.division, on)
    closes = doors[-1][1] if doors else None
    told = days.read((each.body for each in ledger.lines(book)), _queues(hall), closes) if book else None
    if told is None or not told.visits:
        raise Refused("whatif_no_day", day=on)
    return RealDay(
        hall=hall,
        begins=datetime.combine(on, time(), ZONE),
        rule=told.rule,
        lines=_lines(hall),
        doors=doors,
        visits=told.visits,
        seats=told.seats,
    )


def whatif(
    hall: int, on: date, asked: Change, *, seed: int = 1, runs: int | None = None
) -> tuple[RealDay, Compared]:
    """A day as it was and as it would have been. Refused: `no_such_hall`, `whatif_no_day`, `whatif_no_queue`."""
    real = day(hall, on)
    return real, comparing.compare(real, asked, rule_of(real, asked), seed=seed, runs=runs)


def rule_of(real: RealDay, asked: Change) -> Rule:
    """The order to play by: the day's own, or another one with what this hall set for it that day."""
    if not asked.order or asked.order == real.rule.name:
        return real.rule
    unit = people.unit(real.hall)
    assert unit is not None
    parameters, on = catalogue.parameters(), real.begins.date()
    named = PARAMETERS[asked.order]
    return Rule(asked.order, {name: parameters.get(key, on, hall=unit.code) for name, key in named.items()})


def _doors(hall: int, division: str, on: date) -> tuple[Span, ...]:
    periods = workdays.hours(hall, division).periods(on)
    return tuple(
        (datetime.combine(on, each.opens, ZONE), datetime.combine(on, each.closes, ZONE)) for each in periods
    )


def _book(name: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_book WHERE name = %s", [name])
        row = cursor.fetchone()
    return row[0] if row else None


def _lines(hall: int) -> tuple[Line, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, code, name, name_en FROM reception_queue WHERE hall_id = %s ORDER BY code", [hall]
        )
        return tuple(Line(*row) for row in cursor.fetchall())


def _queues(hall: int) -> Mapping[int, tuple[int, ...]]:
    """From which queues each window of the hall calls now."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUES, [hall])
        return {window: tuple(queues) for window, queues in cursor.fetchall()}


_DAYS: Final = "SELECT DISTINCT day FROM reception_ticket WHERE hall_id = %s ORDER BY day DESC LIMIT %s"
_QUEUES: Final = """
    SELECT w.window_id, array_agg(w.queue_id) FROM reception_queuewindow w JOIN reception_queue q ON q.id = w.queue_id
    WHERE q.hall_id = %s GROUP BY w.window_id
"""
