"""The same write for many: light turns, re-timing, imports. Each case moves or, if somebody was quicker, does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from yimen.rules.engine import Decided, World

from .. import reading
from ..reading import Loaded
from ..subjects import Drawn, Subject
from ..writing import Written, claim, lay_out, whole, write


def batch(
    subject: Subject,
    ids: Iterable[int],
    choose: Callable[[Loaded, World], Decided | None],
    *,
    now: datetime,
) -> frozenset[int]:
    """Move each of these cases as `choose` decides, in one statement; the ids of those that were moved.

    Cases whose move issues a paper are written one by one, since its number is drawn in their own transaction.
    """
    ready: list[Written] = []
    won: set[int] = set()
    for loaded in reading.some(ids, subject):
        world = subject.world(loaded.dossier, now, loaded.versions, {})
        decided = choose(loaded, world)
        if decided is None:
            continue
        drawn = subject.compose(decided, world, {}) if decided.papers else ()
        if drawn:
            won |= _alone(subject, decided, drawn, world)
        else:
            ready.append(_laid_out(decided, (), {}, world))
    if ready:
        with whole(several=False):
            won |= write(subject, ready)
    return frozenset(won)


def _alone(subject: Subject, decided: Decided, drawn: Sequence[Drawn], world: World) -> frozenset[int]:
    case = decided.after.case
    assert case is not None
    with whole(several=True):
        numbers = claim(case.id, decided.n - 1, [each.series for each in drawn])
        if numbers is None:
            return frozenset()
        return write(subject, [_laid_out(decided, drawn, numbers, world)])


def _laid_out(
    decided: Decided, drawn: Sequence[Drawn], numbers: dict[str, list[int]], world: World
) -> Written:
    return lay_out(decided, drawn, numbers, opening=world.hours.next_opening(world.now), reply=_nothing)


def _nothing(*_: Any) -> None:
    """Nobody waits for an answer."""
