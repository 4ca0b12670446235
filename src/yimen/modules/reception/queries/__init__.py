"""All that may be read of the reception: frozen values, never query sets."""

from __future__ import annotations

from yimen.rules.reception.replay import Deviation

from ..cards import Booked, FloorCard, QueueCard, SeatCard, TicketCard
from .floor import calls, floor, queues, screen, seat, seats, ticket, ticket_by_id, waiting
from .floor_figures import DayFigures, ExtendedSum, deviations, extended, figures, served

__all__ = [
    "Booked",
    "DayFigures",
    "Deviation",
    "ExtendedSum",
    "FloorCard",
    "QueueCard",
    "SeatCard",
    "TicketCard",
    "calls",
    "deviations",
    "extended",
    "figures",
    "floor",
    "queues",
    "screen",
    "seat",
    "seats",
    "served",
    "ticket",
    "ticket_by_id",
    "waiting",
]
