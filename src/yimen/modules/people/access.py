"""Who may keep what of people and places, and how a row is got hold of: absent and forbidden look alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.refused import Refused

from .models import Account, Hall, Unit, Window

BOOK: Final = "people"  # the chain of everything below

_OFFICES: Final = frozenset({Role.CENTRE_OFFICE, Role.BUSINESS_OFFICE, Role.SYSTEM_ADMIN})

# fmt: off
KEEPERS: Final[Mapping[str, frozenset[Role]]] = {
    "units":   _OFFICES,
    "windows": _OFFICES,
    "doors":   _OFFICES | {Role.HALL_DIRECTOR},                        # opening and closing a window
    "letters": _OFFICES,                                               # signed by the department's head
    "staff":   frozenset({Role.CENTRE_OFFICE, Role.SYSTEM_ADMIN}),
}
# fmt: on


def demand(actor: Actor, what: str, division: str = "") -> None:
    """The actor keeps `what` in that division, or it is as if there were nothing. Set-up and imports keep all."""
    if actor.kind is Kind.RUN:
        return
    if not actor.roles & KEEPERS[what] or not division.startswith(actor.division):
        raise Refused("not_permitted")


def administers(actor: Actor) -> bool:
    """Only the system's administrator makes another one, or holds the keys to one (SEC-03)."""
    return actor.kind is Kind.RUN or Role.SYSTEM_ADMIN in actor.roles


def unit(actor: Actor, what: str, id_: int) -> Unit:
    found = Unit.objects.select_for_update(no_key=True).filter(id=id_).first()
    if found is None:
        raise Refused("no_such_unit")
    demand(actor, what, found.division_id)
    return found


def hall(actor: Actor, what: str, id_: int) -> Hall:
    found = (
        Hall.objects.select_for_update(no_key=True, of=("self",))
        .select_related("unit")
        .filter(pk=id_)
        .first()
    )
    if found is None:
        raise Refused("no_such_hall")
    demand(actor, what, found.unit.division_id)
    return found


def window(actor: Actor, what: str, id_: int) -> Window:
    rows = Window.objects.select_for_update(no_key=True, of=("self",)).select_related("unit")
    found = rows.filter(pk=id_).first()
    if found is None:
        raise Refused("no_such_window")
    demand(actor, what, found.unit.division_id)
    return found


def account(actor: Actor, what: str, id_: int) -> Account:
    rows = Account.objects.select_for_update(no_key=True, of=("self",)).select_related("unit")
    found = rows.filter(id=id_).first()
    if found is None or (Role.SYSTEM_ADMIN in found.roles and not administers(actor)):
        raise Refused("no_such_account")
    demand(actor, what, found.unit.division_id)
    return found
