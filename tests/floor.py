"""A hall's floor for tests: two windows, two queues, and whoever comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ground import Ground
from yimen.modules.people import commands as people
from yimen.modules.people import queries as known
from yimen.modules.people.queries import Point
from yimen.modules.reception import commands, queries
from yimen.modules.reception.queries import TicketCard
from yimen.rules.actors import NOBODY, Actor, Kind, Role

SETUP = Actor(Kind.RUN, name="set-up")


@dataclass
class Lobby:
    """The city's hall with its queues X (both windows) and Y (the second alone)."""

    ground: Ground
    hall: int
    clerk: Actor
    other: Actor
    queue: dict[str, int]

    @property
    def now(self) -> Any:
        return self.ground.now

    def after(self, **span: float) -> None:
        self.ground.now += timedelta(**span)

    def take(self, queue: str = "X", **told: Any) -> TicketCard:
        told = {"source": "kiosk", **told}
        return commands.issue(NOBODY, self.hall, queue=self.queue[queue], now=self.now, **told)

    def open(self, *who: Actor) -> None:
        for each in who or (self.clerk, self.other):
            commands.open_window(each, each.unit, now=self.now)

    def next(self, who: Actor | None = None) -> TicketCard | None:
        who = who or self.clerk
        return commands.call_next(who, who.unit, now=self.now)

    def called(self, who: Actor | None = None) -> TicketCard:
        card = self.next(who)
        assert card is not None
        return card

    def served(self, who: Actor | None = None, **minutes: float) -> TicketCard:
        who = who or self.clerk
        card = self.called(who)
        commands.start(who, card.id, now=self.now)
        self.after(minutes=minutes.get("minutes", 5))
        return commands.finish(who, card.id, now=self.now)

    def state(self, ticket: TicketCard) -> str:
        return queries.ticket(ticket.token, now=self.now).state


def window(ground: Ground, hall: int, number: str) -> Actor:
    """A window more, accepted, with somebody at it."""
    unit = people.create_window(SETUP, hall, number, name=f"{number}号窗口", now=ground.now)
    for point in Point:
        people.confirm_in_place(SETUP, unit, point, organ="市政府办", now=ground.now)
    account = people.create_account(
        SETUP, username=f"window-{number}", name=f"{number}号", unit=unit, roles=[Role.WINDOW_CLERK],
        password="Stone-Bridge-9", must_change_password=False, now=ground.now,
    )  # fmt: skip
    return known.actor(account, today=ground.now.date())


def lobby(ground: Ground) -> Lobby:
    clerk = ground.actor("clerk")
    other = window(ground, clerk.hall, "91")
    queue = {
        code: commands.create_queue(
            SETUP, clerk.hall, code, name=name, windows=[each.unit for each in at], now=ground.now
        )
        for code, name, at in (("X", "综合", (clerk, other)), ("Y", "证照", (other,)))
    }
    return Lobby(ground, clerk.hall, clerk, other, queue)
