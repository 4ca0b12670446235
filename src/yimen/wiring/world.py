"""Build a hall from its profile: people and places, items, and cases that have really lived their lives.

Every case of the demo was moved by the people who sit in it, through the same commands as any other, at its own moment; what fell
due in between has happened in its order. Nothing is written past the engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from django.contrib.auth.hashers import make_password

from yimen.base.clock import ZONE
from yimen.modules.cases import commands as cases
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.catalogue import queries as items
from yimen.modules.catalogue.queries import ItemFacts
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger.events import on
from yimen.modules.licensing import commands as licensing
from yimen.modules.licensing import queries as dossiers
from yimen.modules.licensing import reactions
from yimen.modules.licensing.commands import Filing
from yimen.modules.messages import commands as messages
from yimen.modules.people import commands as people
from yimen.modules.people import queries as who
from yimen.modules.people.queries import HallLevel, HallType, Point, UnitKind, WindowMode
from yimen.modules.workdays import commands as workdays
from yimen.rules.actors import NOBODY, Actor, Kind, Power, Role
from yimen.rules.materials import Submitted
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused
from yimen.wiring import world_bookings, world_floor, world_notices, world_places, world_visits
from yimen.wiring.scans import scan

PROFILES: Final = ("demo",)
PASSWORD: Final = "yimen-demo"  # noqa: S105  printed at every start, and refused in production
BEFORE: Final = timedelta(days=60)  # the hall opened so long before the demo begins
SETUP: Final = Actor(Kind.RUN, name="set-up")
NEED_PAPERS: Final = frozenset({"complete", "archive"})
"""Acts that the law lets happen only when every paper of the case is drawn."""
LEFT: Final = (on("*", reactions.draw_papers)[0].name, messages.SEND)
"""What the worker does after the start, since it takes its time: papers are drawn, and texts go out."""
_WORLDS: Final = files("yimen.wiring") / "worlds"


def build(profile: str, *, now: datetime) -> None:
    """Make the hall of `profile` as it stands at `now`. Refused: `no_such_profile`."""
    if profile not in PROFILES:
        raise Refused("no_such_profile", profile=profile, known="、".join(PROFILES))
    world = World(_read(f"{profile}.json"), now - BEFORE)
    world.open()
    script = _read(f"{profile}_cases.json")
    Script(world, script["people"], script["cases"]).play(until=now)
    world_places.furnish(world.unit, _read(f"{profile}_places.json"), now=world.now)
    world_floor.play(world, _read(f"{profile}_floor.json"), until=now)
    world_visits.play(world, _read(f"{profile}_visits.json"), until=now)
    world_notices.announce(world, _read(f"{profile}_notices.json"), now=now)
    world_bookings.play(world, _read(f"{profile}_bookings.json"), until=now, pass_time=pass_time)
    pass_time(now)


@dataclass
class World:
    """People and places by the keys of the profile."""

    plan: Mapping[str, Any]
    now: datetime

    def __post_init__(self) -> None:
        self.unit: dict[str, int] = {}
        self.staff: dict[str, int] = {}
        self.hashed = make_password(PASSWORD)  # once: it takes its time, and all share it

    def open(self) -> None:
        """Everything that must be there before the first visitor comes."""
        now = self.now
        ledger.found(self.plan["cell"])
        people.found(self.plan["cell"])
        catalogue.found(self.plan["cell"])
        workdays.load_national(now=now)
        people.define_divisions(SETUP, self.plan["divisions"], now=now)
        first = next(iter(self.plan["divisions"]))
        for row in self.plan["units"]:
            told = {name: value for name, value in row.items() if name not in {"key", "parent", "kind"}}
            self.unit[row["key"]] = people.create_unit(
                SETUP,
                code=row["key"],
                kind=UnitKind(row["kind"]),
                parent=self.unit[row["parent"]] if "parent" in row else None,
                now=now,
                **{"division": first, **told},
            )
        for row in self.plan["halls"]:
            people.furnish_hall(SETUP, self.unit[row["unit"]], _premises(row), now=now)
        for row in self.plan["windows"]:
            self._window(row)
        for row in self.plan["staff"]:
            self._hire(row)
        for row in self.plan["letters"]:
            self._authorise(row)
        catalogue.load_demo(SETUP, now=now)

    def _window(self, row: Mapping[str, Any]) -> None:
        serves = [self.unit[each] for each in row["serves"]]
        unit = people.create_window(
            SETUP, self.unit[row["hall"]], row["number"], name=row["name"], name_en=row["name_en"], serves=serves,
            floor=row["floor"], mode=WindowMode(row["mode"]), now=self.now,
        )  # fmt: skip
        for point in Point:
            people.confirm_in_place(SETUP, unit, point, organ="市政府办公室验收小组", now=self.now)
        people.open_window(SETUP, unit, now=self.now)
        self.unit[row["key"]] = unit

    def _hire(self, row: Mapping[str, Any]) -> None:
        self.staff[row["username"]] = people.create_account(
            SETUP, username=row["username"], name=row["name"], unit=self.unit[row["unit"]],
            roles=[Role(each) for each in row["roles"]], password=PASSWORD, hashed=self.hashed, must_change_password=False,
            name_en=row["name_en"], title=row["title"], now=self.now,
        )  # fmt: skip

    def _authorise(self, row: Mapping[str, Any]) -> None:
        people.issue_letter(
            SETUP, number=row["number"], department=self.unit[row["department"]], holder=self.staff[row["holder"]],
            powers=list(Power), items=row.get("items"), signed_by=row["signed_by"],
            valid_from=date(self.now.year, 1, 1), valid_to=date(self.now.year + 1, 12, 31), now=self.now,
        )  # fmt: skip

    def actor(self, name: str, today: date) -> Actor:
        return NOBODY if name == "web" else who.actor(self.staff[name], today=today)


@dataclass
class Script:
    """What happened to each case, and who did it."""

    world: World
    people: Mapping[str, Mapping[str, str]]
    cases: list[Mapping[str, Any]]

    def play(self, *, until: datetime) -> None:
        """Act by act in the order of time; between two acts, what falls due."""
        self.digits: dict[int, str] = {}
        for at, nth, who_, act, facts in sorted(self._acts(), key=lambda each: (each[0], each[1])):
            if at <= until:
                pass_time(at)
                self._do(at, nth, who_, act, facts)
        pass_time(until)

    def _acts(self) -> Iterator[tuple[datetime, int, str, str, Mapping[str, Any]]]:
        for nth, case in enumerate(self.cases):
            yield _moment(case["at"]), nth, case["by"], "file", case
            for at, who_, act, facts in case["then"]:
                yield _moment(at), nth, who_, act, facts

    def _do(self, at: datetime, nth: int, who_: str, act: str, facts: Mapping[str, Any]) -> None:
        actor = self.world.actor(who_, at.date())
        if act == "file":
            filing = self._filing(facts)
            outcome = licensing.file(actor, filing, now=at)
            self.digits[nth] = CaseNumber.parse(outcome.answer["number"]).digits
        elif act == "receive":
            filing = self._filing({**self.cases[nth], "by": who_})
            licensing.receive(actor, self.digits[nth], filing, now=at)
        elif act == "supply":
            pieces = [_whole(items.published(self.cases[nth]["item"]), code) for code in facts["materials"]]
            licensing.supply(actor, self.digits[nth], pieces, now=at)
        else:
            if act in NEED_PAPERS:  # the worker draws the others after the start
                licensing.seal_papers(self.digits[nth], now=at)
            licensing.act(actor, self.digits[nth], act, self._named(actor, nth, facts, at), now=at)

    def _filing(self, case: Mapping[str, Any]) -> Filing:
        item = items.published(case["item"])
        told = self.people[case["who"]]
        out = {*case.get("lack", ()), *case.get("exists", ()), *case.get("promise", ())}
        scanned = case["by"] == "web" or case.get("scanned", False)
        here = [each for each in item.materials if each.code not in out and each.source != "shared"]
        pieces = [replace(_whole(item, each.code), content=scanned) for each in here]
        scans = {each.code: scan(each.name, told["name"], item.name) for each in here} if scanned else {}
        pieces += [Submitted(code, exists=True) for code in case.get("exists", ())]
        pieces += [Submitted(code, promise=True) for code in case.get("promise", ())]
        return Filing(
            item=item.item_code,
            kind=told["kind"],
            name=told["name"],
            id_number=told["id_number"],
            phone=told["phone"],
            channel="web" if case["by"] == "web" else "agent" if case["by"] == "agent" else "window",
            form={**_example(item.form), **case.get("form", {})},
            submitted=tuple(pieces),
            files=scans,
            self_checked=case["by"] == "web",
        )

    def _named(self, actor: Actor, nth: int, facts: Mapping[str, Any], at: datetime) -> dict[str, Any]:
        """Facts with `$documents` read as the number of the task that has this key on the item's path."""
        said = dict(facts)
        for name, value in facts.items():
            if isinstance(value, str) and value.startswith("$"):
                view = dossiers.dossier(actor, self.digits[nth], now=at)
                steps = [each for each in view.steps if (each.data or {}).get("key") == value[1:]]
                said[name] = steps[-1].n
        return said


def pass_time(to: datetime) -> None:
    """Let what falls due until then happen, and what follows from it, each at its moment, in order."""
    while True:
        turn, follows = cases.next_turn(), ledger.next_due(but=LEFT)
        due = min((each for each in (turn, follows) if each is not None and each <= to), default=None)
        if due is None:
            return
        if not (cases.turn_due(now=due) if due == turn else ledger.run_next(due, but=LEFT)):
            return


def _whole(item: ItemFacts, code: str) -> Submitted:
    """The piece as the guide wants it."""
    wanted = next(each for each in item.materials if each.code == code)
    return Submitted(code, original=True, copies=max(1, wanted.copies), pages=2, stamped=True)


def _example(form: Mapping[str, Any] | None) -> dict[str, Any]:
    """The form filled in as its own examples show."""
    fields = (form or {}).get("properties", {})
    return {name: part["examples"][0] for name, part in fields.items() if part.get("examples")}


def _premises(row: Mapping[str, Any]) -> people.Premises:
    areas: dict[str, Any] = {name: Decimal(row[name]) for name in ("site_area", "floor_area") if name in row}
    words: dict[str, Any] = {name: row[name] for name in ("introduction", "introduction_en") if name in row}
    return people.Premises(HallType(row["hall_type"]), HallLevel(row["level"]), **areas, **words)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_WORLDS / name).read_text("utf-8"))
    return content
