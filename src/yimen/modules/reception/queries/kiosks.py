"""What a kiosk may ask of the floor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from yimen.base.clock import ZONE
from yimen.rules.reception.floor import State
from yimen.rules.refused import Refused

from ..models import Ticket

LATELY: Final = timedelta(hours=2)  # who rates at a kiosk has just been served


def served_lately(hall: int, number: str, *, now: datetime) -> str:
    """The token of a ticket of today that was served a while ago. Refused: no_such_ticket."""
    rows = Ticket.objects.filter(
        hall=hall,
        day=now.astimezone(ZONE).date(),
        number=number,
        state__in=[State.SERVED, State.TRANSFERRED],
        ended_at__gte=now - LATELY,
    )
    token = rows.order_by("-id").values_list("token", flat=True).first()
    if token is None:
        raise Refused("no_such_ticket")
    return token
