"""What follows from a booking's line: whoever booked is told, and those who keep their time free (R-062, R-159)."""

from __future__ import annotations

from datetime import datetime

from yimen.modules.ledger.events import Line
from yimen.rules.reception.modes import WAYS, Mode

from .. import asking, telling
from ..models.bookings import Booking


def tell_booked(line: Line, now: datetime) -> None:
    """A place is held; of a visit that it is still to be arranged."""
    booking = _booking(line)
    telling.tell(
        booking, "visit_booked" if WAYS[Mode(booking.mode)].visits else "booked", _key(line), now=now
    )
    telling.tell_reserved(booking, _key(line), now=now)


def tell_booking_changed(line: Line, now: datetime) -> None:
    booking = _booking(line)
    telling.tell(booking, "booking_changed", _key(line), now=now)
    telling.tell_released(booking, line, now=now)
    telling.tell_reserved(booking, _key(line), now=now)


def tell_booking_cancelled(line: Line, now: datetime) -> None:
    booking = _booking(line)
    telling.tell(booking, "booking_cancelled", _key(line), now=now)
    telling.tell_released(booking, line, now=now)


def tell_visit_arranged(line: Line, now: datetime) -> None:
    telling.tell(_booking(line), "visit_arranged", _key(line), now=now)


def _booking(line: Line) -> Booking:
    return asking.row(line.body["facts"]["booking"])


def _key(line: Line) -> str:
    return f"{line.book}.{line.n}"
