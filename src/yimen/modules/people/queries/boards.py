"""Who has opened the morning board today, and which windows have not (R-122)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from django.db import connection

from yimen.base.clock import ZONE

from ..kinds import WindowState
from .places import WindowCard, windows

BOARD: Final = "open_board"


@dataclass(frozen=True, slots=True)
class BoardReport:
    """A window with staff, and when its board was first opened that day; None where nobody did."""

    window: WindowCard
    opened_at: datetime | None
    late: bool  # not opened by the opening time


def board_book(hall: int) -> str:
    """The book of the hall in which opening the board is a line."""
    return f"board:{hall}"


def opened_by(hall: int, now: datetime) -> frozenset[int]:
    """The accounts that have opened the hall's board on that day so far."""
    return frozenset(actor for actor, _, _ in _openings(hall, now))


def boards(hall: int, *, opens_at: datetime, now: datetime) -> tuple[BoardReport, ...]:
    """Every staffed window of a hall with the first opening of its board that day. Two statements."""
    first: dict[int, datetime] = {}
    for _, unit, at in _openings(hall, now):
        first.setdefault(unit, at)
    staffed = (each for each in windows(hall) if each.state is WindowState.OPEN and each.staff)
    return tuple(
        BoardReport(each, at, opens_at < (at or now)) for each in staffed for at in [first.get(each.id)]
    )


def _openings(hall: int, now: datetime) -> list[tuple[int, int, datetime]]:
    start = datetime.combine(now.astimezone(ZONE).date(), time(), ZONE)
    with connection.cursor() as cursor:
        cursor.execute(_OPENINGS, [board_book(hall), BOARD, start, now])
        return list(cursor.fetchall())


_OPENINGS: Final = """
    SELECT l.actor, l.unit, l.at FROM ledger_line l JOIN ledger_book b ON b.id = l.book
    WHERE b.name = %s AND l.act = %s AND l.at BETWEEN %s AND %s ORDER BY l.n
"""
