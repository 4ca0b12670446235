"""What every act on a calendar has in common: it waits its turn, writes days, and says what changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection

from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor
from yimen.rules.refused import Refused
from yimen.rules.workdays import CalendarDay, Period, WorkCalendar

from ..events import AMEND_CALENDAR, Amendment
from ..models import Day
from ..reading import NATIONAL, Shelf


def next_version() -> int:
    """Take the version row and the next number; whoever else changes these tables waits until this one is done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workdays_version (one, n) VALUES (1, nextval('workdays_version_k'))"
            " ON CONFLICT (one) DO UPDATE SET n = excluded.n RETURNING n"
        )
        return int(cursor.fetchone()[0])


def as_it_stands(version: int, calendar: str) -> WorkCalendar | None:
    """The calendar read from the tables now, past the process's shelf; None before the first year."""
    shelf = Shelf(version)
    return shelf.calendar(division_of(calendar)) if shelf.years else None


def division_of(calendar: str) -> str:
    """`CN/450000` → `450000`; empty for the nation. Refused: `calendar_unknown`."""
    nation, _, division = calendar.partition("/")
    if nation != NATIONAL or calendar.endswith("/"):
        raise Refused("calendar_unknown", calendar=calendar)
    return division


def put_days(calendar: str, days: Iterable[tuple[int, CalendarDay]]) -> None:
    """Write days with the year whose notice moved them; a day already named is named anew."""
    Day.objects.bulk_create(
        [
            Day(
                calendar=calendar,
                year=year,
                day=each.date,
                works=each.works,
                name=each.name,
                notice=each.notice,
            )
            for year, each in days
        ],
        update_conflicts=True,
        unique_fields=["calendar", "day"],
        update_fields=["year", "works", "name", "notice"],
    )


def check_days(days: Iterable[CalendarDay], calendar: WorkCalendar | None = None) -> None:
    """Refused: `calendar_day_twice`, `calendar_day_unnamed`, `calendar_make_up_weekday` (it works anyway)."""
    seen: set[date] = set()
    for each in days:
        if each.date in seen:
            raise Refused("calendar_day_twice", date=each.date)
        seen.add(each.date)
        if not each.name.strip():
            raise Refused("calendar_day_unnamed", date=each.date)
        works_anyway = calendar.is_workday(each.date) if calendar else True
        if each.works and each.date.weekday() < 5 and works_anyway:
            raise Refused("calendar_make_up_weekday", date=each.date)


def tell(
    actor: Actor,
    calendar: str,
    version: int,
    before: WorkCalendar | None,
    facts: dict[str, Any],
    *,
    now: datetime,
) -> Amendment:
    """Write the line; the reactions table re-times what it moved (CLK-08)."""
    after = as_it_stands(version, calendar)
    changed = before.changed(after) if before and after else ()
    amendment = Amendment(calendar, version, changed)
    span = {"first_changed": amendment.first_changed, "last_changed": changed[-1] if changed else None}
    record(
        f"calendar:{calendar}",
        AMEND_CALENDAR,
        actor,
        {"calendar": calendar, "version": version, **facts, **span},
        now=now,
    )
    return amendment


def plain(days: Iterable[CalendarDay]) -> list[dict[str, Any]]:
    return [{"date": each.date.isoformat(), "works": each.works, "name": each.name} for each in days]


def plain_day(periods: Iterable[Period]) -> list[list[str]]:
    """Opening periods as the tables and the lines keep them."""
    return [[each.opens.isoformat("minutes"), each.closes.isoformat("minutes")] for each in periods]
