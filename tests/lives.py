"""Whole lives of cases as values: people, an item, a world and the acts, with no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from calendars import CN, HOURS
from yimen.base.packs import national_rules, shipped_parameters
from yimen.rules import chain
from yimen.rules.actors import CLOCK, Actor, Kind, Letter, Power, Role
from yimen.rules.dossier import ENGINE_ROWS, Case, Dossier, Paper, replay
from yimen.rules.engine import Decided, World, decide, pauses_of, timed
from yimen.rules.flows import Flow
from yimen.rules.limits import Limit, Unit
from yimen.rules.procedures.licensing_1 import LICENSING_1

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)

HALL, WINDOW, DEPARTMENT, OTHER_HALL = 10, 11, 20, 30
LETTER = Letter(
    "云城管授〔2026〕1号", DEPARTMENT, frozenset(Power), None, date(2026, 1, 1), date(2026, 12, 31)
)

LIN = Actor(Kind.STAFF, 1, "林若溪", frozenset({Role.WINDOW_CLERK}), WINDOW, HALL, 0, "990100",
            frozenset({HALL, WINDOW}), frozenset({HALL, WINDOW}), (LETTER,))  # fmt: skip
MEI = replace(LIN, id=2, name="梅晓岚", letters=())
ZHAO = Actor(Kind.STAFF, 3, "赵启明", frozenset({Role.DEPT_REVIEWER}), DEPARTMENT, 0, DEPARTMENT, "990100",
             frozenset({DEPARTMENT}), frozenset({DEPARTMENT}))  # fmt: skip
QIAN = replace(ZHAO, id=4, name="钱立诚")
CHEN = replace(ZHAO, id=5, name="陈守正", roles=frozenset({Role.CHIEF_REPRESENTATIVE}), letters=(LETTER,))
FANG = Actor(Kind.STAFF, 6, "方敬之", frozenset({Role.HALL_DIRECTOR}), HALL, HALL, 0, "990100",
             frozenset(), frozenset({HALL, WINDOW}))  # fmt: skip
WU = Actor(Kind.STAFF, 7, "吴监", frozenset({Role.SUPERVISOR}), 0, 0, 0, "9901")
LI = replace(LIN, id=8, name="李四", unit=OTHER_HALL, hall=OTHER_HALL, holds=frozenset({OTHER_HALL}),
             under=frozenset({OTHER_HALL}))  # fmt: skip
SUN = Actor(Kind.PERSON, 0, "孙悦", frozenset({Role.APPLICANT}), persons=frozenset({501}))
EVERYBODY = (LIN, MEI, ZHAO, QIAN, CHEN, FANG, WU, LI, SUN)

REVIEW = Flow.from_json(
    {
        "stages": [
            {
                "name": "审查",
                "tasks": [
                    {
                        "key": "review",
                        "name": "材料审查",
                        "kind": "review",
                        "unit": "owner",
                        "post": "reviewer",
                    }
                ],
            }
        ]
    }
)
PARALLEL = Flow.from_json(
    {
        "stages": [
            {
                "name": "会审",
                "tasks": [
                    {"key": "a", "name": "规划审查", "kind": "review", "unit": "owner", "post": "reviewer"},
                    {"key": "b", "name": "现场踏勘", "kind": "survey", "unit": "owner", "post": "reviewer"},
                ],
            },
            {
                "name": "复核",
                "tasks": [
                    {"key": "c", "name": "复核", "kind": "review", "unit": "owner", "post": "reviewer"}
                ],
            },
        ]
    }
)


def item(**columns: Any) -> Any:
    """A service item as the engine sees it."""
    facts: dict[str, Any] = {
        "version_id": 7, "item_code": "CG-01", "department": DEPARTMENT, "track": "committed",
        "statutory": Limit(20), "promised": Limit(5), "flow": REVIEW, "intake_checks": 1, "extension": 10,
        "convertible": True, "charged": False, "result_paper": "permit", "retention": "10", "materials": (),
    }  # fmt: skip
    return SimpleNamespace(**{**facts, **columns})


@cache
def parameters() -> Any:
    return shipped_parameters()


@dataclass
class Life:
    """One case and the time it lives in. `do` moves it; `lines` are the bodies that were written."""

    item: Any = field(default_factory=item)
    now: datetime = START
    dossier: Dossier = field(default_factory=Dossier)
    lines: list[Mapping[str, Any]] = field(default_factory=list)
    calendar: Any = CN
    hours: Any = HOURS
    settings: dict[str, Any] = field(default_factory=dict)
    hidden: dict[str, Any] = field(default_factory=dict)  # the application's private half
    papers: int = 0

    def world(self, **columns: Any) -> World:
        def parameter(key: str) -> Any:
            row = parameters().row(key, self.now.date())
            return replace(row, value=self.settings[key]) if key in self.settings else row

        return World(
            self.now, self.calendar, self.hours, self.item, national_rules(), parameter, {}, **columns
        )

    def try_(
        self, act: str, actor: Actor, *, clock: int | None = None, world: World | None = None, **facts: Any
    ) -> Decided:
        said = {"hidden": self.hidden, "by_hand": self.hidden.get("by_hand", []), **facts}
        return decide(LICENSING_1, self.dossier, act, actor, said, world or self.world(), clock=clock)

    def do(
        self, act: str, actor: Actor, *, clock: int | None = None, world: World | None = None, **facts: Any
    ) -> Dossier:
        decided = self.try_(act, actor, clock=clock, world=world, **facts)
        drawn = []
        for wanted in decided.papers:
            self.papers += 1
            drawn.append(
                Paper(f"paper:{wanted.kind}", self.papers, decided.n, wanted.kind, f"{wanted.kind}.1", "00")
            )
        for _, half in decided.private.get("application", ()):
            self.hidden = dict(half)
        text, _ = decided.body(drawn, [{} for _ in drawn], bytes(chain.SALT_BYTES))
        body = json.loads(text)
        self.lines.append(body)
        rows = dict(decided.after.rows)
        if drawn:
            rows["paper"] = {**rows.get("paper", {}), **{each.key: each for each in drawn}}
        self.dossier = self.dossier.apply(body, KINDS)
        assert self.dossier.case == decided.after.case, "the line says what the move decided"
        if drawn:
            self.seal()
        return self.dossier

    def seal(self) -> None:
        run = Actor(Kind.RUN, name="seal")
        self.do(
            "seal", run, papers=[list(each.key) for each in self.dossier.papers if each.sealed_at is None]
        )

    @property
    def case(self) -> Case:
        assert self.dossier.case is not None
        return self.dossier.case

    def file(
        self,
        *,
        actor: Actor = LIN,
        act: str = "receive",
        findings: tuple[Mapping[str, Any], ...] = (),
        **facts: Any,
    ) -> Dossier:
        case = Case(
            id=1, number="99010020260302000073", procedure="licensing.1", state="", home=WINDOW, division="990100",
            channel="window", received_at=self.now, department=DEPARTMENT, item_version=self.item.version_id,
        )  # fmt: skip
        return self.do(
            act, actor, case=case, person=501, item=self.item.item_code, findings=findings, **facts
        )

    def accepted(self) -> Life:
        self.file()
        self.do("accept", LIN)
        return self

    def asked(self, *findings: Mapping[str, Any], **facts: Any) -> Life:
        """Registered, found to lack this, and told so once."""
        self.file(findings=findings or (MISSING,))
        self.do("ask_supplement", LIN, **facts)
        return self

    def supply(
        self, actor: Actor = LIN, *codes: str, findings: tuple[Mapping[str, Any], ...] = (), **facts: Any
    ) -> Dossier:
        """Pieces come, and the check finds what it then finds."""
        pieces = [{"code": code, "no": 2, "copies": 1} for code in codes]
        private = {**self.hidden, "findings": list(findings)}
        return self.do("supply", actor, materials=pieces, findings=findings, private=private, **facts)

    def task(self, kind: str) -> int:
        return self.dossier.open_tasks(kind)[0].n

    def reviewed(self) -> Life:
        self.accepted()
        self.do("take_task", ZHAO, task=self.task("review"))
        self.do("finish_task", ZHAO, task=self.task("review"), result="agree", text="符合条件")
        return self

    def granted(self) -> Life:
        self.reviewed()
        self.do("grant", CHEN, text="准予设置")
        return self

    def pass_days(self, days: int) -> Life:
        self.now += timedelta(days=days)
        return self

    def at(self, year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> Life:
        self.now = datetime(year, month, day, hour, minute, tzinfo=ZONE)
        return self

    def walk_to(self, moment: datetime) -> Life:
        """Let time pass, each due turn at its moment, in order."""
        while True:
            due = [
                each for each in self.dossier.clocks if each.turns_at is not None and each.turns_at <= moment
            ]
            if not due:
                self.now = moment
                return self
            clock = min(due, key=lambda each: (each.turns_at, each.n))
            self.now = max(self.now, clock.turns_at)
            if clock.zero and clock.turns_at > clock.due_at:
                ran_out = clock.due_at + timedelta(microseconds=1)
                self.do(clock.zero, CLOCK, clock=clock.n, world=self.world(at=ran_out, lit=clock.turns_at))
            else:
                world = self.world(lit=clock.turns_at)
                fresh = timed(clock, LICENSING_1, pauses_of(self.dossier), world, clock.turns_at)
                self.do("turn", CLOCK, clock=clock.n, world=world, name=clock.name, light=fresh.light)

    @property
    def replayed(self) -> Dossier:
        return replay(self.lines, KINDS)


KINDS = {**ENGINE_ROWS, **LICENSING_1.details}
MISSING = {"material": "plan", "rule": "non_main_missing", "severity": "curable", "facts": {"absent": True}}
BLOCKING = {"material": "form", "rule": "main_missing", "severity": "blocking", "facts": {"absent": True}}
__all__ = ["Limit", "Unit"]
