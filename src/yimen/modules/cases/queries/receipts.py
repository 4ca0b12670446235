"""Proof of what was written about a case, to be checked without us."""

from __future__ import annotations

from django.db import connection

from yimen.modules.ledger import queries as ledger
from yimen.rules.chain import Receipt
from yimen.rules.refused import Refused


def receipt(number: str, n: int | None = None) -> Receipt:
    """The receipt of the n-th line of a case (digits), or of its last. Refused: `no_such_case`, for a line, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, n FROM cases_case WHERE number = %s", [number])
        row = cursor.fetchone()
    if row is None or (n is not None and not 1 <= n <= row[1]):
        raise Refused("no_such_case")
    return ledger.receipt(row[0], number, n or row[1])
