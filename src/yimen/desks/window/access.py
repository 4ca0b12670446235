"""Who may sit down at the window's desk, and what they may open there."""

from __future__ import annotations

from typing import Final

from yimen.base.seats import seat_for
from yimen.rules.actors import Actor, Role
from yimen.rules.numbering import CaseNumber

CLERKS: Final = (Role.WINDOW_CLERK, Role.AGENT_OFFICER)
"""They take in, answer and hand out; agents of village rooms use the same desk."""

READERS: Final = (Role.RECEPTIONIST, Role.HALL_DIRECTOR)
"""A receptionist reads here; the director reads, hands tasks over, and gives leave to ask again."""

at_the_desk = seat_for(*CLERKS, *READERS)
at_the_counter = seat_for(*CLERKS)


def is_clerk(actor: Actor) -> bool:
    return not actor.roles.isdisjoint(CLERKS)


def digits(number: str) -> str:
    """A case's number as it stands in an address. Refused: `number_mistyped`, in the words of an absent case."""
    return CaseNumber.parse(number).digits
