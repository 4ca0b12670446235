"""Whether all of it still holds: chains, replay, moves open in their edition, private halves, roots, series without gaps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.db import connection

from yimen.base import crypto
from yimen.modules.ledger import queries as ledger
from yimen.modules.ledger.queries import Flaw, Proven
from yimen.rules.dossier import Dossier, Row, replay
from yimen.rules.refused import Refused

from .. import reading, subjects
from ..reading import Loaded
from .batch import by_subject

PAGE: Final = 500


def verify_case(number: str) -> Flaw | None:
    """The first flaw of one case (digits), or None. Refused: `no_such_case`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, procedure FROM cases_case WHERE number = %s", [number])
        rows = cursor.fetchall()
    if not rows:
        raise Refused("no_such_case")
    return next(_cases(rows), None)


def verify_all() -> Iterator[Flaw]:
    """Every flaw there is: books, cases, roots, paper series. A few statements for 500 cases."""
    yield from ledger.book_flaws()
    yield from _orphans()
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, procedure FROM cases_case WHERE id > %s ORDER BY id LIMIT %s", [after, PAGE]
            )
            rows = cursor.fetchall()
        if not rows:
            break
        yield from _cases(rows)
        after = rows[-1][0]
    day = ledger.broken_root()
    if day is not None:
        yield Flaw(day.isoformat(), "the day's lines no longer give its published root")
    yield from _series()


def _cases(rows: Sequence[tuple[int, str]]) -> Iterator[Flaw]:
    """The first flaw of each of these cases that has one."""
    known = subjects.editions()
    yield from (
        Flaw(f"{id_} #1", f"its edition {name} is not in this version")
        for id_, name in rows
        if name not in known
    )
    for subject, ids in by_subject([each for each in rows if each[1] in known]):
        stored = {_id(each): each for each in reading.some(ids, subject)}
        names = {id_: _number(each) for id_, each in stored.items()}
        proven = dict(ledger.prove(names))
        contents = _contents(ids)
        for id_, loaded in stored.items():
            if flaw := _case(names[id_], subject, loaded, proven.get(id_), contents.get(id_, {})):
                yield flaw


def _case(
    number: str,
    subject: subjects.Subject,
    loaded: Loaded,
    proven: Proven | None,
    contents: Mapping[Any, bytes],
) -> Flaw | None:
    if proven is None:
        return Flaw(f"{number} #1", "line 1 is missing")
    if proven.flaw:
        return proven.flaw
    for body in proven.bodies:
        try:
            move = subject.editions[body["proc"]].move(body["from"], body["act"])
        except (Refused, KeyError):
            return Flaw(f"{number} #{body['n']}", f"“{body['act']}” was not open from “{body['from']}”")
        if body["to"] not in {move.target, body["from"]}:
            return Flaw(f"{number} #{body['n']}", f"“{body['act']}” does not lead to “{body['to']}”")
    case = loaded.dossier.case
    assert case is not None
    told = replay(proven.bodies, subject.kinds(case.procedure))
    if differs := _difference(told, loaded.dossier):
        return Flaw(number, f"its lines say otherwise: {differs}")
    if proven.head != loaded.dossier.head:
        return Flaw(number, "its head is not the hash of its last line")
    if differs := _hidden_difference(proven, loaded, contents):
        return Flaw(number, f"its lines say otherwise: the private half of {differs}")
    return None


def _difference(told: Dossier, stored: Dossier) -> str | None:
    assert told.case is not None
    assert stored.case is not None
    if told.case != stored.case:
        return f"case {stored.case.changed_from(told.case)}"
    for table in sorted({*told.rows, *stored.rows}):
        ours, theirs = told.rows.get(table, {}), stored.rows.get(table, {})
        for key in sorted({*ours, *theirs}):
            if _plain(ours.get(key)) != _plain(theirs.get(key)):
                return f"{table} {key}"
    return None


def _plain(row: Row | None) -> object:
    """Lists and tuples of JSON are one thing; moments are compared as moments."""
    if row is None:
        return None
    values = {name: getattr(row, name) for name in row.names()}
    return json.loads(json.dumps(values, default=lambda at: at.timestamp()))


def _hidden_difference(proven: Proven, loaded: Loaded, contents: Mapping[Any, bytes]) -> str | None:
    """Whether every sealed column holds what the latest veil that speaks of it holds."""
    kinds = loaded.dossier.rows
    told: dict[tuple[str, tuple[Any, ...]], Any] = {}
    for body, private in zip(proven.bodies, proven.private, strict=True):
        for table, rows in private.get("rows", {}).items():
            for row in rows:
                key = tuple(value for name, value in row.items() if name != "private")
                told[table, key] = row["private"]
        for paper, content in zip(
            body.get("new", {}).get("paper", ()), private.get("papers", ()), strict=True
        ):
            told["content", (paper["series"], paper["k"])] = content
    stored = {**loaded.hidden, **{("content", key): sealed for key, sealed in contents.items()}}
    for place in sorted({*told, *stored}):
        table, key = place
        try:
            same = place in told and place in stored and crypto.open_json(table, stored[place]) == told[place]
        except crypto.Unopenable:
            same = False
        if not same:
            return f"{table} {key}" if table in kinds else f"paper {key}"
    return None


def _contents(ids: Sequence[int]) -> dict[int, dict[tuple[str, int], bytes]]:
    """What the papers of these cases say, sealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, series, k, content FROM papers_paper WHERE case_id = ANY (%s::bigint[]) AND content IS NOT NULL",
            [list(ids)],
        )
        found: dict[int, dict[tuple[str, int], bytes]] = {}
        for case, series, k, content in cursor.fetchall():
            found.setdefault(case, {})[series, k] = content
    return found


def _id(loaded: Loaded) -> int:
    assert loaded.dossier.case is not None
    return loaded.dossier.case.id


def _number(loaded: Loaded) -> str:
    assert loaded.dossier.case is not None
    return loaded.dossier.case.number


def _orphans() -> Iterator[Flaw]:
    """A case that has lines and no row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.book FROM ledger_line l WHERE l.n = 1 AND NOT EXISTS (SELECT FROM cases_case c WHERE c.id = l.book)"
            " AND NOT EXISTS (SELECT FROM ledger_book b WHERE b.id = l.book) ORDER BY l.book LIMIT 100"
        )
        for (book,) in cursor.fetchall():
            yield Flaw(f"{book} #1", "its case is gone")


def _series() -> Iterator[Flaw]:
    """A paper number is never skipped: as many papers as the series counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.key, s.last, count(p.k), max(p.k) FROM papers_series s LEFT JOIN papers_paper p ON p.series = s.key"
            " WHERE s.key LIKE 'paper:%%' GROUP BY s.key, s.last HAVING count(p.k) <> s.last OR max(p.k) <> s.last"
        )
        for key, last, count, top in cursor.fetchall():
            yield Flaw(key, f"{last} drawn, {count} there, the highest {top}")
