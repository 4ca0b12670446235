"""How often the public's doors may be used from one address. Machine time.

Unlike the doors people sign in by (`people`), nothing here is a failed try: an address may simply ask so many times in
so many seconds (`settings.YIMEN_RATES`), and then again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from yimen.rules.refused import Refused

from .models import Rate


def demand_rate(door: str, address: str, *, machine_now: datetime) -> None:
    """Count this time, in one statement. Refused: too_many, with the seconds to wait."""
    most, seconds = settings.YIMEN_RATES[door]
    span = timedelta(seconds=seconds)
    told: dict[str, bytes | datetime] = {
        "key": _key(door, address),
        "now": machine_now,
        "before": machine_now - span,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, told)
        n, began_at = cursor.fetchone()
    if n > most:
        raise Refused("too_many", wait_s=max(1, round((began_at + span - machine_now).total_seconds())))


def forget_rates(*, machine_now: datetime) -> None:
    """Clear away addresses that have not asked for long."""
    longest = max(seconds for _, seconds in settings.YIMEN_RATES.values())
    Rate.objects.filter(began_at__lt=machine_now - timedelta(seconds=longest)).delete()


_COUNT: Final = """
    INSERT INTO base_rate AS r (key, began_at, n) VALUES (%(key)s, %(now)s, 1)
    ON CONFLICT (key) DO UPDATE SET
        n = CASE WHEN r.began_at <= %(before)s THEN 1 ELSE r.n + 1 END,
        began_at = CASE WHEN r.began_at <= %(before)s THEN excluded.began_at ELSE r.began_at END
    RETURNING n, began_at
"""


def _key(door: str, address: str) -> bytes:
    """An address is somebody's: only its keyed digest is kept."""
    return salted_hmac(f"base.rate.{door}", address, algorithm="sha256").digest()
