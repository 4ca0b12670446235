"""The only place that asks the time: hall time, which a demo may move, and machine time, which nobody may.

Hall time dates lines, clocks, to-dos, numbers and bookings; machine time dates sign-ins, tokens, codes, rate
limits, stored answers and call time-outs (engine: two times).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error, OperationalError, connection

from yimen.rules.refused import Refused

ZONE: Final = ZoneInfo("Asia/Shanghai")
STEP: Final = 0x73746570  # "step": the lock of whoever moves a demo's time; all who act by it share it
PATIENCE = 10  # seconds somebody's act waits for the step under way


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


@contextmanager
def standing(*, patient: bool = False) -> Iterator[None]:
    """Hall time runs on but is not moved while something is done by it: no act begins before a step and lands after it.

    An act waits for the step under way. Refused: `time_moves`, if that takes too long, unless it is `patient`. Where time
    cannot be moved this costs nothing.
    """
    if not settings.YIMEN_DEMO:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock_shared(%s)", [STEP])
        if not cursor.fetchone()[0]:
            _await_step(0 if patient else PATIENCE)
    try:
        yield
    finally:
        _let_go("pg_advisory_unlock_shared")


@contextmanager
def stepping() -> Iterator[None]:
    """Nobody else acts by hall time meanwhile: what was begun by it is finished first, what comes waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [STEP])
    try:
        yield
    finally:
        _let_go("pg_advisory_unlock")


def _await_step(seconds: int) -> None:
    """Zero is for as long as it takes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])
        try:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [STEP])
        except OperationalError:  # the lock's time is over, or the database's: either way nothing was done
            raise Refused("time_moves") from None
        finally:
            with suppress(Error):
                cursor.execute("RESET lock_timeout")


def _let_go(unlock: str) -> None:
    with suppress(Error), connection.cursor() as cursor:  # a connection that broke holds nothing any more
        cursor.execute(f"SELECT {unlock}(%s)", [STEP])


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
