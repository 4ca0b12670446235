"""What follows from lines of the reception: rows of `wiring/reactions.py`."""

from __future__ import annotations

from .bookings import tell_booked, tell_booking_cancelled, tell_booking_changed, tell_visit_arranged

__all__ = ["tell_booked", "tell_booking_cancelled", "tell_booking_changed", "tell_visit_arranged"]
