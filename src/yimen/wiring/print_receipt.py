"""`yimen receipt`: the proof that a case's line was written, as a file that anybody can check without us."""

from __future__ import annotations

import argparse
import json

from yimen.modules.cases.queries.receipts import receipt
from yimen.rules.numbering import CaseNumber


def run(options: argparse.Namespace) -> int:
    """The receipt of one line, or of the last, on standard output; its path to the day's root from the next day on."""
    proof = receipt(CaseNumber.parse(options.number).digits, options.line)
    print(json.dumps(proof.to_json(), ensure_ascii=False, indent=1))
    return 0
