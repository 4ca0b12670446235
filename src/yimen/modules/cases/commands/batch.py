"""The same write for many: light turns, re-timing, imports. Each case moves or, if somebody was quicker, does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import Error

from yimen.base.clock import ZONE
from yimen.rules.engine import Decided, World

from .. import reading, subjects
from ..reading import Loaded
from ..subjects import Drawn, Subject
from ..writing import Written, claim, lay_out, whole, write

Choose = Callable[[Loaded, World], Decided | None]
Failed = Callable[[int, Exception], None]


def batch(
    subject: Subject, ids: Iterable[int], choose: Choose, *, now: datetime, failed: Failed | None = None
) -> frozenset[int]:
    """Move each of these cases as `choose` decides, in one statement; the ids of those that were moved.

    Cases whose move issues a paper are written one by one, since its number is drawn in their own transaction. With `failed`
    a case that cannot be moved is told there, and holds nobody else up.
    """
    now = now.astimezone(ZONE)
    ready: list[Written] = []
    won: set[int] = set()
    for loaded in reading.some(ids, subject):
        try:
            moved = _move(subject, loaded, choose, now)
        except Error:  # of the database: nothing of this case's own
            raise
        except Exception as failure:
            if failed is None:
                raise
            assert loaded.dossier.case is not None
            failed(loaded.dossier.case.id, failure)
            continue
        if isinstance(moved, Written):
            ready.append(moved)
        else:
            won |= moved
    if ready:
        with whole(several=False):
            won |= write(subject, ready)
    return frozenset(won)


def by_subject(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[Subject, list[int]]]:
    """Cases by who owns their procedure."""
    owned: dict[str, list[int]] = {}
    for id_, procedure in rows:
        owned.setdefault(subjects.of(procedure).name, []).append(id_)
    for name, ids in owned.items():
        yield subjects.of(name), ids


def _move(subject: Subject, loaded: Loaded, choose: Choose, now: datetime) -> Written | frozenset[int]:
    """The case's move ready to be written with others, or what writing it alone has moved."""
    world = subject.world(loaded.dossier, now, loaded.versions, {})
    decided = choose(loaded, world)
    if decided is None:
        return frozenset()
    drawn = subject.compose(decided, world, {}) if decided.papers else ()
    if not drawn:
        return _laid_out(decided, (), {}, world)
    case = decided.after.case
    assert case is not None
    with whole(several=True):
        numbers = claim(case.id, decided.n - 1, [each.series for each in drawn])
        return write(subject, [_laid_out(decided, drawn, numbers, world)]) if numbers else frozenset()


def _laid_out(
    decided: Decided, drawn: Sequence[Drawn], numbers: dict[str, list[int]], world: World
) -> Written:
    return lay_out(decided, drawn, numbers, opening=world.hours.next_opening(world.now), reply=_nothing)


def _nothing(*_: Any) -> None:
    """Nobody waits for an answer."""
