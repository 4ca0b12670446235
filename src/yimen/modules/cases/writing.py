"""The one write: line n+1 and exactly the rows it names, if the case still stands at n."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from yimen.base import crypto
from yimen.modules.ledger.commands import Keyed
from yimen.modules.ledger.events import reactions
from yimen.rules import chain
from yimen.rules.dossier import Dossier, Paper
from yimen.rules.engine import Decided, World

from .subjects import Drawn, Subject

Papers = tuple[tuple[Paper, Mapping[str, Any]], ...]
Reply = Callable[[Dossier, Papers, World], Any]
"""What is answered, from the case as it will stand and the papers it will have."""


@dataclass(frozen=True, slots=True)
class Written:
    """A move ready for the statement, and the case as it will stand."""

    id: int
    n: int  # the line it was read at
    text: str
    hash: bytes
    veil: bytes | None
    rest: Mapping[str, Any]
    after: Dossier
    papers: Papers
    content: Any  # what is answered


def lay_out(
    decided: Decided,
    drawn: Sequence[Drawn],
    numbers: Mapping[str, list[int]],
    *,
    opening: datetime,
    reply: Callable[[Dossier, Papers], Any],
    keyed: Keyed | None = None,
) -> Written:
    """The line's text, its hash and its veil. `numbers` are those claimed, by series; `opening` is the next one."""
    case = decided.after.case
    assert case is not None
    salt = os.urandom(chain.SALT_BYTES)
    left = {series: list(reversed(each)) for series, each in numbers.items()}
    papers: list[tuple[Paper, Mapping[str, Any]]] = []
    sealed_papers = []
    for each in drawn:
        k = left[each.series].pop()
        plain = json.dumps(each.content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        digest = chain.veil_digest(salt, plain.encode()).hex()
        paper = Paper(each.series, k, decided.n, each.kind, each.template, digest)
        papers.append((paper, each.content))
        sealed_papers.append(
            {"series": each.series, "k": k, "private": crypto.seal("content", plain.encode()).hex()}
        )
    text, private = decided.body([paper for paper, _ in papers], [content for _, content in papers], salt)
    before = decided.before
    previous = before.head if before.case else chain.first_link(case.number)
    hash_ = chain.line_hash(previous, text.encode())
    rest: dict[str, Any] = {"todos": _todos(decided, opening, with_papers=bool(papers))}
    hidden = {
        table: [{**key, "private": crypto.seal_json(table, half).hex()} for key, half in rows]
        for table, rows in decided.private.items()
    }
    if sealed_papers:
        hidden["paper"] = sealed_papers
    if hidden:
        rest["private"] = hidden
    veil = crypto.seal("veil", salt + private.encode()) if private else None
    rows = dict(decided.after.rows)
    if papers:
        rows["paper"] = {**rows.get("paper", {}), **{paper.key: paper for paper, _ in papers}}
    after = Dossier(decided.after.case, hash_, rows, decided.after.past)
    content = reply(after, tuple(papers))
    if keyed is not None:
        rest["answer"] = keyed.row(content)
    return Written(case.id, decided.n - 1, text, hash_, veil, rest, after, tuple(papers), content)


def _todos(decided: Decided, opening: datetime, *, with_papers: bool) -> list[dict[str, Any]]:
    table = reactions()
    head = {**decided.head, "new": decided.new, "set": decided.changed}
    if with_papers:
        head["papers"] = True
    return [
        {
            "due_at": opening.isoformat() if each.at_opening else decided.head["at"],
            "run": each.name,
            "data": None,
        }
        for each in (*table.get(decided.act, ()), *table.get("*", ()))
        if each.if_ is None or each.if_(head)
    ]


def claim(id_: int | None, n: int, wanted: Iterable[str]) -> dict[str, list[int]] | None:
    """Numbers of these series, drawn in ascending order of key, if the case still stands at `n`; None if not.

    In the caller's transaction: a move that is rolled back returns its numbers, so none is skipped (R-138).
    """
    counts: dict[str, int] = {}
    for series in wanted:
        counts[series] = counts.get(series, 0) + 1
    keys = sorted(counts)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT series, top FROM cases_claim(%s, %s, %s::text[], %s::bigint[])",
            [id_, n, keys, [counts[key] for key in keys]],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    return {key: list(range(last - counts[key] + 1, last + 1)) for key, last in rows}


def serial(key: str) -> tuple[int, int]:
    """A new case's id and the serial of its number. A serial may be skipped, so it is drawn on its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, serial FROM cases_serial(%s)", [key])
        id_, last = cursor.fetchone()
    return int(id_), int(last)


def write(subject: Subject, moves: Sequence[Written]) -> frozenset[int]:
    """Write them all in one statement; the ids of those that nobody was quicker with.

    The arrays travel in binary: as text, every quote in a line's JSON would be escaped and escaped again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {subject.write}(%b::bigint[], %b::integer[], %b::text[], %b::bytea[], %b::bytea[], %b::jsonb[])",
            [
                [each.id for each in moves],
                [each.n for each in moves],
                [each.text for each in moves],
                [each.hash for each in moves],
                [each.veil for each in moves],
                [Jsonb(each.rest) for each in moves],
            ],
        )
        return frozenset(row[0] for row in cursor.fetchall())


def whole(*, several: bool) -> AbstractContextManager[Any]:
    """A transaction where one is needed: for several statements, or inside another's."""
    return transaction.atomic() if several or connection.in_atomic_block else nullcontext()
