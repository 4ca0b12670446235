"""A screen told how it can make itself heard. No act on the floor: nothing follows from it, and no book holds it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

FORGOTTEN: Final = timedelta(days=7)  # a screen that says nothing for so long hangs there no more
MOST: Final = 200  # screens of a hall


def tell_sound(hall: int, key: str, sound: str, name: str, *, now: datetime) -> None:
    """Keep it, and since when it is so. Two statements."""
    told: dict[str, Any] = {
        "hall": hall,
        "key": key,
        "sound": sound,
        "name": name,
        "now": now,
        "old": now - FORGOTTEN,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reception_screen WHERE hall_id = %(hall)s AND told_at < %(old)s", told)
        cursor.execute(_TELL, told)


_TELL: Final = """
    INSERT INTO reception_screen AS s (key, hall_id, name, sound, since, told_at)
    SELECT %(key)s, %(hall)s, %(name)s, %(sound)s, %(now)s, %(now)s
    WHERE (SELECT count(*) FROM reception_screen WHERE hall_id = %(hall)s AND key <> %(key)s) < %(most)s
    ON CONFLICT (key) DO UPDATE SET
        hall_id = excluded.hall_id, name = excluded.name, sound = excluded.sound, told_at = excluded.told_at,
        since = CASE WHEN s.sound = excluded.sound THEN s.since ELSE excluded.since END
"""
