"""Answers to idempotency keys: the same key and request get the same answer, for seven days of machine time.

A move of a case writes its answer in its own statement; whatever else people ask for by POST is answered by `once`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction

from yimen.base import crypto, refusals
from yimen.base.clock import machine_now
from yimen.rules.actors import Actor
from yimen.rules.refused import Refused

KEPT: Final = timedelta(days=7)  # the contract's promise
_REQUEST: Final = "ledger.answer.request"
_PASSING: Final = frozenset(
    {401, 429}
)  # of who asks and how often, not of what is asked: tried anew each time


@dataclass(frozen=True, slots=True)
class Keyed:
    """A key, whose it is, and a digest of the request under it. `status` is that of its answer if nobody refuses it."""

    actor: str
    key: str
    request: str
    status: int

    @classmethod
    def of(cls, actor: Actor, key: str, what: Any, *, status: int = 200) -> Self:
        """`what` is the whole request: the address as well as the body."""
        text = json.dumps(what, ensure_ascii=False, sort_keys=True, default=str)
        return cls(actor.key, key, hashlib.sha256(text.encode()).hexdigest(), status)

    def row(self, content: Any) -> dict[str, Any]:
        """The row of this answer, for the statement that writes a move."""
        return {
            "actor": self.actor,
            "key": self.key,
            "digest": self._digest().hex(),
            "status": self.status,
            "sealed": crypto.seal_json("answer", content).hex(),
            "at": machine_now().isoformat(),
        }

    def _digest(self) -> bytes:
        """Under the hall's key: a request may hold a password, and plain digests of such can be guessed."""
        return crypto.blind_index(_REQUEST, self.request)

    def asked(self, digest: bytes) -> bool:
        return digest in crypto.blind_indexes(_REQUEST, self.request)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, and since when that stands."""

    content: Any
    status: int
    at: datetime | None = None  # machine time; None: this moment


def answered(keyed: Keyed) -> Answer | None:
    """What was answered under the key before, if anything was. Refused: as it was then; key_reused for another request."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT digest, status, sealed, at FROM ledger_answer WHERE actor = %s AND key = %s",
            [keyed.actor, keyed.key],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    digest, status, sealed, at = row
    if not keyed.asked(bytes(digest)):
        raise Refused("key_reused")
    content = crypto.open_json("answer", bytes(sealed))
    if status >= 400:
        raise Refused(content["reason"], **content["facts"])
    return Answer(content, status, at)


def remember_refusal(keyed: Keyed, refused: Refused) -> None:
    """A refusal is an answer, too, unless it passes by itself."""
    status = refusals.status(refused)
    if status not in _PASSING:
        plain = json.loads(json.dumps(refused.facts, cls=DjangoJSONEncoder))
        _keep(keyed, {"reason": refused.reason, "facts": plain}, status, instead_of=None)


def is_answered(failure: IntegrityError) -> bool:
    """Whether a write failed because the same key was answered elsewhere meanwhile."""
    diagnosis = getattr(failure.__cause__, "diag", None)
    return diagnosis is not None and diagnosis.table_name == "ledger_answer"


def once(
    keyed: Keyed | None,
    work: Callable[[], Any],
    *,
    stands: Callable[[Any], bool] = lambda _content: True,
    whole: bool = False,
) -> Answer:
    """Do `work` once under the key; the same answer again for as long as it `stands`. Its content is plain JSON.

    Of many at once with the same key some may do the work in vain; all get the answer of the first. If it is to be `whole`,
    the work and its answer are written together or not at all: nothing is done in vain, and nothing done goes unanswered.
    """
    if keyed is None:
        return Answer(work(), 200)
    before = answered(keyed)
    if before is not None and stands(before.content):
        return before
    try:
        with transaction.atomic() if whole else nullcontext():
            content = work()
            kept = _keep(keyed, content, keyed.status, instead_of=before)
            if whole and not kept:
                transaction.set_rollback(True)
    except Refused as refused:
        remember_refusal(keyed, refused)
        raise
    if kept:
        return Answer(content, keyed.status)
    first = answered(keyed)
    assert first is not None, "an answer was neither kept nor there"
    return first


def forget_answers() -> int:
    """Drop what is older than seven days; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_answer WHERE at < %s", [machine_now() - KEPT])
        return int(cursor.rowcount)


def _keep(keyed: Keyed, content: Any, status: int, *, instead_of: Answer | None) -> bool:
    """Whether it is this answer that is kept now; `instead_of` is one that no longer stands."""
    row = {**keyed.row(content), "status": status, "stale": instead_of.at if instead_of else None}
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, row)
        return bool(cursor.rowcount)


_KEEP: Final = """
    INSERT INTO ledger_answer AS a (actor, key, digest, status, sealed, at)
    VALUES (%(actor)s, %(key)s, decode(%(digest)s, 'hex'), %(status)s, decode(%(sealed)s, 'hex'), %(at)s::timestamptz)
    ON CONFLICT (actor, key) DO UPDATE SET (digest, status, sealed, at) =
        ROW (excluded.digest, excluded.status, excluded.sealed, excluded.at)
    WHERE a.at = %(stale)s::timestamptz
"""
