"""Proof that the latest step of a case was written, for whoever has its query code; it holds codes and dates, nobody's name."""

from __future__ import annotations

from yimen.modules.cases.engine import one
from yimen.modules.ledger import queries as ledger
from yimen.rules.chain import Receipt
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

from ..subject import LICENSING
from .progress import opens


def receipt_by_code(number: str, code: str) -> Receipt:
    """With its path to the day's root from the next day on. Refused: `no_such_case`, whatever is wrong."""
    try:
        digits = CaseNumber.parse(number).digits
    except Refused:
        raise Refused("no_such_case") from None
    if not opens(digits, code):
        raise Refused("no_such_case")
    case = one(digits, LICENSING).dossier.case
    assert case is not None
    if case.guarded:
        raise Refused("no_such_case")
    return ledger.receipt(case.id, case.number, case.n)
