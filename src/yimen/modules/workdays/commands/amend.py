"""Change single days of a loaded year, for the nation or for a division of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from yimen.rules.actors import Actor
from yimen.rules.identifiers import Division
from yimen.rules.refused import Refused
from yimen.rules.workdays import CalendarDay

from .. import access
from ..events import Amendment
from ..models import Day
from .writing import as_it_stands, check_days, division_of, next_version, plain, put_days, tell


@transaction.atomic
def amend(
    actor: Actor, calendar: str, days: Iterable[CalendarDay], notice: str, *, now: datetime
) -> Amendment:
    """Let `days` of `calendar` (`CN`, or a division's `CN/450000`) be as `notice` says; running clocks are re-timed.

    Refused: not_permitted, `calendar_unknown`, `calendar_notice_missing`, `calendar_year_unknown`,
    `calendar_nothing_new`, and what `check_days` refuses.
    """
    division = division_of(calendar)
    access.demand(actor, division or None)
    if division:
        Division.parse(division)
    if not notice.strip():
        raise Refused("calendar_notice_missing")
    days = tuple(replace(each, notice=notice) for each in days)
    version = next_version()
    before = as_it_stands(version, calendar)
    for each in days:
        if before is None or each.date.year not in before.years:
            raise Refused("calendar_year_unknown", year=each.date.year)
    check_days(days, before)
    if all(_stands(calendar, each) for each in days):
        raise Refused("calendar_nothing_new")
    owners = dict(
        Day.objects.filter(calendar=calendar, day__in=[each.date for each in days]).values_list("day", "year")
    )
    put_days(calendar, ((owners.get(each.date, each.date.year), each) for each in days))
    return tell(actor, calendar, version, before, {"notice": notice, "days": plain(days)}, now=now)


def _stands(calendar: str, day: CalendarDay) -> bool:
    return Day.objects.filter(calendar=calendar, day=day.date, works=day.works, name=day.name).exists()
