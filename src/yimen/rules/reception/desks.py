"""Who may do what with bookings: role by act, and how far."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.reception.modes import Channel
from yimen.rules.refused import Refused


class Reach(StrEnum):
    HALL = "hall"  # of the hall they sit in
    DIVISION = "division"  # of every hall of their division


R = Role
H, D = Reach.HALL, Reach.DIVISION
_AT_THE_DOOR: Final = {R.WINDOW_CLERK: H, R.AGENT_OFFICER: H, R.RECEPTIONIST: H, R.HALL_DIRECTOR: H}
_ON_THE_PHONE: Final = {R.HOTLINE_OPERATOR: D}
_OFFICES: Final = {R.CENTRE_OFFICE: D, R.BUSINESS_OFFICE: D, R.SYSTEM_ADMIN: D}

# fmt: off
PERMITS: Final[Mapping[str, Mapping[Role, Reach]]] = {
    "book_for":        {**_AT_THE_DOOR, **_ON_THE_PHONE},     # for somebody at the counter or on the telephone
    "change_booking":  {**_AT_THE_DOOR, **_ON_THE_PHONE},
    "cancel_booking":  {**_AT_THE_DOOR, **_ON_THE_PHONE},
    "see_bookings":    {**_AT_THE_DOOR, **_ON_THE_PHONE, **_OFFICES, R.SUPERVISOR: D},
    "check_in":        {**_AT_THE_DOOR},
    "pre_review":      {R.RECEPTIONIST: H, R.WINDOW_CLERK: H, R.HALL_DIRECTOR: H},
    "visit":           {R.RECEPTIONIST: H, R.WINDOW_CLERK: H, R.AGENT_OFFICER: H, R.HALL_DIRECTOR: H},
    "keep_categories": {**_OFFICES, R.HALL_DIRECTOR: H},
}
# fmt: on
CHANNELS: Final[Mapping[Role, frozenset[Channel]]] = {
    R.HOTLINE_OPERATOR: frozenset({Channel.PHONE_CENTRE}),
    R.RECEPTIONIST: frozenset({Channel.PHONE_CENTRE, Channel.WINDOW}),
    R.HALL_DIRECTOR: frozenset({Channel.PHONE_CENTRE, Channel.WINDOW}),
    R.WINDOW_CLERK: frozenset({Channel.WINDOW, Channel.PHONE_WINDOW}),
    R.AGENT_OFFICER: frozenset({Channel.WINDOW, Channel.PHONE_WINDOW}),
}
"""Through what somebody of the staff takes a booking (R-060)."""


def may(actor: Actor, act: str, *, hall: int, division: str) -> bool:
    if actor.kind is Kind.RUN:
        return True
    if actor.kind is not Kind.STAFF:
        return False
    reaches = {PERMITS[act][role] for role in actor.roles if role in PERMITS[act]}
    here = Reach.HALL in reaches and actor.hall == hall
    return here or (Reach.DIVISION in reaches and division.startswith(actor.division))


def demand(actor: Actor, act: str, *, hall: int, division: str) -> None:
    """Refused: not_permitted."""
    if not may(actor, act, hall=hall, division=division):
        raise Refused("not_permitted")


def channels(actor: Actor) -> frozenset[Channel]:
    """Through what the actor books: those of their roles; everybody else by themselves."""
    if actor.kind is not Kind.STAFF:
        return frozenset({Channel.WEB, Channel.KIOSK})
    return frozenset(channel for role in actor.roles for channel in CHANNELS.get(role, ()))
