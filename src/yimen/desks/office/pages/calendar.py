"""Which days count: the years of the work calendar, a new year's notice, and single days a later notice moves (R-117)."""

from __future__ import annotations

import hashlib
import json
from calendar import Calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimen.base.findings import sentence
from yimen.base.pages import HallRequest
from yimen.modules.cases import queries as cases
from yimen.modules.workdays import commands, queries
from yimen.modules.workdays.events import Amendment
from yimen.rules.findings import Finding
from yimen.rules.refused import Refused
from yimen.rules.workdays import CalendarDay, CalendarYear, DayKind, WorkCalendar

from ..access import keeps
from ..drawing import Form, done, form_page, page, schema

NATION: Final = "CN"
_LONGEST: Final = 31  # days of one row; more is a slip of the year
_NAMED: Final = frozenset({DayKind.HOLIDAY, DayKind.MAKE_UP, DayKind.OVERLAY})


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the year's picture: whether it works, and what the notice calls it."""

    day: date
    works: bool
    moved: bool  # the notice names it: off on a weekday, or worked in exchange
    name: str
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    working_days: int
    weeks: tuple[tuple[Cell | None, ...], ...]


Span = tuple[date, date]  # first and last of days in a row


@dataclass(frozen=True, slots=True)
class Holiday:
    """One of the notice's holidays: its days off, and the days worked for it."""

    name: str
    off: tuple[Span, ...]
    worked: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What entering days would change, how many running cases would be looked at, and what to read again first."""

    changed: tuple[date, ...]
    running: int
    doubts: tuple[tuple[str, str], ...]  # what is odd, and what to do
    seen: str  # of what was written when this was shown


@keeps("days")
@require_GET
def calendar(request: HallRequest) -> HttpResponse:
    """Every loaded year with its notice and working days, and the one after them."""
    return page(request, "calendar", years=queries.years(), this_year=request.now.year)


@keeps("days")
@require_GET
def year(request: HallRequest, year: int) -> HttpResponse:
    """One year, month by month, and its holidays in words."""
    cards = {each.year: each for each in queries.years()}
    if year not in cards:
        raise Refused("not_permitted")
    card = cards[year]
    national, today = queries.calendar(), request.now.date()
    months = tuple(
        Month(
            date(year, month, 1),
            card.months[month - 1],
            tuple(
                tuple(_cell(national, day, today) if day.month == month else None for day in week)
                for week in Calendar().monthdatescalendar(year, month)
            ),
        )
        for month in range(1, 13)
    )
    return page(
        request,
        "year",
        year=year,
        card=card,
        months=months,
        holidays=_holidays(card.known.days if card.known else ()),
        earlier=cards.get(year - 1),
        later=cards.get(year + 1),
        weekdays=range(1, 8),
    )


def _cell(national: WorkCalendar, day: date, today: date) -> Cell:
    why = national.why(day)
    return Cell(day, why.works, why.kind in _NAMED, why.name, day == today)


def _holidays(days: Iterable[CalendarDay]) -> tuple[Holiday, ...]:
    """In the order of their first day off; days worked for them come later than any day off."""
    listed = sorted(days, key=lambda each: (each.works, each.date))
    return tuple(
        Holiday(
            name,
            _spans(each.date for each in listed if each.name == name and not each.works),
            _spans(each.date for each in listed if each.name == name and each.works),
        )
        for name in dict.fromkeys(each.name for each in listed)
    )


def _spans(days: Iterable[date]) -> tuple[Span, ...]:
    """Dates in order as runs without a gap."""
    runs = groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0])
    return tuple((run[0], run[-1]) for _key, pairs in runs if (run := [day for _n, day in pairs]))


@keeps("days")
@require_http_methods(["GET", "POST"])
def year_new(request: HallRequest) -> HttpResponse:
    """A new year from the State Council's notice: its number, days off and days worked in exchange."""

    def enter(values: Mapping[str, Any]) -> Amendment:
        return commands.add_year(request.actor, _year(values), now=request.now)

    def doubts(values: Mapping[str, Any]) -> tuple[Finding, ...]:
        return queries.differences(_year(values))

    stands = {"year": next(each.year for each in queries.years() if each.provisional)}
    title, action = _("Enter a year's notice"), _("Enter the year")
    return _days_page(request, schema("calendar_year"), stands, enter, doubts, title=title, action=action)


def _year(values: Mapping[str, Any]) -> CalendarYear:
    return CalendarYear(
        year=values["year"],
        notice=values["notice"],
        source=values["source"],
        days=_days(values),
        notice_verified=bool(values.get("notice_verified")),
    )


@keeps("days")
@require_http_methods(["GET", "POST"])
def amend(request: HallRequest) -> HttpResponse:
    """Single days of a loaded year, as a later notice says."""

    def change(values: Mapping[str, Any]) -> Amendment:
        return commands.amend(request.actor, NATION, _days(values), values["notice"], now=request.now)

    title, action = _("Amend the calendar"), _("Amend")
    return _days_page(request, schema("calendar_days"), {}, change, title=title, action=action)


def _days_page(
    request: HallRequest,
    asked: Mapping[str, Any],
    stands: Mapping[str, Any],
    change: Callable[[Mapping[str, Any]], Amendment],
    doubts: Callable[[Mapping[str, Any]], tuple[Finding, ...]] = lambda _values: (),
    **told: Any,
) -> HttpResponse:
    """First what would change is shown, by a trial that is undone; sent once more unchanged, it is done."""
    back = reverse("office:calendar")

    def act(values: dict[str, Any]) -> HttpResponse:
        seen = _digest(values)
        if request.POST.get("seen") == seen:
            amendment = change(values)
            words = _("Entered. Running cases that will be looked at: %(n)d.")
            return done(request, words % {"n": _running(amendment)}, back)
        with transaction.atomic():
            amendment = change(values)
            transaction.set_rollback(True)
        said = tuple(sentence(each, get_language() or "") for each in doubts(values))
        effect = Effect(amendment.changed, _running(amendment), said, seen)
        return page(request, "days", form=Form(asked, values), effect=effect, back=back, **told)

    return form_page(request, asked, stands, act, template="days", back=back, **told)


def _running(amendment: Amendment) -> int:
    return cases.running_from(amendment.first_changed) if amendment.first_changed else 0


def _digest(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def _days(values: Mapping[str, Any]) -> tuple[CalendarDay, ...]:
    """The days of the rows, each from one date to another. Refused: `calendar_span`."""
    days: list[CalendarDay] = []
    for row in values["days"]:
        first = date.fromisoformat(row["date"])
        last = date.fromisoformat(row.get("until", row["date"]))
        span = range(first.toordinal(), last.toordinal() + 1)
        if not 0 < len(span) <= _LONGEST:
            raise Refused("calendar_span", first=first, last=last, most=_LONGEST)
        days += [CalendarDay(date.fromordinal(n), row["works"] == "yes", row["name"]) for n in span]
    return tuple(days)
