"""A move: load, decide, claim, write, and again if somebody was quicker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError

from yimen.base.clock import ZONE
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger.commands import Keyed
from yimen.rules.actors import Actor
from yimen.rules.dossier import Dossier, Paper
from yimen.rules.engine import Decided, World, decide
from yimen.rules.refused import Refused

from .. import reading, versions
from ..late import OnPaper, as_of
from ..reading import Loaded
from ..subjects import Subject
from ..writing import Reply, claim, lay_out, whole, write
from .turn import ran_out, turn_case

TRIES: Final = 4
ATTEMPTS: Final = "attempts"
"""The book of what was tried and refused, where the law wants to know of it."""

Facts = Mapping[str, Any] | Callable[[Loaded, World], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move made of the case, and what was answered."""

    dossier: Dossier
    papers: tuple[tuple[Paper, Mapping[str, Any]], ...]
    answer: Any
    status: int = 200
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a case begins: the act, its facts with the `case` among them, and what is answered."""

    act: str
    facts: Mapping[str, Any]
    reply: Reply


def move(
    subject: Subject,
    number: str,
    act: str,
    actor: Actor,
    facts: Facts,
    *,
    now: datetime,
    key: str | None = None,
    request: Any = None,
    reply: Reply = lambda _dossier, _papers, _world: None,
    because: tuple[int, int] | None = None,
    late: OnPaper | None = None,
) -> Outcome:
    """Move one case by `act`; refusals change nothing of it. What ran out meanwhile comes first, also while no worker runs.

    With an idempotency `key`, the same `request` gets the same answer for seven days, a refusal too, and another
    request under the key is refused (engine: §4). `late` is for what was done on paper under a registered outage (R-100).
    """
    now = now.astimezone(ZONE)
    keyed = Keyed.of(actor, key, [act, number, request]) if key else None
    until = late.happened_at if late is not None else now

    def once() -> Outcome | None:
        loaded = reading.one(number, subject)
        case = loaded.dossier.case
        assert case is not None
        if ran_out(loaded.dossier, until):
            turn_case(case.id, now=now)
            return None
        world = subject.world(
            loaded.dossier, now, loaded.versions, facts if isinstance(facts, Mapping) else {}
        )
        world = as_of(world, actor, late)
        said = facts(loaded, world) if callable(facts) else facts
        edition = subject.editions[case.procedure]
        decided = decide(edition, loaded.dossier, act, actor, said, world, because=because)
        return _write(subject, decided, said, world, reply, keyed)

    def attempted(refused: Refused) -> None:
        if refused.reason in subject.current.recorded:
            told = {"case": number, "act": act, "reason": refused.reason, **refused.facts}
            ledger.record(ATTEMPTS, "attempt", actor, told, now=now)

    return _until_it_wins(once, keyed, attempted)


def begin(
    subject: Subject,
    actor: Actor,
    first: Callable[[versions.Versions], Beginning],
    *,
    now: datetime,
    key: str | None = None,
    request: Any = None,
    status: int = 201,
    late: OnPaper | None = None,
) -> Outcome:
    """Begin a case as `first` says, in the current edition; a key and `late` work as in `move`."""
    now = now.astimezone(ZONE)
    keyed = Keyed.of(actor, key, ["begin", subject.name, request], status=status) if key else None

    def once() -> Outcome | None:
        seen = versions.current()
        beginning = first(seen)
        world = as_of(subject.world(Dossier(), now, seen, beginning.facts), actor, late)
        decided = decide(subject.current, Dossier(), beginning.act, actor, beginning.facts, world)
        return _write(subject, decided, beginning.facts, world, beginning.reply, keyed)

    return _until_it_wins(once, keyed)


def _until_it_wins(
    once: Callable[[], Outcome | None],
    keyed: Keyed | None,
    refused_now: Callable[[Refused], None] = lambda _: None,
) -> Outcome:
    """Try, and again where somebody was quicker. What the key was answered before is answered again."""
    try:
        for _ in range(TRIES):
            outcome = once()
            if outcome is not None:
                return outcome
    except Refused as refused:
        if keyed is not None:
            if (earlier := _earlier(keyed)) is not None:
                return earlier
            ledger.remember_refusal(keyed, refused)
        refused_now(refused)
        raise
    except IntegrityError as failure:
        if keyed is not None and ledger.is_answered(failure) and (earlier := _earlier(keyed)) is not None:
            return earlier
        raise
    raise Refused("busy")


def _write(
    subject: Subject,
    decided: Decided,
    said: Mapping[str, Any],
    world: World,
    reply: Reply,
    keyed: Keyed | None,
) -> Outcome | None:
    """Claim the numbers of the papers it issues, and write it; None if somebody was quicker."""
    drawn = subject.compose(decided, world, said) if decided.papers else ()
    case = decided.before.case
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
            opening=world.hours.next_opening(world.now),
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
