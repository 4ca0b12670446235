"""All that may be read of the reception: frozen values, never query sets."""

from __future__ import annotations

from yimen.rules.reception.replay import Deviation

from ..cards import Booked, FloorCard, QueueCard, SeatCard, TicketCard
from ..contact_cards import ContactCard, SheetCard
from .contacts import ChannelCount, cases_of_ticket, contact, contact_of_ticket
from .floor import (
    calls,
    floor,
    queue_id,
    queues,
    screen,
    seat,
    seats,
    ticket,
    ticket_by_id,
    ticket_of_today,
    waiting,
)
from .floor_figures import DayFigures, ExtendedSum, deviations, extended, figures, served

__all__ = [
    "Booked",
    "ChannelCount",
    "ContactCard",
    "DayFigures",
    "Deviation",
    "ExtendedSum",
    "FloorCard",
    "QueueCard",
    "SeatCard",
    "SheetCard",
    "TicketCard",
    "calls",
    "cases_of_ticket",
    "contact",
    "contact_of_ticket",
    "deviations",
    "extended",
    "figures",
    "floor",
    "queue_id",
    "queues",
    "screen",
    "seat",
    "seats",
    "served",
    "ticket",
    "ticket_by_id",
    "ticket_of_today",
    "waiting",
]
