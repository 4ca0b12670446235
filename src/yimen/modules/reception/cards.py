"""What may be read about the floor: frozen values, never query sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from yimen.rules.reception.floor import ENDS, State

if TYPE_CHECKING:
    from yimen.rules.reception.estimate import Interval


@dataclass(frozen=True, slots=True)
class Booked:
    """The booking somebody comes with: its id, its slot, and its mode."""

    id: int
    starts_at: datetime
    ends_at: datetime
    mode: str = "ordinary"


@dataclass(frozen=True, slots=True)
class TicketCard:
    """One person's place on one day. Ids of units, staff and tickets; names stand in no ticket."""

    id: int
    hall: int
    day: date
    queue: int  # where it waits
    drawn_in: int  # the queue whose number it has
    n: int
    number: str
    token: str
    source: str
    klass: int
    ready_at: datetime
    rank_at: datetime
    state: str
    item: str | None
    person: int | None
    booking: int | None
    reason: str | None  # of its priority
    language: str
    arrived_at: datetime
    called_at: datetime | None
    calls: int
    window: int | None
    staff: int | None
    started_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    joined: int | None  # the ticket it was merged into
    from_window: int | None  # the window that passed it on
    bound: int | None  # the only window that may call it
    told_near: bool
    has_phone: bool
    queue_name: str = ""
    queue_name_en: str = ""
    window_number: str = ""
    question: str = ""
    ahead: int | None = None  # how many are before it in its queue; None unless it waits
    wait: Interval | None = None  # None: not enough finished tickets to claim anything

    @property
    def ended(self) -> bool:
        return self.state in ENDS

    @property
    def waits(self) -> bool:
        return self.state == State.WAITING


@dataclass(frozen=True, slots=True)
class SeatCard:
    """A window's day."""

    window: int
    hall: int
    day: date
    state: str  # open, paused, closed
    staff: int | None
    since: datetime
    reason: str
    until: datetime | None
    substitute: int | None
    ticket: int | None  # the one called or being served
    closing: bool  # closes once who is there has been served
    number: str = ""
    floor: int = 1
    name: str = ""
    name_en: str = ""
    staff_name: str = ""
    substitute_name: str = ""
    ticket_number: str = ""
    ticket_state: str = ""


@dataclass(frozen=True, slots=True)
class QueueCard:
    """A queue, with how many wait in it and how long who comes now would wait."""

    id: int
    hall: int
    code: str
    name: str
    name_en: str
    departments: tuple[int, ...]
    items: tuple[str, ...]
    windows: tuple[int, ...]
    active: bool = True
    waiting: int = 0
    open_windows: int = 0
    wait: Interval | None = None


@dataclass(frozen=True, slots=True)
class FloorCard:
    """The floor at a moment."""

    hall: int
    code: str
    day: date
    at: datetime
    queues: tuple[QueueCard, ...]
    seats: tuple[SeatCard, ...]
    calls: tuple[TicketCard, ...]  # the last ones, the latest first


TICKET_COLUMNS: Final = (
    "id", "hall_id", "day", "queue_id", "drawn_in_id", "n", "number", "token", "source", "klass", "ready_at", "rank_at", "state",
    "item", "person_id", "booking", "reason", "language", "arrived_at", "called_at", "calls", "window_id", "staff_id",
    "started_at", "ended_at", "outcome", "joined_id", "from_window_id", "bound_id", "told_near",
)  # fmt: skip
"""The columns of a ticket's card, in its order; after them comes whether it has a telephone."""

SEAT_COLUMNS: Final = (
    "window_id", "hall_id", "day", "state", "staff_id", "since", "reason", "until", "substitute_id", "ticket_id", "closing",
)  # fmt: skip


def ticket_columns(table: str) -> str:
    return ", ".join(f"{table}.{each}" for each in TICKET_COLUMNS) + f", {table}.phone_sealed IS NOT NULL"


def seat_columns(table: str) -> str:
    return ", ".join(f"{table}.{each}" for each in SEAT_COLUMNS)
