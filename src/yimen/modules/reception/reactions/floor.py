"""What follows from a line of the floor: who has only a few ahead is told so by telephone, once (R-055)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection

from yimen.base import crypto
from yimen.modules.ledger.events import Line
from yimen.modules.messages import commands as messages
from yimen.modules.messages.commands import Both, Speaker

from ..models.floor import PHONE
from ..queries import ticket_by_id

SHORTENS: Final = ("call_next", "call", "merge", "transfer", "cancel")
"""Acts by which a line becomes shorter: those whose lines may name who is near."""


def names_near(body: Mapping[str, Any]) -> bool:
    return bool(body["facts"].get("near"))


def tell_near(line: Line, now: datetime) -> None:
    """Whoever still waits, and as many as are ahead now; the line has marked them, so nobody is told twice."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [line.body["facts"]["near"]])
        rows = cursor.fetchall()
    for id_, sealed, language, hall, name in rows:
        card = ticket_by_id(id_, now=now)
        messages.say_to_phone(
            f"ticket.{id_}",
            crypto.open_(PHONE, sealed).decode(),
            "ticket_near",
            {
                "number": card.number,
                "queue": Both(card.queue_name, card.queue_name_en or card.queue_name),
                "ahead": card.ahead,
                "link": f"{settings.YIMEN_URL}/tickets/{card.token}/",
            },
            hall=Speaker(hall, name),
            language=language,
            now=now,
        )


_NEAR: Final = """
    SELECT t.id, t.phone_sealed, t.language, h.code, h.name
    FROM reception_ticket t JOIN people_unit h ON h.id = t.hall_id
    WHERE t.id = ANY (%s::bigint[]) AND t.state = 'waiting' AND t.phone_sealed IS NOT NULL ORDER BY t.id
"""
