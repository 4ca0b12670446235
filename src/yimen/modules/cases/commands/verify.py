"""Whether all of it still holds: chains, replay, moves open in their edition, roots, series without gaps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import connection

from yimen.modules.ledger import queries as ledger
from yimen.rules.dossier import Dossier, Row, replay
from yimen.rules.refused import Refused

from .. import reading, subjects

PAGE = 500


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first bad place of something that should hold."""

    where: str
    what: str


def verify_case(number: str) -> Flaw | None:
    """The first flaw of one case, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, procedure FROM cases_case WHERE number = %s", [number])
        row = cursor.fetchone()
    if row is None:
        raise Refused("no_such_case")
    return _case(row[0], number, subjects.of(row[1]))


def verify_all() -> Iterator[Flaw]:
    """Every flaw there is: books, cases, roots, paper series."""
    for book, name in ledger.books():
        at = ledger.broken(book, name)
        if at is not None:
            yield Flaw(f"{name} #{at}", "the chain is broken here")
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, number, procedure FROM cases_case WHERE id > %s ORDER BY id LIMIT %s",
                [after, PAGE],
            )
            rows = cursor.fetchall()
        if not rows:
            break
        for id_, number, procedure in rows:
            flaw = _case(id_, number, subjects.of(procedure))
            if flaw is not None:
                yield flaw
        after = rows[-1][0]
    day = ledger.broken_root()
    if day is not None:
        yield Flaw(day.isoformat(), "the day's lines no longer give its published root")
    yield from _series()


def _case(id_: int, number: str, subject: subjects.Subject) -> Flaw | None:
    at = ledger.broken(id_, number)
    if at is not None:
        return Flaw(f"{number} #{at}", "the chain is broken here")
    (loaded,) = reading.some([id_], subject)
    dossier = loaded.dossier
    assert dossier.case is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_line WHERE book = %s ORDER BY n", [id_])
        bodies = [json.loads(body) for (body,) in cursor.fetchall()]
    for body in bodies:
        try:
            move = subject.editions[body["proc"]].move(body["from"], body["act"])
        except (Refused, KeyError):
            return Flaw(f"{number} #{body['n']}", f"“{body['act']}” was not open from “{body['from']}”")
        if body["to"] not in {move.target, body["from"]}:
            return Flaw(f"{number} #{body['n']}", f"“{body['act']}” does not lead to “{body['to']}”")
    told = replay(bodies, subject.kinds(dossier.case.procedure))
    differs = _difference(told, dossier)
    return Flaw(number, f"its lines say otherwise: {differs}") if differs else None


def _difference(told: Dossier, stored: Dossier) -> str | None:
    assert told.case is not None
    assert stored.case is not None
    if replace(told.case) != stored.case:
        return f"case {stored.case.changed_from(told.case)}"
    for table in {*told.rows, *stored.rows}:
        ours, theirs = told.rows.get(table, {}), stored.rows.get(table, {})
        for key in {*ours, *theirs}:
            if _plain(ours.get(key)) != _plain(theirs.get(key)):
                return f"{table} {key}"
    return None


def _plain(row: Row | None) -> object:
    """Lists and tuples of JSON are one thing; moments are compared as moments."""
    if row is None:
        return None
    return {
        name: json.loads(json.dumps(value, default=lambda at: at.timestamp())) for name, value in _values(row)
    }


def _values(row: Row) -> Iterator[tuple[str, object]]:
    for name in row.names():
        yield name, getattr(row, name)


def _series() -> Iterator[Flaw]:
    """A paper number is never skipped: as many papers as the series counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.key, s.last, count(p.k), max(p.k) FROM papers_series s LEFT JOIN papers_paper p ON p.series = s.key"
            " WHERE s.key LIKE 'paper:%%' GROUP BY s.key, s.last HAVING count(p.k) <> s.last OR max(p.k) <> s.last"
        )
        for key, last, count, top in cursor.fetchall():
            yield Flaw(key, f"{last} drawn, {count} there, the highest {top}")
