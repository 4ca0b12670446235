"""The floor of the demo's halls: six working days that people have waited and been served through, and a morning under way.

Every ticket was given, called and served by the commands everybody else uses, at its own moment; so estimates have a basis, and
each day replays from its book.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, Final

from yimen.base.clock import ZONE
from yimen.modules.reception import commands as reception
from yimen.modules.workdays import queries as workdays
from yimen.rules.actors import NOBODY, Actor, Kind

if TYPE_CHECKING:
    from yimen.wiring.world import World

SETUP: Final = Actor(Kind.RUN, name="set-up")
MINUTE: Final = timedelta(minutes=1)
SOURCES: Final = ("kiosk", "kiosk", "kiosk", "phone", "guide")
MISSING: Final = 0.03  # of a hundred people called, so many have gone
BUSY: Final = ((time(8, 30), 40), (time(9, 30), 35), (time(13, 30), 15), (time(15, 0), 10))
"""When people come: a stretch of an hour from each of these times, by its share of the day."""


def play(world: World, plan: Mapping[str, Any], *, until: datetime) -> None:
    """Set the queues up as the halls opened, and let people come."""
    queue = open_queues(world, plan["queues"])
    history = plan["history"]
    chance = Random(history["seed"])  # noqa: S311  the same people come in every demo
    for day in _days_before(until.date(), history["days"]):
        _live([_Window(world, row, queue[row["queue"]], day, chance) for row in history["windows"]])
    hall = {row["key"]: row["hall"] for row in plan["queues"]}
    _Morning(world, queue, hall, until.date()).play(plan["morning"], until=until)


def open_queues(world: World, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The lines of people at the halls' windows, by the keys of the profile."""
    return {row["key"]: _queue(world, row) for row in rows}


def _queue(world: World, row: Mapping[str, Any]) -> int:
    return reception.create_queue(
        SETUP, world.unit[row["hall"]], row["code"], name=row["name"], name_en=row["name_en"],
        departments=[world.unit[each] for each in row["departments"]],
        windows=[world.unit[each] for each in row["windows"]], now=world.now,
    )  # fmt: skip


def _days_before(today: date, count: int) -> list[date]:
    calendar = workdays.calendar()
    return [calendar.add(today, -n) for n in range(count, 0, -1)]


def _live(windows: Sequence[_Window]) -> None:
    """Everybody's next act in the order of time: the lines of a hall's day follow each other."""
    lives = [life for each in windows for life in (each.come(), each.serve())]
    turns = [(next(life), nth, life) for nth, life in enumerate(lives)]
    heapq.heapify(turns)
    while turns:
        _, nth, life = heapq.heappop(turns)
        if (following := next(life, None)) is not None:
            heapq.heappush(turns, (following, nth, life))


class _Window:
    """One window's day gone by: who came when, and how long it took. Each life gives the moment before it acts."""

    def __init__(self, world: World, row: Mapping[str, Any], queue: int, day: date, chance: Random) -> None:
        self.row = row
        self.queue = queue
        self.day = day
        self.chance = chance
        self.clerk = world.actor(row["by"], day)
        self.waiting = 0
        hours = [each for each, share in BUSY for _ in range(share)]
        starts = (chance.choice(hours) for _ in range(row["tickets"]))
        self.coming = deque(sorted(self._at(start) + chance.random() * 55 * MINUTE for start in starts))

    def come(self) -> Iterator[datetime]:
        while self.coming:
            yield self.coming[0]
            at = self.coming.popleft()
            source = self.chance.choice(SOURCES)
            reception.issue(NOBODY, self.clerk.hall, queue=self.queue, source=source, now=at)
            self.waiting += 1

    def serve(self) -> Iterator[datetime]:
        clerk, at = self.clerk, self._at(time(8, 24))
        yield at
        reception.open_window(clerk, clerk.unit, now=at)
        while self.coming or self.waiting:
            if not self.waiting:
                at = max(at, self.coming[0] + MINUTE / 2)
            yield at
            called = reception.call_next(clerk, clerk.unit, now=at)
            assert called is not None
            self.waiting -= 1
            missing = self.chance.random() < MISSING
            for act, minutes in self._missed() if missing else self._served():
                at += minutes * MINUTE
                yield at
                act(clerk, called.id, now=at)
            at += self.chance.uniform(0.2, 1.0) * MINUTE
        at = max(at, self._at(time(17, 0)))
        yield at
        reception.close_window(clerk, clerk.unit, now=at)

    def _served(self) -> tuple[tuple[Any, float], ...]:
        taken = self.chance.lognormvariate(0, 0.45) * self.row["minutes"]
        return (reception.start, self.chance.uniform(0.3, 1.2)), (reception.finish, taken)

    def _missed(self) -> tuple[tuple[Any, float], ...]:
        return (reception.recall, 1), (reception.recall, 1), (reception.skip, 1)

    def _at(self, clock: time) -> datetime:
        return datetime.combine(self.day, clock, ZONE)


@dataclass
class _Morning:
    """Today, as the profile tells it."""

    world: World
    queue: Mapping[str, int]
    hall: Mapping[str, str]  # of each queue
    day: date
    tickets: dict[str, int] = field(default_factory=dict)

    def play(self, script: Sequence[Sequence[Any]], *, until: datetime) -> None:
        for clock, who, act, facts in script:
            at = datetime.combine(self.day, time.fromisoformat(clock), ZONE)
            if at <= until:
                self._do(self.world.actor(who, self.day), act, dict(facts), at)

    def _do(self, actor: Actor, act: str, facts: dict[str, Any], at: datetime) -> None:
        if act == "issue":
            key, queue = facts.pop("ticket"), facts.pop("queue")
            hall = self.world.unit[self.hall[queue]]
            self.tickets[key] = reception.issue(actor, hall, queue=self.queue[queue], now=at, **facts).id
            return
        if "substitute" in facts:
            facts["substitute"] = self.world.staff[facts["substitute"]]
        if "minutes" in facts:
            facts["until"] = at + facts.pop("minutes") * MINUTE
        if "to_queue" in facts:
            facts["to_queue"] = self.queue[facts["to_queue"]]
        about = [self.world.unit[facts.pop("window")]] if "window" in facts else []
        about += [self.tickets[facts.pop("ticket")]] if "ticket" in facts else []
        getattr(reception, act)(actor, *about, now=at, **facts)
