"""Until when: a clock is a value, and these are the questions it answers, down to "why this date" (CLK-07).

A clock has a start, a limit, at most one extension, pauses with their reasons and perhaps an end. Days and
months are counted on the calendar, hours and minutes in office time, `clock_hour` on the wall; the start day
never counts (CLK-01). A limit of 0 ends at close of business of the same opening day (R-102). A negative one
counts back from an event: notify seven working days before the hearing (LIC-20).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from yimen.rules.explained import ExplainedDay, Explanation, Mark
from yimen.rules.limits import Limit, Unit
from yimen.rules.reckoning import DAYS, WALL, Measure, counted, months_after, reach, united
from yimen.rules.refused import Refused
from yimen.rules.workdays import SHANGHAI, OfficeHours, WorkCalendar, local

_DATED: Final = frozenset({Unit.WORKING_DAY, Unit.DAY, Unit.MONTH})
_INSTANT: Final = timedelta(microseconds=1)
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_LAST: Final = time(23, 59, 59, 999999)


class Light(StrEnum):
    """`off` while nothing runs: held, or stopped."""

    OFF = "off"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Warn:
    """When the light turns yellow: `n` units before the due date, or `after` the start."""

    n: int
    unit: Unit = Unit.WORKING_DAY
    after: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"n": self.n, "unit": str(self.unit), "after": self.after}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        return cls(int(value["n"]), Unit(value["unit"]), bool(value.get("after", False)))


@dataclass(frozen=True, slots=True)
class Pause:
    """A lawful rest: the days (`opened_at`, `closed_at`] are not counted (CLK-04)."""

    reason: str
    opened_at: datetime
    closed_at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        closed = self.closed_at.isoformat() if self.closed_at else None
        return {"reason": self.reason, "opened_at": self.opened_at.isoformat(), "closed_at": closed}


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit on its way."""

    started_at: datetime
    limit: Limit
    more: int = 0  # the one extension, in the limit's unit
    warn: Warn | None = None
    pauses: tuple[Pause, ...] = ()  # may overlap
    stopped_at: datetime | None = None
    rolls: bool = False  # a calendar date moves from a rest day to the next working day (CLK-02)


# when


def held(clock: Clock) -> bool:
    """Whether a pause is open."""
    return clock.stopped_at is None and any(each.closed_at is None for each in clock.pauses)


def due_at(clock: Clock, calendar: WorkCalendar, hours: OfficeHours) -> datetime | None:
    """The last moment still in time; None while held.

    A clock that ran out before its open pause began keeps its date: a red once earned stays (C-21).
    """
    return _end(clock, clock.limit + clock.more, calendar, hours)


def due_on(clock: Clock, calendar: WorkCalendar, hours: OfficeHours) -> date | None:
    end = due_at(clock, calendar, hours)
    return end and end.date()


def unrolled_on(clock: Clock, calendar: WorkCalendar, hours: OfficeHours) -> date | None:
    """The due day before a rest day moved it; both are kept (CLK-02)."""
    return due_on(replace(clock, rolls=False), calendar, hours)


def first_promised_at(clock: Clock, calendar: WorkCalendar, hours: OfficeHours) -> datetime | None:
    """The due moment without the extension: what the on-time figure counts against (R-123)."""
    return _end(clock, clock.limit, calendar, hours)


def _end(clock: Clock, limit: Limit, calendar: WorkCalendar, hours: OfficeHours) -> datetime | None:
    if limit.n == 0:
        return _same_day(clock, hours)
    if limit.unit in _DATED:
        start = local(clock.started_at).date()
        n = (months_after(start, limit.n) - start).days if limit.unit is Unit.MONTH else limit.n
        end = reach(_dated(limit.unit, calendar), start, n, _days_off(clock) if n > 0 else ())
        if end is not None and clock.rolls and n > 0:
            end = calendar.on_or_after(end)
        return datetime.combine(end, _LAST, SHANGHAI) if end else None
    measure, unit = _timed(limit.unit, hours)
    return reach(measure, local(clock.started_at), limit.n * unit, _rests(clock))


def _same_day(clock: Clock, hours: OfficeHours) -> datetime | None:
    """Close of business of the same opening day; held over it, of the day on which the hold ends."""
    closing = _next_close(local(clock.started_at), hours)
    for opened, closed in _rests(clock):
        if opened > closing:
            break
        if closed is None:
            return None
        closing = max(closing, _next_close(closed, hours))
    return closing


def _next_close(at: datetime, hours: OfficeHours) -> datetime:
    closing = hours.close_of(at.date())
    return closing if closing > at else hours.close_of(at.date() + timedelta(days=1))


# how much


def remaining(clock: Clock, now: datetime, calendar: WorkCalendar, hours: OfficeHours) -> Limit:
    """What is left: 0 on the due day, negative once it is over; as of the stop if it has stopped.

    Working days are those in (today, due]. Months are told in days, office hours in minutes; the last minute
    or hour is 0, the first one over is -1. What is over is over by one at least, also while nothing counts: on
    the rest days after the due one, or when the office has closed.
    """
    if clock.stopped_at is not None:
        now = min(now, clock.stopped_at)
    now = local(now)
    unit = counted_in(clock.limit.unit)
    end = due_at(clock, calendar, hours)
    if end is None:
        left = _allowed(clock) - _counted_by(clock, now.date(), calendar, hours)
    elif unit in _DATED:
        left = counted(_dated(unit, calendar), now.date(), end.date(), _days_off(clock))
    else:
        timed, one = _timed(unit, hours)
        left = counted(timed, now, end, _rests(clock)) // one
    over = end is not None and now > end
    return Limit(min(left, -1) if over else left, unit)


def used(clock: Clock, today: date, calendar: WorkCalendar, hours: OfficeHours) -> Limit:
    """What has been counted by the end of `today`, or until it stopped (R-119)."""
    if clock.stopped_at is not None:  # from its stop on it rests for good
        clock = replace(clock, pauses=(*clock.pauses, Pause("", clock.stopped_at)), stopped_at=None)
    return Limit(_counted_by(clock, today, calendar, hours), counted_in(clock.limit.unit))


def counted_in(unit: Unit) -> Unit:
    """The unit in which a limit's use is told: months in days, hours in minutes."""
    return {Unit.MONTH: Unit.DAY, Unit.HOUR: Unit.MINUTE}.get(unit, unit)


# the light


def light(clock: Clock, now: datetime, calendar: WorkCalendar, hours: OfficeHours) -> Light:
    """Red from the first moment after the due one, also on a rest day; yellow from the warning on.

    A warning longer than the limit is yellow from the start (R-120).
    """
    if clock.stopped_at is not None:
        return Light.OFF
    due = due_at(clock, calendar, hours)
    if due is None:
        return Light.OFF
    if now > due:
        return Light.RED
    warned = _warned_at(clock, due, calendar, hours)
    return Light.YELLOW if warned is not None and now >= warned else Light.GREEN


def next_turn(clock: Clock, now: datetime, calendar: WorkCalendar, hours: OfficeHours) -> datetime | None:
    """The first moment after `now` at which the light is another one; None if it stays as it is."""
    if clock.stopped_at is not None:
        return None
    due = due_at(clock, calendar, hours)
    if due is None or now > due:
        return None
    warned = _warned_at(clock, due, calendar, hours)
    if warned is not None and now < warned <= due:
        return warned
    return due + _INSTANT


def _warned_at(clock: Clock, due: datetime, calendar: WorkCalendar, hours: OfficeHours) -> datetime | None:
    """When no more than the warning is left, rests left out as in the limit; not before the start."""
    warn = clock.warn
    if warn is None:
        return None
    if warn.after:
        end = _end(clock, Limit(warn.n, warn.unit), calendar, hours)
        return _midnight(end.date()) if end and warn.unit in _DATED else end
    start = local(clock.started_at)
    unit, total = counted_in(clock.limit.unit), clock.limit.n + clock.more
    if total <= 0 or warn.unit is Unit.MONTH or counted_in(warn.unit) is not unit:
        at = _back(due, warn, calendar, hours)
        return at if total < 0 else max(start, at)
    if unit in _DATED:
        dated, off = _dated(unit, calendar), _days_off(clock)
        n = counted(dated, start.date(), due.date(), off) - warn.n
        day = reach(dated, start.date(), n, off) if n > 0 else None
        return _midnight(day) if day else start
    timed, one = _timed(warn.unit, hours)
    span = counted(timed, start, due, _rests(clock)) - warn.n * one
    return reach(timed, start, span, _rests(clock)) if span > timedelta() else start


def _back(due: datetime, warn: Warn, calendar: WorkCalendar, hours: OfficeHours) -> datetime:
    """A warning in a unit of its own is counted back from the due moment."""
    match warn.unit:
        case Unit.WORKING_DAY:
            return _midnight(calendar.add(calendar.on_or_before(due.date()), -warn.n))
        case Unit.DAY:
            return _midnight(due.date() - timedelta(days=warn.n))
        case Unit.MONTH:
            return _midnight(months_after(due.date(), -warn.n))
    timed, one = _timed(warn.unit, hours)
    return timed.add(due, -warn.n * one)


# what may change it


def extend(clock: Clock, more: int, today: date, calendar: WorkCalendar, hours: OfficeHours) -> Clock:
    """The clock with its one extension, approved on or before the due day (CLK-05, R-123).

    Refused: `extension_empty`, `extension_twice`, `extension_stopped`, `extension_late`.
    """
    if more <= 0:
        raise Refused("extension_empty", more=more)
    if clock.more:
        raise Refused("extension_twice", more=clock.more)
    if clock.stopped_at is not None:
        raise Refused("extension_stopped", stopped_on=local(clock.stopped_at).date())
    due = due_on(clock, calendar, hours)
    if due is not None and today > due:
        raise Refused("extension_late", due_on=due)
    return replace(clock, more=more)


@dataclass(frozen=True, slots=True)
class Retiming:
    """What an amended calendar does to a clock's due moment."""

    before: datetime | None
    after: datetime | None

    @property
    def later(self) -> bool:
        """Whether a date already told moves later, which takes a new notice (CLK-08)."""
        return self.before is not None and self.after is not None and self.after > self.before


def retimed(clock: Clock, old: WorkCalendar, new: WorkCalendar, hours: OfficeHours) -> Retiming | None:
    """The clock's due moment under both calendars; None where the amendment leaves it alone."""
    before = due_at(clock, old, hours.under(old))
    after = due_at(clock, new, hours.under(new))
    return None if before == after else Retiming(before, after)


# why


def explanation(
    clock: Clock, today: date, calendar: WorkCalendar, hours: OfficeHours, rule: str = ""
) -> Explanation:
    """The whole sheet, for print and screen; `rule` as the clock names it (`LIC-08a@2026.1`)."""
    days = explain(clock, today, calendar, hours)
    first = first_promised_at(clock, calendar, hours)
    return Explanation(
        rule=rule,
        started_at=local(clock.started_at),
        limit=clock.limit,
        more=clock.more,
        counted_in=counted_in(clock.limit.unit),
        pauses=clock.pauses,
        held=held(clock),
        due_on=due_on(clock, calendar, hours),
        unrolled_on=unrolled_on(clock, calendar, hours),
        first_promised_on=first and first.date(),
        used=used(clock, today, calendar, hours),
        provisional=any(each.reason.provisional for each in days),
        days=days,
    )


def explain(
    clock: Clock, today: date, calendar: WorkCalendar, hours: OfficeHours
) -> tuple[ExplainedDay, ...]:
    """Day by day from the start to the due day, or to `today` while held: counted, or skipped and why."""
    clock = _as_running(clock)
    start = local(clock.started_at).date()
    due = due_on(clock, calendar, hours)
    unrolled = unrolled_on(clock, calendar, hours)
    allowed, promised = _allowed(clock), _allowed(replace(clock, more=0))
    days = []
    n = 0
    for day in _days_from(start, due or max(start, today)):
        before, n = n, min(_counted_by(clock, day, calendar, hours), allowed)
        pauses = _pauses_on(clock, day)
        if day == start:
            mark = Mark.START
        elif unrolled and day > unrolled:
            mark = Mark.ROLLED
        elif n > before or day == due:
            mark = Mark.COUNTED
        else:
            mark = Mark.PAUSED if pauses else Mark.REST
        extra = mark is Mark.COUNTED and n > promised
        days.append(ExplainedDay(day, mark, n, calendar.why(day), pauses, extra=extra, due=day == due))
    return tuple(days)


def _days_from(start: date, end: date) -> Iterator[date]:
    step = timedelta(days=1 if end >= start else -1)
    yield start
    while start != end:
        start += step
        yield start


def _pauses_on(clock: Clock, day: date) -> tuple[str, ...]:
    """The reasons for which `day` is not counted, each once."""
    reasons = (
        each.reason
        for each in clock.pauses
        if local(each.opened_at).date() < day
        and (each.closed_at is None or day <= local(each.closed_at).date())
    )
    return tuple(dict.fromkeys(reasons))


# what lies beneath


def _as_running(clock: Clock) -> Clock:
    """The clock as it stood at its stop: a pause open then ended with it."""
    stop = clock.stopped_at
    if stop is None:
        return clock
    pauses = tuple(each if each.closed_at else replace(each, closed_at=stop) for each in clock.pauses)
    return replace(clock, pauses=pauses, stopped_at=None)


def _allowed(clock: Clock) -> int:
    """The limit and its extension in the unit it is counted in."""
    n = clock.limit.n + clock.more
    match clock.limit.unit:
        case Unit.MONTH:
            start = local(clock.started_at).date()
            return abs((months_after(start, n) - start).days)
        case Unit.HOUR:
            return abs(n) * 60
        case _:
            return abs(n)


def _counted_by(clock: Clock, day: date, calendar: WorkCalendar, hours: OfficeHours) -> int:
    """What has been counted by the end of `day`; for a limit that runs back from its event, down to `day`."""
    unit = counted_in(clock.limit.unit)
    start = local(clock.started_at)
    if unit in _DATED:
        dated = _dated(unit, calendar)
        if day < start.date():
            one = timedelta(days=1)
            return counted(dated, day - one, start.date() - one) if clock.limit.n < 0 else 0
        return counted(dated, start.date(), day, _days_off(clock))
    timed, one = _timed(unit, hours)
    end = max(start, _midnight(day + timedelta(days=1)))
    return counted(timed, start, end, _rests(clock)) // one


def _dated(unit: Unit, calendar: WorkCalendar) -> Measure[date, int]:
    return calendar if unit is Unit.WORKING_DAY else DAYS


def _timed(unit: Unit, hours: OfficeHours) -> tuple[Measure[datetime, timedelta], timedelta]:
    """What a limit of hours or minutes is counted by, and how long one of it is."""
    if unit is Unit.CLOCK_HOUR:
        return WALL, _HOUR
    return hours, _HOUR if unit is Unit.HOUR else _MINUTE


def _days_off(clock: Clock) -> tuple[tuple[date, date | None], ...]:
    """Its pauses as days: (opened, closed]."""
    if not clock.pauses:
        return ()
    return united((opened.date(), closed and closed.date()) for opened, closed in _moments(clock))


def _rests(clock: Clock) -> tuple[tuple[datetime, datetime | None], ...]:
    """Its pauses as moments."""
    return united(_moments(clock)) if clock.pauses else ()


def _moments(clock: Clock) -> Iterator[tuple[datetime, datetime | None]]:
    for each in clock.pauses:
        closed = each.closed_at or clock.stopped_at
        yield local(each.opened_at), local(closed) if closed else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)
