"""Say when a hall is open (R-077)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor
from yimen.rules.refused import Refused
from yimen.rules.workdays import OfficeHours, Period

from .. import access
from ..events import AMEND_HOURS
from ..models import SpecialDay, Week
from ..reading import Shelf
from .writing import next_version, plain_day


@transaction.atomic
def set_hours(
    actor: Actor, unit: int, week: Iterable[Iterable[Period]], *, division: str, now: datetime
) -> None:
    """The hall's hours, Monday first; `unit` 0 for halls that set none. `division` is the hall's.

    Refused: not_permitted, `hours_empty`, `hours_overlap`.
    """
    access.demand(actor, division)
    version = next_version()
    kept = OfficeHours.compile(Shelf(version).calendar(division), week)
    Week.objects.update_or_create(unit=unit, defaults={"periods": [plain_day(each) for each in kept.weekly]})
    facts = {"unit": unit, "version": version, "weekly": [plain_day(each) for each in kept.weekly]}
    record("hours", AMEND_HOURS, actor, facts, now=now)


@transaction.atomic
def keep_hours_on(
    actor: Actor,
    unit: int,
    on: date,
    periods: Iterable[Period],
    reason: str,
    *,
    division: str,
    now: datetime,
) -> None:
    """Other hours on one date, or none: repair, a moved break, service on a weekend. No working day comes or goes by it.

    Refused: not_permitted, `hours_overlap`, `hours_reason_missing`.
    """
    access.demand(actor, division)
    if not reason.strip():
        raise Refused("hours_reason_missing", date=on)
    version = next_version()
    shelf = Shelf(version)
    kept = OfficeHours.compile(shelf.calendar(division), shelf.hours(unit, division).weekly, {on: periods})
    SpecialDay.objects.update_or_create(
        unit=unit, day=on, defaults={"periods": plain_day(kept.exceptions[on]), "reason": reason}
    )
    facts = {"unit": unit, "version": version, "on": on, "periods": plain_day(kept.exceptions[on])}
    record("hours", AMEND_HOURS, actor, facts, now=now, private={"reason": reason})
