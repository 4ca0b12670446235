"""What can be booked, set up by the office: categories, their places, and the ways that are open (R-058, R-066)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor
from yimen.rules.reception import desks, modes
from yimen.rules.reception.modes import TEXTS, Mode
from yimen.rules.refused import Refused

from .. import asking
from ..booking_cards import CategoryCard
from ..booking_hall import booking_hall
from ..models.bookings import Category, CategoryMode
from .bookings import BOOK
from .queues import queue_for

Hours = Sequence[Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Described:
    """What a category is. Without hours of its own it is served whenever the hall is open."""

    name: str
    queue: int
    capacity: int
    name_en: str = ""
    summary: str = ""
    summary_en: str = ""
    departments: Sequence[int] = ()
    items: Sequence[str] = ()
    week: Hours | None = None
    rank: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True)
class Explained:
    """A way of booking: whether it is open, and what people read about it first."""

    enabled: bool
    texts: Mapping[str, str] = field(default_factory=dict)  # by `modes.TEXTS`
    capacity: int | None = None
    queue: int | None = None
    items: Iterable[str] = ()


@transaction.atomic
def keep_category(actor: Actor, hall: int, code: str, told: Described, *, now: datetime) -> CategoryCard:
    """Make a category, or describe it anew. Refused: not_permitted, no_such_hall, no_such_queue, category_capacity."""
    here = booking_hall(hall)
    desks.demand(actor, "keep_categories", hall=here.id, division=here.division)
    if told.capacity < 1:
        raise Refused("category_capacity")
    queue_for(hall, queue=told.queue)
    row, made = Category.objects.update_or_create(
        hall_id=hall,
        code=code,
        defaults={
            "name": told.name,
            "name_en": told.name_en,
            "summary": told.summary,
            "summary_en": told.summary_en,
            "queue_id": told.queue,
            "capacity": told.capacity,
            "departments": list(told.departments),
            "items": list(told.items),
            "week": told.week,
            "rank": told.rank,
            "active": told.active,
        },
    )
    if made:
        CategoryMode.objects.bulk_create(CategoryMode(category=row, mode=each.value) for each in Mode)
    facts = {
        "category": row.id,
        "code": code,
        "capacity": told.capacity,
        "queue": told.queue,
        "active": told.active,
    }
    record(BOOK.format(code=here.code), "keep_category", actor, facts, now=now)
    found = asking.category(row.id)
    assert found is not None
    return found


@transaction.atomic
def keep_mode(actor: Actor, category: int, mode: Mode, told: Explained, *, now: datetime) -> CategoryCard:
    """Write what a mode is, open it or close it.

    Refused: no_such_category, not_permitted, mode_unexplained, category_capacity.
    """
    found = asking.category(category)
    if found is None:
        raise Refused("no_such_category")
    here = booking_hall(found.hall)
    desks.demand(actor, "keep_categories", hall=here.id, division=here.division)
    if told.capacity is not None and told.capacity < 1:
        raise Refused("category_capacity")
    if told.queue is not None:
        queue_for(found.hall, queue=told.queue)
    texts = {name: told.texts.get(name, "").strip() for name in TEXTS}
    if told.enabled:
        modes.demand_explained(mode, texts)
    CategoryMode.objects.update_or_create(
        category_id=category,
        mode=mode.value,
        defaults={
            "enabled": told.enabled,
            "capacity": told.capacity,
            "queue_id": told.queue,
            "items": list(told.items),
            **texts,
        },
    )
    facts = {"category": category, "mode": mode.value, "enabled": told.enabled, "capacity": told.capacity}
    record(BOOK.format(code=here.code), "keep_mode", actor, facts, now=now, private={"texts": texts})
    changed = asking.category(category)
    assert changed is not None
    return changed
