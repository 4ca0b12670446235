"""All that writes the ledger, but for the lines of cases, which their moves write."""

from __future__ import annotations

from .found import found
from .record import record, veiled
from .seal_day import seal_day, seal_due_days
from .todos import add_todo, next_due, outside, run_next

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
