"""Say what people call an item and under which themes they look for it. Not part of a version: it binds nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor

from .. import access, events
from ..access import BOOK
from ..listing import put_words, relist


@transaction.atomic
def describe(
    actor: Actor,
    code: str,
    *,
    synonyms: Iterable[str] | None = None,
    categories: Iterable[str] | None = None,
    now: datetime,
) -> None:
    """Replace the item's everyday phrases, its themes, or both (R-045, R-046). Refused: no_such_item."""
    item = access.item(actor, code)
    put_words(item, synonyms, categories)
    relist(item)
    told = {"synonyms": synonyms is not None, "categories": categories is not None}
    record(BOOK, events.DESCRIBED, actor, {"item": code, **told}, now=now)
