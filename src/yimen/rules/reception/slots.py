"""What can be booked, until when it can be changed, and when somebody has let too many places go to waste (R-058, R-059).

A slot is a stretch of a hall's own opening hours with so many numbered places. Days ahead are counted on the calendar, as
people count them; hours before a slot on the wall, since nobody lives by office time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from yimen.rules.refused import Refused
from yimen.rules.workdays import SHANGHAI, OfficeHours, Periods, WindowHours, joined, shared

NEAREST: Final = 3  # so many free slots are told to whoever finds the wanted one full


@dataclass(frozen=True, slots=True)
class Terms:
    """预约规则: a hall's own numbers (requirements §5.1 `booking.*`)."""

    slot: timedelta = timedelta(minutes=30)
    first_day: int = 1  # days ahead: from tomorrow …
    last_day: int = 14  # … to a fortnight hence
    cancel_before: timedelta = timedelta(hours=2)
    late: timedelta = timedelta(minutes=15)  # so long after the slot the place is kept
    no_shows: int = 3  # so many …
    no_show_days: int = 90  # … within so many days …
    block_days: int = 30  # … close online booking for so many
    most_open: int = 3  # bookings one person may hold at once, and …
    most_open_phone: int = 6  # … one telephone, which a family shares
    password_least: int = 6  # characters

    @property
    def cancel_hours(self) -> int:
        return int(self.cancel_before.total_seconds() // 3600)

    @property
    def late_minutes(self) -> int:
        return int(self.late.total_seconds() // 60)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """时段: from when to when, with how many places."""

    starts_at: datetime
    ends_at: datetime
    places: int


class Standing(StrEnum):
    """How somebody who checks in stands to their slot."""

    EARLY = "early"
    IN_SLOT = "in_slot"
    LATE = "late"  # the place is kept
    LAPSED = "lapsed"  # as if they had not booked


def open_on(windows: Iterable[WindowHours], day: date, own: Periods | None = None) -> Periods:
    """When a category is served on `day`: while at least one of its windows has hours, and in its own within them.

    A window's hours are the hall's with its breaks and special days, or its own within these (R-077).
    """
    doors = joined(each.periods(day) for each in windows)
    return doors if own is None else shared(doors, own)


def rest_day_periods(hours: OfficeHours, day: date) -> Periods:
    """When a window may be booked on a day its hall is closed: at the hours of an ordinary day (R-061)."""
    return () if hours.periods(day) else next(filter(None, hours.weekly), ())


def slots(day: date, periods: Periods, length: timedelta, places: int) -> tuple[Slot, ...]:
    """Whole slots from each opening on; what is left before a break is too short to promise."""
    return tuple(
        Slot(starts_at, starts_at + length, places)
        for each in periods
        for starts_at in _starts(_moment(day, each.opens), _moment(day, each.closes), length)
    )


def days(today: date, terms: Terms) -> tuple[date, ...]:
    """The days that may be booked today, working or not."""
    return tuple(today + timedelta(days=n) for n in range(terms.first_day, terms.last_day + 1))


def demand_bookable(starts_at: datetime, *, now: datetime, terms: Terms) -> None:
    """Refused: slot_past, slot_too_soon, slot_too_far."""
    ahead = (starts_at.astimezone(SHANGHAI).date() - now.astimezone(SHANGHAI).date()).days
    if starts_at <= now:
        raise Refused("slot_past")
    if ahead < terms.first_day:
        raise Refused("slot_too_soon", days=terms.first_day)
    if ahead > terms.last_day:
        raise Refused("slot_too_far", days=terms.last_day)


def demand_changeable(starts_at: datetime, *, now: datetime, terms: Terms) -> None:
    """Until so long before the slot it may be changed or given back. Refused: booking_fixed."""
    until_at = (starts_at - terms.cancel_before).astimezone(SHANGHAI)
    if now > until_at:
        raise Refused("booking_fixed", until_at=until_at)


def standing(starts_at: datetime, ends_at: datetime, at: datetime, terms: Terms) -> Standing:
    if at < starts_at:
        return Standing.EARLY
    if at < ends_at:
        return Standing.IN_SLOT
    return Standing.LATE if at <= lapses_at(ends_at, terms) else Standing.LAPSED


def lapses_at(ends_at: datetime, terms: Terms) -> datetime:
    """The last moment at which the place is still kept."""
    return ends_at + terms.late


def blocked_until(no_shows: Iterable[date], today: date, terms: Terms) -> date | None:
    """The last day on which somebody may not book online; None where they may.

    Each no-show that is the `no_shows`-th within `no_show_days` blocks for `block_days` from its day on.
    """
    missed = sorted(no_shows)
    within, blocked = timedelta(days=terms.no_show_days), timedelta(days=terms.block_days)
    until_on = None
    for first, last in zip(missed, missed[terms.no_shows - 1 :], strict=False):
        if last - first < within:
            until_on = last + blocked - timedelta(days=1)
    return until_on if until_on is not None and until_on >= today else None


def demand_not_blocked(no_shows: Iterable[date], today: date, terms: Terms) -> None:
    """Refused: booking_blocked. The counter and the telephone stay open to them."""
    until_on = blocked_until(no_shows, today, terms)
    if until_on is not None:
        raise Refused("booking_blocked", until_on=until_on, times=terms.no_shows)


def demand_room(of_person: int, of_phone: int, terms: Terms) -> None:
    """Nobody hoards places. Refused: bookings_enough, with how many are held."""
    if of_person >= terms.most_open:
        raise Refused("bookings_enough", count=of_person)
    if of_phone >= terms.most_open_phone:
        raise Refused("bookings_enough", count=of_phone)


def demand_password(password: str, *told: str, terms: Terms) -> None:
    """Short enough to be remembered, and nothing that others know of one. Refused: booking_password."""
    plain = password.strip()
    if len(plain) < terms.password_least or any(plain.casefold() in each.casefold() for each in told):
        raise Refused("booking_password", least=terms.password_least)


def nearest(wanted: datetime, free: Iterable[datetime]) -> tuple[datetime, ...]:
    """The free slots closest to the wanted one, in the order of time; of two as close the later."""
    closest = sorted(free, key=lambda each: (abs(each - wanted), each < wanted))[:NEAREST]
    return tuple(sorted(closest))


def reminder_at(hours: OfficeHours, starts_at: datetime) -> datetime:
    """As the hall opens on the working day before."""
    day = hours.calendar.add(starts_at.astimezone(SHANGHAI).date(), -1)
    return hours.next_opening(_moment(day, time()))


def same_day_limit(hours: OfficeHours, starts_at: datetime) -> datetime:
    """立等可取: done by the end of opening hours on the booked day (R-063)."""
    day = starts_at.astimezone(SHANGHAI).date()
    periods = hours.periods(day) or rest_day_periods(hours, day)
    return _moment(day, periods[-1].closes)


def _starts(opens: datetime, closes: datetime, length: timedelta) -> Iterator[datetime]:
    while opens + length <= closes:
        yield opens
        opens += length


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)
