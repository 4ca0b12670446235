"""Write a line in a book that is not a case: catalogue, calendar, people, permits …"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from yimen.base import crypto
from yimen.rules import chain
from yimen.rules.actors import Actor, Kind

from ..events import Line, reactions


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
    """The next line of `book`, with the to-dos that follow from it, in the caller's transaction.

    `facts` are public: codes, ids, dates. What people wrote or are called goes into `private`, under the veil.
    Writers of one book wait for each other; the line is never older than the one before it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_book (id, name, n, head) VALUES (nextval('ledger_id'), %s, 0, '') ON CONFLICT (name) DO NOTHING",
            [book],
        )
        cursor.execute("SELECT id, n, head FROM ledger_book WHERE name = %s FOR NO KEY UPDATE", [book])
        book_id, n, head = cursor.fetchone()
        n += 1
        cursor.execute("SELECT at FROM ledger_line WHERE book = %s AND n = %s", [book_id, n - 1])
        before = cursor.fetchone()
        at = max(now, before[0]) if before else now
        body: dict[str, Any] = {"n": n, "at": at.isoformat(), "act": act, "by": _by(actor), "facts": facts}
        sealed = None
        if private:
            digest, sealed = veiled(json.dumps(private, ensure_ascii=False, separators=(",", ":")))
            body["veil"] = digest
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str)
        hash_ = chain.line_hash(bytes(head) if n > 1 else chain.first_link(book), text.encode())
        cursor.execute(
            "INSERT INTO ledger_line (book, n, at, act, actor, unit, body, hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [book_id, n, at, act, *_seat(actor), text, hash_],
        )
        if sealed is not None:
            cursor.execute(
                "INSERT INTO ledger_veil (book, n, sealed) VALUES (%s, %s, %s)", [book_id, n, sealed]
            )
        cursor.execute("UPDATE ledger_book SET n = %s, head = %s WHERE id = %s", [n, hash_, book_id])
        for reaction in reactions().get(act, ()):
            if reaction.if_ is None or reaction.if_(body):
                cursor.execute(
                    "INSERT INTO ledger_todo (due_at, run, book, n, tries) VALUES (%s, %s, %s, %s, 0)",
                    [at, reaction.name, book_id, n],
                )
    return Line(book_id, n, at, act, _seat(actor)[0], body, private or {})


def veiled(private: str) -> tuple[str, bytes]:
    """The digest a line shows of its private half, and that half, salted and encrypted."""
    salt = os.urandom(chain.SALT_BYTES)
    plain = private.encode()
    return chain.veil_digest(salt, plain).hex(), crypto.seal("veil", salt + plain)


def _seat(actor: Actor) -> tuple[int | None, int | None]:
    """Who of the staff wrote it and where they sit: the line's columns beside its text."""
    return (actor.id, actor.unit) if actor.kind is Kind.STAFF else (None, None)


def _by(actor: Actor) -> dict[str, Any]:
    match actor.kind:
        case Kind.STAFF:
            return {"staff": actor.id, "unit": actor.unit}
        case Kind.PERSON | Kind.NOBODY:
            return {"person": actor.id or None}
        case _:
            return {"run": actor.name}
