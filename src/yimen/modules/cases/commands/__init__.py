"""All that writes cases."""

from __future__ import annotations

from yimen.modules.ledger.queries import Flaw

from .batch import batch
from .move import Beginning, Outcome, begin, move
from .retime import retime_from
from .turn import next_turn, turn_due
from .verify import verify_all, verify_case

__all__ = [
    "Beginning",
    "Flaw",
    "Outcome",
    "batch",
    "begin",
    "move",
    "next_turn",
    "retime_from",
    "turn_due",
    "verify_all",
    "verify_case",
]
