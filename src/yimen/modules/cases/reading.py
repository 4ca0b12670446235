"""Cases as values: one statement, one snapshot, no lock."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from yimen.base import crypto
from yimen.rules.dossier import Case, Dossier, Past
from yimen.rules.refused import Refused

from . import subjects
from .versions import Versions


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case as it stood in one snapshot, with the sealed private halves of its rows."""

    dossier: Dossier
    versions: Versions
    hidden: Mapping[tuple[str, tuple[Any, ...]], bytes] = field(default_factory=dict)

    def private(self, table: str, key: tuple[Any, ...] = ()) -> dict[str, Any]:
        """The private half of one row, opened; {} where there is none or it was erased."""
        sealed = self.hidden.get((table, key))
        return crypto.open_json(table, sealed) if sealed else {}


def load(where: str, parameters: Sequence[Any], subject: subjects.Subject) -> tuple[Loaded, ...]:
    """Every case that `where` (over `cases_case c`) finds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {subject.load}::text FROM cases_case c WHERE {where}", list(parameters))  # noqa: S608
        return tuple(_loaded(json.loads(row), subject) for (row,) in cursor.fetchall())


def one(number: str, subject: subjects.Subject) -> Loaded:
    """The case of a number (digits), or the refusal that forbidden ones get, too."""
    found = load("c.number = %s", [number], subject)
    if not found:
        raise Refused("no_such_case")
    return found[0]


def some(ids: Iterable[int], subject: subjects.Subject) -> tuple[Loaded, ...]:
    """The cases of these ids in ascending order: the order in which they are locked."""
    return load("c.id = ANY(%s) ORDER BY c.id", [list(ids)], subject)


def _loaded(row: Mapping[str, Any], subject: subjects.Subject) -> Loaded:
    case = Case.from_json(row["case"])
    kinds = subject.kinds(case.procedure)
    rows: dict[str, dict[tuple[Any, ...], Any]] = {}
    hidden: dict[tuple[str, tuple[Any, ...]], bytes] = {}
    for word, kind in kinds.items():
        here: dict[tuple[Any, ...], Any] = {}
        for each in row.get(word) or ():
            value = kind.from_json(each)
            here[value.key] = value
            if each.get("private"):
                hidden[word, value.key] = bytes.fromhex(each["private"][2:])
        rows[word] = here
    past = tuple(Past(n, act, actor, datetime.fromisoformat(at)) for n, act, actor, at in row["past"] or ())
    head = bytes.fromhex(row["case"]["head"][2:])
    return Loaded(Dossier(case, head, rows, past), Versions.from_json(row["versions"]), hidden)
