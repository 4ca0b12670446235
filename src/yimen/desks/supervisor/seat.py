"""Who sits at the supervisor's desk. The supervisor changes no case; the director may give leave to ask again."""

from __future__ import annotations

from typing import Final

from yimen.base.seats import seat_for
from yimen.rules.actors import Actor, Role

ROLES: Final = (Role.SUPERVISOR, Role.HALL_DIRECTOR)

seated = seat_for(*ROLES)
leading = seat_for(Role.HALL_DIRECTOR)
supervising = seat_for(Role.SUPERVISOR)


def leads(actor: Actor) -> bool:
    return Role.HALL_DIRECTOR in actor.roles
