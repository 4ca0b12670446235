"""All that writes the ledger, but for the lines of cases, which their moves write."""

from __future__ import annotations

from .answers import Answer, Keyed, answered, forget_answers, is_answered, once, remember_refusal
from .found import found
from .record import Head, Writer, lock, moment, record, veiled, write
from .seal_day import seal_day, seal_due_days
from .todos import add_todo, inside, keep_timetable, next_due, outside, run_for, run_next

__all__ = [
    "Answer",
    "Head",
    "Keyed",
    "Writer",
    "add_todo",
    "answered",
    "forget_answers",
    "found",
    "inside",
    "is_answered",
    "keep_timetable",
    "lock",
    "moment",
    "next_due",
    "once",
    "outside",
    "record",
    "remember_refusal",
    "run_for",
    "run_next",
    "seal_day",
    "seal_due_days",
    "veiled",
    "write",
]
