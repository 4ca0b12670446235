"""Reading the floor: queues with who waits, seats, the last calls, one ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from yimen.base import crypto
from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.rules.parameters import Parameters
from yimen.rules.reception import estimate
from yimen.rules.refused import Refused

from ..cards import FloorCard, QueueCard, SeatCard, TicketCard, seat_columns, ticket_columns
from ..models.floor import QUESTION
from .floor_figures import served

LAST_CALLS: Final = 12


def floor(hall: int, *, now: datetime) -> FloorCard:
    """The floor of a hall as it stands. Five statements. Refused: `no_such_hall`."""
    now = now.astimezone(ZONE)
    with connection.cursor() as cursor:
        cursor.execute(_HALL, [hall])
        row = cursor.fetchone()
    if row is None:
        raise Refused("no_such_hall")
    code, set_as_of = row
    return FloorCard(
        hall=hall,
        code=code,
        day=now.date(),
        at=now,
        queues=_with_waits(queues(hall, now=now), catalogue.parameters(set_as_of), code, now),
        seats=seats(hall, now=now),
        calls=calls(hall, now=now),
    )


def screen(hall: int, *, now: datetime) -> FloorCard:
    """What a calling screen shows: numbers and windows. No name is in it, since no ticket carries one."""
    return floor(hall, now=now)


def queues(hall: int, *, now: datetime) -> tuple[QueueCard, ...]:
    """A hall's queues, with who waits in them and which windows call from them now; what a wait would be, `floor` says."""
    told: dict[str, Any] = {"hall": hall, "day": now.astimezone(ZONE).date()}
    with connection.cursor() as cursor:
        cursor.execute(_QUEUES, told)
        return tuple(
            QueueCard(
                id=id_, hall=hall, code=code, name=name, name_en=name_en, departments=tuple(departments), items=tuple(items),
                windows=tuple(windows), waiting=waiting, open_windows=open_,
            )
            for id_, code, name, name_en, departments, items, windows, waiting, open_ in cursor.fetchall()
        )  # fmt: skip


def seats(hall: int, *, now: datetime) -> tuple[SeatCard, ...]:
    """The windows that were opened today, in the order of their numbers."""
    return _seats("s.hall_id = %s AND s.day = %s", [hall, now.astimezone(ZONE).date()])


def seat(window: int, *, now: datetime) -> SeatCard | None:
    return next(iter(_seats("s.window_id = %s AND s.day = %s", [window, now.astimezone(ZONE).date()])), None)


def ticket(token: str, *, now: datetime) -> TicketCard:
    """A ticket by its own address, with how many are ahead of it and how long it may take. Two statements.

    Refused: `no_such_ticket`.
    """
    return _one("t.token = %s", token, now)


def ticket_by_id(id_: int, *, now: datetime) -> TicketCard:
    """Refused: `no_such_ticket`."""
    return _one("t.id = %s", id_, now)


def ticket_of_today(window: int, number: str, *, now: datetime) -> int:
    """Today's ticket of that number in a window's hall. Refused: `no_such_ticket`."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_NUMBER, [window, now.astimezone(ZONE).date(), number])
        row = cursor.fetchone()
    if row is None:
        raise Refused("no_such_ticket")
    return int(row[0])


def queue_id(hall: int, code: str) -> int:
    """A hall's queue by its letter. Refused: `no_such_queue`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM reception_queue WHERE hall_id = %s AND code = %s AND active", [hall, code]
        )
        row = cursor.fetchone()
    if row is None:
        raise Refused("no_such_queue")
    return int(row[0])


def waiting(window: int, *, now: datetime, most: int = 50) -> tuple[TicketCard, ...]:
    """Who waits for a window, in the order in which they are called."""
    told = {"window": window, "day": now.astimezone(ZONE).date(), "now": now, "most": most}
    return _tickets(_WAITING, told)


def calls(hall: int, *, now: datetime) -> tuple[TicketCard, ...]:
    """The last calls of today, the latest first."""
    told: dict[str, Any] = {"hall": hall, "day": now.astimezone(ZONE).date(), "most": LAST_CALLS}
    return _tickets(_CALLS, told)


def _one(where: str, told: Any, now: datetime) -> TicketCard:
    with connection.cursor() as cursor:
        cursor.execute(f"{_ONE} WHERE {where}", [now, now, told])
        row = cursor.fetchone()
    if row is None:
        raise Refused("no_such_ticket")
    *columns, question, ahead, windows, code, set_as_of = row
    card = replace(
        TicketCard(*columns), question=crypto.open_(QUESTION, question).decode() if question else ""
    )
    if not card.waits:
        return card
    sizes = _sizes(catalogue.parameters(set_as_of), code, now)
    spans = served([card.queue], now=now, most=sizes.most)[card.queue]
    return replace(card, ahead=ahead, wait=estimate.wait(ahead, windows, spans, least=sizes.least))


class _Sizes(NamedTuple):
    """Of the sample an estimate is learnt from."""

    least: int
    most: int


def _sizes(parameters: Parameters, hall: str, now: datetime) -> _Sizes:
    on = now.astimezone(ZONE).date()
    return _Sizes(parameters.get("estimate.least", on, hall), parameters.get("estimate.sample", on, hall))


def _with_waits(
    cards: tuple[QueueCard, ...], parameters: Parameters, hall: str, now: datetime
) -> tuple[QueueCard, ...]:
    sizes = _sizes(parameters, hall, now)
    spans = served((each.id for each in cards), now=now, most=sizes.most)
    return tuple(
        replace(each, wait=estimate.wait(each.waiting, each.open_windows, spans[each.id], least=sizes.least))
        for each in cards
    )


def _tickets(sql: str, told: Any) -> tuple[TicketCard, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        return tuple(TicketCard(*row) for row in cursor.fetchall())


def _seats(where: str, told: list[Any]) -> tuple[SeatCard, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_SEATS.format(where=where), told)
        return tuple(SeatCard(*row) for row in cursor.fetchall())


_HALL: Final = """
    SELECT h.code, coalesce((SELECT encode(head, 'hex') FROM ledger_book WHERE name = 'parameters'), '')
    FROM people_hall p JOIN people_unit h ON h.id = p.unit_id WHERE p.unit_id = %s AND h.active
"""
_TICKET: Final = f"{ticket_columns('t')}, q.name, q.name_en, coalesce(w.number, '')"
_FROM: Final = (
    "FROM reception_ticket t JOIN reception_queue q ON q.id = t.queue_id"
    " LEFT JOIN people_window w ON w.unit_id = coalesce(t.window_id, t.bound_id)"
)
_AHEAD: Final = """
    (SELECT count(*) FROM (
        SELECT FROM reception_ticket o
        WHERE o.queue_id = t.queue_id AND o.state = 'waiting' AND o.day = t.day
          AND (o.ready_at > %s, o.klass, o.rank_at, o.id) < (t.ready_at > %s, t.klass, t.rank_at, t.id)
        LIMIT 1000) AS before)
"""
_OPEN_WINDOWS: Final = """
    (SELECT count(*) FROM reception_queuewindow v JOIN reception_seat s ON s.window_id = v.window_id
     WHERE v.queue_id = q.id AND s.day = {day} AND s.state = 'open' AND NOT s.closing)
"""
_ONE: Final = f"""
    SELECT {_TICKET}, t.question_sealed, {_AHEAD}, {_OPEN_WINDOWS.format(day="t.day")}, h.code,
           coalesce((SELECT encode(head, 'hex') FROM ledger_book WHERE name = 'parameters'), '')
    {_FROM} JOIN people_unit h ON h.id = t.hall_id
"""
_QUEUES: Final = f"""
    SELECT q.id, q.code, q.name, q.name_en, q.departments, q.items,
           ARRAY(SELECT w.window_id FROM reception_queuewindow w WHERE w.queue_id = q.id ORDER BY w.window_id),
           (SELECT count(*) FROM reception_ticket t WHERE t.queue_id = q.id AND t.state = 'waiting' AND t.day = %(day)s),
           {_OPEN_WINDOWS.format(day="%(day)s")}
    FROM reception_queue q WHERE q.hall_id = %(hall)s AND q.active ORDER BY q.code
"""
_SEATS: Final = f"""
    SELECT {seat_columns("s")}, w.number, w.floor, u.name, u.name_en, coalesce(a.name, ''), coalesce(b.name, ''),
           coalesce(t.number, ''), coalesce(t.state, '')
    FROM reception_seat s
    JOIN people_window w ON w.unit_id = s.window_id
    JOIN people_unit u ON u.id = s.window_id
    LEFT JOIN people_account a ON a.id = s.staff_id
    LEFT JOIN people_account b ON b.id = s.substitute_id
    LEFT JOIN reception_ticket t ON t.id = s.ticket_id
    WHERE {{where}}
    ORDER BY w.floor, length(w.number), w.number
"""
_WAITING: Final = f"""
    SELECT {_TICKET} {_FROM}
    WHERE t.state = 'waiting' AND t.day = %(day)s
      AND (t.bound_id = %(window)s OR t.bound_id IS NULL AND t.queue_id IN (
           SELECT queue_id FROM reception_queuewindow WHERE window_id = %(window)s))
    ORDER BY t.ready_at > %(now)s, t.klass, t.rank_at, t.id LIMIT %(most)s
"""
_BY_NUMBER: Final = """
    SELECT t.id FROM reception_ticket t JOIN people_window w ON w.hall_id = t.hall_id
    WHERE w.unit_id = %s AND t.day = %s AND t.number = %s
"""
_CALLS: Final = f"""
    SELECT {_TICKET} {_FROM}
    WHERE t.hall_id = %(hall)s AND t.day = %(day)s AND t.called_at IS NOT NULL
    ORDER BY t.called_at DESC, t.id DESC LIMIT %(most)s
"""
