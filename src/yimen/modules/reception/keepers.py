"""Who keeps what screens show: absent and forbidden look alike."""

from __future__ import annotations

from typing import Final

from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.refused import Refused

KEEPERS: Final = frozenset({Role.CENTRE_OFFICE, Role.BUSINESS_OFFICE, Role.SYSTEM_ADMIN})


def demand_keeper(actor: Actor, division: str) -> None:
    """The actor keeps the notices of halls in that division. Set-up keeps all. Refused: not_permitted."""
    if actor.kind is Kind.RUN:
        return
    if not actor.roles & KEEPERS or not division.startswith(actor.division):
        raise Refused("not_permitted")
