"""The morning board was opened: a line of the hall's own book (R-122)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor

from ..queries.boards import BOARD, board_book, opened_by


@transaction.atomic
def open_board(actor: Actor, *, now: datetime) -> bool:
    """Note that somebody looked at the pending cases of their hall; once a day each. Whether this was the first look."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s::int)", [BOARD, actor.id % 2**31])
    if actor.id in opened_by(actor.hall, now):
        return False
    record(board_book(actor.hall), BOARD, actor, {"window": actor.unit}, now=now)
    return True
