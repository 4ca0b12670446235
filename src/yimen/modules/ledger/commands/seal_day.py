"""Seal a day: one Merkle root over all of its lines, yesterday's root the first leaf."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from yimen.base.clock import ZONE
from yimen.rules import chain

from .. import queries


@transaction.atomic
def seal_day(day: date) -> chain.DayRoot:
    """The day's root, made once; asking again gives the same."""
    sealed = queries.root(day)
    if sealed is not None:
        return sealed
    hashes = queries.day_hashes(day)
    with connection.cursor() as cursor:
        cursor.execute("SELECT root FROM ledger_root WHERE day < %s ORDER BY day DESC LIMIT 1", [day])
        yesterday = cursor.fetchone()
        root = chain.day_root(bytes(yesterday[0]) if yesterday else b"", hashes)
        cursor.execute(
            "INSERT INTO ledger_root (day, count, root) VALUES (%s, %s, %s) ON CONFLICT (day) DO NOTHING",
            [day, len(hashes), root],
        )
    return chain.DayRoot(day, len(hashes), root)


def seal_due_days(now: datetime) -> int:
    """Seal every finished day that has lines and no root, in order. The day's last statements end before 00:15."""
    last = (now.astimezone(ZONE) - timedelta(minutes=15)).date() - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT max(day) + 1 FROM ledger_root),"
            " ((SELECT min(at) FROM ledger_line) AT TIME ZONE %s)::date)",
            [ZONE.key],
        )
        first = cursor.fetchone()[0]
    count = 0
    day = first
    while day is not None and day <= last:
        seal_day(day)
        count += 1
        day += timedelta(days=1)
    return count
