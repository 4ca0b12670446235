"""What can be booked in the demo's halls, and who has: each through the same commands as any other, at its moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.hashers import make_password

from yimen.base.clock import ZONE
from yimen.modules.reception import commands as reception
from yimen.modules.reception import queries as floor
from yimen.modules.reception.commands import Described, Explained, Team, Wish
from yimen.rules.actors import Actor, Kind
from yimen.rules.reception.modes import Channel, Mode

if TYPE_CHECKING:
    from yimen.wiring.world import World

SETUP: Final = Actor(Kind.RUN, name="set-up")


def play(
    world: World, plan: Mapping[str, Any], *, until: datetime, pass_time: Callable[[datetime], None]
) -> None:
    """Open the categories, then let people book; between two acts what falls due happens."""
    there = _Bookings(world, plan)
    there.open()
    for at, who, act, facts in plan["script"]:
        moment = datetime.fromisoformat(at).replace(tzinfo=ZONE)
        if moment <= until:
            pass_time(moment)
            there.act(world.actor(who, moment.date()), act, dict(facts), moment)


class _Bookings:
    def __init__(self, world: World, plan: Mapping[str, Any]) -> None:
        self.world = world
        self.plan = plan
        self.category: dict[str, int] = {}
        self.number: dict[str, str] = {}
        self.hashed = make_password(plan["password"])  # once: it takes its time, and all share it

    def open(self) -> None:
        """Queues stand by their letter; a green channel has one of its own."""
        for row in self.plan["queues"]:
            reception.create_queue(
                SETUP, self.world.unit[row["hall"]], row["code"], name=row["name"], name_en=row["name_en"],
                windows=[self.world.unit[each] for each in row["windows"]], now=self.world.now,
            )  # fmt: skip
        for rank, row in enumerate(self.plan["categories"]):
            self._category(row, rank)

    def _category(self, row: Mapping[str, Any], rank: int) -> None:
        hall = self.world.unit[row["hall"]]
        queue = {each.code: each.id for each in floor.queues(hall, now=self.world.now)}
        letter = "A" if row["queue"] == "T" else row["queue"]
        told = Described(
            name=row["name"], name_en=row["name_en"], summary=row["summary"], summary_en=row["summary_en"],
            queue=queue[letter], capacity=row["capacity"], rank=rank,
            departments=[self.world.unit[each] for each in row["departments"]],
        )  # fmt: skip
        card = reception.keep_category(SETUP, hall, row["code"], told, now=self.world.now)
        for mode, special in row["modes"].items():
            explained = Explained(
                enabled=True, texts=self.plan["texts"][mode], capacity=special.get("capacity"),
                queue=queue.get(special.get("queue", "")), items=special.get("items", ()),
            )  # fmt: skip
            reception.keep_mode(SETUP, card.id, Mode(mode), explained, now=self.world.now)
        self.category[row["code"]] = card.id

    def act(self, actor: Actor, act: str, facts: Mapping[str, Any], at: datetime) -> None:
        match act:
            case "book":
                self.number[facts["key"]] = reception.book(
                    actor, self._wish(facts), now=at, hashed=self.hashed
                ).digits
            case "pre_review":
                name, id_number, phone = self.plan["people"][facts["who"]]
                reception.pre_review(
                    actor, self.world.unit[facts["hall"]], facts["item"], name=name, id_number=id_number, phone=phone,
                    passed=facts["passed"], now=at,
                )  # fmt: skip
            case "arrange_visit":
                team = Team(
                    place=facts["place"], staff=[self.world.staff[each] for each in facts["team"]],
                    seals=facts["seals"], papers=facts["papers"],
                )  # fmt: skip
                reception.arrange_visit(actor, self.number[facts["key"]], team, now=at)
            case "cancel":
                reception.cancel_booking(actor, self.number[facts["key"]], now=at)
            case "check_in":
                reception.check_in(actor, self.number[facts["key"]], source="kiosk", now=at)

    def _wish(self, facts: Mapping[str, Any]) -> Wish:
        name, id_number, phone = self.plan["people"][facts["who"]]
        confirmed_by = facts.get("confirmed_by")
        return Wish(
            category=self.category[facts["category"]], mode=Mode(facts.get("mode", "ordinary")),
            starts_at=datetime.fromisoformat(facts["at"]).replace(tzinfo=ZONE), item=facts.get("item", ""),
            name=name, id_number=id_number, phone=phone, password=self.plan["password"],
            channel=Channel(facts.get("channel", "web")),
            confirmed_by=self.world.staff[confirmed_by] if confirmed_by else None,
        )  # fmt: skip
