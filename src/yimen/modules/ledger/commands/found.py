"""Begin an installation: its ids carry its city."""

from __future__ import annotations

from django.db import connection

CELL = 10**12


def found(cell: int) -> None:
    """Let ids start at `cell`, the six digits of the city or county. Done once, before anything is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_called FROM ledger_id")
        if not cursor.fetchone()[0]:
            cursor.execute("SELECT setval('ledger_id', %s, false)", [cell * CELL + 1])
