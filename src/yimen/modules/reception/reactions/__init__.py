"""What follows from lines of the reception: rows of `wiring/reactions.py`."""

from __future__ import annotations

from .bookings import tell_booked, tell_booking_cancelled, tell_booking_changed, tell_visit_arranged
from .contacts import close_followed, is_passed_on, tell_handler, tell_reminder
from .floor import SHORTENS, names_near, tell_near

__all__ = [
    "SHORTENS",
    "close_followed",
    "is_passed_on",
    "names_near",
    "tell_booked",
    "tell_booking_cancelled",
    "tell_booking_changed",
    "tell_handler",
    "tell_near",
    "tell_reminder",
    "tell_visit_arranged",
]
