"""What an application does when something has happened to it: its papers are drawn."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from yimen.modules.ledger.events import Line

from .commands import seal_papers


def draw_papers(line: Line, now: datetime) -> None:
    """Every paper the line issued becomes a file, once; then the case says so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM cases_case WHERE id = %s", [line.book])
        (number,) = cursor.fetchone()
    seal_papers(number, now=now)
