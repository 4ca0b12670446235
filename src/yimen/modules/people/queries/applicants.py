"""Applicants: who is meant, masked unless there is a need; found by name, number or telephone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db import connection

from yimen.base import crypto
from yimen.rules.typed import bare

from ..kinds import PersonKind
from ..models import Person
from ..models.applicants import ID_NUMBER, PHONE
from ..told import looked_up
from .called import masked


@dataclass(frozen=True, slots=True)
class PersonCard:
    """An applicant as told once. Number and telephone are masked unless asked for; none of it shows in a log."""

    id: int
    kind: PersonKind
    name: str = field(repr=False)
    id_type: str
    id_number: str = field(repr=False)
    phone: str = field(repr=False)

    @property
    def name_masked(self) -> str:
        """As the public sees it; the register of companies is public."""
        return masked(self.name, self.kind)


def person(id_: int, *, unmasked: bool) -> PersonCard | None:
    """One applicant. Unmasked only for what needs it: a paper, a message, or an act recorded with its purpose."""
    return persons([id_], unmasked=unmasked).get(id_)


def persons(ids: Iterable[int], *, unmasked: bool = False) -> dict[int, PersonCard]:
    """Several applicants by id, in one statement."""
    return {row.id: _card(row, unmasked=unmasked) for row in Person.objects.filter(id__in=set(ids))}


def person_ids(text: str, *, limit: int = 200) -> list[int]:
    """Whom `text` may mean, the newest first: a name's beginning, a whole identity number, or a telephone.

    One statement, each part on its own index. Parts of numbers find nobody: they are not kept.
    """
    told = " ".join(text.split())
    if not told:
        return []
    numbered = any(char.isdigit() for char in told)
    ids = crypto.blind_indexes(ID_NUMBER, looked_up(told)) if numbered else ()
    phones = crypto.blind_indexes(PHONE, bare(told)) if numbered else ()
    like = re.sub(r"([\\%_])", r"\\\1", told) + "%"
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [like, list(ids), list(phones), limit])
        return [id_ for (id_,) in cursor.fetchall()]


_FIND: Final = (
    "SELECT id FROM people_person"
    " WHERE name LIKE %s OR id_index = ANY (%s::bytea[]) OR phone_index = ANY (%s::bytea[])"
    " ORDER BY id DESC LIMIT %s"
)


def _card(row: Person, *, unmasked: bool) -> PersonCard:
    return PersonCard(
        id=row.id,
        kind=PersonKind(row.kind),
        name=row.name,
        id_type=row.id_type,
        id_number=crypto.open_(ID_NUMBER, row.id_number).decode() if unmasked else row.id_masked,
        phone=crypto.open_(PHONE, row.phone).decode() if unmasked else row.phone_masked,
    )
