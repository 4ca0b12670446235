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

    Between two stops whoever waited acts, by a time up to which all is done. Whoever calls has made sure that this is a demo
    and that `to` lies ahead.
    """
    stops = 0
    with _alone():
        with clock.stepping():
            ledger.keep_timetable(clock.hall_now())
        while _step(to):
            stops += 1
    return stops


def _step(to: datetime) -> bool:
    """One stop on the way, or the last stretch; whether it was a stop."""
    with clock.stepping():
        now = clock.hall_now()
        due = _next()
        if due is None or due > to:
            clock.set_hall_time(max(to, now))  # what was done on the way took its time, too
            return False
        at = max(due, now)
        clock.set_hall_time(at)
        _finish(at)
        return True


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
