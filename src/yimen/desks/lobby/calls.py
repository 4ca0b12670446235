"""What a calling screen shows: who is called where, who was, how many wait, and where an absent officer is (R-055, R-076)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from yimen.base.bilingual import told
from yimen.modules.people.queries import HallCard
from yimen.modules.reception import queries as reception
from yimen.modules.reception.queries import QueueCard, SeatCard, TicketCard
from yimen.modules.reception.queries import notices as notices_
from yimen.rules.reception import spoken
from yimen.rules.reception.estimate import Interval

from .places import Standing, hall_of, standing

BIG: Final = timedelta(seconds=20)  # so long a call stays big beside later ones
MOST_BIG: Final = 3
LAST: Final = 6
_GONE: Final = frozenset({"waiting", "cancelled"})  # called once, but no more


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody called to a window."""

    number: str
    window: str
    name: str  # of the window
    at: datetime
    again: bool  # called more than once
    key: str  # of this call: a repeated one has another


@dataclass(frozen=True, slots=True)
class Line:
    """A queue: how many wait, and how long who comes now would."""

    code: str
    name: str
    waiting: int
    wait: str  # empty where nothing can be claimed
    served: bool  # some window calls from it


@dataclass(frozen=True, slots=True)
class Away:
    """A window whose officer is not there."""

    window: str
    reason: str
    until: datetime | None
    substitute: str


@dataclass(frozen=True, slots=True)
class Calls:
    """A calling screen at a moment."""

    hall: HallCard
    now: datetime
    standing: Standing
    big: tuple[Call, ...]
    last: tuple[Call, ...]
    lines: tuple[Line, ...]
    away: tuple[Away, ...]
    open_windows: int
    ticker: tuple[str, ...]
    said: tuple[dict[str, Any], ...]  # for the voice
    turns_at: datetime | None


def calls(code: str, now: datetime) -> Calls:
    """Refused: `no_such_hall`."""
    hall = hall_of(code)
    floor_ = reception.screen(hall.id, now=now)
    doors = standing(hall, now)
    shown = notices_.shown(hall.unit.path, now)
    windows = {each.window: each for each in floor_.seats}
    made = [_call(each, windows) for each in floor_.calls if each.window_number and each.state not in _GONE]
    at_work = doors.is_open or any(each.ticket for each in floor_.seats)
    fresh = [each for each in made if each.at > now - BIG][:MOST_BIG] or made[: int(at_work)]
    away = tuple(_away(each, now) for each in floor_.seats if each.state == "paused")
    back = (each.until for each in away)
    turns = [at for at in (doors.turns_at, shown.turns_at, _smaller(fresh), *back) if at is not None]
    return Calls(
        hall=hall,
        now=now,
        standing=doors,
        big=tuple(fresh),
        last=tuple(made[len(fresh) : len(fresh) + LAST]),
        lines=tuple(map(_line, floor_.queues)),
        away=away,
        open_windows=sum(each.state == "open" for each in floor_.seats),
        ticker=tuple(told(each, "title") for each in shown.on_walls),
        said=tuple(
            {"key": each.key, "at": each.at.isoformat(), "words": spoken.call(each.number, each.window)}
            for each in reversed(made)
        ),
        turns_at=min(turns, default=None),
    )


def _smaller(big: list[Call]) -> datetime | None:
    """When the oldest of several big calls steps back."""
    return min(each.at for each in big) + BIG if len(big) > 1 else None


def _call(ticket: TicketCard, windows: Mapping[int, SeatCard]) -> Call:
    assert ticket.called_at is not None
    seat = windows.get(ticket.window or 0)
    return Call(
        number=ticket.number,
        window=ticket.window_number,
        name=_plain(told(seat, "name"), ticket.window_number) if seat else "",
        at=ticket.called_at,
        again=ticket.calls > 1,
        key=f"{ticket.id}.{ticket.calls}.{ticket.called_at.timestamp():.0f}",
    )


def _plain(name: str, number: str) -> str:
    """“A01 综合窗口” beside A01 is 综合窗口."""
    return name.removeprefix(number).strip()


def _line(queue: QueueCard) -> Line:
    return Line(
        queue.code,
        told(queue, "name"),
        queue.waiting,
        _interval(queue.wait) if queue.wait else "",
        queue.open_windows > 0,
    )


def _away(seat: SeatCard, now: datetime) -> Away:
    """Who should be back and is not: for them no time is claimed any more."""
    until = seat.until if seat.until and seat.until > now else None
    return Away(seat.number, seat.reason, until, seat.substitute_name)


def _interval(wait: Interval) -> str:
    """“10–20 min”: never one figure, for nobody knows one."""
    low, high = wait.minutes
    if low == 0:
        return _("up to %(high)d min") % {"high": high}
    return _("%(low)d–%(high)d min") % {"low": low, "high": high}
