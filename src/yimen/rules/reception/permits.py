"""Who may do what on the floor of a hall: role by act, and how far."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.refused import Refused


class Reach(StrEnum):
    """How far somebody's right goes."""

    WINDOW = "window"  # the window they sit at, or stand in for
    HALL = "hall"  # every window and queue of their hall
    ANYONE = "anyone"  # also who is not signed in: at the kiosk, on a telephone, on the web


R = Role
W, H, A = Reach.WINDOW, Reach.HALL, Reach.ANYONE
ANYBODY: Final = "anybody"
_AT_WINDOW: Final[Mapping[Role | str, Reach]] = {R.WINDOW_CLERK: W, R.AGENT_OFFICER: W}
_LEADS: Final[Mapping[Role | str, Reach]] = {R.HALL_DIRECTOR: H}
_RECEIVES: Final[Mapping[Role | str, Reach]] = {
    R.WINDOW_CLERK: H,
    R.AGENT_OFFICER: H,
    R.RECEPTIONIST: H,
    R.HALL_DIRECTOR: H,
}

# fmt: off
PERMITS: Final[Mapping[str, Mapping[Role | str, Reach]]] = {
    "open_window":  {**_AT_WINDOW, **_LEADS},
    "pause_window": {**_AT_WINDOW, **_LEADS},
    "close_window": {**_AT_WINDOW, **_LEADS},
    "call_next":    {**_AT_WINDOW},
    "call":         {**_AT_WINDOW},
    "recall":       {**_AT_WINDOW},
    "start":        {**_AT_WINDOW},
    "hold":         {**_AT_WINDOW, **_LEADS},
    "skip":         {**_AT_WINDOW, **_LEADS},
    "transfer":     {**_AT_WINDOW, **_LEADS, R.RECEPTIONIST: H},
    "merge":        {**_AT_WINDOW},
    "finish":       {**_AT_WINDOW, **_LEADS},
    "issue":        {ANYBODY: A},
    "prioritise":   {**_RECEIVES},
    "reactivate":   {**_RECEIVES},
    "cancel":       {**_RECEIVES},                # whoever holds the ticket cancels it by its token
    "see_floor":    {**_RECEIVES, R.CENTRE_OFFICE: H, R.BUSINESS_OFFICE: H, R.SUPERVISOR: H},
    "keep_queues":  {R.CENTRE_OFFICE: H, R.BUSINESS_OFFICE: H, R.SYSTEM_ADMIN: H, **_LEADS},
}
# fmt: on


def may(
    actor: Actor, act: str, *, hall: int, window: int | None = None, substitute: int | None = None
) -> bool:
    """Whether the actor may act in this hall, at this window; `substitute` is who stands in there."""
    if actor.kind is Kind.RUN:
        return True
    table = PERMITS[act]
    if ANYBODY in table:
        return True
    reaches = {table[role] for role in actor.roles if role in table}
    if Reach.HALL in reaches and actor.hall == hall:
        return True
    return Reach.WINDOW in reaches and window is not None and (actor.unit == window or actor.id == substitute)


def demand(
    actor: Actor, act: str, *, hall: int, window: int | None = None, substitute: int | None = None
) -> None:
    """Refused: `not_permitted`."""
    if not may(actor, act, hall=hall, window=window, substitute=substitute):
        raise Refused("not_permitted")
