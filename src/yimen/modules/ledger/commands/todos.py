"""Run what is due: one to-do at a time, claimed, done and deleted in one transaction."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from .. import queries
from ..events import Outside, runs, timetable

log = logging.getLogger("yimen.ledger")
PATIENCE: Final = timedelta(minutes=2)  # how long an outside call may take before it is repeated
WAITS: Final = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(),
)
_OUTSIDE: dict[str, Outside] = {}
_CLAIM: Final = (
    "SELECT id, run, book, n, data, tries, due_at FROM ledger_todo WHERE tries < 5 AND due_at <= %s"
    " ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED"
)


def outside(name: str) -> Callable[[Callable[[Mapping[str, Any], datetime], Callable[[], None]]], Outside]:
    """Name a to-do that calls somebody outside."""

    def named(call: Callable[[Mapping[str, Any], datetime], Callable[[], None]]) -> Outside:
        _OUTSIDE[name] = Outside(name, call)
        return _OUTSIDE[name]

    return named


def add_todo(run: str, due_at: datetime, data: Mapping[str, Any] | None = None) -> None:
    """Something that must happen at a time, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_todo (due_at, run, data, tries) VALUES (%s, %s, %s, 0)",
            [due_at, run, json.dumps(data) if data is not None else None],
        )


def keep_timetable(now: datetime) -> None:
    """See that every daily row of the timetable waits for its next moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_todo IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT run FROM ledger_todo WHERE run = ANY (%s)", [list(timetable())])
        there = {run for (run,) in cursor.fetchall()}
        for daily in timetable().values():
            if daily.name not in there:
                add_todo(daily.name, daily.next_after(now))


def next_due() -> datetime | None:
    """When the next to-do is due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT due_at FROM ledger_todo WHERE tries < 5 ORDER BY due_at, id LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else None


def run_next(now: datetime) -> bool:
    """Run the next due to-do; whether there was one. A failure waits longer each time, and is never lost."""
    claimed: tuple[Any, ...] | None = None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_CLAIM, [now])
            claimed = cursor.fetchone()
            if claimed is None:
                return False
            id_, run, book, n, data, _, due = claimed
            if run in _OUTSIDE:
                cursor.execute("UPDATE ledger_todo SET due_at = %s WHERE id = %s", [now + PATIENCE, id_])
            else:
                runs()[run](queries.line(book, n), now)
                cursor.execute("DELETE FROM ledger_todo WHERE id = %s", [id_])
                return True
        written = _OUTSIDE[run].call(json.loads(data) if isinstance(data, str) else data, now)
        with transaction.atomic():
            written()
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM ledger_todo WHERE id = %s", [id_])
    except Exception as failure:  # whatever it was, the to-do stays and says so
        if claimed is None:
            raise
        log.exception("to-do %s failed", claimed[1])
        _put_off(claimed[0], claimed[5], failure, now)
    return True


def run_for(book: int, run: str, now: datetime) -> None:
    """Run what waits in `book` under that name at once, for somebody who needs it now; a worker that is quicker is fine."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, n FROM ledger_todo WHERE book = %s AND run = %s ORDER BY id FOR UPDATE SKIP LOCKED", [book, run]
        )
        for id_, n in cursor.fetchall():
            runs()[run](queries.line(book, n), now)
            cursor.execute("DELETE FROM ledger_todo WHERE id = %s", [id_])


def _put_off(id_: int, tries: int, failure: Exception, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_todo SET tries = tries + 1, due_at = %s, error = %s WHERE id = %s",
            [now + WAITS[min(tries, len(WAITS) - 1)], f"{type(failure).__name__}: {failure}"[:2000], id_],
        )
