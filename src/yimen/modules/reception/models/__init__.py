"""The tables of the reception, one file per idea."""

from __future__ import annotations

from .floor import Extended, Queue, QueueWindow, Seat, Ticket

__all__ = ["Extended", "Queue", "QueueWindow", "Seat", "Ticket"]
