"""Each clock of a case with the sheet that explains it, for whoever may see the case."""

from __future__ import annotations

from datetime import datetime

from yimen.modules.cases.engine import one
from yimen.modules.cases.queries import ClockCard, clock_cards
from yimen.modules.cases.queries.explain import each_explained
from yimen.rules import permits
from yimen.rules.actors import Actor
from yimen.rules.explained import Explanation

from ..subject import LICENSING


def clocks(actor: Actor, number: str, *, now: datetime) -> tuple[tuple[ClockCard, Explanation], ...]:
    """Every clock the case had, in the order they began. One statement. Refused: `no_such_case`."""
    loaded = one(number, LICENSING)
    permits.demand_sight(actor, loaded.dossier)
    case = loaded.dossier.case
    assert case is not None
    edition = LICENSING.editions[case.procedure]
    world = LICENSING.world(loaded.dossier, now, loaded.versions, {})
    sheets = each_explained(loaded.dossier, edition, world)
    return tuple(zip(clock_cards(loaded.dossier, edition, world), sheets, strict=True))
