"""Begin an item, or a new version of one, and change what a draft says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from yimen.modules.ledger.commands import record
from yimen.rules.actors import Actor
from yimen.rules.identifiers import ImplementationCode
from yimen.rules.refused import Refused

from .. import access, events
from ..access import BOOK
from ..contents import Contents
from ..departments import Departments
from ..kinds import State
from ..models import Item, ItemVersion


@transaction.atomic
def draft(
    actor: Actor, code: str, department: str, contents: Mapping[str, Any] | None = None, *, now: datetime
) -> str:
    """Begin an item as a draft; the code as it is kept. `department` is a unit's code or name.

    Refused: item_code_missing, item_code_taken, department_unknown, item_field, not_permitted.
    """
    known = Departments.load()
    unit = known.find(department)
    if unit is None:
        raise Refused("department_unknown", name=department)
    access.demand(actor, unit.division)
    parsed = ImplementationCode.parse(code)
    said = known.placed(Contents().changed(contents or {}))
    try:
        with transaction.atomic():
            item = Item.objects.create(code=parsed.text, scheme=parsed.scheme, department_id=unit.id)
    except IntegrityError:
        raise Refused("item_code_taken", code=parsed.text) from None
    write_draft(item, 1, said)
    record(BOOK, events.DRAFTED, actor, {"item": item.code, "n": 1, "digest": said.digest}, now=now)
    return item.code


@transaction.atomic
def revise(actor: Actor, code: str, changes: Mapping[str, Any] | None = None, *, now: datetime) -> int:
    """Begin the next version as a draft, from the latest one; its number. Refused: no_such_item, draft_exists."""
    item = access.item(actor, code)
    latest = ItemVersion.objects.filter(item=item).order_by("-n").first()
    assert latest is not None  # an item is made with its first version
    if latest.state == State.DRAFT:
        raise Refused("draft_exists", code=code, n=latest.n)
    said = Departments.load().placed(Contents.of(latest).changed(changes or {}))
    write_draft(item, latest.n + 1, said)
    record(BOOK, events.REVISED, actor, {"item": code, "n": latest.n + 1, "digest": said.digest}, now=now)
    return latest.n + 1


@transaction.atomic
def edit(actor: Actor, code: str, changes: Mapping[str, Any], *, now: datetime) -> None:
    """Change what the draft says, in the words of an item's JSON. Refused: no_such_item, no_draft, item_field."""
    item = access.item(actor, code)
    version = access.draft_of(item)
    said = Contents.of(version).changed(changes)
    if "flow" in changes:
        said = Departments.load().placed(said)
    ItemVersion.objects.filter(pk=version.pk).update(**said.columns())
    facts = {"item": code, "n": version.n, "changed": sorted(changes), "digest": said.digest}
    record(BOOK, events.EDITED, actor, facts, now=now)


@transaction.atomic
def discard(actor: Actor, code: str, *, now: datetime) -> None:
    """Drop a draft; an item that never had another version goes with it. Refused: no_such_item, no_draft."""
    item = access.item(actor, code)
    version = access.draft_of(item)
    version.delete()
    if not ItemVersion.objects.filter(item=item).exists():
        item.delete()
    record(BOOK, events.DISCARDED, actor, {"item": code, "n": version.n}, now=now)


def write_draft(item: Item, n: int, said: Contents) -> ItemVersion:
    return ItemVersion.objects.create(item=item, n=n, **said.columns())
