"""Answers to idempotency keys are kept seven days of machine time, and no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import connection

from yimen.base.clock import machine_now

KEPT: Final = timedelta(days=7)  # the contract's promise


def forget_answers() -> int:
    """Drop what is older; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_answer WHERE at < %s", [machine_now() - KEPT])
        return int(cursor.rowcount)
