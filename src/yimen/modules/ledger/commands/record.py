"""Write a line in a book that is not a case: catalogue, calendar, people, permits, a hall's floor …

An act that decides by what stands in rows locks its book first and reads after that, so that nobody comes in between:
`lock`, its own reading, `write`, all in one transaction. What reads nothing says it with `record`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from yimen.base import crypto
from yimen.rules import chain
from yimen.rules.actors import Actor, Kind

from ..events import Line, reactions


class Head(NamedTuple):
    """The end of a book that this transaction holds: its last line, if it has one."""

    id: int
    name: str
    n: int
    hash: bytes
    at: datetime | None


class Written(NamedTuple):
    """A line, and the end of its book now: for who writes another one in the same transaction."""

    line: Line
    head: Head


class Writer(NamedTuple):
    """The SQL function that writes a line, and with it the rows that the line names: `ledger_write` and more."""

    function: str
    told: Sequence[Any] = ()  # what it is given beside line, hash, veil and to-dos


LINE_ALONE: Final = Writer("ledger_write")


def lock(book: str) -> Head:
    """The book's end, held until the caller's transaction ends. Writers of one book wait for each other.

    Nothing may be read before it that the act depends on, and no second book be locked after it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [book])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_BEGIN, [book])
            cursor.execute(_LOCK, [book])
            row = cursor.fetchone()
    id_, n, head, at = row
    return Head(id_, book, n, bytes(head), at)


def write(
    head: Head,
    act: str,
    actor: Actor,
    facts: Mapping[str, Any],
    *,
    now: datetime,
    private: Mapping[str, Any] | None = None,
    rows: Mapping[str, Any] | None = None,
    writer: Writer = LINE_ALONE,
) -> Written:
    """The next line of a locked book, with the to-dos that follow from it, in one statement.

    `facts` are public: codes, ids, dates. What people wrote or are called goes into `private`, under the veil.
    `rows` are words beside `facts` (`new`, `set`) for a `writer` that reads rows out of them. The line is never older than
    the one before it.
    """
    n, at = head.n + 1, moment(head, now)
    body: dict[str, Any] = {"n": n, "book": head.name, "at": at.isoformat(), "act": act, "by": _by(actor)}
    body |= {"facts": facts, **(rows or {})}
    sealed = None
    if private:
        digest, sealed = veiled(json.dumps(private, ensure_ascii=False, separators=(",", ":")))
        body["veil"] = digest
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_plain)
    hash_ = chain.line_hash(head.hash if head.n else chain.first_link(head.name), text.encode())
    todos = [each.name for each in reactions().get(act, ()) if each.if_ is None or each.if_(body)]
    told = [head.id, text, hash_, sealed, Jsonb(todos) if todos else None, *writer.told]
    more = ", %s" * len(writer.told)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {writer.function}(%s, %s, %b, %b, %s{more})", told)
    staff = actor.id if actor.kind is Kind.STAFF else None
    line = Line(head.id, n, at, act, staff, body, private or {})
    return Written(line, Head(head.id, head.name, n, hash_, at))


def moment(head: Head, now: datetime) -> datetime:
    """When the next line of the book will have happened."""
    return now if head.at is None else max(now, head.at)


@transaction.atomic
def record(
    book: str,
    act: str,
    actor: Actor,
    facts: Mapping[str, Any],
    *,
    now: datetime,
    private: Mapping[str, Any] | None = None,
) -> Line:
    """The next line of `book`, with what follows from it, in the caller's transaction; see `write`."""
    return write(lock(book), act, actor, facts, now=now, private=private).line


def veiled(private: str) -> tuple[str, bytes]:
    """The digest a line shows of its private half, and that half, salted and encrypted."""
    salt = os.urandom(chain.SALT_BYTES)
    plain = private.encode()
    return chain.veil_digest(salt, plain).hex(), crypto.seal("veil", salt + plain)


_LOCK: Final = "SELECT id, n, head, at FROM ledger_book WHERE name = %s FOR NO KEY UPDATE"
_BEGIN: Final = """
    INSERT INTO ledger_book (id, name, n, head) VALUES (nextval('ledger_id'), %s, 0, '') ON CONFLICT (name) DO NOTHING
"""


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _by(actor: Actor) -> dict[str, Any]:
    match actor.kind:
        case Kind.STAFF:
            return {"staff": actor.id, "unit": actor.unit}
        case Kind.PERSON | Kind.NOBODY:
            return {"person": actor.id or None}
        case _:
            return {"run": actor.name}
