"""What a screen is told: that something was said on a hall's floor; what, it then reads."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db import connection, transaction

CHANNEL: Final = "yimen_floor"


class Said(NamedTuple):
    hall: str  # its code
    what: str  # the act, or what else changed: `notice`, `screen`


def said(hall: str, what: str = "") -> None:
    """Tell whoever listens, once the caller's transaction is committed, in a statement of its own.

    Inside it the notification would take a lock that all committers of the database share.
    """
    transaction.on_commit(lambda: _notify(f"{hall} {what}".rstrip()), robust=True)


def heard(payload: str) -> Said:
    """A notification, read."""
    hall, _, what = payload.partition(" ")
    return Said(hall, what)


def _notify(payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
