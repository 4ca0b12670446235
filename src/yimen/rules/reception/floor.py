"""What may become of a ticket: one table of moves (R-055)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yimen.rules.refused import Refused


class State(StrEnum):
    """Where a ticket stands; it is in one state, and the last four are ends."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    SERVED = "served"
    TRANSFERRED = "transferred"  # served after another window had passed it on
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class SeatState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


ENDS: Final = frozenset({State.SERVED, State.TRANSFERRED, State.NO_SHOW, State.CANCELLED})
AT_A_WINDOW: Final = frozenset({State.CALLED, State.SERVING})

S = State
# fmt: off
MOVES: Final[Mapping[str, Mapping[State, State]]] = {
    "call_next":  {S.WAITING: S.CALLED},
    "call":       {S.WAITING: S.CALLED, S.HELD: S.CALLED},                       # out of turn, by name and with a reason
    "recall":     {S.CALLED: S.CALLED},
    "start":      {S.CALLED: S.SERVING},
    "hold":       {S.CALLED: S.HELD, S.SERVING: S.HELD},                         # back within today, at the same window
    "skip":       {S.CALLED: S.NO_SHOW},                                         # after the last call
    "reactivate": {S.HELD: S.WAITING, S.NO_SHOW: S.WAITING},
    "transfer":   {S.WAITING: S.WAITING, S.CALLED: S.WAITING, S.SERVING: S.WAITING},
    "merge":      {S.WAITING: S.HELD, S.HELD: S.HELD},                           # of those that join another
    "finish":     {S.SERVING: S.SERVED},
    "cancel":     {S.WAITING: S.CANCELLED, S.CALLED: S.CANCELLED, S.HELD: S.CANCELLED},
    "end_day":    {S.WAITING: S.NO_SHOW, S.CALLED: S.NO_SHOW, S.HELD: S.NO_SHOW},
}
# fmt: on


def move(state: str, act: str) -> State:
    """The state an act leads to. Refused: `ticket_state`."""
    target = MOVES[act].get(State(state))
    if target is None:
        raise Refused("ticket_state", state=str(state), act=act)
    return target
