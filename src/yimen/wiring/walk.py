"""The demo's time machine: it walks, it does not jump. Whatever falls due in between happens, in its order."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import connection

from yimen.base import clock
from yimen.modules.cases import commands as cases
from yimen.modules.ledger import commands as ledger

WALKING: Final = 0x77616C6B  # "walk": one walk at a time
PATIENCE: Final = 30.0  # seconds for what is due and does not get done


class Stuck(Exception):
    """Something that is due does not get done; the sentence says where time stands."""


def walk(to: datetime) -> int:
    """Move hall time on to `to`, stopping wherever something is due until it is done; how many stops there were.

    Others go on acting on the way, but nobody's act begins before a step of time and lands after it. Whoever calls has made
    sure that this is a demo and that `to` lies ahead.
    """
    stops = 0
    with _alone():
        at = clock.hall_now()
        ledger.keep_timetable(at)
        while True:
            _finish(at)  # others go on acting meanwhile, and add to what is due
            at, there = _step(to)
            if there:
                return stops
            stops += 1


def _step(to: datetime) -> tuple[datetime, bool]:
    """Set time on to the next stop, once all that was begun by the earlier time is done; and whether that is the end."""
    with clock.stepping():
        now = clock.hall_now()
        _finish(now)
        due = _next()
        there = due is None or due > to
        at = max(to if due is None or there else due, now)  # what was done on the way took its own time
        clock.set_hall_time(at)
    return at, there


def _next() -> datetime | None:
    return min((each for each in (cases.next_turn(), ledger.next_due()) if each), default=None)


def _finish(at: datetime) -> None:
    """Until nothing is due by `at`: clocks before what follows from them."""
    deadline = time.monotonic() + PATIENCE
    while (due := _next()) is not None and due <= at:
        if cases.turn_due(now=at) or ledger.run_next(at):
            deadline = time.monotonic() + PATIENCE
        elif time.monotonic() > deadline:
            raise Stuck(
                f"{at:%Y-%m-%d %H:%M}: something due does not get done · 有到期事项无法完成，时间停在此处"
            )
        else:
            time.sleep(0.05)  # somebody else is at it


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [WALKING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [WALKING])
