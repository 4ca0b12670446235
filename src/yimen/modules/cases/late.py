"""Something done on paper while the platform was down: what a caller says of it, and what the engine makes of that (R-100)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from yimen.base import crypto
from yimen.base.clock import ZONE
from yimen.modules.people import queries as people
from yimen.rules import outages
from yimen.rules.actors import Actor
from yimen.rules.engine import World

from .models import LateEntry, Outage


@dataclass(frozen=True, slots=True)
class OnPaper:
    """When it happened, and what there is of it on paper: the form's number, who signed."""

    happened_at: datetime
    reason: str = field(repr=False)


def as_of(world: World, actor: Actor, told: OnPaper | None) -> World:
    """The world in which it happened then, where an outage covers the place the actor sits at.

    Refused: `late_reason`, `late_ahead`, `no_outage`.
    """
    if told is None:
        return world
    at = told.happened_at.astimezone(ZONE)
    places = above(actor)
    rows = Outage.objects.filter(unit__in=places, from_at__lte=at).order_by("-from_at")
    known = (outages.Outage(each.id, each.unit, each.from_at, each.until) for each in rows)
    late = outages.late_entry(known, places, at, told.reason, now=world.now)
    return replace(world, at=at, late=late)


def above(actor: Actor) -> frozenset[int]:
    """The unit somebody sits in, and every one above it."""
    unit = people.unit(actor.unit)
    return frozenset(int(each) for each in unit.path.strip("/").split("/")) if unit else frozenset()


def keep(line: LateEntry, reason: str) -> None:
    """List it once, however often the to-do runs."""
    line.private = crypto.seal_json("late", {"reason": reason})
    LateEntry.objects.bulk_create([line], ignore_conflicts=True)
