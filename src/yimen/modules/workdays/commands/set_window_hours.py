"""Say when a window is served, within the hours of its hall (R-077). No clock follows a window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor
from yimen.rules.refused import Refused
from yimen.rules.workdays import Period, WindowHours, local

from .. import access
from ..events import AMEND_WINDOW_HOURS
from ..models import SpecialDay, Week
from ..reading import Shelf
from .writing import next_version, plain_day


@dataclass(frozen=True, slots=True)
class Counter:
    """A window, and the hall whose hours it lies in."""

    window: int
    hall: int
    division: str  # the hall's


@transaction.atomic
def set_window_hours(
    actor: Actor, counter: Counter, week: Iterable[Iterable[Period]], *, now: datetime
) -> None:
    """The window's own week, Monday first.

    Refused: not_permitted, `hours_beyond_hall`, `hours_empty`, `hours_overlap`.
    """
    access.demand(actor, counter.division)
    version = next_version()
    kept = WindowHours.compile(Shelf(version).hours(counter.hall, counter.division), week)
    weekly = [plain_day(each) for each in kept.weekly]
    Week.objects.update_or_create(unit=counter.window, defaults={"periods": weekly})
    facts = {"unit": counter.window, "hall": counter.hall, "version": version, "weekly": weekly}
    record("hours", AMEND_WINDOW_HOURS, actor, facts, now=now)


@transaction.atomic
def keep_window_hours_on(
    actor: Actor, counter: Counter, on: date, periods: Iterable[Period], reason: str, *, now: datetime
) -> None:
    """Other hours of the window on one date, or none.

    Refused: not_permitted, `hours_beyond_hall` (of that date), `hours_overlap`, `hours_reason_missing`.
    """
    access.demand(actor, counter.division)
    if not reason.strip():
        raise Refused("hours_reason_missing", date=on)
    version = next_version()
    hall = Shelf(version).hours(counter.hall, counter.division)
    kept = plain_day(WindowHours.compile(hall, None, {on: periods}).exceptions[on])
    SpecialDay.objects.update_or_create(
        unit=counter.window, day=on, defaults={"periods": kept, "reason": reason}
    )
    facts = {"unit": counter.window, "hall": counter.hall, "version": version, "on": on, "periods": kept}
    record("hours", AMEND_WINDOW_HOURS, actor, facts, now=now, private={"reason": reason})


@transaction.atomic
def keep_window_as_hall(actor: Actor, counter: Counter, *, now: datetime) -> None:
    """No hours of its own from `now`'s day on: neither a week nor dates. What was before stays told.

    Refused: not_permitted.
    """
    access.demand(actor, counter.division)
    version = next_version()
    Week.objects.filter(unit=counter.window).delete()
    SpecialDay.objects.filter(unit=counter.window, day__gte=local(now).date()).delete()
    facts = {"unit": counter.window, "hall": counter.hall, "version": version, "weekly": None}
    record("hours", AMEND_WINDOW_HOURS, actor, facts, now=now)
