"""The maps of the halls (R-046, R-227)."""

from __future__ import annotations

from yimen.rules.reception.plan import Leg, Place, PlaceKind, Plan

from ..models.devices import HallPlan

__all__ = ["Leg", "Place", "PlaceKind", "Plan", "plan"]


def plan(hall: int) -> Plan:
    """The hall's map; one without a floor where nobody has drawn it. One statement."""
    row = HallPlan.objects.filter(hall=hall).first()
    return Plan.from_json(row.plan) if row else Plan()
