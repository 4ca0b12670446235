"""When the platform was down: what was done on paper meanwhile is entered afterwards, and nothing else is dated back (R-100).

The supervisor registers where and from when to when nothing could be entered. Inside that, and only there, an act may say when it
happened; its line keeps both moments, and names the outage (engine: §5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from yimen.rules.refused import Refused
from yimen.rules.workdays import local

ON_PAPER: Final = frozenset(
    {
        "receive", "check", "ask_supplement", "supply", "accept", "decline", "return", "finish_task", "suspend", "resume",
        "extend", "grant", "refuse", "complete", "deliver", "take_back", "serve", "withdraw",
    }
)  # fmt: skip
"""Acts of staff that a stamped form stands for while nothing else works. The rest can wait until the platform is back."""


@dataclass(frozen=True, slots=True)
class Outage:
    """Where and when nothing could be entered; `until` None while it lasts."""

    id: int
    unit: int  # the place, with all that is below it
    from_at: datetime
    until: datetime | None

    def covers(self, places: Collection[int], at: datetime) -> bool:
        return self.unit in places and self.from_at <= at and (self.until is None or at <= self.until)


@dataclass(frozen=True, slots=True)
class Late:
    """When an act happened, under which outage, and what of it there is on paper."""

    happened_at: datetime
    outage: int
    reason: str


def require_span(from_at: datetime, until: datetime | None) -> None:
    """An outage ends after it began. Refused: `outage_backwards`."""
    if until is not None and until <= from_at:
        raise Refused("outage_backwards", from_at=_said(from_at), until=_said(until))


def late_entry(
    outages: Iterable[Outage],
    places: Collection[int],
    happened_at: datetime,
    reason: str,
    *,
    now: datetime,
) -> Late:
    """The late entry of what happened then, at a place with these units above it.

    Refused: `late_reason`, `late_ahead`; `no_outage` where the supervisor registered none for that place and moment.
    """
    if not reason.strip():
        raise Refused("late_reason")
    if happened_at > now:
        raise Refused("late_ahead", happened_at=_said(happened_at))
    for each in outages:
        if each.covers(places, happened_at):
            return Late(happened_at, each.id, reason.strip())
    raise Refused("no_outage", happened_at=_said(happened_at))


def require_paper_act(act: str) -> None:
    """Only what a form on paper stands for is entered late. Refused: `late_not_open`."""
    if act not in ON_PAPER:
        raise Refused("late_not_open", act=act)


def require_in_order(happened_at: datetime, moved_at: Iterable[datetime]) -> None:
    """Nothing happened before what its case already says. Refused: `late_out_of_order`."""
    last = max(moved_at, default=happened_at)
    if happened_at < last:
        raise Refused("late_out_of_order", last=_said(last))


def _said(at: datetime) -> str:
    """A moment as a sentence says it."""
    return local(at).strftime("%Y-%m-%d %H:%M")
