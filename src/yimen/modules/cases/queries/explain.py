"""Why this date: each clock day by day, so that anybody can count along (CLK-07)."""

from __future__ import annotations

from yimen.rules import deadlines
from yimen.rules.deadlines import Pause
from yimen.rules.dossier import Clock, Dossier
from yimen.rules.engine import World, pauses_of, value_of
from yimen.rules.explained import Explanation
from yimen.rules.procedure import Edition

Pauses = list[tuple[str | None, Pause]]


def each_explained(dossier: Dossier, edition: Edition, world: World) -> tuple[Explanation, ...]:
    """The sheet of every clock the case had, in the order they began."""
    pauses = pauses_of(dossier)
    return tuple(_sheet(clock, edition, pauses, world) for clock in dossier.clocks)


def explanations(
    dossier: Dossier, edition: Edition, world: World, *, only: tuple[str, ...] = ()
) -> dict[str, Explanation]:
    """The sheet of each of the case's latest clocks by name, or of `only` some."""
    pauses = pauses_of(dossier)
    latest = {clock.name: clock for clock in dossier.clocks if not only or clock.name in only}
    return {name: _sheet(clock, edition, pauses, world) for name, clock in latest.items()}


def _sheet(clock: Clock, edition: Edition, pauses: Pauses, world: World) -> Explanation:
    value = value_of(clock, edition, pauses)
    return deadlines.explanation(value, world.today, world.calendar, world.hours, rule=clock.rule)
