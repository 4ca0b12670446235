"""The floor: the same rows by raw SQL through psycopg, in as few statements as it takes; no HTTP, no rules, no checks.

A floor is made from what the product has really written: the rows of a case before and after are read, and the difference is
written as one statement of plain values, prepared, over one connection that stays open.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import psycopg

from house import spent

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "cases_case": ("id",),
    "ledger_line": ("book", "n"),
    "ledger_veil": ("book", "n"),
    "ledger_todo": ("id",),
    "cases_task": ("case_id", "n"),
    "cases_clock": ("case_id", "n"),
    "cases_party": ("case_id", "n"),
    "papers_paper": ("series", "k"),
    "licensing_application": ("case_id",),
    "licensing_material": ("case_id", "n"),
    "licensing_opinion": ("case_id", "n"),
}
_OF: Final = {"cases_case": "id", "ledger_line": "book", "ledger_veil": "book", "ledger_todo": "book"}

Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


class Floor:
    """A connection of the floor's own, and what it and its backend spend."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True, prepare_threshold=2)
        self._pid = self.connection.info.backend_pid

    def meters(self) -> tuple[float, float]:
        """Processor time so far, in ms: of this process, and of the backend."""
        return 1000 * time.process_time(), spent([self._pid])

    def rows(self, case: int) -> Rows:
        """All rows of a case."""
        found: Rows = {}
        for table, key in KEYS.items():
            with self.connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
                cursor.execute(f"SELECT * FROM {table} WHERE {_OF.get(table, 'case_id')} = %s", [case])
                found[table] = {tuple(row[name] for name in key): row for row in cursor}
        return found

    def run(self, sql: str, told: Sequence[Any]) -> list[Any]:
        cursor = self.connection.execute(sql, told)
        return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        self.connection.close()


Fresh = Callable[[str, str, Any], Any]
"""Column of a table and its value in the sample → the value to write this time."""


class Write:
    """One statement that writes what a sample wrote."""

    def __init__(self, before: Rows, after: Rows, series: Sequence[str] = ()) -> None:
        """`series` are the counters that it bumps besides."""
        self._told: list[tuple[str, str, Any]] = []
        parts = []
        for table, key in KEYS.items():
            old, new = before.get(table, {}), after[table]
            parts += self._inserted(table, [row for place, row in new.items() if place not in old])
            for place, row in new.items():
                if place in old and row != old[place]:
                    parts.append(self._updated(table, key, old[place], row))
        for key in series:
            parts.append("UPDATE papers_series SET last = last + 1 WHERE key = %s")
            self._told.append(("papers_series", "key", key))
        self.rows = len(parts)
        self.sql = "WITH " + ", ".join(f"p{n} AS ({part})" for n, part in enumerate(parts)) + " SELECT 1"

    def _inserted(self, table: str, rows: Sequence[dict[str, Any]]) -> list[str]:
        if not rows:
            return []
        columns = [name for name in rows[0] if (table, name) != ("ledger_todo", "id")]
        for row in rows:
            self._told += [(table, name, row[name]) for name in columns]
        values = ", ".join(f"({', '.join(['%s'] * len(columns))})" for _ in rows)
        return [f"INSERT INTO {table} ({', '.join(columns)}) VALUES {values}"]

    def _updated(self, table: str, key: Sequence[str], old: dict[str, Any], new: dict[str, Any]) -> str:
        changed = [name for name in new if new[name] != old[name]]
        self._told += [(table, name, new[name]) for name in (*changed, *key)]
        sets = ", ".join(f"{name} = %s" for name in changed)
        return f"UPDATE {table} SET {sets} WHERE {' AND '.join(f'{name} = %s' for name in key)}"

    def told(self, fresh: Fresh) -> list[Any]:
        """The statement's values, with what must differ each time."""
        return [_plain(fresh(table, name, value)) for table, name, value in self._told]


def _plain(value: Any) -> Any:
    return psycopg.types.json.Json(value) if isinstance(value, dict | list) else value
