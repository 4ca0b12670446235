"""Whether books still prove what was written in them: chains, what stands beside each text, private halves under their veils."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.db import connection

from yimen.base import crypto
from yimen.rules import chain


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first bad place of something that should hold."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Proven:
    """A book's lines as values, with their private halves, as far as they hold; and where they stop doing so."""

    bodies: tuple[Mapping[str, Any], ...]
    private: tuple[Mapping[str, Any], ...]
    head: bytes
    flaw: Flaw | None


def prove(books: Mapping[int, str]) -> Iterator[tuple[int, Proven]]:
    """Each of these books (id and name) that has lines, in one statement, line by line until something does not hold."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [list(books)])
        rows = cursor.fetchall()
    for book, lines in groupby(rows, key=lambda row: row[0]):
        yield book, _prove(books[book], (row[1:] for row in lines))


_LINES: Final = """
    SELECT l.book, l.n, l.at, l.act, l.actor, l.unit, l.body, l.hash, v.sealed
    FROM ledger_line l LEFT JOIN ledger_veil v ON v.book = l.book AND v.n = l.n
    WHERE l.book = ANY (%s::bigint[]) ORDER BY l.book, l.n
"""


def _prove(name: str, lines: Iterable[tuple[Any, ...]]) -> Proven:
    head = chain.first_link(name)
    bodies: list[Mapping[str, Any]] = []
    private: list[Mapping[str, Any]] = []
    flaw = None
    body: Mapping[str, Any] = {}
    hidden: Mapping[str, Any] = {}
    for place, (n, at, act, actor, unit, text, hash_, sealed) in enumerate(lines, start=1):
        wrong = None
        if n != place:
            wrong = f"line {place} is missing"
        elif not chain.follows(head, text.encode(), bytes(hash_)):
            wrong = "the chain is broken here"
        else:
            body = json.loads(text)
            hidden, wrong = _unveiled(body.get("veil"), sealed)
            wrong = _beside(body, name, n, at, act, actor, unit) or wrong
        if wrong is not None:
            flaw = Flaw(f"{name} #{place}", wrong)
            break
        head = bytes(hash_)
        bodies.append(body)
        private.append(hidden)
    return Proven(tuple(bodies), tuple(private), head, flaw)


def _beside(
    body: Mapping[str, Any], book: str, n: int, at: datetime, act: str, *seat: int | None
) -> str | None:
    """What stands beside a text that it says otherwise: whose book it is in, and the columns."""
    by = body["by"]
    when = datetime.fromisoformat(body["at"])
    named = body.get("book", book)  # the first ever written name none: their chain alone says whose they are
    told = (named, body["n"], when, body["act"], by.get("staff"), by.get("unit"))
    columns = ("book", "n", "at", "act", "actor", "unit")
    beside = (book, n, at, act, *seat)
    differing = [name for name, ours, theirs in zip(columns, told, beside, strict=True) if ours != theirs]
    return f"its text says otherwise: {', '.join(differing)}" if differing else None


def _unveiled(digest: str | None, sealed: bytes | None) -> tuple[Mapping[str, Any], str | None]:
    """A line's private half, and what is wrong with it: it is the one its digest stands for, or there is neither."""
    if digest is None:
        return {}, "a private half that it does not name" if sealed else None
    if sealed is None:
        return {}, "its private half is missing"
    try:
        plain = crypto.open_("veil", sealed)
    except crypto.Unopenable as why:
        return {}, f"its private half does not open: {why}"
    salt, half = plain[: chain.SALT_BYTES], plain[chain.SALT_BYTES :]
    if chain.veil_digest(salt, half, bytes.fromhex(digest)[0]).hex() != digest:
        return {}, "its private half is another one"
    return json.loads(half), None
