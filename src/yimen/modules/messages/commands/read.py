"""Mark messages read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from yimen.rules.actors import Actor, Kind

from .. import addressees
from ..models import Message


def mark_read(actor: Actor, ids: Collection[int], *, now: datetime) -> int:
    """Those of `ids` that the actor reads for and nobody has read yet; how many. Others' are as if they were not there."""
    mine = Message.objects.filter(id__in=ids, addressee__in=addressees.read_by(actor), read_at=None)
    return mine.update(read_at=now, read_by=actor.id if actor.kind is Kind.STAFF else None)
