"""The tables of the reception, one file per idea."""

from __future__ import annotations

from .bookings import Booking, Category, CategoryMode, PreReview, Reserved, Visit
from .contacts import Contact, Sheet
from .devices import Device, HallPlan
from .floor import Extended, Queue, QueueWindow, Seat, Ticket
from .screens import Notice, Screen

__all__ = [
    "Booking",
    "Category",
    "CategoryMode",
    "Contact",
    "Device",
    "Extended",
    "HallPlan",
    "Notice",
    "PreReview",
    "Queue",
    "QueueWindow",
    "Reserved",
    "Screen",
    "Seat",
    "Sheet",
    "Ticket",
    "Visit",
]
