"""Who keeps the catalogue, and how a row is got hold of: absent and forbidden look alike."""

from __future__ import annotations

from typing import Final

from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.refused import Refused

from .kinds import State
from .models import Item, ItemVersion

BOOK: Final = "catalogue"  # the chain of items
PARAMETERS: Final = "parameters"  # the chain of what halls and items set
KEEPERS: Final = frozenset(
    {Role.CENTRE_OFFICE, Role.BUSINESS_OFFICE, Role.SYSTEM_ADMIN}
)  # the business office


def demand(actor: Actor, division: str = "") -> None:
    """The actor keeps the catalogue of that division, or it is as if there were nothing. Set-up keeps all."""
    if actor.kind is Kind.RUN:
        return
    if not actor.roles & KEEPERS or not division.startswith(actor.division if division else ""):
        raise Refused("not_permitted")


def item(actor: Actor, code: str) -> Item:
    """The item, locked, for a change. Refused: no_such_item, not_permitted."""
    rows = Item.objects.select_for_update(no_key=True, of=("self",)).select_related("department", "current")
    found = rows.filter(code=code).first()
    if found is None:
        raise Refused("no_such_item", code=code)
    demand(actor, found.department.division_id)
    return found


def draft_of(found: Item) -> ItemVersion:
    """Its draft. Refused: no_draft."""
    draft = ItemVersion.objects.filter(item=found, state=State.DRAFT).first()
    if draft is None:
        raise Refused("no_draft", code=found.code)
    return draft
