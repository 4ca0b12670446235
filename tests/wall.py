"""A hall with four queues, its windows open and people waiting: what walls show on a working morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client

from ground import Ground
from yimen.modules.people import queries as people
from yimen.modules.reception import commands
from yimen.modules.reception.commands import notices
from yimen.modules.reception.commands.notices import Draft
from yimen.modules.reception.queries import TicketCard
from yimen.rules.actors import NOBODY, Actor, Kind
from yimen.rules.reception.notices import Kind as About
from yimen.rules.reception.notices import Priority, Span, Wording

SETUP = Actor(Kind.RUN, name="set-up")
QUEUES = (
    ("A", "综合业务", "General matters", "clerk"),
    ("B", "社会保险", "Social security", "clerk-a02"),
    ("C", "建设与不动产", "Construction and property", "clerk-a03"),
    ("D", "户籍业务", "Household registration", "clerk-a04"),
)


@dataclass
class Wall:
    """The city's hall; `now` moves on purpose."""

    ground: Ground
    hall: int
    code: str
    queue: dict[str, int]
    who: dict[str, Actor]

    @property
    def now(self) -> Any:
        return self.ground.now

    def after(self, **span: float) -> None:
        self.ground.now += timedelta(**span)

    def open(self, *letters: str) -> None:
        for letter in letters or self.who:
            commands.open_window(self.who[letter], self.who[letter].unit, now=self.now)

    def take(self, letter: str, times: int = 1) -> None:
        for _ in range(times):
            commands.issue(NOBODY, self.hall, source="kiosk", queue=self.queue[letter], now=self.now)

    def call(self, letter: str) -> TicketCard:
        who = self.who[letter]
        card = commands.call_next(who, who.unit, now=self.now)
        assert card is not None
        return card

    def serve(self, letter: str, **minutes: float) -> None:
        who = self.who[letter]
        card = self.call(letter)
        commands.start(who, card.id, now=self.now)
        self.after(**(minutes or {"minutes": 4}))
        commands.finish(who, card.id, now=self.now)

    def notice(self, title: str, text: str = "详情请到咨询台询问。", **told: Any) -> int:
        priority = told.pop("priority", Priority.ORDINARY)
        span = Span(told.pop("starts_at", self.now), told.pop("ends_at", None))
        wording = Wording(
            title=title, text=text, title_en=told.pop("title_en", ""), text_en=told.pop("text_en", "")
        )
        draft = Draft(
            kind=told.pop("kind", About.NOTICE), priority=priority, wording=wording, span=span, **told
        )
        return notices.write_notice(SETUP, self.hall, draft, now=self.now)


def wall(ground: Ground) -> Wall:
    """With its queues, nobody there yet."""
    who = {letter: ground.actor(name) for letter, _, _, name in QUEUES}
    hall = who["A"].hall
    queue = {
        letter: commands.create_queue(
            SETUP, hall, letter, name=name, name_en=name_en, windows=[who[letter].unit], now=ground.now
        )
        for letter, name, name_en, _ in QUEUES
    }
    found = people.hall(hall)
    assert found is not None
    return Wall(ground, hall, found.unit.code, queue, who)


def busy(ground: Ground) -> Wall:
    """A quarter to ten: some were served, more wait, one window pauses."""
    made = wall(ground)
    made.open()
    for letter, n in (("A", 9), ("B", 5), ("C", 1), ("D", 14)):
        made.take(letter, n)
    for letter in "ADDABD":
        made.serve(letter)
    return made


def office_client(ground: Ground, name: str = "office", language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    session = client.session
    session["account"], session["epoch"] = ground.world.staff[name], 1
    session.save()
    return client


__all__ = ["Wall", "busy", "office_client", "wall"]
