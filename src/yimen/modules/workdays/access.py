"""Who may keep calendars and hours: absent and forbidden look alike."""

from __future__ import annotations

from typing import Final

from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.refused import Refused

KEEPERS: Final = frozenset({Role.CENTRE_OFFICE, Role.SYSTEM_ADMIN})


def demand(actor: Actor, division: str | None = None) -> None:
    """The actor keeps the nation's calendar, or what is `division`'s own. Set-up keeps all. Refused: not_permitted."""
    if actor.kind is Kind.RUN:
        return
    if not actor.roles & KEEPERS or (division is not None and not division.startswith(actor.division)):
        raise Refused("not_permitted")
