"""What somebody tells about themselves, brought to the form it is kept and looked up in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from yimen.rules.identifiers import Document, DocumentKind, ResidentNumber, parse_mobile
from yimen.rules.refused import Refused
from yimen.rules.typed import bare

from .kinds import PersonKind

LONGEST_NAME: Final = 200  # characters: what the forms let in; the longest registered bodies stay well below
_LANDLINE: Final = re.compile(r"0[0-9]{9,11}")  # with its area code (ID-04)
_SHOWN_BY: Final = {
    PersonKind.PERSON: DocumentKind.RESIDENT_ID,
    PersonKind.ORGANISATION: DocumentKind.CREDIT_CODE,
}


@dataclass(frozen=True, slots=True)
class Told:
    """An applicant as told; `doubts` names each field that cannot be right, with what is wrong."""

    kind: PersonKind
    name: str = field(repr=False)
    id_type: str
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    doubts: Mapping[str, Refused]


def read(kind: str, name: str, id_type: str | None, id_number: str, phone: str, *, today: date) -> Told:
    """Without `id_type` a person shows a resident ID, an organisation a credit code (the contract). Never refuses."""
    doubts: dict[str, Refused] = {}
    try:
        sort = PersonKind(kind)
    except ValueError:
        sort = PersonKind.PERSON
        doubts["kind"] = Refused("person_kind")
    called = " ".join(name.split())
    if not called:
        doubts["name"] = Refused("name_missing")
    elif len(called) > LONGEST_NAME:
        doubts["name"] = Refused("name_long", most=LONGEST_NAME)
    document, number = id_type or _SHOWN_BY[sort].value, bare(id_number)
    try:
        number = Document.parse(DocumentKind(document), id_number, today=today).number
    except ValueError:
        doubts["id_type"] = Refused("document_kind")
    except Refused as wrong:
        doubts["id_number"] = wrong
    line = bare(phone)
    try:
        line = telephone(phone)
    except Refused as wrong:
        doubts["phone"] = wrong
    return Told(sort, called, document, number, line, doubts)


def telephone(text: str) -> str:
    """A mobile number, or a landline with its area code. Refused: mobile_form. ID-04."""
    line = bare(text)
    return line if _LANDLINE.fullmatch(line) else parse_mobile(text)


def looked_up(text: str) -> str:
    """An identity number as it would be kept: one of fifteen digits becomes its eighteen."""
    try:
        return str(ResidentNumber.parse(text, today=date.max))
    except Refused:
        return bare(text)
