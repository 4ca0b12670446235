"""`yimen verify`: whether the ledger still proves what the rows say; names what does not, and ends with 1."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from yimen.modules.cases import commands as cases
from yimen.modules.cases.commands import Flaw
from yimen.modules.ledger import queries as ledger
from yimen.modules.reception import commands as reception
from yimen.rules.chain import Receipt
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

BROKEN: Final = {
    "number": "回执的序号与内容不符 · its text has another number",
    "link": "回执的记录不属于该编号 · its line is not of this book",
    "hash": "回执内容被改动 · its text was changed",
    "path": "回执不能连到当日总值 · it does not lead to the day's root",
    "root": "当日总值与公布的不同 · the day's root is not the one published",
}


def run(options: argparse.Namespace) -> int:
    flaws = list(_flaws(options.case, options.receipt))
    for flaw in flaws:
        print(f"✗ {flaw.where}: {flaw.what}")
    if not flaws:
        print("✓ 核对无误 · all of it holds")
    return int(bool(flaws))


def _flaws(number: str | None, receipt: Path | None) -> Iterator[Flaw]:
    if number is not None and (flaw := cases.verify_case(CaseNumber.parse(number).digits)):
        yield flaw
    if receipt is not None and (flaw := _receipt(receipt)):
        yield flaw
    if number is None and receipt is None:
        yield from cases.verify_all()
        yield from reception.verify_floors()


def _receipt(path: Path) -> Flaw | None:
    """A receipt proves itself; here its root is also compared with the one this hall published."""
    try:
        receipt = Receipt.from_json(json.loads(path.read_bytes()))
    except (OSError, ValueError, Refused) as error:
        return Flaw(str(path), f"不是可读的回执 · not a readable receipt ({error})")
    published = ledger.root(receipt.sealing.under.day) if receipt.sealing else None
    flaw = receipt.flaw(published)
    if flaw is None and receipt.sealing and published is None:
        flaw = "root"
    return Flaw(f"{receipt.book} #{receipt.n}", BROKEN[flaw]) if flaw else None
