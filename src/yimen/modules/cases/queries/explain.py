"""Why this date: each clock day by day, so that anybody can count along (CLK-07)."""

from __future__ import annotations

from yimen.rules import deadlines
from yimen.rules.dossier import Dossier
from yimen.rules.engine import World, pauses_of, value_of
from yimen.rules.explained import Explanation
from yimen.rules.procedure import Edition


def explanations(
    dossier: Dossier, edition: Edition, world: World, *, only: tuple[str, ...] = ()
) -> dict[str, Explanation]:
    """The sheet of each of the case's latest clocks by name, or of `only` some."""
    pauses = pauses_of(dossier)
    sheets: dict[str, Explanation] = {}
    for clock in dossier.clocks:
        if not only or clock.name in only:
            value = value_of(clock, edition, pauses)
            sheets[clock.name] = deadlines.explanation(
                value, world.today, world.calendar, world.hours, rule=clock.rule
            )
    return sheets
