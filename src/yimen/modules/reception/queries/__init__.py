"""All that may be read of the reception: frozen values, never query sets."""

from __future__ import annotations

from ..cards import Booked, FloorCard, QueueCard, SeatCard, TicketCard
from .floor import calls, floor, queues, screen, seat, seats, ticket, ticket_by_id, waiting

__all__ = [
    "Booked",
    "FloorCard",
    "QueueCard",
    "SeatCard",
    "TicketCard",
    "calls",
    "floor",
    "queues",
    "screen",
    "seat",
    "seats",
    "ticket",
    "ticket_by_id",
    "waiting",
]
