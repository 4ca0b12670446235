"""A move: load, decide, claim, write, and again if somebody was quicker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError

from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger.commands import Keyed
from yimen.rules.actors import Actor
from yimen.rules.dossier import Dossier, Paper
from yimen.rules.engine import World, decide
from yimen.rules.refused import Refused

from .. import reading, versions
from ..reading import Loaded
from ..subjects import Subject
from ..writing import Reply, claim, lay_out, whole, write
from .turn import ran_out, turn_case

TRIES: Final = 4

Facts = Mapping[str, Any] | Callable[[Loaded, World], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move made of the case, and what was answered."""

    dossier: Dossier
    papers: tuple[tuple[Paper, Mapping[str, Any]], ...]
    answer: Any
    status: int = 200
    replayed: bool = False


def move(
    subject: Subject,
    number: str | None,
    act: str,
    actor: Actor,
    facts: Facts,
    *,
    now: datetime,
    key: str | None = None,
    request: Any = None,
    reply: Reply = lambda _dossier, _papers, _world: None,
    status: int = 200,
    because: tuple[int, int] | None = None,
) -> Outcome:
    """Move one case by `act`, or begin one (`number` None); refusals change nothing.

    With an idempotency `key`, the same `request` gets the same answer for seven days, a refusal too, and another
    request under the key is refused (engine: §4).
    """
    keyed = Keyed.of(actor, key, [act, number, request], status=status) if key else None
    try:
        for _ in range(TRIES):
            outcome = _once(subject, number, act, actor, facts, now, reply, keyed, because)
            if outcome is not None:
                return outcome
    except Refused as refused:
        if keyed is not None:
            if (earlier := _earlier(keyed)) is not None:
                return earlier
            ledger.remember_refusal(keyed, refused)
        raise
    except IntegrityError as failure:
        if keyed is not None and ledger.is_answered(failure) and (earlier := _earlier(keyed)) is not None:
            return earlier
        raise
    raise Refused("busy")


def _once(
    subject: Subject,
    number: str | None,
    act: str,
    actor: Actor,
    facts: Facts,
    now: datetime,
    reply: Reply,
    keyed: Keyed | None,
    because: tuple[int, int] | None,
) -> Outcome | None:
    """One try; None if somebody was quicker."""
    loaded = reading.one(number, subject) if number is not None else Loaded(Dossier(), versions.current())
    case = loaded.dossier.case
    if case is not None and ran_out(loaded.dossier, now):
        turn_case(case.id, now=now)  # what ran out comes first, also while no worker runs
        return None
    edition = subject.editions[case.procedure] if case else subject.current
    world = subject.world(loaded.dossier, now, loaded.versions, facts if isinstance(facts, Mapping) else {})
    said = facts(loaded, world) if callable(facts) else facts
    decided = decide(edition, loaded.dossier, act, actor, said, world, because=because)
    drawn = subject.compose(decided, world, said) if decided.papers else ()
    opening = world.hours.next_opening(world.now)
    with whole(several=bool(drawn)):
        numbers: Mapping[str, list[int]] = {}
        if drawn:
            claimed = claim(case.id if case else None, decided.n - 1, [each.series for each in drawn])
            if claimed is None:
                return None
            numbers = claimed
        written = lay_out(
            decided,
            drawn,
            numbers,
            opening=opening,
            reply=lambda dossier, papers: reply(dossier, papers, world),
            keyed=keyed,
        )
        if not write(subject, [written]):
            return None  # nothing was claimed either: a claim holds the case where it was read
    return Outcome(written.after, written.papers, written.content, keyed.status if keyed else 200)


def _earlier(keyed: Keyed) -> Outcome | None:
    """What was answered under the key before."""
    answer = ledger.answered(keyed)
    return Outcome(Dossier(), (), answer.content, answer.status, replayed=True) if answer else None
