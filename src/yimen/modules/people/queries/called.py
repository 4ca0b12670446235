"""How people are called, for whoever needs no more of them: one lean statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection

from yimen.rules import masking

from ..kinds import PersonKind


@dataclass(frozen=True, slots=True)
class Called:
    """Names by id; those of applicants as the public sees them (PII-05)."""

    staff: Mapping[int, str]
    applicants: Mapping[int, str]


def called(staff: Iterable[int | None] = (), applicants: Iterable[int | None] = ()) -> Called:
    """The names of these; closed accounts too, since old lines name them. One statement, none for nobody."""
    accounts, persons = set(staff) - {None}, set(applicants) - {None}
    found = Called({}, {})
    if not accounts and not persons:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_CALLED, [list(accounts), list(persons)])
        rows = cursor.fetchall()
    return Called(
        {id_: name for id_, name, kind in rows if kind is None},
        {id_: masked(name, kind) for id_, name, kind in rows if kind is not None},
    )


def masked(name: str, kind: str) -> str:
    """An applicant's name as the public sees it; the register of companies is public."""
    return masking.company(name) if kind == PersonKind.ORGANISATION else masking.name(name)


_CALLED: Final = (
    "SELECT id, name, NULL AS kind FROM people_account WHERE id = ANY (%s::bigint[])"
    " UNION ALL SELECT id, name, kind FROM people_person WHERE id = ANY (%s::bigint[])"
)
