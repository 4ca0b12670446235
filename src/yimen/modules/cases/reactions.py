"""What the engine does when the work calendar or a hall's hours are amended: running clocks are timed anew (CLK-08)."""

from __future__ import annotations

from datetime import date, datetime

from yimen.base.clock import ZONE
from yimen.modules.ledger.events import Line

from .commands import retime_from


def retime(line: Line, now: datetime) -> None:
    """Pass over running clocks due on or after the first changed day, or from today on where hours changed."""
    facts = line.body["facts"]
    first = facts.get("first_changed")
    changed = date.fromisoformat(first) if first else now.astimezone(ZONE).date()
    retime_from(changed, facts.get("notice"), now=now)
