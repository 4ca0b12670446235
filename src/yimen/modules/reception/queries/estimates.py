"""How long somebody will wait in a queue of a hall, from what its windows lately took for one (README: invariant 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.rules.reception import estimate
from yimen.rules.reception.estimate import Interval

Samples = Mapping[int, tuple[timedelta, ...]]

_FRESH: Final = timedelta(minutes=1)
_WEEKS: Final = 6  # same days of the week looked at
_DAYS: Final = 5  # days before today looked at
_NOON: Final = 12


@dataclass(frozen=True, slots=True)
class _Kept:
    read_at: datetime
    samples: Samples
    least: int


_kept: dict[int, _Kept] = {}


def wait(hall: int, queue: int, ahead: int, windows: int, *, now: datetime) -> Interval | None:
    """The wait of whoever has so many ahead in a queue called by so many open windows; None where nothing can be claimed.

    Three statements a minute and hall, else none.
    """
    kept = _of(hall, now)
    return estimate.wait(ahead, windows, kept.samples.get(queue, ()), least=kept.least)


def samples(hall: int, *, now: datetime) -> Samples:
    """By queue: how long a window was taken by each of its latest tickets, of the same half of the day.

    Those of the same day of the week come first, then the last days'; `estimate.sample` of them at most. Whoever did not come
    counts with the time they were called: so long the window waited for them.
    """
    return _of(hall, now).samples


def forget() -> None:
    """Read everything anew."""
    _kept.clear()


def _of(hall: int, now: datetime) -> _Kept:
    here = now.astimezone(ZONE)
    kept = _kept.get(hall)
    if kept is None or not timedelta() <= here - kept.read_at < _FRESH:
        _kept[hall] = kept = _read(hall, here)
    return kept


def _read(hall: int, here: datetime) -> _Kept:
    today, unit = here.date(), people.unit(hall)
    if unit is None:
        return _Kept(here, {}, 0)
    parameters = catalogue.parameters()
    told = {
        "hall": hall,
        "days": _days(today),
        "weekday": today.isoweekday(),
        "morning": here.hour < _NOON,
        "noon": _NOON,
        "zone": ZONE.key,
        "most": parameters.get("estimate.sample", today, hall=unit.code),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLES, told)
        found = {queue: tuple(taken) for queue, taken in cursor.fetchall()}
    return _Kept(here, found, parameters.get("estimate.least", today, hall=unit.code))


def _days(today: date) -> list[date]:
    weekly = [today - timedelta(weeks=n) for n in range(_WEEKS)]
    lately = [today - timedelta(days=n) for n in range(1, _DAYS + 1)]
    return sorted({*weekly, *lately})


_SAMPLES: Final = """
    SELECT queue_id, array_agg(taken ORDER BY place)
    FROM (
        SELECT queue_id, ended_at - called_at AS taken,
               row_number() OVER (PARTITION BY queue_id
                                  ORDER BY extract(isodow FROM day) = %(weekday)s DESC, ended_at DESC, id) AS place
        FROM reception_ticket
        WHERE hall_id = %(hall)s AND day = ANY(%(days)s)
          AND state IN ('served', 'transferred', 'no_show') AND called_at IS NOT NULL AND ended_at > called_at
          AND (extract(hour FROM called_at AT TIME ZONE %(zone)s) < %(noon)s) = %(morning)s
    ) AS latest
    WHERE place <= %(most)s
    GROUP BY queue_id
"""
