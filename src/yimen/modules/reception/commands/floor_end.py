"""The end of a day: nobody's ticket is left over, nobody who is being served is sent away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.db import connection

from yimen.base.clock import ZONE
from yimen.rules.actors import Actor, Kind
from yimen.rules.reception.floor import SeatState, State

from ..cards import SeatCard, TicketCard, seat_columns, ticket_columns
from .floor import Place, at_hall, floor

_BY_ITSELF: Final = Actor(Kind.RUN, name="timetable")


def end_days(now: datetime) -> int:
    """End every day before today that was not ended yet, also after the service was down; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_UNENDED, {"today": now.astimezone(ZONE).date()})
        days = cursor.fetchall()
    for hall, day in days:
        end_day(hall, day, now=now)
    return len(days)


def end_day(hall: int, day: date, *, now: datetime) -> int:
    """What still waits is a no-show; windows close, but one that still serves does so after it (R-068). In one line."""
    place: Place = at_hall(hall)._replace(day=day)
    with floor(place, _BY_ITSELF, now) as here:
        with connection.cursor() as cursor:
            cursor.execute(_LEFT_OVER, [hall, day])
            tickets = [TicketCard(*row) for row in cursor.fetchall()]
            cursor.execute(_SEATS, [hall, day])
            seats = [SeatCard(*row) for row in cursor.fetchall()]
        serving = {each.id for each in tickets if each.state == State.SERVING}
        missed = [each for each in tickets if each.id not in serving and each.joined not in serving]
        for each in missed:
            here.change(each, state=State.NO_SHOW, ended_at=here.now)
        for seat in seats:
            stays = seat.ticket in serving
            here.seat_as(
                replace(seat, closing=True)
                if stays
                else replace(
                    seat, state=SeatState.CLOSED, since=here.now, ticket=None, until=None, substitute=None
                )
            )
        here.write("end_day", {"missed": len(missed), "extended": sorted(serving)})
    return len(missed)


_UNENDED: Final = """
    SELECT DISTINCT hall_id, day FROM (
        SELECT hall_id, day FROM reception_ticket WHERE state IN ('waiting', 'called', 'held') AND joined_id IS NULL
        UNION ALL SELECT hall_id, day FROM reception_seat WHERE state <> 'closed' AND NOT closing) AS left_over
    WHERE day < %(today)s ORDER BY day, hall_id
"""
_LEFT_OVER: Final = f"""
    SELECT {ticket_columns("t")} FROM reception_ticket t
    WHERE t.hall_id = %s AND t.day = %s AND t.state IN ('waiting', 'called', 'held', 'serving') ORDER BY t.id
"""
_SEATS: Final = f"""
    SELECT {seat_columns("s")} FROM reception_seat s
    WHERE s.hall_id = %s AND s.day = %s AND s.state <> 'closed' ORDER BY s.window_id
"""
