"""`{% load hall_plan %}{% plan_floor plan floor wanted="A01" here="K1" way=way %}`: a floor of a hall's map."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from yimen.base import plan_drawing
from yimen.rules.reception.plan import Floor, Leg, Place, Plan

register = template.Library()
register.filter("place_words", plan_drawing.called)


@register.simple_tag
def plan_floor(
    plan: Plan, floor: Floor, wanted: str = "", here: str = "", way: Sequence[Leg] = ()
) -> SafeString:
    return plan_drawing.draw(plan, floor, wanted=wanted, here=here, way=way)


@register.filter
def place_icon(place: Place) -> str:
    """The name of its picture; that of a pin where it has none."""
    return plan_drawing.KINDS[place.kind][1] or "map-pin"


@register.filter
def plan_steps(way: Sequence[Leg]) -> list[str]:
    return plan_drawing.steps(way)
