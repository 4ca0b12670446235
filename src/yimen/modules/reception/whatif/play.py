"""A day is played: people come, wait in their queues, and windows call whoever the declared order names first.

The order is the floor's own (`rules/reception/order.py`): the same functions rank and choose here, there and in a replay. Time is
counted in whole microseconds, so that a day played as it was comes out as it was.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from simpy import Environment, Event
from simpy.events import EventPriority

from yimen.rules.reception.order import Klass, Rank, first, rank

from .days import Leg, Visit
from .figures import Wait
from .stage import Stage, Station

_MICROSECOND: Final = timedelta(microseconds=1)
_AFTER_ALL_ELSE: Final = 2  # of what happens at one moment, calls come last
Steps = Generator[Event, Any, None]


@dataclass(slots=True, eq=False)
class _Waiting:
    """Somebody in a line, as the order sees them."""

    id: int
    ready_at: datetime
    klass: int
    rank_at: datetime
    queue: int
    bound: int | None
    called: Event

    @property
    def key(self) -> tuple[int, datetime, int]:
        return self.klass, self.rank_at, self.id


def play(stage: Stage, chance: Random, *, resample: bool = False) -> tuple[Wait, ...]:
    """Everybody's wait. With `resample` each takes a window as long as somebody of that queue did, drawn with replacement."""
    return _Day(stage, chance, resample=resample).waits()


class _Day:
    def __init__(self, stage: Stage, chance: Random, *, resample: bool) -> None:
        self.stage, self.chance, self.resample = stage, chance, resample
        self.world = Environment()
        self.lines: dict[int, list[tuple[tuple[int, datetime, int], _Waiting]]] = {}
        self.bound: dict[int, list[_Waiting]] = {}
        self.bells: dict[int, deque[Event]] = {}  # of windows that wait for somebody, by queue and by window
        self.waited: dict[int, Wait] = {}

    def waits(self) -> tuple[Wait, ...]:
        for each in self.stage.visits:
            self.world.process(self._visit(each))
        for n, station in enumerate(self.stage.stations):
            self.world.process(self._window(n, station))
        self.world.run()
        return tuple(self.waited[each.id] for each in self.stage.visits)

    # people

    def _visit(self, visit: Visit) -> Steps:
        mine = rank(visit.arrival, self.stage.rule)
        self.waited[visit.id] = Wait(visit.queue, visit.ready_at, None)
        yield self.world.timeout(self._until(visit.arrival.at))
        for leg in visit.legs:
            yield self.world.timeout(_ticks(leg.ready_after))
            if leg.anew:
                now = self._now()
                mine = Rank(now, Klass.WALK_IN, now)
            me = _Waiting(
                visit.id, mine.ready_at, mine.klass, mine.at, leg.queue, leg.bound, self.world.event()
            )
            self._join(me)
            left = self.world.timeout(_ticks(leg.left_after)) if leg.left_after is not None else None
            yield self.world.any_of([me.called, left]) if left is not None else me.called
            if not me.called.triggered:
                self._leave(me)
                continue
            if self.waited[visit.id].waited is None:
                waited = max(timedelta(), self._now() - visit.ready_at)
                self.waited[visit.id] = self.waited[visit.id]._replace(waited=waited)
            served = me.called.value
            assert isinstance(served, Event)
            yield self.world.timeout(_ticks(self._takes(leg)))
            served.succeed()

    def _takes(self, leg: Leg) -> timedelta:
        pool = self.stage.takes.get(leg.queue, ())
        if pool and (leg.taken is None or self.resample):
            return self.chance.choice(pool)
        return leg.taken or timedelta()

    def _join(self, me: _Waiting) -> None:
        if me.bound is not None:
            self.bound.setdefault(me.bound, []).append(me)
        else:
            insort(self.lines.setdefault(me.queue, []), (me.key, me))
        self._ring(me.queue if me.bound is None else _of_window(me.bound))

    def _leave(self, me: _Waiting) -> None:
        if me.bound is not None:
            self.bound[me.bound].remove(me)
        else:
            self.lines[me.queue].remove((me.key, me))

    # windows

    def _window(self, n: int, station: Station) -> Steps:
        gap = 0
        for (opens, closes), queues in station.calls:
            start, end = self._until(opens, whole=True), self._until(closes, whole=True)
            if self.world.now < start:
                yield self.world.timeout(start - self.world.now)
            free = self.world.now
            while self.world.now < end:
                if self._first(station, queues) is None:
                    bell = self._bell(station, queues)
                    yield self.world.any_of([bell, self.world.timeout(end - self.world.now)])
                    if not bell.triggered:
                        bell.succeed()  # nobody listens any more: it must not ring instead of another one's
                    continue
                pause = _ticks(station.gaps[gap % len(station.gaps)]) if station.gaps else 0
                if self.world.now + pause > end:
                    yield self.world.timeout(end - self.world.now)
                    break
                yield self._last_at(pause, free, n)
                called = self._first(station, queues)
                if called is None:
                    continue
                gap += 1
                self._leave(called)
                self._pass_on(queues)
                done = self.world.event()
                called.called.succeed(done)
                yield done
                free = self.world.now
            self._pass_on(queues)  # whoever rang as the window closed

    def _ring(self, key: int) -> None:
        """Wake one window that waits there: whoever has waited longest for somebody."""
        bells = self.bells.get(key)
        while bells:
            bell = bells.popleft()
            if not bell.triggered:
                bell.succeed()
                return

    def _pass_on(self, queues: frozenset[int]) -> None:
        """Whoever is left waiting as a window has chosen, or stops, may be another one's."""
        for queue in queues:
            if self.lines.get(queue):
                self._ring(queue)

    def _bell(self, station: Station, queues: frozenset[int]) -> Event:
        """Rings when somebody comes whom the window may call."""
        bell = self.world.event()
        for each in (*queues, _of_window(station.key)):
            self.bells.setdefault(each, deque()).append(bell)
        return bell

    def _last_at(self, delay: int, free: float, n: int) -> Event:
        """A moment from now, after all else that happens at it; of several windows, whichever was free first comes first."""
        last = _AFTER_ALL_ELSE + int(free) * len(self.stage.stations) + n
        then = self.world.event()
        then._ok, then._value = True, None  # noqa: SLF001  # as simpy's own timeout does, with another priority
        self.world.schedule(then, priority=EventPriority(last), delay=delay)
        return then

    def _first(self, station: Station, queues: frozenset[int]) -> _Waiting | None:
        """Whom the order names, of all whom this window may call."""
        now = self._now()
        heads = [each for queue in queues for each in self._heads(queue, now)]
        return first([*heads, *self.bound.get(station.key, ())], now)

    def _heads(self, queue: int, now: datetime) -> Iterator[_Waiting]:
        """Of a line kept by class and moment: the first who is ready, and the first of those who are not."""
        line = self.lines.get(queue, [])
        ready = next((each for _, each in line if each.ready_at <= now), None)
        early = next((each for _, each in line if each.ready_at > now), None) if ready is None else None
        return (each for each in (ready, early) if each is not None)

    # time

    def _now(self) -> datetime:
        return self.stage.begins + self.world.now * _MICROSECOND

    def _until(self, moment: datetime, *, whole: bool = False) -> int:
        """Ticks from midnight, or from now."""
        ticks = _ticks(moment - self.stage.begins)
        return ticks if whole else max(0, ticks - int(self.world.now))


def _of_window(key: int) -> int:
    """A bell's name, which no queue has."""
    return -1 - 2 * abs(key) - (key < 0)


def _ticks(span: timedelta) -> int:
    return span // _MICROSECOND
