"""Draw a hall's map (R-227)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yimen.modules.ledger.commands import record
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor
from yimen.rules.reception.plan import Plan
from yimen.rules.refused import Refused

from ..keepers import demand_keeper
from ..models.devices import HallPlan
from .queues import BOOK


@transaction.atomic
def draw_plan(actor: Actor, hall: int, plan: Plan, *, now: datetime) -> None:
    """The map as it now is. Refused: no_such_hall, not_permitted, and as `Plan.require_whole`."""
    card = people.hall(hall)
    if card is None:
        raise Refused("no_such_hall")
    demand_keeper(actor, card.unit.division)
    plan.require_whole()
    HallPlan.objects.update_or_create(hall_id=hall, defaults={"plan": plan.to_json()})
    record(BOOK, "draw_plan", actor, {"hall": hall, "places": len(plan.places)}, now=now)
