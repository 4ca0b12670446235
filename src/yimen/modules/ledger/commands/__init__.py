"""All that writes the ledger, but for the lines of cases, which their moves write."""

from __future__ import annotations

from .found import found
from .record import record, veiled
from .seal_day import seal_day, seal_due_days
from .answers import forget_answers
from .todos import add_todo, keep_timetable, next_due, outside, run_for, run_next

__all__ = [
    "add_todo",
    "found",
    "next_due",
    "outside",
    "record",
    "run_next",
    "seal_day",
    "seal_due_days",
    "veiled",
]
