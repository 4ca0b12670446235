"""All that may be read about cases: frozen cards, each list by one index."""

from __future__ import annotations

from .cards import CaseCard, ClockCard, Step, TaskCard, card_of, clock_cards, face
from .explain import explanations
from .lists import CardPage, Filters, cases, counts, desk, find_ids, mine_as_applicant, sight
from .tallies import Tally, tally

__all__ = [
    "CardPage",
    "CaseCard",
    "ClockCard",
    "Filters",
    "Step",
    "Tally",
    "TaskCard",
    "card_of",
    "cases",
    "clock_cards",
    "counts",
    "desk",
    "explanations",
    "face",
    "find_ids",
    "mine_as_applicant",
    "sight",
    "tally",
]
