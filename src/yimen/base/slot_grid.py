"""Days and slots to choose from, as `ui/slot_grid.html` draws them: a calendar, and the chosen day's times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from yimen.rules.refused import Refused
from yimen.rules.workdays import SHANGHAI

NOON = 12


class Slot(Protocol):
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def free(self) -> int: ...


class Day(Protocol):
    @property
    def day(self) -> date: ...
    @property
    def slots(self) -> Sequence[Slot]: ...
    @property
    def free(self) -> int: ...


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the calendar; without an address it cannot be chosen."""

    day: date
    free: int
    closed: bool
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class SlotCell:
    starts_at: datetime
    ends_at: datetime
    free: int
    href: str  # empty: full


@dataclass(frozen=True, slots=True)
class Grid:
    weeks: tuple[tuple[DayCell | None, ...], ...]  # Monday first; None: not to be booked
    chosen: date | None
    morning: tuple[SlotCell, ...]
    afternoon: tuple[SlotCell, ...]
    first: SlotCell | None  # the next free one of all


def grid(
    days: Sequence[Day],
    chosen: date | None,
    day_href: Callable[[date], str],
    slot_href: Callable[[datetime], str],
) -> Grid:
    """`chosen` is shown, or the first day with something free."""
    free = [each for each in days if each.free > 0]
    known = {each.day: each for each in days}
    shown = known.get(chosen) if chosen else None
    shown = shown or next(iter(free), None) or next((each for each in days if each.slots), None)
    first = next((slot for day in free for slot in day.slots if slot.free > 0), None)

    def cell(slot: Slot) -> SlotCell:
        return SlotCell(
            slot.starts_at, slot.ends_at, slot.free, slot_href(slot.starts_at) if slot.free > 0 else ""
        )

    cells = [cell(each) for each in shown.slots] if shown else []
    early = [each for each in cells if each.starts_at.astimezone(SHANGHAI).hour < NOON]
    return Grid(
        weeks=_weeks([_day(each, shown, day_href) for each in days]),
        chosen=shown.day if shown else None,
        morning=tuple(early),
        afternoon=tuple(cells[len(early) :]),
        first=cell(first) if first else None,
    )


def word(at: datetime) -> str:
    """A slot in an address: `202603030900`."""
    return f"{at.astimezone(SHANGHAI):%Y%m%d%H%M}"


def read(text: str) -> datetime:
    """Refused: no_such_slot."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Refused("no_such_slot") from None


def day_of(text: str) -> date | None:
    """A day in an address; None where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(day: Day, shown: Day | None, href: Callable[[date], str]) -> DayCell:
    open_ = bool(day.slots)
    return DayCell(day.day, day.free, not open_, day is shown, href(day.day) if open_ else "")


def _weeks(cells: Sequence[DayCell]) -> tuple[tuple[DayCell | None, ...], ...]:
    if not cells:
        return ()
    known = {each.day: each for each in cells}
    monday = cells[0].day - timedelta(days=cells[0].day.weekday())
    count = (cells[-1].day - monday).days // 7 + 1
    return tuple(
        tuple(known.get(monday + timedelta(days=7 * week + n)) for n in range(7)) for week in range(count)
    )
