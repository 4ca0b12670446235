"""Limits, what remains of them, days and moments in words, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.rules.limits import Limit, Unit

NOTHING = "—"


def _count(n: int, unit: Unit) -> str:
    match unit:
        case Unit.WORKING_DAY:
            words = ngettext("%(n)d working day", "%(n)d working days", n)
        case Unit.DAY:
            words = ngettext("%(n)d day", "%(n)d days", n)
        case Unit.MONTH:
            words = ngettext("%(n)d month", "%(n)d months", n)
        case Unit.HOUR:
            words = ngettext("%(n)d office hour", "%(n)d office hours", n)
        case Unit.CLOCK_HOUR:
            words = ngettext("%(n)d hour", "%(n)d hours", n)
        case Unit.MINUTE:
            words = ngettext("%(n)d minute", "%(n)d minutes", n)
    return words % {"n": n}


def as_limit(value: Limit | Mapping[str, Any] | None) -> Limit | None:
    """A limit from itself or from the contract's `{n, unit}`."""
    return value if value is None or isinstance(value, Limit) else Limit.from_json(dict(value))


def limit(value: Limit | Mapping[str, Any] | None) -> str:
    """“5 个工作日”; `n` 0 is the same day (contract)."""
    found = as_limit(value)
    if found is None:
        return NOTHING
    return _("the same day") if found.n == 0 else _count(found.n, found.unit)


def remaining(value: Limit | Mapping[str, Any] | None) -> str:
    """“还剩 3 个工作日”: 0 on the due day, negative for what is over (contract)."""
    found = as_limit(value)
    if found is None:
        return NOTHING
    if found.n < 0:
        return _("%(count)s over") % {"count": _count(-found.n, found.unit)}
    if found.n == 0:
        return _("due now") if found.unit in {Unit.HOUR, Unit.CLOCK_HOUR, Unit.MINUTE} else _("due today")
    return _("%(count)s left") % {"count": _count(found.n, found.unit)}


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day(value: date | datetime | None) -> str:
    """“2026年3月2日” or “2 March 2026”, in hall time."""
    if not value:
        return NOTHING
    here = _local(value)
    return _("%(day)d %(month)s %(year)d") % {"day": here.day, "month": month(here.month), "year": here.year}


def short_day(value: date | datetime | None) -> str:
    """“3月2日” or “2 March”: where the year is plain."""
    if not value:
        return NOTHING
    here = _local(value)
    return _("%(day)d %(month)s") % {"day": here.day, "month": month(here.month)}


def moment(value: datetime | None) -> str:
    """“2026年3月2日 09:00”, in hall time."""
    return f"{day(value)} {clock(value)}" if value else NOTHING


def when(value: date | datetime | None) -> str:
    """A moment with its time, a date without one."""
    return moment(value) if isinstance(value, datetime) else day(value)


def ending(value: datetime | None) -> str:
    """When something ends: at midnight it is the day before that was its last, and a date says so without a time."""
    if value and clock(value) == "00:00":
        return day(value - timedelta(days=1))
    return moment(value)


def clock(value: datetime | None) -> str:
    """“09:00”, in hall time."""
    return format(_local(value), "%H:%M") if value else NOTHING


def weekday(value: date | datetime | None) -> str:
    """“星期一” or “Monday”."""
    return weekday_name(_local(value).isoweekday()) if value else NOTHING


def weekday_name(n: int) -> str:
    """The name of the day, Monday being 1."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )[n - 1]


def weekday_letter(n: int) -> str:
    """“一” or “Mo”: the head of a column."""
    name = weekday_name(n)
    return name[-1] if name.startswith("星期") else name[:2]


def day_of_week(value: date | datetime | None) -> str:
    """“3月2日 星期一” or “Monday, 2 March”."""
    return (
        _("%(weekday)s, %(day)s") % {"weekday": weekday(value), "day": short_day(value)} if value else NOTHING
    )


def month(n: int) -> str:
    """The month's name in the page's language; in Chinese its number."""
    names = (_("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
             _("July"), _("August"), _("September"), _("October"), _("November"), _("December"))  # fmt: skip
    return names[n - 1]
