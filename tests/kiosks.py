"""A hall with its map, kiosks and a printer, for tests: the demo's own places on the ground."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files

from django.test import Client

from ground import Ground
from yimen.base import clock
from yimen.base.kiosk_face import COOKIE
from yimen.gateways.escpos.simulator import Simulator
from yimen.modules.reception import commands
from yimen.modules.reception.commands.devices import Described, amend_device
from yimen.modules.reception.queries.devices import DeviceCard, Function, Kind, devices_of
from yimen.rules.actors import Actor
from yimen.rules.actors import Kind as ActorKind
from yimen.wiring import world_places

SETUP = Actor(ActorKind.RUN, name="set-up")
QUEUES = (
    ("A", "综合", "General matters", ("CG", "SJ", "WJ", "MZ", "CL"), ("A01",)),
    ("B", "人社", "Social security", ("RS",), ("A02",)),
    ("C", "建设与不动产", "Construction and property", ("ZJ", "ZG"), ("A03",)),
)


@dataclass
class Furnished:
    ground: Ground
    queue: dict[str, int]

    @property
    def hall(self) -> int:
        return self.ground.unit("centre")

    def device(self, place: str = "K1") -> DeviceCard:
        found = devices_of([self.hall, self.ground.unit("township")], now=self.ground.now)
        return next(each for some in found.values() for each in some if place in (each.place, each.name))

    def printer_at(self, address: str) -> None:
        """Let the hall's printer be at that address."""
        printer = self.device("号票打印机")
        wanted = Described(kind=Kind.PRINTER, name=printer.name, functions=(Function.PRINT,), address=address)
        amend_device(SETUP, printer.id, wanted, now=self.ground.now)

    def staff(self, name: str, language: str = "zh-hans") -> Client:
        """Somebody of the staff, signed in."""
        client = Client(headers={"accept-language": language})
        session = client.session
        session["account"], session["epoch"] = self.ground.world.staff[name], 1
        session.save()
        return client

    def kiosk(self, place: str = "K1", language: str = "zh-hans") -> Client:
        """A browser that is this kiosk."""
        client = Client(headers={"accept-language": language})
        answer = client.post("/kiosk/set-up/", {"device": self.device(place).id})
        assert answer.status_code == 302
        assert COOKIE in client.cookies
        return client


def furnish(ground: Ground) -> Furnished:
    clock.set_hall_time(ground.now)
    plan = json.loads((files("yimen.wiring") / "worlds" / "demo_places.json").read_text("utf-8"))
    world_places.furnish(ground.world.unit, plan, now=ground.now)
    hall = ground.unit("centre")
    queue = {
        code: commands.create_queue(
            SETUP, hall, code, name=name, name_en=name_en, departments=[ground.unit(each) for each in departments],
            windows=[ground.unit(each) for each in windows], now=ground.now,
        )
        for code, name, name_en, departments, windows in QUEUES
    }  # fmt: skip
    return Furnished(ground, queue)


@contextmanager
def printing(place: Furnished) -> Iterator[Simulator]:
    """A ticket printer on a socket, which the kiosks of the hall print on."""
    simulator = Simulator()
    simulator.start()
    place.printer_at(simulator.address)
    yield simulator
    simulator.stop()
