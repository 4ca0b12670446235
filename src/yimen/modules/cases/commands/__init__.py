"""All that writes cases."""

from __future__ import annotations

from .batch import batch
from .move import Outcome, move
from .turn import next_turn, retime_next, turn_due
from .verify import Flaw, verify_all, verify_case

__all__ = [
    "Flaw",
    "Outcome",
    "batch",
    "move",
    "next_turn",
    "retime_next",
    "turn_due",
    "verify_all",
    "verify_case",
]
