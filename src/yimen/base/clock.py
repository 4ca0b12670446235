"""The only place that asks the time: hall time, which a demo may move, and machine time, which nobody may.

Hall time dates lines, clocks, to-dos, numbers and bookings; machine time dates sign-ins, tokens, codes, rate
limits, stored answers and call time-outs (engine: two times).
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

ZONE: Final = ZoneInfo("Asia/Shanghai")


def machine_now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def hall_now() -> datetime:
    """The hall's moment, in its own zone: the real time in production, the shifted one in a demo."""
    return (machine_now() + offset()).astimezone(ZONE)


def offset() -> timedelta:
    """How far the demo's time is ahead of the machine's; zero where time may not be moved."""
    if not settings.YIMEN_DEMO:
        return timedelta()
    with connection.cursor() as cursor:
        cursor.execute("SELECT ahead FROM base_halltime")
        row = cursor.fetchone()
    return row[0] if row else timedelta()


def set_hall_time(at: datetime) -> None:
    """Let hall time be `at` from now on. Demo and test only; who may go forward is decided by the caller."""
    if not settings.YIMEN_DEMO:
        msg = "hall time is the real time in production"
        raise RuntimeError(msg)
    ahead = at - machine_now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_halltime (id, ahead) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET ahead = excluded.ahead",
            [ahead],  # type: ignore[list-item]  # psycopg knows intervals, the stubs do not
        )
