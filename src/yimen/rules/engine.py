"""The case engine: one pure function that decides what a move writes.

`decide` holds nothing and asks nothing: a dossier, an act, an actor, facts and a world go in; the next line and exactly the
rows it names come out, or a refusal. The module `cases` loads, writes and tries again if somebody was quicker (engine: §4).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from yimen.rules import deadlines, outages, permits
from yimen.rules.actors import Actor, Kind, Letter
from yimen.rules.chain import veil_digest
from yimen.rules.deadlines import Pause, Warn
from yimen.rules.dossier import FAR, Case, Clock, Dossier, Paper, Row, Task
from yimen.rules.flows import FlowTask
from yimen.rules.limits import Limit, Unit
from yimen.rules.outages import Late
from yimen.rules.parameters import Parameter
from yimen.rules.procedure import Edition, Move
from yimen.rules.refused import Refused
from yimen.rules.rulepack import RulePack
from yimen.rules.workdays import OfficeHours, WorkCalendar, local


class Item(Protocol):
    """What the engine must know of a service item, frozen in its version."""

    @property
    def version_id(self) -> int: ...
    @property
    def item_code(self) -> str: ...
    @property
    def department(self) -> int: ...
    @property
    def track(self) -> str: ...
    @property
    def statutory(self) -> Limit: ...
    @property
    def promised(self) -> Limit: ...


@dataclass(frozen=True, slots=True)
class World:
    """What is true outside the case at the moment of a move."""

    now: datetime  # when it is recorded, in hall time
    calendar: WorkCalendar
    hours: OfficeHours
    item: Any  # an Item; what a subject's rules ask more of it is theirs to know
    pack: RulePack  # the law's limits
    parameter: Callable[[str], Parameter]  # key → the row in force for this hall and item
    units: Mapping[str, int] = field(default_factory=dict)  # department code → unit
    places: Any = None  # where things are, for a subject's papers
    at: datetime | None = None  # when it happened in law, where that is not now
    lit: datetime | None = None  # the moment a turn is for, when it comes late: lights catch up in order
    late: Late | None = None  # it was done on paper while the platform was down; `at` is then

    @property
    def today(self) -> date:
        return self.now.date()

    def law(self, rule_id: str) -> tuple[Limit, str]:
        """A limit of the law as it holds today, and how a clock cites it (`LIC-08a@2026.1`)."""
        rule = self.pack.rule(rule_id, self.today)
        return rule.limit, self.pack.cite(rule)

    def value(self, key: str) -> Any:
        return self.parameter(key).value


@dataclass(frozen=True, slots=True)
class PaperWanted:
    """A paper that a move issues; its number is drawn when the move is written."""

    kind: str
    facts: Mapping[str, Any]


@dataclass(slots=True)
class Decided:
    """What a move writes: the line to come and the rows it names."""

    act: str
    before: Dossier
    after: Dossier
    new: dict[str, list[dict[str, Any]]]
    changed: dict[str, Any]
    private: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]  # table → (key, private half)
    papers: tuple[PaperWanted, ...]
    head: dict[str, Any]  # n, book, at, as, act, by, because, proc, from, to, basis, facts
    told: dict[str, Any]  # the private half of the facts

    @property
    def n(self) -> int:
        return int(self.head["n"])

    def body(
        self, papers: Sequence[Paper], contents: Sequence[Mapping[str, Any]], salt: bytes
    ) -> tuple[str, str]:
        """The exact text that is hashed, and the private text that its veil digest stands for ("" if there is none)."""
        new = dict(self.new)
        if papers:
            new["paper"] = [each.to_json() for each in papers]
        veil: dict[str, Any] = {}
        if self.told:
            veil["facts"] = self.told
        if self.private:
            veil["rows"] = {
                table: [{**key, "private": half} for key, half in rows]
                for table, rows in self.private.items()
            }
        if contents:
            veil["papers"] = list(contents)
        private = compact(veil) if veil else ""
        body = {**self.head}
        if new:
            body["new"] = new
        if self.changed:
            body["set"] = self.changed
        if private:
            body["veil"] = veil_digest(salt, private.encode()).hex()
        return compact(body), private


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Draft:
    """A move under construction: what rules read and change."""

    def __init__(
        self,
        edition: Edition,
        move: Move,
        dossier: Dossier,
        actor: Actor,
        facts: Mapping[str, Any],
        world: World,
    ) -> None:
        self.edition = edition
        self.move = move
        self.before = dossier
        self.actor = actor
        self.facts = facts
        self.world = world
        self.when = world.at or world.now  # tasks open and close, clocks stop then
        self.at = self.when  # from when it holds in law: a rule may date it back (LIC-30, LIC-31)
        self.since: dict[str, datetime] = {}  # clocks that begin at a moment of their own
        self.case: Case | None = dossier.case
        self.rows: dict[str, dict[tuple[Any, ...], Any]] = {
            name: dict(rows) for name, rows in dossier.rows.items()
        }
        self.papers: list[PaperWanted] = []
        self.private: dict[tuple[str, tuple[Any, ...]], dict[str, Any]] = {}
        self.said: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.target = move.target
        self.stays = False
        self.paperless = False
        self.this: Task | None = None
        self.unsure = False  # more than one task could be meant
        self.letter: Letter | None = None

    # what rules ask

    def fact(self, name: str, default: Any = None) -> Any:
        return self.facts.get(name, default)

    def need(self, name: str) -> Any:
        """A fact the act cannot do without; blanks say nothing."""
        value = self.facts.get(name)
        if value in (None, "", [], {}) or (isinstance(value, str) and not value.strip()):
            raise Refused("fact_missing", fact=name, act=self.move.act)
        return value

    @property
    def done_at(self) -> datetime:
        """When it counts as done: when it is recorded, or when it was done on paper."""
        return self.when if self.world.late else self.world.now

    @property
    def matter(self) -> Case:
        assert self.case is not None
        return self.case

    def the_task(self) -> Task:
        """The one task the act is about, for acts that change it. Refused: `no_such_task`, `which_task`."""
        if self.this is None:
            raise Refused("no_such_task", task=self.fact("task"))
        if self.unsure:
            raise Refused("which_task", act=self.move.act)
        return self.this

    def tasks(self, *kinds: str) -> tuple[Task, ...]:
        return tuple(
            each
            for each in self.rows.get("task", {}).values()
            if each.open and (not kinds or each.kind in kinds)
        )

    def of(self, table: str) -> tuple[Any, ...]:
        return tuple(self.rows.get(table, {}).values())

    # what rules change

    def say(self, **facts: Any) -> None:
        """Facts of the line that anybody who may see the case may read."""
        self.said.update(facts)

    def tell(self, **facts: Any) -> None:
        """Facts of the line that people wrote or are called: they go under the veil."""
        self.told.update({name: value for name, value in facts.items() if value not in (None, "")})

    def set(self, **columns: Any) -> None:
        self.case = replace(self.matter, **columns)

    def put(self, table: str, row: Row, private: Mapping[str, Any] | None = None) -> None:
        self.rows.setdefault(table, {})[row.key] = row
        if private is not None:
            self.private[table, row.key] = dict(private)

    def next_n(self, table: str) -> int:
        return max((key[-1] for key in self.rows.get(table, {})), default=0) + 1

    def open_task(self, kind: str, **columns: Any) -> Task:
        row = self.edition.task(kind)
        unit = {"home": self.matter.home, "department": self.matter.department}.get(row.unit or "")
        task = Task(
            **{
                "n": self.next_n("task"),
                "kind": kind,
                "opened_at": self.when,
                "unit": unit,
                "post": row.post,
                "guarded": self.matter.guarded,
                **columns,
            }
        )
        self.put("task", task)
        for clock in self.edition.clocks:
            if clock.task == kind and "limit" not in (columns.get("data") or {}):
                self.start_clock(clock.name, task=task.n)
        return task

    def close_task(self, task: Task, result: str | None = None) -> None:
        self.put("task", replace(task, closed_at=self.when, result=result))
        for clock in self.of("clock"):
            if clock.task == task.n and clock.runs:
                self.stop(clock, result or "closed")

    def start_clock(
        self, name: str, *, task: int | None = None, limit: Limit | None = None, rule: str = ""
    ) -> None:
        row = self.edition.clock(name)
        if limit is None:
            found = row.limit(self.world)
            if found is None:
                return
            limit, rule = found
        rolls = limit.unit in {
            Unit.DAY,
            Unit.MONTH,
        }  # a last day of rest moves to the next working day (CLK-02)
        warn = row.warn(self.world)
        self.put(
            "clock",
            Clock(
                n=self.next_n("clock"),
                name=name,
                rule=rule or row.basis,
                calendar=self.world.calendar.name,
                limit_n=limit.n,
                limit_unit=str(limit.unit),
                started_at=self.when if task is not None else self.since.get(name, self.at),
                task=task,
                warn=warn.to_json() if warn else None,
                zero=row.zero,
                rolls=rolls,
            ),
        )

    def running(self, name: str) -> Clock | None:
        return next((each for each in self.of("clock") if each.name == name and each.runs), None)

    def stop(self, clock: Clock, result: str) -> None:
        """It ends as it stands; one that ran out earns its red even if its turn has not come yet (R-121).

        What was done on paper in time ends with the light of then: a red that only the outage made was not earned.
        """
        light = clock.light
        over = clock.due_at < self.when
        if (over and light != "red") or (self.world.late and not over and clock.due_at < FAR):
            light = timed(clock, self.edition, _pauses(self.of("task")), self.world, self.when).light
        self.put("clock", replace(clock, stopped_at=self.when, turns_at=None, light=light, result=result))

    def want(self, kind: str, **facts: Any) -> None:
        self.papers.append(PaperWanted(kind, facts))

    def stay(self) -> None:
        """The move is taken in, but what it waits for is not yet complete: state, tasks and clocks stay."""
        self.stays = True
        self.target = None


def decide(
    edition: Edition,
    dossier: Dossier,
    act: str,
    actor: Actor,
    facts: Mapping[str, Any],
    world: World,
    *,
    because: tuple[int, int] | None = None,
    clock: int | None = None,
) -> Decided:
    """What `act` by `actor` writes on this case, or `Refused`.

    Order: may see → may act → the move is open in the edition → on whose desk → its rule → clocks, tasks, paper → lights.
    """
    if dossier.past and world.now < dossier.past[-1].at:  # a line is never older than the one before it
        world = replace(world, now=dossier.past[-1].at)
    if dossier.case is not None:
        permits.demand_sight(actor, dossier)
    permits.demand_role(actor, act)
    move = edition.move(dossier.case.state if dossier.case else None, act)
    permits.demand(actor, act, dossier)
    if (
        move.not_by
        and (dossier.case is None or dossier.case.track != "instant")
        and actor.id in dossier.did(move.not_by)
    ):
        raise Refused("not_by_the_same", act=act, earlier=move.not_by)
    draft = Draft(edition, move, dossier, actor, facts, world)
    if world.late is not None:
        _enter_late(draft, world.late)
    draft.this, draft.unsure = _this(dossier, actor, act, facts)
    move.rule(draft)
    if not draft.stays:
        _follow_the_table(draft, clock=clock)
    settle(draft, fired=clock)
    return _decided(draft, because=because, clock=clock)


def _enter_late(draft: Draft, late: Late) -> None:
    """What staff did on paper during an outage, entered in the order in which it happened (R-100).

    Refused: `late_not_open`, `late_out_of_order`.
    """
    if draft.actor.kind is not Kind.STAFF:
        raise Refused("late_not_open", act=draft.move.act)
    outages.require_paper_act(draft.move.act)
    moved = [at for task in draft.before.tasks for at in (task.opened_at, task.closed_at) if at is not None]
    outages.require_in_order(late.happened_at, moved)
    draft.tell(late=late.reason)


def _this(dossier: Dossier, actor: Actor, act: str, facts: Mapping[str, Any]) -> tuple[Task | None, bool]:
    """The task the act is about: the one named, else the only one on the actor's desk; and whether it might be another."""
    named = facts.get("task")
    if named is not None:
        found = next((each for each in dossier.open_tasks() if each.n == named), None)
        if found is None:
            raise Refused("no_such_task", task=named)
        if not (permits.holds(actor, act, found) or permits.leads(actor, act, found)):
            raise Refused("not_your_task", task=named)
        return found, False
    mine = [each for each in dossier.open_tasks() if permits.holds(actor, act, each)]
    own = [each for each in mine if each.staff == actor.id] or mine
    return (own[0] if own else None), len(own) > 1


def _follow_the_table(draft: Draft, *, clock: int | None) -> None:
    move = draft.move
    if move.mark:
        draft.set(**{f"{move.mark}_at": draft.at if move.mark in {"received", "accepted"} else draft.done_at})
    if draft.target:
        draft.set(state=draft.target)
        if draft.target in draft.edition.ended and draft.matter.closed_at is None:
            draft.set(closed_at=draft.done_at)
    by_zero = clock is not None
    for word in move.clocks.split():
        sign, name = word[0], word[1:]
        if sign == "+":
            draft.start_clock(name)
            continue
        for each in draft.of("clock"):
            if each.runs and name in ("*", each.name):
                draft.stop(each, "ran_out" if by_zero and each.n == clock else move.act)
    for word in move.tasks.split():
        _task_word(draft, word)
    if move.paper and not draft.paperless and not any(each.kind == move.paper for each in draft.papers):
        draft.want(move.paper)


def _task_word(draft: Draft, word: str) -> None:
    sign, name = word[0], word[1:]
    if sign == "-":
        if name == "this":
            assert draft.this is not None
            current = draft.rows["task"][draft.this.key]
            if current.open:
                draft.close_task(current, draft.fact("result"))
        else:
            for task in draft.tasks():
                if name in ("*", task.kind):
                    draft.close_task(task, draft.move.act)
    elif name == "flow":
        open_stage(draft)
    elif name == "next":
        if not _stage_open(draft):
            open_stage(draft)
    else:
        draft.open_task(name)


def _stage_open(draft: Draft) -> bool:
    """Whether a required task of the item's path is still open: the next stage waits for it."""
    return any(
        task.open and task.stage is not None and (task.data or {}).get("required", True)
        for task in draft.of("task")
    )


def open_stage(draft: Draft) -> None:
    """Open the next stage of the item's path, or what comes after the last (engine: §8)."""
    stages = draft.world.item.flow.stages if draft.world.item is not None and draft.world.item.flow else ()
    reached = [task.stage for task in draft.of("task") if task.stage is not None]
    names = [stage.name for stage in stages]
    done = max((names.index(name) for name in reached if name in names), default=-1)
    if done + 1 < len(stages) and draft.matter.track != "instant":
        stage = stages[done + 1]
        for each in stage.tasks:
            unit = draft.matter.department if each.unit == "owner" else draft.world.units.get(each.unit)
            open_step(draft, stage.name, each, unit=unit, post=each.post or "reviewer")
        return
    if draft.matter.track == "instant":
        draft.open_task("decide", unit=draft.matter.home, post="window")
    else:
        draft.open_task("decide")


def open_step(draft: Draft, stage: str, step: FlowTask, **columns: Any) -> Task:
    """A step of the item's path, with its share of the time (R-125).

    Clocks rest for it only where a statute says so and the applicant is told in writing how long it takes (LIC-17, R-119):
    that time is its own limit then, so that it turns red if it takes longer (engine: §7).
    """
    rests = bool(step.holds and step.holds_basis and step.limit)
    data = {"key": step.key, "name": step.name, "kind": str(step.kind), "required": step.required}
    task = draft.open_task(
        "review",
        **{
            **columns,
            "stage": stage,
            "holds": step.holds if rests else None,
            "data": {**data, **columns.get("data", {})},
        },
    )
    if step.limit is not None:
        name, rule = ("special", "LIC-17") if rests else ("step", "R-125")
        draft.start_clock(name, task=task.n, limit=step.limit, rule=rule)
    if rests and step.limit is not None and draft.edition.rest_paper:
        told = {"reason": step.holds, "needed": step.limit.to_json()}
        draft.say(rests=[*draft.said.get("rests", ()), told])
        draft.want(
            draft.edition.rest_paper,
            task=task.n,
            holds=step.holds,
            reason=f"{step.name}（{step.holds_basis}）",
            needed=step.limit.to_json(),
        )
    return task


# lights


def settle(draft: Draft, *, fired: int | None = None) -> None:
    """Bring due days, lights and next turns up to date with what the move changed: limits, and tasks that hold.

    A clock that the move leaves alone keeps its dates, also where the calendar has changed meanwhile: they move by a line of
    their own, which says so (CLK-08).
    """
    if draft.case is None:
        return
    world = draft.world
    before, pauses = pauses_of(draft.before), _pauses(draft.of("task"))
    earlier = draft.before.rows.get("clock", {})
    retimes = draft.move.act == "retime"
    for clock in draft.of("clock"):
        if not clock.runs:
            continue
        old: Clock | None = earlier.get(clock.key)
        untouched = clock is old
        if fired == clock.n:
            draft.put("clock", timed(clock, draft.edition, pauses, world, world.lit or world.now))
            continue
        if untouched and not retimes and _counts_the_same(clock, draft.edition, before, pauses):
            continue
        moment = last_look(clock, world.now) if retimes else world.now
        fresh = timed(clock, draft.edition, pauses, world, moment)
        if fresh.light == "red" and (old is None or (retimes and old.light != "red")):
            fresh = replace(fresh, turns_at=world.now)  # over already: it still comes, and is told
        if not untouched or retimes or fresh.due_at != clock.due_at:
            draft.put("clock", fresh)  # else a turn that is due but has not come is left to come
    running = [each for each in draft.of("clock") if each.runs]
    governing = [
        each
        for each in running
        if each.task is None and draft.edition.clock(each.name).governs and each.due_at < FAR
    ]
    first = min(governing, key=lambda each: each.due_at, default=None)
    held_red = any(each.light == "red" and draft.edition.clock(each.name).governs for each in running)
    draft.set(
        due_at=first.due_at if first else FAR, light=first.light if first else ("red" if held_red else "off")
    )
    own = {each.task: each for each in running if each.task is not None}
    for task in draft.tasks():
        source = own.get(task.n)
        due, light = (source.due_at, source.light) if source else (draft.matter.due_at, draft.matter.light)
        if (task.due_at, task.light) != (due, light):
            draft.put("task", replace(task, due_at=due, light=light))


Pauses = Sequence[tuple[str | None, Pause]]


def _counts_the_same(clock: Clock, edition: Edition, before: Pauses, now: Pauses) -> bool:
    return before == now or value_of(clock, edition, before) == value_of(clock, edition, now)


def value_of(clock: Clock, edition: Edition, pauses: Iterable[tuple[str | None, Pause]]) -> deadlines.Clock:
    """The clock as the rules count it, with the pauses that its own row lets hold it."""
    held_by = edition.clock(clock.name).held_by
    return deadlines.Clock(
        started_at=clock.started_at,
        limit=Limit(clock.limit_n, Unit(clock.limit_unit)),
        more=clock.more,
        warn=Warn.from_json(clock.warn) if clock.warn else None,
        pauses=tuple(pause for reason, pause in pauses if reason in held_by),
        stopped_at=clock.stopped_at,
        rolls=clock.rolls,
    )


def pauses_of(dossier: Dossier) -> list[tuple[str | None, Pause]]:
    return _pauses(dossier.tasks)


def _pauses(tasks: Iterable[Task]) -> list[tuple[str | None, Pause]]:
    return [(task.holds, Pause(task.holds, task.opened_at, task.closed_at)) for task in tasks if task.holds]


def timed(
    clock: Clock,
    edition: Edition,
    pauses: Iterable[tuple[str | None, Pause]],
    world: World,
    moment: datetime,
) -> Clock:
    """The clock with due moment, light and next turn as they are at `moment`."""
    value = value_of(clock, edition, pauses)
    due = deadlines.due_at(value, world.calendar, world.hours)
    if due is None:  # held: it rests, but a red once earned stays
        return replace(clock, due_at=FAR, turns_at=None, light="red" if clock.light == "red" else "off")
    light = deadlines.light(value, moment, world.calendar, world.hours)
    turns = deadlines.next_turn(value, moment, world.calendar, world.hours)
    return replace(clock, due_at=due, light=str(light), turns_at=turns)


def last_look(clock: Clock, now: datetime) -> datetime:
    """The latest moment for which the clock's row is right: a turn that is due has not come yet."""
    turns = clock.turns_at
    return now if turns is None or turns > now else turns - timedelta(microseconds=1)


# the line


def _by(draft: Draft, clock: int | None) -> dict[str, Any]:
    actor = draft.actor
    match actor.kind:
        case Kind.STAFF:
            by: dict[str, Any] = {"staff": actor.id, "unit": actor.unit}
            if draft.this is not None:
                by["task"] = draft.this.n
            if draft.letter is not None:
                by["letter"] = draft.letter.number
            return by
        case Kind.PERSON:
            persons = [each.person for each in draft.of("party") if each.person in actor.persons]
            return {"person": persons[0] if persons else None}
        case Kind.CLOCK:
            return {"clock": clock}
        case Kind.RUN:
            return {"run": actor.name}
        case _:
            return {"person": None}


def _decided(draft: Draft, *, because: tuple[int, int] | None, clock: int | None) -> Decided:
    before, case = draft.before, draft.matter
    n = before.case.n + 1 if before.case else 1
    new: dict[str, list[dict[str, Any]]] = {}
    changed: dict[str, Any] = {}
    if before.case is None:
        row = case.to_json()
        del row["n"]
        new["case"] = [row]
    else:
        delta = case.changed_from(before.case)
        if delta:
            changed["case"] = delta
    private: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for table, rows in draft.rows.items():
        earlier = before.rows.get(table, {})
        for key, row in rows.items():
            old = earlier.get(key)
            half = draft.private.get((table, key))
            named = dict(zip(row.KEY, key, strict=True))
            if old is None:
                new.setdefault(table, []).append(row.to_json())
            elif row is not old or half is not None:
                delta = row.changed_from(old)
                if delta or half is not None:
                    changed.setdefault(table, []).append({**named, **delta})
            if half is not None:
                private.setdefault(table, []).append((named, half))
    head: dict[str, Any] = {"n": n, "book": case.number, "at": draft.world.now.isoformat()}
    if draft.at != draft.world.now:
        head["as"] = local(draft.at).isoformat()
    if draft.world.late is not None:
        head["late"] = {"outage": draft.world.late.outage}
    head |= {
        "act": draft.move.act,
        "by": _by(draft, clock),
        "because": list(because) if because else None,
        "proc": draft.edition.name,
        "from": before.case.state if before.case else None,
        "to": case.state,
        "basis": draft.move.basis,
    }
    if draft.said:
        head["facts"] = draft.said
    after = Dossier(replace(case, n=n), b"", draft.rows, before.past)
    return Decided(
        draft.move.act, before, after, new, changed, private, tuple(draft.papers), head, draft.told
    )
