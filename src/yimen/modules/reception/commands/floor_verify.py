"""Whether the floors of all days still are what their books say: chains, replay against rows, whose turn it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from yimen.modules.ledger import queries as ledger
from yimen.modules.ledger.queries import Flaw, Proven
from yimen.rules.reception.replay import replay

from ..cards import SEAT_COLUMNS, TICKET_COLUMNS


def verify_floors() -> Iterator[Flaw]:
    """Every flaw of every floor book, a day at a time; a broken chain is told by `ledger.book_flaws` and not again."""
    told: set[tuple[str, date]] = set()
    for id_, name in ledger.books():
        if not name.startswith("floor:"):
            continue
        _, code, day = name.split(":")
        on = datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007  a date, in the hall's own zone
        told.add((code, on))
        for _, proven in ledger.prove({id_: name}):
            yield from _flaws(name, code, on, proven)
    with connection.cursor() as cursor:
        cursor.execute(_DAYS)
        for code, on in cursor.fetchall():
            if (code, on) not in told:
                yield Flaw(f"floor:{code}:{on:%Y%m%d} #1", "its tickets have no lines")


def _flaws(name: str, code: str, on: date, proven: Proven) -> Iterator[Flaw]:
    if proven.flaw is not None:
        return
    day = replay(proven.bodies)
    for wrong in day.wrong:
        yield Flaw(f"{name} #{wrong.n}", wrong.what)
    stored = _rows("reception_ticket", TICKET_COLUMNS, "id", code, on)
    for id_ in sorted({*day.tickets, *stored}):
        if differs := _difference(day.tickets.get(id_), stored.get(id_)):
            yield Flaw(name, f"its lines say otherwise: ticket {id_} {differs}")
    seats = _rows("reception_seat", SEAT_COLUMNS, "window_id", code, on)
    for window, seat in seats.items():  # a later day's seat has taken the place of this one's
        if differs := _difference(day.seats.get(window), seat):
            yield Flaw(name, f"its lines say otherwise: seat {window} {differs}")


def _difference(ours: Mapping[str, Any] | None, theirs: Mapping[str, Any] | None) -> str:
    if ours is None or theirs is None:
        return "is only in " + ("the rows" if ours is None else "the lines")
    return ", ".join(name for name in theirs if _plain(ours.get(name)) != _plain(theirs[name]))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value


def _rows(table: str, columns: tuple[str, ...], key: str, code: str, on: date) -> dict[int, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f't.{each}' for each in columns)} FROM {table} t"
            " JOIN people_unit h ON h.id = t.hall_id WHERE h.code = %s AND t.day = %s",
            [code, on],
        )
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return {row[key]: row for row in rows}


_DAYS: Final = """
    SELECT DISTINCT h.code, t.day FROM reception_ticket t JOIN people_unit h ON h.id = t.hall_id ORDER BY t.day, h.code
"""
