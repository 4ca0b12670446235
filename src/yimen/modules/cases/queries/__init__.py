"""All that may be read about cases: frozen cards, each list by one index."""

from __future__ import annotations

from .cards import CaseCard, ClockCard, Step, TaskCard, card_of, clock_cards, face
from .explain import explanations
from .lists import CardPage, Filters, cases, counts, desk, find_ids, mine_as_applicant, sight
from .outages import LateCard, OutageCard, covering, late_entries, outages
from .standing import Standing, StandingClock, StandingTask, standing
from .tallies import Tally, running_from, tally
from .tasks import DeskTask, Share, Spread, Whose, spread, tasks, tasks_with
from .watch import Delay, Promise, delays, due, lights, promised

__all__ = [
    "CardPage",
    "CaseCard",
    "ClockCard",
    "Delay",
    "DeskTask",
    "Filters",
    "LateCard",
    "OutageCard",
    "Promise",
    "Share",
    "Spread",
    "Standing",
    "StandingClock",
    "StandingTask",
    "Step",
    "Tally",
    "TaskCard",
    "Whose",
    "card_of",
    "cases",
    "clock_cards",
    "counts",
    "covering",
    "delays",
    "desk",
    "due",
    "explanations",
    "face",
    "find_ids",
    "late_entries",
    "lights",
    "mine_as_applicant",
    "outages",
    "promised",
    "running_from",
    "sight",
    "spread",
    "standing",
    "tally",
    "tasks",
    "tasks_with",
]
