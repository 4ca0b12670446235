"""Load a year when its notice is out (CAL-03)."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from yimen.rules.actors import Actor
from yimen.rules.refused import Refused
from yimen.rules.workdays import CalendarYear

from .. import access
from ..events import Amendment
from ..models import Day, Year
from ..reading import NATIONAL
from ..seeds import year_from_json
from .writing import as_it_stands, check_days, next_version, plain, put_days, tell


@transaction.atomic
def add_year(actor: Actor, year: CalendarYear, *, now: datetime) -> Amendment:
    """Load `year` with its notice, or in place of its estimate; dates that were provisional are re-timed.

    Refused: not_permitted, `calendar_year_known`, `calendar_notice_missing`, `calendar_year_empty`,
    `calendar_day_elsewhere`, and what `check_days` refuses.
    """
    access.demand(actor)
    _check(year)
    version = next_version()
    if Year.objects.filter(year=year.year, provisional=False).exists():
        raise Refused("calendar_year_known", year=year.year)
    before = as_it_stands(version, NATIONAL)
    put_year(year)
    facts = {"years": [year.year], "notice": year.notice, "days": plain(year.days)}
    return tell(actor, NATIONAL, version, before, facts, now=now)


def read_year(text: str) -> CalendarYear:
    """A year from the text of its file: year, notice, notice_verified, source, days. Refused: `calendar_file`."""
    try:
        return year_from_json(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Refused("calendar_file", place=str(wrong)) from None


def put_year(year: CalendarYear) -> None:
    Year.objects.update_or_create(
        year=year.year,
        defaults={
            "notice": year.notice,
            "notice_verified": year.notice_verified,
            "source": year.source,
            "provisional": year.provisional,
        },
    )
    Day.objects.filter(calendar=NATIONAL, year=year.year).delete()
    put_days(NATIONAL, ((year.year, each) for each in year.days))


def _check(year: CalendarYear) -> None:
    if not year.provisional and not year.notice:
        raise Refused("calendar_notice_missing", year=year.year)
    if not year.days:
        raise Refused("calendar_year_empty", year=year.year)
    for each in year.days:
        eve = each.date.year == year.year - 1 and each.date.month == 12
        if each.date.year != year.year and not eve:
            raise Refused("calendar_day_elsewhere", date=each.date, year=year.year)
    check_days(year.days)
