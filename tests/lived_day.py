"""A day of a hall lived through the floor's own acts, so that its book tells it."""

from __future__ import annotations

import heapq
from datetime import datetime, timedelta
from random import Random

from floor import Lobby
from yimen.modules.reception import commands
from yimen.modules.reception.queries import Booked
from yimen.rules.actors import Actor

MINUTE = timedelta(minutes=1)


def live(hall: Lobby, seed: int, tickets: int = 40, minutes: int = 90, longest: int = 900) -> None:
    """From now on, through the floor's own acts: whoever is free calls at once; some had booked."""
    chance, begins = Random(seed), hall.now
    hall.open()
    coming = sorted(begins + timedelta(seconds=chance.randrange(1, 60 * minutes)) for _ in range(tickets))
    slots = [begins + n * 30 * MINUTE for n in range(max(1, minutes // 30))]
    ends: list[tuple[datetime, int, Actor]] = []
    while coming or ends:
        if ends and (not coming or ends[0][0] <= coming[0]):
            hall.ground.now, ticket, who = heapq.heappop(ends)
            commands.finish(who, ticket, now=hall.now)
        else:
            hall.ground.now = coming.pop(0)
            slot = chance.choice(slots)
            booking = Booked(1, slot, slot + 30 * MINUTE) if chance.random() < 0.3 else None
            hall.take(chance.choice("XXY"), booking=booking)
        for who in (hall.clerk, hall.other):
            if all(each is not who for _, _, each in ends) and (called := hall.next(who)):
                commands.start(who, called.id, now=hall.now)
                heapq.heappush(
                    ends, (hall.now + timedelta(seconds=chance.randrange(60, longest)), called.id, who)
                )
