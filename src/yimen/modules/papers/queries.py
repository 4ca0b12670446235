"""Reading papers: what a case was told, a paper as a file, and whether a paper somebody holds is genuine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from yimen.gateways import storage
from yimen.rules import masking
from yimen.rules.numbering import PaperNumber
from yimen.rules.papers import Paper, title
from yimen.rules.refused import Refused

from . import printing
from .contents import opened
from .models import Paper as PaperRow
from .models import SealedFile


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One paper of a case, as lists show it."""

    paper_no: str
    kind: Paper
    title: str
    title_en: str
    issued_on: date | None  # None once its content was lawfully erased
    sealed: bool  # its file is drawn
    served_at: datetime | None
    served_by: str | None
    void: bool
    case_id: int


class Finding(StrEnum):
    """What a check of a paper says."""

    GENUINE = "genuine"
    UNKNOWN = "unknown"  # no such number was ever issued
    VOID = "void"  # issued, and since declared void
    ALTERED = "altered"  # the number is ours, the file at hand is not


@dataclass(frozen=True, slots=True)
class Verdict:
    """What anybody may be told of a paper by its number (PII-05)."""

    paper_no: str
    finding: Finding
    title: str | None = None
    title_en: str | None = None
    organ: str | None = None
    issued_on: date | None = None
    item: str | None = None
    applicant: str | None = None  # masked; an organisation's name is public
    compared: bool = False  # a file was compared as well, not only the number

    @property
    def genuine(self) -> bool:
        return self.finding is Finding.GENUINE


def papers_of(case_id: int) -> tuple[PaperCard, ...]:
    """All papers of a case in the order they were issued, void ones too (R-138). One statement."""
    rows = PaperRow.objects.filter(case_id=case_id).order_by("n", "series", "k")
    return tuple(_card(row) for row in rows)


def paper(paper_no: str) -> PaperCard:
    """One paper by its 文号, whatever its brackets. Refused: paper_number_mistyped, no_such_paper."""
    return _card(_row(PaperNumber.parse(paper_no)))


def render(paper_no: str) -> bytes:
    """The paper as PDF: the file it was sealed into, or, before that, the one it will be.

    Refused: paper_number_mistyped, no_such_paper (also once its content was erased).
    """
    number = PaperNumber.parse(paper_no)
    file = SealedFile.objects.filter(series=number.series, k=number.n).first()
    if file is None:
        return printing.printed_row(_row(number))
    kept = storage.in_use()
    try:
        return kept.read(file.digest)
    except storage.Absent:  # restored without its files: the content is ours, and prints to the same bytes
        again = printing.printed_row(_row(number))
        if sha256(again).hexdigest() != file.digest:
            raise
        kept.keep(again)
        return again


def verify(paper_no: str, digest: str | None = None) -> Verdict:
    """Whether a paper is genuine: by its number alone, or with the SHA-256 of the file somebody holds.

    By number it tells what our paper says, so that a reader sees if theirs says otherwise. Refused:
    paper_number_mistyped.
    """
    number = PaperNumber.parse(paper_no)
    row = _rows(number).first()
    if row is None:
        return Verdict(str(number), Finding.UNKNOWN, compared=digest is not None)
    content = opened(row) or {}
    head = title(Paper(row.kind), content.get("alias"))
    return Verdict(
        str(number),
        _finding(row, digest),
        head.zh,
        head.en,
        content.get("organ"),
        _date(content),
        content.get("item"),
        _masked(content),
        compared=digest is not None,
    )


def gaps() -> tuple[str, ...]:
    """The series that skipped or doubled a number; empty, or the house is on fire (invariant 6)."""
    with connection.cursor() as cursor:
        cursor.execute(_GAPS)
        return tuple(row[0] for row in cursor.fetchall())


# Numbers are unique by the table's key, so as many papers as the series counted means none was skipped.
_GAPS = """
SELECT s.key FROM papers_series s LEFT JOIN papers_paper p ON p.series = s.key
WHERE s.key LIKE 'paper:%%' GROUP BY s.key, s.last HAVING count(p.k) <> s.last ORDER BY s.key
"""


def day_book(facts: Mapping[str, Any]) -> bytes:
    """The window's register of one day as PDF (R-141): `hall, window, day_on, rows[]`."""
    return printing.day_book(facts)


def _rows(number: PaperNumber) -> QuerySet[PaperRow]:
    return PaperRow.objects.filter(series=number.series, k=number.n)


def _row(number: PaperNumber) -> PaperRow:
    row = _rows(number).first()
    if row is None:
        raise Refused("no_such_paper", paper_no=str(number))
    return row


def _card(row: PaperRow) -> PaperCard:
    content = opened(row) or {}
    head = title(Paper(row.kind), content.get("alias"))
    return PaperCard(
        paper_no=row.number,
        kind=Paper(row.kind),
        title=head.zh,
        title_en=head.en,
        issued_on=_date(content),
        sealed=row.sealed_at is not None,
        served_at=row.served_at,
        served_by=row.served_by,
        void=row.void,
        case_id=row.case_id,
    )


def _date(content: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(content["issued_on"]) if content else None


def _masked(content: Mapping[str, Any]) -> str | None:
    if not content:
        return None
    name: str = content["applicant"]
    return masking.company(name) if content.get("applicant_kind") == "organisation" else masking.name(name)


def _finding(row: PaperRow, digest: str | None) -> Finding:
    if row.void:
        return Finding.VOID
    if digest is None:
        return Finding.GENUINE
    ours = SealedFile.objects.filter(series=row.series, k=row.k).values_list("digest", flat=True).first()
    return Finding.GENUINE if ours == digest.lower() else Finding.ALTERED
