"""Register where the platform is down, and until when: the only ground on which an act may be dated back (R-100)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from yimen.modules.ledger.commands import record
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor, Role
from yimen.rules.outages import require_span
from yimen.rules.refused import Refused

from ..models import Outage

BOOK: Final = "outages"


@transaction.atomic
def register_outage(
    actor: Actor, unit: int, *, from_at: datetime, until: datetime | None, reason: str, now: datetime
) -> int:
    """At this place and everything below it nothing can be entered, from then on; its id.

    Refused: not_permitted, no_such_unit, reason_missing, outage_backwards.
    """
    _demand(actor)
    place = people.unit(unit)
    if place is None or not place.division.startswith(actor.division):
        raise Refused("no_such_unit")
    if not reason.strip():
        raise Refused("reason_missing")
    require_span(from_at, until)
    row = Outage.objects.create(
        unit=unit,
        division=place.division,
        from_at=from_at,
        until=until,
        reason=reason.strip(),
        registered_by=actor.id,
        registered_at=now,
    )
    facts = {"outage": row.id, "unit": unit, "from_at": from_at, "until": until}
    record(BOOK, "register_outage", actor, facts, now=now, private={"reason": row.reason})
    return row.id


@transaction.atomic
def end_outage(actor: Actor, outage: int, *, until: datetime, now: datetime) -> None:
    """The platform is back since then. Refused: not_permitted, no_such_outage, outage_over, outage_backwards."""
    _demand(actor)
    row = Outage.objects.select_for_update(no_key=True).filter(id=outage).first()
    if row is None or not row.division.startswith(actor.division):
        raise Refused("no_such_outage")
    if row.until is not None:
        raise Refused("outage_over")
    require_span(row.from_at, until)
    Outage.objects.filter(id=outage).update(until=until)
    record(BOOK, "end_outage", actor, {"outage": outage, "until": until}, now=now)


def _demand(actor: Actor) -> None:
    if Role.SUPERVISOR not in actor.roles:
        raise Refused("not_permitted")
