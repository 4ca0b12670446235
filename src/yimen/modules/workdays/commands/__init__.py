"""All that changes calendars and hours. Every act is a line in the calendar's or the hours' book."""

from __future__ import annotations

from .add_year import add_year, read_year
from .amend import amend
from .load_national import load_national
from .set_hours import keep_hours_on, set_hours
from .set_window_hours import Counter, keep_window_as_hall, keep_window_hours_on, set_window_hours

__all__ = [
    "Counter",
    "add_year",
    "amend",
    "keep_hours_on",
    "keep_window_as_hall",
    "keep_window_hours_on",
    "load_national",
    "read_year",
    "set_hours",
    "set_window_hours",
]
