"""All that writes the reception."""

from __future__ import annotations

from ..cards import Booked
from .floor_calls import call, call_next, finish, recall, start
from .floor_seats import close_window, open_window, pause_window
from .floor_tickets import issue
from .queues import create_queue

__all__ = [
    "Booked",
    "call",
    "call_next",
    "close_window",
    "create_queue",
    "finish",
    "issue",
    "open_window",
    "pause_window",
    "recall",
    "start",
]
