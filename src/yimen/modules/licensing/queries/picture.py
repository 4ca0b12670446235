"""What an act would make of a case's dates and papers, seen before it is done. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from yimen.base.clock import ZONE
from yimen.modules.cases.engine import one
from yimen.rules import deadlines
from yimen.rules.actors import Actor
from yimen.rules.dossier import FAR, Clock, Dossier
from yimen.rules.engine import World, decide, pauses_of, value_of
from yimen.rules.facts import read
from yimen.rules.papers import Paper, Title, title
from yimen.rules.procedure import Edition

from ..subject import LICENSING


@dataclass(frozen=True, slots=True)
class ClockPicture:
    """A clock of the case before and after."""

    name: str
    before_on: date | None
    after_on: date | None  # None while it rests
    expected_on: date | None  # where it rests: the due day if what it rests for ends when it was told to
    rests: bool

    @property
    def moves(self) -> bool:
        return self.rests or self.before_on != self.after_on


@dataclass(frozen=True, slots=True)
class Picture:
    """The case as it would stand."""

    clocks: tuple[ClockPicture, ...]  # those that run for the case as a whole
    papers: tuple[Title, ...]  # that would be issued
    until_on: date | None  # by when the special procedure is told to be over


def picture(actor: Actor, number: str, act: str, facts: Mapping[str, Any], *, now: datetime) -> Picture:
    """The picture after `act`. Refused: whatever the act itself would be refused for."""
    loaded = one(number, LICENSING)
    before = loaded.dossier
    assert before.case is not None
    edition = LICENSING.editions[before.case.procedure]
    world = LICENSING.world(before, now, loaded.versions, facts)
    decided = decide(edition, before, act, actor, read(act, facts), world)
    after = decided.after
    earlier = {each.key: each for each in before.clocks}
    own = [each for each in after.clocks if each.runs and each.task is None and each.key in earlier]
    return Picture(
        clocks=tuple(_clock(earlier[each.key], each, after, edition, world) for each in own),
        papers=tuple(title(Paper(each.kind), each.facts.get("alias")) for each in decided.papers),
        until_on=_day(_special_until(after)),
    )


def _clock(before: Clock, after: Clock, dossier: Dossier, edition: Edition, world: World) -> ClockPicture:
    rests = after.due_at == FAR
    expected = None
    if rests:
        until = _special_until(dossier)
        ended = [
            (reason, replace(pause, closed_at=until) if pause.closed_at is None else pause)
            for reason, pause in pauses_of(dossier)
        ]
        value = value_of(after, edition, ended)
        expected = deadlines.due_on(value, world.calendar, world.hours) if until else None
    return ClockPicture(
        after.name,
        _day(before.due_at),
        _day(after.due_at),
        expected,
        rests,
    )


def _special_until(dossier: Dossier) -> datetime | None:
    """The moment by which every special procedure under way is told to be over."""
    open_ = {each.n for each in dossier.open_tasks("special")}
    moments = [each.due_at for each in dossier.clocks if each.name == "special" and each.task in open_]
    return max((each for each in moments if each < FAR), default=None)


def _day(at: datetime | None) -> date | None:
    return at.astimezone(ZONE).date() if at is not None and at < FAR else None
