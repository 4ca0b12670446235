"""All that writes the reception."""

from __future__ import annotations

from ..cards import Booked
from .arrivals import check_in
from .bookings import Wish, book, book_once, cancel_booking, change_booking
from .categories import Described, Explained, keep_category, keep_mode
from .contacts import close_contact, end_contact, meet, remind_handler, take_case
from .floor_calls import call, call_next, finish, recall, start
from .floor_end import end_day, end_days
from .floor_moves import cancel, cancel_for, hold, merge, reactivate, skip, transfer
from .floor_phone import leave_phone, text_rating_link
from .floor_receive import receive
from .floor_seats import close_window, open_window, pause_window
from .floor_tickets import issue
from .floor_verify import verify_floors
from .queues import amend_queue, create_queue
from .sheets import hand_over_sheet
from .visits import Team, arrange_visit, leave_for_visit, pre_review, return_from_visit

__all__ = [
    "Booked",
    "Described",
    "Explained",
    "Team",
    "Wish",
    "amend_queue",
    "arrange_visit",
    "book",
    "book_once",
    "call",
    "call_next",
    "cancel",
    "cancel_booking",
    "cancel_for",
    "change_booking",
    "check_in",
    "close_contact",
    "close_window",
    "create_queue",
    "end_contact",
    "end_day",
    "end_days",
    "finish",
    "hand_over_sheet",
    "hold",
    "issue",
    "keep_category",
    "keep_mode",
    "leave_for_visit",
    "leave_phone",
    "meet",
    "merge",
    "open_window",
    "pause_window",
    "pre_review",
    "reactivate",
    "recall",
    "receive",
    "remind_handler",
    "return_from_visit",
    "skip",
    "start",
    "take_case",
    "text_rating_link",
    "transfer",
    "verify_floors",
]
