"""A move: load, decide, claim, write, and again if somebody was quicker."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, connection

from yimen.base import crypto
from yimen.base.clock import machine_now
from yimen.rules.actors import Actor
from yimen.rules.dossier import Dossier, Paper
from yimen.rules.engine import World, decide
from yimen.rules.refused import Refused

from .. import reading, versions
from ..reading import Loaded
from ..subjects import Subject
from ..writing import Keyed, Reply, claim, lay_out, whole, write

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
    keyed = Keyed(actor.key, key, _digest(act, number, request), status) if key else None
    try:
        for _ in range(TRIES):
            outcome = _once(subject, number, act, actor, facts, now, reply, keyed, because)
            if outcome is not None:
                return outcome
    except Refused as refused:
        if keyed is not None:
            if (earlier := _answered(keyed)) is not None:
                return earlier
            _remember_refusal(keyed, refused)
        raise
    except IntegrityError as failure:
        if (
            keyed is not None
            and _table(failure) == "ledger_answer"
            and (earlier := _answered(keyed)) is not None
        ):
            return earlier  # the same key won elsewhere
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


def _digest(act: str, number: str | None, request: Any) -> bytes:
    text = json.dumps([act, number, request], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).digest()


def _table(failure: IntegrityError) -> str | None:
    diagnosis = getattr(failure.__cause__, "diag", None)
    return diagnosis.table_name if diagnosis else None


def _answered(keyed: Keyed) -> Outcome | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT digest, status, sealed FROM ledger_answer WHERE actor = %s AND key = %s",
            [keyed.actor, keyed.key],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    if bytes(row[0]) != keyed.digest:
        raise Refused("key_reused")
    content = crypto.open_json("answer", bytes(row[2]))
    if row[1] >= 400:
        raise Refused(content["reason"], **content["facts"])
    return Outcome(Dossier(), (), content, row[1], replayed=True)


def _remember_refusal(keyed: Keyed, refused: Refused) -> None:
    facts = {
        name: value for name, value in refused.facts.items() if isinstance(value, str | int | list | None)
    }
    sealed = crypto.seal_json("answer", {"reason": refused.reason, "facts": facts})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_answer (actor, key, digest, status, sealed, at) VALUES (%s, %s, %s, 409, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [keyed.actor, keyed.key, keyed.digest, sealed, machine_now()],
        )
