"""The one thing done to a paper here: it becomes a file, once. What a case is told is the engine's to write."""

from __future__ import annotations

from dataclasses import dataclass

from yimen.gateways import storage
from yimen.rules.numbering import PaperNumber
from yimen.rules.refused import Refused

from . import printing
from .models import Paper, SealedFile


@dataclass(frozen=True, slots=True)
class Sealed:
    """A paper's file, for the move `sealed` to name."""

    series: str
    k: int
    paper_no: str
    digest: str  # SHA-256, hexadecimal
    size: int  # bytes


def seal(paper_no: str) -> Sealed:
    """Draw the paper, store its file and remember its digest; a second call answers the first one's file.

    Refused: paper_number_mistyped, no_such_paper.
    """
    number = PaperNumber.parse(paper_no)
    row = Paper.objects.filter(series=number.series, k=number.n).first()
    if row is None:
        raise Refused("no_such_paper", paper_no=str(number))
    return _seal(row)


def seal_all(case_id: int) -> tuple[Sealed, ...]:
    """Every paper of the case that no move has called sealed yet, drawn and stored. The to-do `seal` runs it."""
    waiting = Paper.objects.filter(case_id=case_id, sealed_at=None).order_by("n", "series", "k")
    return tuple(_seal(row) for row in waiting)


def _seal(row: Paper) -> Sealed:
    file = SealedFile.objects.filter(series=row.series, k=row.k).first()
    if file is None:
        printed = printing.printed_row(row)
        digest = storage.in_use().keep(printed)  # first the file, then its row: a kill between leaves no lie
        file, _ = SealedFile.objects.get_or_create(
            series=row.series, k=row.k, defaults={"digest": digest, "size": len(printed)}
        )
    return Sealed(row.series, row.k, row.number, file.digest, file.size)
