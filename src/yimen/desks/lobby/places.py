"""Which hall a screen hangs in, and whether its doors are open: in words for a wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from yimen.base import opening, phrases
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.workdays import queries as workdays
from yimen.rules.refused import Refused
from yimen.rules.workdays import OfficeHours


class Doors(StrEnum):
    """How the doors stand."""

    OPEN = "open"
    BEFORE = "before"  # not yet open today
    BREAK = "break"  # open again today
    OVER = "over"  # closed for today, or all day
    UNKNOWN = "unknown"  # no calendar is loaded


@dataclass(frozen=True, slots=True)
class Standing:
    """The doors of a hall at a moment."""

    doors: Doors
    today: str = ""  # “09:00–12:00, 13:00–17:00”
    next_at: datetime | None = None  # when they open next; None while open
    provisional: bool = False  # that day's calendar is not published yet
    turns_at: datetime | None = None  # when this will be otherwise

    @property
    def is_open(self) -> bool:
        return self.doors is Doors.OPEN

    @property
    def next_words(self) -> str:
        """“13:00” where that is today, else with its day."""
        if self.next_at is None:
            return ""
        if self.doors in {Doors.BEFORE, Doors.BREAK}:
            return phrases.clock(self.next_at)
        return f"{phrases.day_of_week(self.next_at)} {phrases.clock(self.next_at)}"


def hall_of(code: str) -> HallCard:
    """The hall by the code outsiders call it. Refused: `no_such_hall`."""
    hall = people.hall_by_code(code)
    if hall is None:
        raise Refused("no_such_hall")
    return hall


def standing(hall: HallCard, now: datetime) -> Standing:
    """How the doors of a hall stand."""
    try:
        hours = workdays.hours(hall.id, hall.unit.division)
    except Refused:
        return Standing(Doors.UNKNOWN)
    today = opening.periods(hours.periods(now.date()))
    if hours.is_open(now):
        return Standing(Doors.OPEN, today, turns_at=_closes(hours, now))
    later = [each.opens for each in hours.periods(now.date()) if each.opens > now.time()]
    if later:
        next_at = datetime.combine(now.date(), later[0], now.tzinfo)
        earlier = len(later) < len(hours.periods(now.date()))
        return Standing(Doors.BREAK if earlier else Doors.BEFORE, today, next_at, turns_at=next_at)
    some_day = _opens_after(hours, now)
    provisional = some_day is not None and hours.calendar.is_provisional(some_day.date())
    return Standing(Doors.OVER, today, some_day, provisional, turns_at=some_day)


def _closes(hours: OfficeHours, now: datetime) -> datetime | None:
    closing = (each.closes for each in hours.periods(now.date()) if each.opens <= now.time() < each.closes)
    return next((datetime.combine(now.date(), at, now.tzinfo) for at in closing), None)


def _opens_after(hours: OfficeHours, now: datetime) -> datetime | None:
    """The next day the doors open at all: also a day of rest with service."""
    for ahead in range(1, 31):
        day = now.date() + timedelta(days=ahead)
        if periods := hours.periods(day):
            return datetime.combine(day, periods[0].opens, now.tzinfo)
    return None
