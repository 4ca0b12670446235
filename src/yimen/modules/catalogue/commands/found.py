"""Begin an installation: the ids of items and their versions carry its city, for cases point at them."""

from __future__ import annotations

from typing import Final

from django.db import connection

from ..models import Item, ItemVersion

CELL: Final = 10**12


def found(cell: int) -> None:
    """Let ids start at `cell`, the six digits of the city or county. Done once, before anything is written."""
    with connection.cursor() as cursor:
        for model in (Item, ItemVersion):
            table = model._meta.db_table  # noqa: SLF001
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass)", [table]
            )
            if cursor.fetchone()[0] is None:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, cell * CELL + 1]
                )
