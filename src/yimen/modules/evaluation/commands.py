"""The one thing done here: somebody says, once, how a service was."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from yimen.base import crypto
from yimen.modules.ledger.commands import record
from yimen.modules.people import queries as people
from yimen.modules.reception import queries as reception
from yimen.rules.actors import NOBODY
from yimen.rules.ratings import Level, Way
from yimen.rules.reception.floor import State
from yimen.rules.refused import Refused

from .models import WORDS, Rating

BOOK: Final = "ratings:{code}"
SERVED: Final = frozenset({State.SERVED, State.TRANSFERRED})
LONGEST: Final = 500


def rate(token: str, level: Level, way: Way, *, words: str = "", now: datetime) -> None:
    """What whoever held the ticket says of their service. Only after it has ended, and once (R-191).

    The ticket's token is the right to say it: no name is asked. Refused: `no_such_ticket`, `rating_too_early`, `rated_already`.
    """
    ticket = reception.ticket(token, now=now)
    if ticket.joined is not None:
        ticket = reception.ticket_by_id(ticket.joined, now=now)
    if ticket.state not in SERVED:
        raise Refused("rating_too_early")
    said = words.strip()[:LONGEST]
    cases = reception.cases_of_ticket(ticket.id)
    facts = {
        "ticket": ticket.id,
        "number": ticket.number,
        "day": ticket.day,
        "window": ticket.window,
        "staff": ticket.staff,
        "level": int(level),
        "way": way.value,
        "cases": list(cases),
    }
    hall = people.unit(ticket.hall)
    assert hall is not None
    try:
        with transaction.atomic():
            Rating.objects.create(
                hall_id=ticket.hall,
                ticket_id=ticket.id,
                window_id=ticket.window,
                staff_id=ticket.staff,
                case_number=cases[0] if cases else "",
                level=int(level),
                way=way.value,
                words=crypto.seal(WORDS, said.encode()) if said else None,
                at=now,
            )
            private = {"words": said} if said else None
            record(BOOK.format(code=hall.code), "rate", NOBODY, facts, now=now, private=private)
    except IntegrityError as taken:
        raise Refused("rated_already") from taken
