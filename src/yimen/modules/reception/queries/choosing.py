"""What whoever books chooses, one after another: what it is about, a way, a slot; nothing that would be refused at the end."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemCard
from yimen.rules.reception import modes, slots
from yimen.rules.reception.modes import WAYS, Mode
from yimen.rules.refused import Refused

from .. import asking
from ..booking_cards import CategoryCard, FreeSlot, ModeCard
from ..booking_hall import BookingHall
from .bookings import calendar, category


class Matter(Protocol):
    """An item, as a list or a guide has it."""

    @property
    def code(self) -> str: ...
    @property
    def department_id(self) -> int: ...
    @property
    def online(self) -> str | None: ...
    @property
    def track(self) -> str: ...
    @property
    def convertible(self) -> bool: ...


def kinds(hall: int, matter: Matter | None = None) -> tuple[CategoryCard, ...]:
    """What people can book by themselves in a hall, for a matter where one is named. Two statements."""
    return tuple(
        each
        for each in asking.categories(active=True, hall=hall)
        if (matter is None or asking.belongs(each, matter.code, matter.department_id))
        and any(way.way.by_oneself for way in ways(each, matter, by_oneself=True))
    )


def ways(
    kind: CategoryCard, matter: Matter | None = None, *, by_oneself: bool = False
) -> tuple[ModeCard, ...]:
    """The open ways of a category, for a matter where one is named; those for the telephone too, to be told of."""
    return tuple(
        each
        for each in kind.open_modes
        if matter is None or _suits(each, matter, by_oneself=by_oneself and each.way.by_oneself)
    )


def offered(id_: int, mode: str, *, by_oneself: bool = False) -> tuple[CategoryCard, ModeCard]:
    """A category and one of its open ways; `by_oneself` none that is for the telephone alone.

    Refused: no_such_category, mode_closed.
    """
    kind = category(id_)
    way = kind.mode(Mode(mode)) if mode in set(Mode) else None
    if way is None or (by_oneself and not way.way.by_oneself):
        raise Refused("mode_closed")
    return kind, way


def matters(kind: CategoryCard, way: ModeCard, *, by_oneself: bool = False) -> tuple[ItemCard, ...]:
    """What one may come for in that way. One statement."""
    codes = way.items or kind.items
    found = catalogue.cards(codes) if codes else catalogue.cards_of(kind.departments)
    return tuple(
        each
        for each in found
        if asking.belongs(kind, each.code, each.department_id) and _suits(way, each, by_oneself=by_oneself)
    )


def slot(
    kind: CategoryCard, way: ModeCard, starts_at: datetime, *, now: datetime, even_full: bool = False
) -> tuple[BookingHall, FreeSlot]:
    """The slot that begins then, and its hall. Two statements.

    Refused: no_such_slot, slot_full with the nearest free ones in `free`.
    """
    hall, days = calendar(kind, way, now=now)
    every = [each for day in days for each in day.slots]
    found = next((each for each in every if each.starts_at == starts_at), None)
    if found is None:
        raise Refused("no_such_slot")
    if found.full and not even_full:
        free = slots.nearest(starts_at, [each.starts_at for each in every if not each.full])
        raise Refused("slot_full", free=[each.isoformat() for each in free], count=len(free))
    return hall, found


def _suits(way: ModeCard, matter: Matter, *, by_oneself: bool) -> bool:
    if way.items and matter.code not in way.items:
        return False
    if by_oneself and matter.online not in modes.BY_ONESELF:
        return False
    return not WAYS[way.mode].same_day or modes.done_that_day(matter.track, convertible=matter.convertible)
