"""Run what is due: one to-do at a time, claimed, done and deleted in one transaction."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from yimen.base.clock import ZONE

from .. import queries
from ..events import Outside, runs, timetable

Inside = Callable[[Mapping[str, Any], datetime], None]

log = logging.getLogger("yimen.ledger")
GOES: Final = 5  # how often it is tried before it waits for the operators; its index knows the number, too
PATIENCE: Final = timedelta(minutes=2)  # how long an outside call may take before it is repeated
WAITS: Final = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(),
)
_OUTSIDE: dict[str, Outside] = {}
_INSIDE: dict[str, Inside] = {}
_CLAIM: Final = (
    "SELECT id, run, book, n, data, tries, error FROM ledger_todo WHERE tries < 5 AND due_at <= %s AND run <> ALL (%s)"
    " ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED"
)


class Todo(NamedTuple):
    """One claimed to-do."""

    id: int
    run: str
    book: int | None
    n: int | None
    data: Mapping[str, Any]
    tries: int
    error: str | None


def outside(name: str) -> Callable[[Callable[[Mapping[str, Any], datetime], Callable[[], None]]], Outside]:
    """Name a to-do that calls somebody outside."""

    def named(call: Callable[[Mapping[str, Any], datetime], Callable[[], None]]) -> Outside:
        _OUTSIDE[name] = Outside(name, call)
        return _OUTSIDE[name]

    return named


def inside(name: str) -> Callable[[Inside], Inside]:
    """Name a to-do that needs no line: it reads its own data, and is done in the transaction that claims it."""

    def named(run: Inside) -> Inside:
        _INSIDE[name] = run
        return run

    return named


def add_todo(
    run: str, due_at: datetime, data: Mapping[str, Any] | None = None, *, book: int | None = None
) -> None:
    """Something that must happen at a time, in the caller's transaction; `book` says whose it is, if it is of one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_todo (due_at, run, book, data, tries) VALUES (%s, %s, %s, %s, 0)",
            [due_at, run, book, json.dumps(data) if data is not None else None],
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


def next_due(*, but: Collection[str] = ()) -> datetime | None:
    """When the next to-do is due, but for those of these names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT due_at FROM ledger_todo WHERE tries < 5 AND run <> ALL (%s) ORDER BY due_at, id LIMIT 1",
            [list(but)],
        )
        row = cursor.fetchone()
    return row[0].astimezone(ZONE) if row else None


def run_next(now: datetime, *, but: Collection[str] = ()) -> bool:
    """Run the next due to-do; whether there was one. A failure waits longer each time, and is never lost.

    Those of the names in `but` are left to whoever comes next.
    """
    now = now.astimezone(ZONE)
    todo: Todo | None = None
    try:
        with transaction.atomic():
            todo = _claim(now, but)
            if todo is None:
                return False
            call = _OUTSIDE.get(todo.run)
            if call is None:
                _run_inside(todo, now)
                return True
            _put_off(todo, now + PATIENCE, todo.tries, todo.error)  # nobody else takes it up meanwhile
        written = call.call(todo.data, now)
        with transaction.atomic():
            written()
            _delete(todo.id)
    except Exception as failure:  # whatever it was, the to-do stays and says so
        if todo is None:
            raise
        log.exception("to-do %s failed", todo.run)
        _failed(todo, failure, now)
    return True


def _run_inside(todo: Todo, now: datetime) -> None:
    """Do it in the transaction that claimed it: for rows, exactly once."""
    daily = timetable().get(todo.run)
    if daily is not None:
        daily.run(now)
        _put_off(todo, daily.next_after(now))
        return
    if todo.run in _INSIDE:
        _INSIDE[todo.run](todo.data, now)
    else:
        assert todo.book is not None
        assert todo.n is not None
        runs()[todo.run](queries.line(todo.book, todo.n), now)
    _delete(todo.id)


def run_for(book: int, run: str, now: datetime) -> None:
    """Run what waits in `book` under that name at once, for somebody who needs it now; a worker that is quicker is fine."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, n FROM ledger_todo WHERE book = %s AND run = %s ORDER BY id FOR UPDATE SKIP LOCKED",
            [book, run],
        )
        for id_, n in cursor.fetchall():
            runs()[run](queries.line(book, n), now)
            cursor.execute("DELETE FROM ledger_todo WHERE id = %s", [id_])


def _claim(now: datetime, but: Collection[str]) -> Todo | None:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [now, list(but)])
        row = cursor.fetchone()
    if row is None:
        return None
    id_, run, book, n, data, tries, error = row
    return Todo(id_, run, book, n, (json.loads(data) if isinstance(data, str) else data) or {}, tries, error)


def _put_off(todo: Todo, due_at: datetime, tries: int = 0, error: str | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_todo SET due_at = %s, tries = %s, error = %s WHERE id = %s",
            [due_at, tries, error, todo.id],
        )


def _delete(id_: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_todo WHERE id = %s", [id_])


def _failed(todo: Todo, failure: Exception, now: datetime) -> None:
    """It waits; after five goes it waits for the operators, unless it is one that comes every day: that goes on trying."""
    tries = min(todo.tries + 1, GOES - 1 if todo.run in timetable() else GOES)
    with transaction.atomic():
        _put_off(todo, now + WAITS[tries - 1], tries, f"{type(failure).__name__}: {failure}"[:2000])
        if tries == GOES:
            _call_for_help(now)


def _call_for_help(now: datetime) -> None:
    """Whatever of the timetable tells of trouble comes now, not at its next time of day."""
    names = [each.name for each in timetable().values() if each.on_trouble]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_todo SET due_at = least(due_at, %s) WHERE run = ANY (%s)", [now, names])
