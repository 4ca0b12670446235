"""All that writes cases."""

from __future__ import annotations

from yimen.modules.ledger.queries import Flaw

from ..late import OnPaper
from .batch import batch
from .move import Beginning, Outcome, begin, move
from .outages import end_outage, register_outage
from .retime import retime_from
from .turn import next_turn, turn_due
from .verify import verify_all, verify_case

__all__ = [
    "Beginning",
    "Flaw",
    "OnPaper",
    "Outcome",
    "batch",
    "begin",
    "end_outage",
    "move",
    "next_turn",
    "register_outage",
    "retime_from",
    "turn_due",
    "verify_all",
    "verify_case",
]
