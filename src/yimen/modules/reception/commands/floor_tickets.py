"""A place in a line: given, given up, taken up again."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Final

from django.db import connection

from yimen.base import crypto
from yimen.rules.actors import Actor
from yimen.rules.identifiers import parse_mobile
from yimen.rules.reception.floor import State
from yimen.rules.reception.order import Arrival, Rank, Rule, rank
from yimen.rules.refused import Refused

from ..cards import Booked, TicketCard
from ..models.floor import PHONE, QUESTION
from .floor import Floor, Place, at_hall, at_queue, floor
from .queues import QueueRow, queue_for

SOURCES: Final = frozenset({"kiosk", "phone", "window", "guide", "web"})
BY_ONESELF: Final = frozenset({"kiosk", "phone", "web"})
TOKEN_BYTES: Final = 9
PARAMETERS: Final = {
    "by_class": {"late_minutes": "booking.late_minutes"},
    "by_moment": {
        "late_minutes": "booking.late_minutes",
        "credit_minutes": "queue.credit_minutes",
        "green_minutes": "queue.green_minutes",
    },
}
"""The parameters each order reads, by what it calls them."""


def issue(
    actor: Actor,
    hall: int | str,
    *,
    queue: int | str | None = None,
    item: str | None = None,
    source: str,
    booking: Booked | None = None,
    person: int | None = None,
    phone: str = "",
    priority_reason: str = "",
    question: str = "",
    language: str = "zh-hans",
    now: datetime,
) -> TicketCard:
    """A place in a queue, named itself or by the item it is for; its rank is the hall's declared order's (R-055).

    Hall and queue are told by id or by code.
    Refused: `no_such_hall`, `no_such_queue`, `no_queue_for_item`, `no_such_source`, `mobile_form`, `hall_closed`; priority
    without the right to give it: `not_permitted` (R-069).
    """
    if source not in SOURCES:
        raise Refused("no_such_source", source=source)
    number = parse_mobile(phone) if phone else ""
    reason = priority_reason.strip()
    place, line = _place(hall, queue, item)
    with floor(place, actor, now) as here:
        here.demand("issue")
        if reason:
            here.demand("prioritise")
        if source in BY_ONESELF and booking is None and not _doors_open(here):
            raise Refused("hall_closed")
        rule = rule_of(here)
        arrival = Arrival(
            at=here.now,
            source=source,
            slot_start=booking.starts_at if booking else None,
            slot_end=booking.ends_at if booking else None,
            mode=booking.mode if booking else "",
            priority=bool(reason),
        )
        place_in_line = rank(arrival, rule)
        id_, n, ahead = _draw(here, line, place_in_line)
        card = TicketCard(
            id=id_, hall=place.hall, day=here.day, queue=line.id, drawn_in=line.id, n=n, number=f"{line.code}{n:03}",
            token=secrets.token_urlsafe(TOKEN_BYTES), source=source, klass=place_in_line.klass,
            ready_at=place_in_line.ready_at, rank_at=place_in_line.at, state=State.WAITING, item=item, person=person,
            booking=booking.id if booking else None, reason=reason or None, language=language, arrived_at=here.now,
            called_at=None, calls=0, window=None, staff=None, started_at=None, ended_at=None, outcome=None, joined=None,
            from_window=None, bound=None, told_near=_told_now(here, place_in_line, ahead), has_phone=bool(number),
            queue_name=line.name, queue_name_en=line.name_en, question=question, ahead=ahead,
        )  # fmt: skip
        sealed: dict[str, bytes] = {}
        private: dict[str, Any] = {}
        if number:
            sealed["phone_sealed"] = crypto.seal(PHONE, number.encode())
            private["phone"] = number
        if question:
            sealed["question_sealed"] = crypto.seal(QUESTION, question.encode())
            private["question"] = question
        facts = {
            "ticket": id_,
            "number": card.number,
            "rule": rule.to_json(),
            "slot": [booking.starts_at.isoformat(), booking.ends_at.isoformat(), booking.mode]
            if booking
            else None,
        }
        here.write("issue", facts, new=card, sealed=sealed, private=private)
        return card


def _place(hall: int | str, queue: int | str | None, item: str | None) -> tuple[Place, QueueRow]:
    if queue is not None:
        return at_queue(hall, queue)
    place = at_hall(hall)
    return place, queue_for(place.hall, item=item)


def rule_of(here: Floor) -> Rule:
    """The order this hall has declared, with its parameters."""
    name = here.setting("queue.order")
    return Rule(name, {param: here.setting(key) for param, key in PARAMETERS[name].items()})


def _doors_open(here: Floor) -> bool:
    """Whether the hall still opens today: people stand in line before it does."""
    doors = here.place.hours.doors(here.day)
    return bool(doors) and here.now < doors[-1][1]


def _told_now(here: Floor, mine: Rank, ahead: int) -> bool:
    """Who takes a ticket with so few before them reads it there and then; no text need follow."""
    return mine.ready_at <= here.now and ahead <= here.setting("ticket.tell_ahead")


def _draw(here: Floor, line: QueueRow, mine: Rank) -> tuple[int, int, int]:
    """The ticket's id, the next number of its queue's day, and how many are before it."""
    told: dict[str, Any] = {
        "queue": line.id,
        "day": here.day,
        "now": here.now,
        "ready_at": mine.ready_at,
        "klass": int(mine.klass),
        "at": mine.at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, told)
        id_, n, ahead = cursor.fetchone()
    return id_, n, ahead


_DRAW: Final = """
    SELECT nextval('reception_ticket_id_seq'),
           (SELECT coalesce(max(n), 0) + 1 FROM reception_ticket WHERE drawn_in_id = %(queue)s AND day = %(day)s),
           (SELECT count(*) FROM (
                SELECT FROM reception_ticket t
                WHERE t.queue_id = %(queue)s AND t.state = 'waiting' AND t.day = %(day)s
                  AND (t.ready_at > %(now)s, t.klass, t.rank_at) <= (%(ready_at)s > %(now)s, %(klass)s, %(at)s)
                LIMIT 1000) AS before)
"""
