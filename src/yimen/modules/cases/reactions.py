"""What the engine does when the work calendar or a hall's hours are amended: running clocks are timed anew (CLK-08)."""

from __future__ import annotations

from datetime import date, datetime, time

from yimen.base.clock import ZONE
from yimen.modules.ledger.events import Line

from .commands import retime_next


def retime(line: Line, now: datetime) -> None:
    """Pass over running clocks due on or after the first changed day, a batch at a time; only changed dates get a line."""
    facts = line.body["facts"]
    first = date.fromisoformat(facts["first_changed"]) if facts.get("first_changed") else now.date()
    after: int | None = 0
    while after is not None:
        after = retime_next(after, datetime.combine(first, time(), ZONE), str(facts.get("notice") or ""), now=now)
