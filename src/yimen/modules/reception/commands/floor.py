"""An act on a hall's floor: lock the day's book, read, decide, write the line with the rows it names, say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger.events import Line
from yimen.modules.workdays import queries as workdays
from yimen.rules.actors import Actor
from yimen.rules.parameters import Parameters
from yimen.rules.reception import permits
from yimen.rules.refused import Refused
from yimen.rules.workdays import OfficeHours, WindowHours

from .. import events
from ..cards import SEAT_COLUMNS, TICKET_COLUMNS, SeatCard, TicketCard, seat_columns, ticket_columns
from .queues import QueueRow

BOOK: Final = "floor:{code}:{day:%Y%m%d}"


class Place(NamedTuple):
    """Where an act happens, as it is set up: read before the book is locked, since no act on the floor changes it."""

    hall: int
    code: str
    division: str
    set_as_of: str  # the head of the parameters' book
    hours_as_of: int
    window: int | None = None
    number: str = ""  # the window's
    admitted: bool = True  # all five points of the window are in place, and it is not closed for good
    queues: Sequence[int] = ()  # those the window calls from
    day: date | None = None  # of the ticket it is about
    ticket: int | None = None

    @property
    def parameters(self) -> Parameters:
        return catalogue.parameters(self.set_as_of)

    @property
    def hours(self) -> OfficeHours:
        return workdays.hours(self.hall, self.division, version=self.hours_as_of)

    @property
    def window_hours(self) -> WindowHours:
        """The hours of the window it happens at."""
        assert self.window is not None
        return workdays.window_hours(self.window, self.hall, self.division, version=self.hours_as_of)

    def setting(self, key: str, on: date) -> Any:
        return self.parameters.get(key, on, hall=self.code)


class Floor:
    """A day's floor whose book this transaction holds: what is read of it now stays so until it has been written."""

    def __init__(self, place: Place, actor: Actor, now: datetime) -> None:
        now = now.astimezone(ZONE)
        self.place = place
        self.actor = actor
        self.day = place.day or now.date()
        self.head = ledger.lock(BOOK.format(code=place.code, day=self.day))
        self.now = ledger.moment(self.head, now).astimezone(ZONE)
        self.tickets: dict[int, dict[str, Any]] = {}  # what changes of them, by id
        self.seats: dict[int, SeatCard] = {}

    def setting(self, key: str) -> Any:
        return self.place.setting(key, self.day)

    def demand(self, act: str, window: int | None = None, substitute: int | None = None) -> None:
        permits.demand(self.actor, act, hall=self.place.hall, window=window, substitute=substitute)

    # reading

    @cached_property
    def seat(self) -> SeatCard | None:
        """The seat of the window the act is at, if it was opened today."""
        return self.seat_of(self.place.window) if self.place.window is not None else None

    def seat_of(self, window: int) -> SeatCard | None:
        with connection.cursor() as cursor:
            cursor.execute(_SEAT, [window, self.day])
            row = cursor.fetchone()
        return SeatCard(*row) if row else None

    def ticket(self, id_: int) -> TicketCard:
        """Refused: `no_such_ticket`, of this day and hall."""
        with connection.cursor() as cursor:
            cursor.execute(_TICKET, [id_, self.place.hall, self.day])
            row = cursor.fetchone()
        if row is None:
            raise Refused("no_such_ticket")
        return TicketCard(*row)

    # writing

    def change(self, card: TicketCard, **delta: Any) -> TicketCard:
        """The ticket as it will stand; the line will say what of it changes."""
        named = self.tickets.setdefault(card.id, {"id": card.id})
        named |= {
            _COLUMN.get(name, name): value for name, value in delta.items() if value != getattr(card, name)
        }
        return replace(card, **delta)

    def seat_as(self, seat: SeatCard) -> SeatCard:
        self.seats[seat.window] = seat
        return seat

    def write(
        self,
        act: str,
        facts: Mapping[str, Any],
        *,
        new: TicketCard | None = None,
        sealed: Mapping[str, bytes] | None = None,
        private: Mapping[str, Any] | None = None,
        extended: Sequence[Mapping[str, Any]] = (),
    ) -> Line:
        """The line, and with it the rows; the screens are told after the commit."""
        added: dict[str, Any] = {}
        if new is not None:
            added["ticket"] = [ticket_row(new)]
        if extended:
            added["extended"] = extended
        changed: dict[str, Any] = {}
        deltas = [each for each in self.tickets.values() if len(each) > 1]
        if deltas:
            changed["ticket"] = deltas
        if self.seats:
            changed["seat"] = [seat_row(each) for each in self.seats.values()]
        rows = {word: part for word, part in (("new", added), ("set", changed)) if part}
        hidden = {name: f"\\x{value.hex()}" for name, value in sealed.items()} if sealed else None
        line, self.head = ledger.write(
            self.head,
            act,
            self.actor,
            {key: value for key, value in facts.items() if value not in (None, "", [])},
            now=self.now,
            private=private,
            rows=rows,
            writer=ledger.Writer("reception_write", (Jsonb(hidden) if hidden else None,)),
        )
        self.tickets, self.seats = {}, {}
        events.said(self.place.code, act)
        return line


@contextmanager
def floor(place: Place, actor: Actor, now: datetime) -> Iterator[Floor]:
    """One transaction that begins with the lock of the day's book."""
    with transaction.atomic():
        yield Floor(place, actor, now)


def at_hall(hall: int | str) -> Place:
    """By its id or its code. Refused: `no_such_hall`."""
    return _place(_AT_HALL[type(hall)], hall, "no_such_hall")


def at_queue(hall: int | str, queue: int | str) -> tuple[Place, QueueRow]:
    """A hall, and one of its queues by id or letter, in one statement. Refused: `no_such_hall`, `no_such_queue`."""
    with connection.cursor() as cursor:
        cursor.execute(_AT_QUEUE[type(hall), type(queue)], [queue, hall])
        row = cursor.fetchone()
    if row is None:
        raise Refused("no_such_hall")
    if row[0] is None:
        raise Refused("no_such_queue")
    return Place(*row[len(QueueRow._fields) :]), QueueRow(*row[: len(QueueRow._fields)])


def at_window(window: int | str) -> Place:
    """By its id or its code. Refused: `no_such_window`."""
    return _place(_AT_WINDOW[type(window)], window, "no_such_window")


def of_ticket(ticket: int) -> Place:
    """Where a ticket is, and the window it was called to. Refused: `no_such_ticket`."""
    return _place(_OF_TICKET, ticket, "no_such_ticket")


def by_token(token: str) -> Place:
    """Refused: `no_such_ticket`."""
    return _place(_BY_TOKEN, token, "no_such_ticket")


def ticket_row(card: TicketCard) -> dict[str, Any]:
    return {column: getattr(card, field) for column, field in _TICKET_FIELDS}


def seat_row(card: SeatCard) -> dict[str, Any]:
    return {column: getattr(card, field) for column, field in _SEAT_FIELDS}


def _place(sql: str, told: Any, absent: str) -> Place:
    with connection.cursor() as cursor:
        cursor.execute(sql, [told])
        row = cursor.fetchone()
    if row is None:
        raise Refused(absent)
    return Place(*row)


_COLUMN: Final = {
    column.removesuffix("_id"): column
    for column in (*TICKET_COLUMNS, *SEAT_COLUMNS)
    if column.endswith("_id")
}
_FIELD: Final = {column: field for field, column in _COLUMN.items()}
_TICKET_FIELDS: Final = [(column, _FIELD.get(column, column)) for column in TICKET_COLUMNS]
_SEAT_FIELDS: Final = [(column, _FIELD.get(column, column)) for column in SEAT_COLUMNS]
_SET_UP: Final = (
    "h.id, h.code, h.division_id, coalesce((SELECT encode(head, 'hex') FROM ledger_book WHERE name = 'parameters'), ''),"
    f" {workdays.VERSION_SQL}"
)
_WINDOW: Final = (
    "w.unit_id, w.number, w.state = 'open',"
    " ARRAY(SELECT q.queue_id FROM reception_queuewindow q WHERE q.window_id = w.unit_id ORDER BY q.queue_id)"
)
_OF_HALL: Final = f"{_SET_UP}, NULL, '', true, '{{}}'::bigint[], NULL, NULL"
_HALL: Final = "people_hall p JOIN people_unit h ON h.id = p.unit_id"
_THAT: Final = {int: "id", str: "code"}  # what tells a unit or a queue
_AT_HALL: Final = {
    told: f"SELECT {_OF_HALL} FROM {_HALL} WHERE h.active AND h.{column} = %s"
    for told, column in _THAT.items()
}
_AT_QUEUE: Final = {
    (told, named): f"""
        SELECT {", ".join(f"q.{each}" for each in QueueRow._fields)}, {_OF_HALL}
        FROM {_HALL} LEFT JOIN reception_queue q ON q.hall_id = h.id AND q.active AND q.{queue} = %s
        WHERE h.active AND h.{hall} = %s
    """
    for told, hall in _THAT.items()
    for named, queue in _THAT.items()
}
_AT_WINDOW: Final = {
    told: f"""
        SELECT {_SET_UP}, {_WINDOW}, NULL, NULL
        FROM people_window w JOIN people_unit u ON u.id = w.unit_id JOIN people_unit h ON h.id = w.hall_id
        WHERE u.{column} = %s
    """
    for told, column in _THAT.items()
}
_OF: Final = f"""
    SELECT {_SET_UP}, {_WINDOW}, t.day, t.id
    FROM reception_ticket t JOIN people_unit h ON h.id = t.hall_id LEFT JOIN people_window w ON w.unit_id = t.window_id
"""
_OF_TICKET: Final = f"{_OF} WHERE t.id = %s"
_BY_TOKEN: Final = f"{_OF} WHERE t.token = %s"
_SEAT: Final = f"SELECT {seat_columns('s')} FROM reception_seat s WHERE s.window_id = %s AND s.day = %s"
_TICKET: Final = f"""
    SELECT {ticket_columns("t")} FROM reception_ticket t WHERE t.id = %s AND t.hall_id = %s AND t.day = %s
"""
