"""Which state of calendar, places and catalogue a move is decided on: read with the case, so that caches never lie."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, Self

from django.db import connection

from yimen.modules.workdays import queries as workdays

BOOKS: Final = ("people", "catalogue", "parameters")
VERSIONS_SQL: Final = (
    f"json_build_object('calendar', {workdays.VERSION_SQL}, 'books', (SELECT json_object_agg(b.name,"  # noqa: S608
    " encode(b.head, 'hex')) FROM ledger_book b WHERE b.name IN ('people', 'catalogue', 'parameters')))"
)


@dataclass(frozen=True, slots=True)
class Versions:
    """The calendar's version, and the heads of the books whose rows are kept in the process."""

    calendar: int
    people: str
    catalogue: str
    parameters: str

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        books = row["books"] or {}
        return cls(row["calendar"], *(books.get(name, "") for name in BOOKS))


def current() -> Versions:
    """As they are now: one small statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {VERSIONS_SQL}::text")
        return Versions.from_json(json.loads(cursor.fetchone()[0]))
