"""Windows open, pause and close for a day; where somebody is and who stands in is shown at once (R-076, S-28)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from yimen.rules.actors import Actor, Kind
from yimen.rules.reception.floor import SeatState
from yimen.rules.refused import Refused

from ..cards import SeatCard
from .floor import Floor, at_window, floor


def open_window(actor: Actor, window: int, *, reason: str = "", now: datetime) -> SeatCard:
    """Sit down at a window, or come back to it. Refused: `no_such_window`, `not_permitted`, `window_not_admitted`.

    Beyond its hours, its own or the hall's, it wants a reason: extended service, holiday by booking (R-061, R-068, R-077).
    Refused: `beyond_hours`.
    """
    place = at_window(window)
    with floor(place, actor, now) as here:
        _demand(here, "open_window")
        if not place.admitted:
            raise Refused("window_not_admitted", number=place.number)
        doors = place.window_hours.doors(here.day)
        if not reason and not (doors and here.now < doors[-1][1]):
            raise Refused("beyond_hours", number=place.number)
        before = here.seat
        seat = here.seat_as(
            SeatCard(
                window=window,
                hall=place.hall,
                day=here.day,
                state=SeatState.OPEN,
                staff=actor.id if actor.kind is Kind.STAFF else None,
                since=here.now,
                reason=reason,
                until=None,
                substitute=None,
                ticket=before.ticket if before else None,
                closing=False,
            )
        )
        here.write("open_window", {"window": window, "number": place.number, "reason": reason})
        return replace(seat, number=place.number)


def pause_window(
    actor: Actor,
    window: int,
    *,
    reason: str,
    until: datetime | None = None,
    substitute: int | None = None,
    now: datetime,
) -> SeatCard:
    """Away for a while: why, until when, and who stands in (R-076). Who is being served here still is.

    Refused: `reason_missing`, `window_not_open`, `until_past`.
    """
    place = at_window(window)
    with floor(place, actor, now) as here:
        before = _demand(here, "pause_window")
        if before is None or before.state == SeatState.CLOSED:
            raise Refused("window_not_open", number=place.number)
        if not reason.strip():
            raise Refused("reason_missing")
        if until is not None and until <= here.now:
            raise Refused("until_past")
        seat = here.seat_as(
            replace(
                before,
                state=SeatState.PAUSED,
                since=here.now,
                reason=reason.strip(),
                until=until,
                substitute=substitute,
            )
        )
        facts = {"window": window, "number": place.number, "reason": reason.strip()}
        here.write("pause_window", {**facts, "until": until, "substitute": substitute})
        return replace(seat, number=place.number)


def close_window(actor: Actor, window: int, *, extend: bool = False, now: datetime) -> SeatCard:
    """Close for the day. Nobody who is being served is sent away: the window says so, and closes after them (R-068).

    Refused: `window_not_open`, `visitor_unfinished` unless it is to `extend`: finish with a booked return, or stay.
    """
    place = at_window(window)
    with floor(place, actor, now) as here:
        before = _demand(here, "close_window")
        if before is None or before.state == SeatState.CLOSED:
            raise Refused("window_not_open", number=place.number)
        if before.ticket is not None and not extend:
            raise Refused("visitor_unfinished", number=place.number, ticket=before.ticket)
        if before.ticket is not None:
            seat = replace(before, closing=True)
        else:
            seat = replace(
                before, state=SeatState.CLOSED, since=here.now, reason="", until=None, substitute=None
            )
        here.seat_as(seat)
        here.write(
            "close_window",
            {
                "window": window,
                "number": place.number,
                "ticket": before.ticket,
                "extended": seat.closing or None,
            },
        )
        return replace(seat, number=place.number)


def _demand(here: Floor, act: str) -> SeatCard | None:
    seat = here.seat
    here.demand(act, here.place.window, seat.substitute if seat else None)
    return seat
