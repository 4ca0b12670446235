"""Know an applicant: find them as they were told before, or keep them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from yimen.base import crypto
from yimen.modules.ledger.commands import record
from yimen.rules import masking
from yimen.rules.actors import Actor, Kind
from yimen.rules.identifiers import DocumentKind
from yimen.rules.refused import Refused

from ..access import BOOK
from ..kinds import PersonKind
from ..models.applicants import ID_NUMBER, PHONE
from ..queries.applicants import PersonCard, person
from ..told import Told, read


@dataclass(frozen=True, slots=True)
class PersonRef:
    """An applicant that a case may point at (`party.person`)."""

    id: int
    kind: PersonKind
    name: str = field(repr=False)
    id_masked: str
    phone_masked: str


def known(
    kind: str,
    name: str,
    id_type: str | None,
    id_number: str,
    phone: str,
    *,
    today: date,
    as_told: bool = False,
) -> PersonRef:
    """The applicant with exactly this name, document and telephone, kept now if never told before. One statement.

    Refused: what is wrong with the one field that is wrong, else applicant_unclear; both name each field's reason in
    `fields`. With `as_told` it is kept as it stands: an application with faults is registered, too (R-078), and
    `told.read(…).doubts` become its findings.
    """
    told = read(kind, name, id_type, id_number, phone, today=today)
    if told.doubts and not as_told:
        raise _unclear(told)
    id_masked = _masked_number(told)
    phone_masked = masking.phone(told.phone)
    row: dict[str, str | bytes] = {
        "kind": told.kind,
        "name": told.name,
        "id_type": told.id_type,
        "id_number": crypto.seal(ID_NUMBER, told.id_number.encode()),
        "id_index": crypto.blind_index(ID_NUMBER, told.id_number) if told.id_number else b"",
        "id_masked": id_masked,
        "phone": crypto.seal(PHONE, told.phone.encode()),
        "phone_index": crypto.blind_index(PHONE, told.phone) if told.phone else b"",
        "phone_masked": phone_masked,
    }
    return PersonRef(_find_or_make(row), told.kind, told.name, id_masked, phone_masked)


@transaction.atomic
def unveil(actor: Actor, person_id: int, *, purpose: str, now: datetime) -> PersonCard:
    """An applicant's number and telephone in full: a recorded act with its purpose (PII-05). Refused: no_such_person."""
    if actor.kind is not Kind.STAFF:
        raise Refused("not_permitted")
    card = person(person_id, unmasked=True)
    if card is None:
        raise Refused("no_such_person")
    record(BOOK, "unveil", actor, {"person": person_id}, now=now, private={"purpose": purpose})
    return card


def _find_or_make(row: dict[str, str | bytes]) -> int:
    """A second try is needed only if the same applicant was kept by somebody else in the meantime."""
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(_KNOWN, row)
            if found := cursor.fetchone():
                return int(found[0])
    msg = "an applicant was neither found nor kept"
    raise AssertionError(msg)


_KNOWN: Final = """
    WITH before AS (
        SELECT id FROM people_person
        WHERE id_index = %(id_index)s AND phone_index = %(phone_index)s AND id_type = %(id_type)s AND name = %(name)s
    ),
    made AS (
        INSERT INTO people_person
               (kind, name, id_type, id_number, id_index, id_masked, phone, phone_index, phone_masked)
        SELECT %(kind)s, %(name)s, %(id_type)s, %(id_number)s, %(id_index)s, %(id_masked)s,
               %(phone)s, %(phone_index)s, %(phone_masked)s
        WHERE NOT EXISTS (SELECT FROM before)
        ON CONFLICT (id_index, phone_index, id_type, name) DO NOTHING
        RETURNING id
    )
    SELECT id FROM before UNION ALL SELECT id FROM made
"""


def _masked_number(told: Told) -> str:
    try:
        return masking.document(DocumentKind(told.id_type), told.id_number)
    except ValueError:
        return masking.identity_number(told.id_number)


def _unclear(told: Told) -> Refused:
    fields = {name: wrong.reason for name, wrong in told.doubts.items()}
    if len(told.doubts) == 1:
        (wrong,) = told.doubts.values()
        return Refused(wrong.reason, **wrong.facts, fields=fields)
    return Refused("applicant_unclear", fields=fields)
