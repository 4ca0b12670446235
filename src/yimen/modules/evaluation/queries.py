"""What people said of services: one rating, and the figure with its number and its share (R-191, R-192)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection

from yimen.base import crypto
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.people import queries as people
from yimen.rules.ratings import Level, Satisfaction, Way, satisfaction
from yimen.rules.refused import Refused

from .models import WORDS, Rating

__all__ = ["RatingCard", "Satisfaction", "latest", "rating_of", "satisfaction_of"]


@dataclass(frozen=True, slots=True)
class RatingCard:
    """One rating. Who gave it is not known; what for, and who served, is."""

    ticket: int
    number: str
    level: Level
    way: Way
    words: str
    window: int | None
    staff: int | None
    case_number: str
    at: datetime


def rating_of(ticket: int) -> Level | None:
    """What was said of that service; None if nobody has."""
    found = Rating.objects.filter(ticket=ticket).values_list("level", flat=True).first()
    return Level(found) if found is not None else None


def satisfaction_of(
    hall: int, since: date, until: date, *, window: int | None = None, staff: int | None = None
) -> Satisfaction:
    """Of the services that ended on these days, the last included: how many were rated, and how. Two statements.

    Its source is the hall's own ratings alone. Refused: `no_such_hall`.
    """
    unit = people.unit(hall)
    if unit is None:
        raise Refused("no_such_hall")
    told: dict[str, int | date | None] = {
        "hall": hall,
        "since": since,
        "until": until,
        "window": window,
        "staff": staff,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEVELS, told)
        rows = cursor.fetchall()
    levels: Mapping[int, int] = {level: n for level, n in rows if level is not None}
    best = int(catalogue.parameters().get("rating.satisfied_from", until, unit.code))
    return satisfaction(levels, sum(n for _, n in rows), satisfied_from=best)


def latest(hall: int, *, since: datetime | None = None, most: int = 20) -> tuple[RatingCard, ...]:
    """The last ratings of a hall, with what was written."""
    found = Rating.objects.select_related("ticket").filter(hall=hall).order_by("-at", "-id")
    if since is not None:
        found = found.filter(at__gte=since)
    return tuple(
        RatingCard(
            ticket=row.ticket_id,
            number=row.ticket.number,
            level=Level(row.level),
            way=Way(row.way),
            words=crypto.open_(WORDS, bytes(row.words)).decode() if row.words else "",
            window=row.window_id,
            staff=row.staff_id,
            case_number=row.case_number,
            at=row.at,
        )
        for row in found[:most]
    )


_LEVELS: Final = """
    SELECT r.level, count(*) FROM reception_ticket t LEFT JOIN evaluation_rating r ON r.ticket_id = t.id
    WHERE t.hall_id = %(hall)s AND t.day BETWEEN %(since)s AND %(until)s AND t.joined_id IS NULL
      AND t.state IN ('served', 'transferred')
      AND (%(window)s::bigint IS NULL OR t.window_id = %(window)s) AND (%(staff)s::bigint IS NULL OR t.staff_id = %(staff)s)
    GROUP BY r.level
"""
