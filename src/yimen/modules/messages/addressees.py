"""To whom: an applicant, one of the staff, or a desk, each as one word that one index finds."""

from __future__ import annotations

from typing import Final

from yimen.rules import permits
from yimen.rules.actors import Actor, Kind, Role

DIRECTOR: Final = "director"
SUPERVISOR: Final = "supervisor"
OPERATOR: Final = "operator"
SEATS: Final = {
    DIRECTOR: Role.HALL_DIRECTOR,
    SUPERVISOR: Role.SUPERVISOR,
    OPERATOR: Role.SYSTEM_ADMIN,
}
"""Posts beside those of tasks (`permits.POSTS`): who leads, who supervises, who keeps the system running."""


def person(id_: int) -> str:
    return f"person:{id_}"


def account(id_: int) -> str:
    return f"account:{id_}"


def desk(unit: int, post: str) -> str:
    """Whoever sits there: read by one of them is read, and nobody's absence hides it."""
    return f"desk:{unit}:{post}"


def read_by(actor: Actor) -> list[str]:
    """All that the actor reads for. A clerk at a window reads for that window, at a hall's own desk for all of its windows."""
    if actor.kind is Kind.PERSON:
        return [person(each) for each in sorted(actor.persons)]
    if actor.kind is not Kind.STAFF:
        return []
    found = [account(actor.id)]
    at_a_window = actor.unit in actor.holds and actor.unit != actor.hall
    for post in permits.POSTS:
        if permits.sits_at(actor, post):
            units = {actor.unit} if post == "window" and at_a_window else actor.holds
            found += [desk(unit, post) for unit in sorted(units)]
    where = {DIRECTOR: actor.hall, SUPERVISOR: actor.unit, OPERATOR: actor.unit}
    return found + [desk(where[post], post) for post, role in SEATS.items() if role in actor.roles]
