"""The demo's hall open for business and still without a case: a ground on which cases live, and databases to try them in.

The ground is laid once in a run, in a database of its own. A test works on it and is rolled back (`ground`), or commits for real in
a copy that is dropped after it (`own_ground`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.test.utils import setup_databases

from remembered import forget
from yimen.modules.cases import commands as cases
from yimen.modules.cases.engine import Loaded, one
from yimen.modules.catalogue import queries as items
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger import queries as lines
from yimen.modules.ledger.events import Line
from yimen.modules.licensing import commands as licensing
from yimen.modules.licensing.commands import Filing
from yimen.modules.licensing.subject import LICENSING
from yimen.rules.actors import NOBODY, Actor
from yimen.rules.dossier import Case, Dossier
from yimen.rules.materials import Submitted
from yimen.rules.numbering import CaseNumber
from yimen.wiring import world

ZONE = ZoneInfo("Asia/Shanghai")
OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)

BANNER = "11990100MB0000035A3000117002002"  # committed; one review of one desk
ROAD = "11990100MB0000035A3000117003001"  # pre-registered online; a survey, then two reviews at once by two departments
WASTE = "11990100MB0000035A3000117004001"  # committed, online to the end
BIRTH = "11990100MB000004353002023030001"  # instant
NURSE = "11990100MB000004353000123021001"  # committed, at the health commission

_PEOPLE = (
    ("王小明", "990100198804121176", "13800000001"),
    ("赵一鸣", "990100199109232135", "13800000002"),
    ("刘思远", "990100197603083316", "13800000003"),
)
_names = count(1)


@dataclass
class Ground:
    """The hall at a moment that a test moves on purpose, and what people do in it."""

    world: world.World
    now: datetime = OPENED
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Somebody of the staff, or `web`: whoever is not signed in."""
        return self.world.actor(name, self.now.date())

    def unit(self, key: str) -> int:
        return self.world.unit[key]

    def filing(self, item: str = WASTE, *, who: int = 0, lack: tuple[str, ...] = (), **told: Any) -> Filing:
        """An application with everything the guide asks for, but for what it is to lack."""
        facts = items.published(item)
        pieces = tuple(
            piece(each.code, each.copies)
            for each in facts.materials
            if each.code not in lack and each.source != "shared"
        )
        name, number, phone = _PEOPLE[who]
        form = {
            key: part["examples"][0]
            for key, part in (facts.form or {}).get("properties", {}).items()
            if part.get("examples")
        }
        return Filing(
            **{
                "item": item, "kind": "person", "name": name, "id_number": number, "phone": phone,
                "form": form, "submitted": pieces, **told,
            }
        )  # fmt: skip

    def file(self, item: str = WASTE, *, by: str = "clerk", key: str | None = None, **told: Any) -> str:
        """File at the counter or on the web; the case's digits."""
        channel = "web" if by == "web" else "window"
        filing = self.filing(item, **{"channel": channel, **told})
        outcome = licensing.file(self.actor(by), filing, now=self.now, key=key, request=[item])
        return CaseNumber.parse(outcome.answer["number"]).digits

    def do(self, who: str | Actor, digits: str, act: str, **facts: Any) -> Any:
        """An act; a task may be named by its kind or by the key of its step."""
        if isinstance(facts.get("task"), str):
            facts["task"] = self.task(digits, facts["task"])
        actor = who if isinstance(who, Actor) else self.actor(who)
        return licensing.act(actor, digits, act, facts, now=self.now)

    def supply(self, who: str | Actor, digits: str, *codes: str, **told: Any) -> Any:
        actor = who if isinstance(who, Actor) else self.actor(who)
        return licensing.supply(actor, digits, [piece(each) for each in codes], now=self.now, **told)

    def accepted(self, item: str = WASTE, **told: Any) -> str:
        digits = self.file(item, **told)
        self.do("clerk", digits, "accept")
        return digits

    def decided(self, item: str = WASTE, **told: Any) -> str:
        digits = self.accepted(item, **told)
        self.do("reviewer", digits, "take_task", task="review")
        self.do("reviewer", digits, "finish_task", task="review", result="agree", text="符合条件。")
        self.do("chief", digits, "grant", text="准予。")
        return digits

    def archived(self, item: str = WASTE, **told: Any) -> str:
        digits = self.decided(item, **told)
        licensing.seal_papers(digits, now=self.now)
        self.do("clerk", digits, "complete")
        self.do(
            "clerk", digits, "deliver", way="pickup", to="applicant", identity_checked=True, receiver="王小明"
        )
        licensing.seal_papers(digits, now=self.now)
        self.do("clerk", digits, "archive", shelf="A-1")
        return digits

    # reading

    def loaded(self, digits: str) -> Loaded:
        return one(digits, LICENSING)

    def dossier(self, digits: str) -> Dossier:
        return self.loaded(digits).dossier

    def case(self, digits: str) -> Case:
        case = self.dossier(digits).case
        assert case is not None
        return case

    def task(self, digits: str, kind: str) -> int:
        tasks = self.dossier(digits).open_tasks()
        return next(each.n for each in tasks if kind in (each.kind, (each.data or {}).get("key")))

    def lines(self, digits: str) -> tuple[Line, ...]:
        return lines.lines(self.case(digits).id, private=True)

    def acts(self, digits: str) -> list[str]:
        return [each.act for each in self.lines(digits)]

    # time

    def pass_to(self, moment: datetime | timedelta) -> None:
        """Let time pass while the worker works: what falls due happens at its moment, and what follows, after it."""
        end = self.now + moment if isinstance(moment, timedelta) else moment
        while (due := _next()) is not None and due <= end:
            self.now = max(self.now, due)
            self.catch_up()
        self.now = end

    def down_until(self, moment: datetime | timedelta) -> None:
        """Let time pass while nobody works."""
        self.now = self.now + moment if isinstance(moment, timedelta) else moment

    def catch_up(self) -> None:
        """All that is due, as the worker does it: clocks before what follows."""
        while cases.turn_due(now=self.now) or ledger.run_next(self.now):
            pass


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def piece(code: str, copies: int = 1) -> Submitted:
    return Submitted(code, original=True, copies=max(1, copies), pages=2, stamped=True, content=True)


def _next() -> datetime | None:
    return min((each for each in (cases.next_turn(), ledger.next_due()) if each), default=None)


def rows(sql: str, *told: Any) -> list[tuple[Any, ...]]:
    """What the database says, past all of our code."""
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        return cursor.fetchall() if cursor.description else []


# databases


@pytest.fixture(scope="session")
def laid_ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[str, world.World]]:
    """The database in which the hall is open, and its people and places by name."""
    with django_db_blocker.unblock():
        name = _copy(_prepared())
        plan: Mapping[str, Any] = json.loads((world._WORLDS / "demo.json").read_text("utf-8"))
        there = world.World(plan, OPENED - world.BEFORE)
        with _inside(name), transaction.atomic():
            there.open()
            rows("DELETE FROM ledger_todo")
        yield name, there
        _drop(name)


@pytest.fixture
def ground(laid_ground: tuple[str, world.World], django_db_blocker: Any) -> Iterator[Ground]:
    """The ground at nine on Monday, rolled back afterwards."""
    name, there = laid_ground
    with django_db_blocker.unblock(), _inside(name), transaction.atomic():
        yield Ground(there)
        transaction.set_rollback(True)


@pytest.fixture
def own_ground(laid_ground: tuple[str, world.World], django_db_blocker: Any) -> Iterator[Ground]:
    """A copy of the ground of the test's own: it commits, and other connections see it."""
    name, there = laid_ground
    with django_db_blocker.unblock():
        copy = _copy(name)
        with _inside(copy):
            yield Ground(there)
        _drop(copy)


def _prepared() -> str:
    """The migrated database, made now if no test of this run that works in it made it before."""
    settings = connections.settings["default"]
    if not settings["NAME"].startswith(TEST_DATABASE_PREFIX):
        setup_databases(verbosity=0, interactive=False, aliases={"default"})
    return str(settings["NAME"])


def _copy(template: str) -> str:
    name = f"{template[:40]}_{next(_names)}"
    connection.close()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(  # a browser's server has threads, and these keep connections
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [template]
        )
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _drop(name: str) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _inside(name: str) -> Iterator[None]:
    """Every connection of this process leads there, and nothing is remembered of elsewhere."""
    settings = connections.settings["default"]
    before = settings["NAME"]
    connection.close()
    settings["NAME"] = name
    forget()
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = before
        forget()


__all__ = ["NOBODY", "ZONE", "Ground", "at", "ground", "laid_ground", "own_ground", "piece", "rows"]
