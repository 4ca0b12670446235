"""The telephone beside a ticket: left to be told when only a few are ahead, and used once more where they wish it (R-055)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from yimen.base import crypto
from yimen.modules.messages import commands as messages
from yimen.modules.messages.commands import Speaker
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


def text_rating_link(ticket: int, *, now: datetime) -> bool:
    """Where somebody wishes it, the address of their rating by text, once; whether there was a telephone for it (R-191)."""
    row = Ticket.objects.select_related("hall", "queue").filter(id=ticket).first()
    if row is None or row.state not in {State.SERVED, State.TRANSFERRED} or row.phone_sealed is None:
        return False
    messages.say_to_phone(
        f"rate.{ticket}",
        crypto.open_(PHONE, bytes(row.phone_sealed)).decode(),
        "rate_service",
        {"number": row.number, "link": f"{settings.YIMEN_URL}/tickets/{row.token}/?way=text"},
        hall=Speaker(row.hall.code, row.hall.name),
        language=row.language,
        now=now,
    )
    return True
