"""How often somebody may try: each try beyond the free ones makes the next wait twice as long. Machine time.

A try is counted before it is judged, in one statement, so that many at once are no more than as many in turn.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from yimen.rules.refused import Refused

from .models import Attempt


class Door(StrEnum):
    """What is tried, and by whom it is counted; the numbers stand in `settings.YIMEN_DOORS`."""

    PASSWORD = "password"  # noqa: S105  # by account and address together
    PASSWORDS = "passwords"  # wrong ones, by address alone
    CODE = "code"  # codes asked for, by telephone
    CODES = "codes"  # codes asked for, by address


def knock(door: Door, who: str, *, machine_now: datetime) -> None:
    """Count this try. Refused: too_many, with the seconds to wait."""
    key = _key(door, who)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "key": key,
                "now": machine_now,
                "waits": _waits(door),
                "forgotten": machine_now - timedelta(seconds=settings.YIMEN_FORGET_AFTER),
            },
        )
        if cursor.fetchone() is None:
            raise _too_many(key, machine_now)


def demand_open(door: Door, who: str, *, machine_now: datetime) -> None:
    """Refused: too_many, while a wait is on. Counts nothing."""
    key = _key(door, who)
    if Attempt.objects.filter(key=key, until_at__gt=machine_now).exists():
        raise _too_many(key, machine_now)


def forgive(door: Door, who: str) -> None:
    """It was them after all."""
    Attempt.objects.filter(key=_key(door, who)).delete()


_COUNT: Final = """
    INSERT INTO people_attempt AS a (key, tries, until_at)
    VALUES (%(key)s, 1, %(now)s::timestamptz + make_interval(secs => (%(waits)s::float8[])[1]))
    ON CONFLICT (key) DO UPDATE SET (tries, until_at) = (
        SELECT t.n, %(now)s::timestamptz
                    + make_interval(secs => (%(waits)s::float8[])[least(t.n, cardinality(%(waits)s::float8[]))])
        FROM (SELECT CASE WHEN a.until_at < %(forgotten)s::timestamptz THEN 1 ELSE a.tries + 1 END AS n) t
    )
    WHERE a.until_at <= %(now)s::timestamptz
    RETURNING tries
"""


def _waits(door: Door) -> list[float]:
    """Seconds to wait after the first, second, … try; the last holds for all that follow."""
    free, first, longest = settings.YIMEN_DOORS[door]
    waits = [0.0] * (free - 1) + [float(first)]
    while waits[-1] < longest:
        waits.append(min(2 * waits[-1], float(longest)))
    return waits


def _too_many(key: bytes, machine_now: datetime) -> Refused:
    until_at = Attempt.objects.values_list("until_at", flat=True).filter(key=key).first()
    wait = (until_at - machine_now).total_seconds() if until_at else 0
    return Refused("too_many", wait_s=max(1, round(wait)))


def _key(door: Door, who: str) -> bytes:
    """What people type into a name's field is sometimes their password: nothing of it is kept."""
    return salted_hmac(f"people.{door}", who, algorithm="sha256").digest()
