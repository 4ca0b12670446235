"""Something to book in the demo's hall, and people who book it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ground import BANNER, WASTE, Ground, at
from yimen.modules.reception import commands
from yimen.modules.reception.booking_cards import BookingCard, CategoryCard
from yimen.modules.reception.commands import Described, Explained, Wish
from yimen.modules.reception.models import CategoryMode
from yimen.modules.reception.queries import bookings
from yimen.rules.actors import Actor, Kind
from yimen.rules.identifiers import _resident_check
from yimen.rules.reception.modes import TEXTS, Mode

TRADER = "11990100MB0000019L3000131001003"  # instant
SETUP = Actor(Kind.RUN, name="set-up")
TUESDAY = at(3, 3, 9)
PASSWORD = "溪水东流-8"
PHONE = "13800000099"


def resident(n: int) -> str:
    """The n-th of many people."""
    seventeen = f"990100198{n // 1000 % 10}0{1 + n // 10000 % 9}01{n % 1000:03}"
    return seventeen + _resident_check(seventeen)


@dataclass
class Booked:
    """A hall where bookings are taken; `place` holds so many a slot."""

    ground: Ground
    hall: int
    queue: int
    green: int
    category: CategoryCard

    @property
    def now(self) -> datetime:
        return self.ground.now

    def wish(self, starts_at: datetime = TUESDAY, *, n: int = 1, **told: Any) -> Wish:
        given: dict[str, Any] = {
            "category": self.category.id,
            "starts_at": starts_at,
            "name": "王小明",
            "id_number": resident(n),
            "phone": f"138{n:08}",
            "password": PASSWORD,
        }
        return Wish(**{**given, **told})

    def book(self, starts_at: datetime = TUESDAY, *, by: str = "web", **told: Any) -> BookingCard:
        return commands.book(self.ground.actor(by), self.wish(starts_at, **told), now=self.now)

    def read(self, card: BookingCard) -> BookingCard:
        found = bookings.booking_by_id(card.id)
        assert found is not None
        return found

    def open(self, mode: Mode, **told: Any) -> None:
        """Open a way of booking, all of it explained."""
        texts = {name: "说明。" if name.endswith("zh") else "It is explained." for name in TEXTS}
        commands.keep_mode(
            SETUP,
            self.category.id,
            mode,
            Explained(**{"enabled": True, "texts": texts, **told}),
            now=self.now,
        )
        self.category = bookings.category(self.category.id)


def lay(ground: Ground, *, capacity: int = 2, **told: Any) -> Booked:
    """A queue, a green one, a category of the streets' matters with ordinary booking open."""
    director = ground.actor("director")
    hall = ground.actor("clerk").hall
    windows = [ground.actor("clerk").unit]
    queue = commands.create_queue(
        director, hall, "Y", name="预约", name_en="Booked", windows=windows, now=ground.now
    )
    green = commands.create_queue(
        director, hall, "L", name="绿色通道", name_en="Green", windows=windows, now=ground.now
    )
    described = Described(
        **{
            "name": "城市管理",
            "name_en": "City management",
            "queue": queue,
            "capacity": capacity,
            "items": (BANNER, WASTE, TRADER),
            **told,
        }
    )
    category = commands.keep_category(SETUP, hall, "streets", described, now=ground.now)
    there = Booked(ground, hall, queue, green, category)
    there.open(Mode.ORDINARY)
    return there


__all__ = ["PASSWORD", "PHONE", "SETUP", "TRADER", "TUESDAY", "Booked", "CategoryMode", "lay", "resident"]
