"""Reading the ledger: lines with their private half, roots, receipts, and whether all of it still holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from yimen.base import crypto
from yimen.base.clock import ZONE
from yimen.rules import chain

from .events import Line
from .proof import Flaw, Proven, prove

__all__ = [
    "Flaw",
    "Proven",
    "book_flaws",
    "books",
    "broken_root",
    "day_hashes",
    "hashed",
    "line",
    "lines",
    "prove",
    "receipt",
    "root",
    "roots",
    "troubled",
    "unveil",
]


def lines(book: int, *, private: bool = False) -> tuple[Line, ...]:
    """A book's lines in order; their private half only where asked for, since each look is somebody's need."""
    sql = (
        "SELECT l.n, l.at, l.act, l.actor, l.body, v.sealed FROM ledger_line l"
        " LEFT JOIN ledger_veil v ON v.book = l.book AND v.n = l.n WHERE l.book = %s ORDER BY l.n"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [book])
        rows = cursor.fetchall()
    return tuple(
        Line(book, n, at, act, actor, json.loads(body), unveil(sealed) if private and sealed else {})
        for n, at, act, actor, body, sealed in rows
    )


def line(book: int, n: int) -> Line:
    """One line with its private half."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.at, l.act, l.actor, l.body, v.sealed FROM ledger_line l"
            " LEFT JOIN ledger_veil v ON v.book = l.book AND v.n = l.n WHERE l.book = %s AND l.n = %s",
            [book, n],
        )
        at, act, actor, body, sealed = cursor.fetchone()
    return Line(book, n, at, act, actor, json.loads(body), unveil(sealed) if sealed else {})


def hashed(book: int) -> tuple[tuple[Line, str], ...]:
    """A book's public lines in order, each with the text that is hashed and its hash in hexadecimal."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, at, act, actor, body, hash FROM ledger_line WHERE book = %s ORDER BY n", [book]
        )
        rows = cursor.fetchall()
    return tuple(
        (Line(book, n, at, act, actor, json.loads(body), {}, body), bytes(hash_).hex())
        for n, at, act, actor, body, hash_ in rows
    )


def unveil(sealed: bytes) -> dict[str, Any]:
    """The private half of a line. The salt stands before the text."""
    plain = crypto.open_("veil", bytes(sealed))
    content: dict[str, Any] = json.loads(plain[chain.SALT_BYTES :])
    return content


def root(day: date) -> chain.DayRoot | None:
    """The root that seals a day's lines; None while it is not sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count, root FROM ledger_root WHERE day = %s", [day])
        row = cursor.fetchone()
    return chain.DayRoot(day, row[0], bytes(row[1])) if row else None


def roots(*, before: date | None = None, most: int = 31) -> tuple[chain.DayRoot, ...]:
    """The sealed days, the latest first, from before a day on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day, count, root FROM ledger_root WHERE %(before)s::date IS NULL OR day < %(before)s"
            " ORDER BY day DESC LIMIT %(most)s",
            {"before": before, "most": most},
        )
        return tuple(chain.DayRoot(day, count, bytes(root)) for day, count, root in cursor.fetchall())


def books() -> tuple[tuple[int, str], ...]:
    """Chains that are not cases."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM ledger_book ORDER BY id")
        return tuple(cursor.fetchall())


def book_flaws() -> Iterator[Flaw]:
    """What does not hold of the books that are not cases."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, n, head, at FROM ledger_book ORDER BY id")
        stored = {id_: (name, n, bytes(head), at) for id_, name, n, head, at in cursor.fetchall()}
    for id_, proven in prove({id_: row[0] for id_, row in stored.items()}):
        name, n, head, at = stored[id_]
        if proven.flaw:
            yield proven.flaw
        elif (len(proven.bodies), proven.head) != (n, head):
            yield Flaw(name, f"the book says {n} lines, {len(proven.bodies)} are there")
        elif datetime.fromisoformat(proven.bodies[-1]["at"]) != at:
            yield Flaw(name, "the book says another moment than its last line")


def broken_root() -> date | None:
    """The first sealed day whose lines no longer give its root."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, count, root FROM ledger_root ORDER BY day")
        yesterday = b""
        for day, count, stored in cursor.fetchall():
            hashes = day_hashes(day)
            if len(hashes) != count or chain.day_root(yesterday, hashes) != bytes(stored):
                return day  # type: ignore[no-any-return]
            yesterday = bytes(stored)
    return None


def day_hashes(day: date) -> list[bytes]:
    """The hashes of a day's lines by (book, n)."""
    start = datetime.combine(day, time(), ZONE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hash FROM ledger_line WHERE at >= %s AND at < %s ORDER BY book, n",
            [start, start + timedelta(days=1)],
        )
        return [bytes(each) for (each,) in cursor.fetchall()]


def receipt(book: int, name: str, n: int) -> chain.Receipt:
    """Proof that a line was written, with its path to the day's root once there is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, at, body, hash FROM ledger_line WHERE book = %s AND n IN (%s, %s) ORDER BY n",
            [book, n - 1, n],
        )
        rows = cursor.fetchall()
        *before, (_, at, body, hash_) = rows
        day = at.astimezone(ZONE).date()
        sealed = root(day)
        sealing = None
        if sealed is not None:
            start = datetime.combine(day, time(), ZONE)
            cursor.execute(
                "SELECT count(*) FROM ledger_line WHERE at >= %s AND at < %s AND (book, n) <= (%s, %s)",
                [start, start + timedelta(days=1), book, n],
            )
            place = cursor.fetchone()[0]
            cursor.execute("SELECT root FROM ledger_root WHERE day < %s ORDER BY day DESC LIMIT 1", [day])
            yesterday = cursor.fetchone()
            tree = chain.DayTree(bytes(yesterday[0]) if yesterday else b"", day_hashes(day))
            sealing = chain.Sealing(sealed, place, tree.path(place))
    previous = bytes(before[0][3]) if before else chain.first_link(name)
    return chain.Receipt(name, n, previous, body.encode(), bytes(hash_), sealing)


def troubled() -> tuple[dict[str, Any], ...]:
    """To-dos that failed five times: the operators' list."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, due_at, run, book, n, tries, error FROM ledger_todo WHERE tries >= 5 ORDER BY id LIMIT 200"
        )
        names = [each.name for each in cursor.description]
        return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
