"""The line of a hall as a stream tells it: numbers in their order, and who is called where. No more than walls show."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import connection

from yimen.base.clock import ZONE


def line(hall: int, *, now: datetime) -> dict[str, Any]:
    """`waiting`: by queue's letter, the numbers in their order; `called`: number → window. One statement."""
    waiting: dict[str, list[str]] = {}
    called: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LINE, {"hall": hall, "day": now.astimezone(ZONE).date(), "now": now})
        for code, number, state, window in cursor.fetchall():
            if state == "waiting":
                waiting.setdefault(code, []).append(number)
            else:
                called[number] = f"{window} {state}"
    return {"waiting": waiting, "called": called}


_LINE: Final = """
    SELECT q.code, t.number, t.state, coalesce(w.number, '')
    FROM reception_ticket t JOIN reception_queue q ON q.id = t.queue_id
    LEFT JOIN people_window w ON w.unit_id = t.window_id
    WHERE t.hall_id = %(hall)s AND t.day = %(day)s AND t.state IN ('waiting', 'called', 'serving')
    ORDER BY q.code, t.ready_at > %(now)s, t.klass, t.rank_at, t.id
"""
