"""Whoever holds a ticket leaves a telephone, to be told when only a few are ahead (R-055)."""

from __future__ import annotations

from datetime import datetime

from yimen.base import crypto
from yimen.rules.actors import NOBODY
from yimen.rules.identifiers import parse_mobile
from yimen.rules.reception.floor import State
from yimen.rules.refused import Refused

from ..cards import TicketCard
from ..models import Ticket
from ..models.floor import PHONE
from .floor import by_token, floor
from .floor_visitor import named


def leave_phone(token: str, phone: str, *, now: datetime) -> TicketCard:
    """Kept sealed beside the ticket, and for nothing else. Refused: `no_such_ticket`, `mobile_form`, `ticket_state`."""
    number = parse_mobile(phone)
    with floor(by_token(token), NOBODY, now) as here:
        assert here.place.ticket is not None
        card = here.ticket(here.place.ticket)
        if card.state != State.WAITING:
            raise Refused("ticket_state", state=card.state, act="leave_phone")
        Ticket.objects.filter(id=card.id).update(phone_sealed=crypto.seal(PHONE, number.encode()))
        here.write("leave_phone", named(card), private={"phone": number})
        return card
