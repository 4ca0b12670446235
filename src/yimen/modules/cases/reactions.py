"""What follows inside the engine: amended days time clocks anew (CLK-08), and what was entered late is listed (R-100)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yimen.base.clock import ZONE
from yimen.modules.ledger.events import Line

from .commands import retime_from
from .late import keep
from .models import LateEntry


def retime(line: Line, now: datetime) -> None:
    """Pass over running clocks due on or after the first changed day, or from today on where hours changed."""
    facts = line.body["facts"]
    first = facts.get("first_changed")
    changed = date.fromisoformat(first) if first else now.astimezone(ZONE).date()
    retime_from(changed, facts.get("notice"), now=now)


def is_late(head: Mapping[str, Any]) -> bool:
    """Whether the line was entered after it happened."""
    return "late" in head


def list_late(line: Line, _now: datetime) -> None:
    """Supervision sees every late entry, with what it is taken from (R-100)."""
    body = line.body
    entry = LateEntry(
        case_id=line.book,
        n=line.n,
        number=body["book"],
        act=line.act,
        outage=body["late"]["outage"],
        staff=body["by"]["staff"],
        entered_at=line.at,
        happened_at=datetime.fromisoformat(body.get("as") or body["at"]),
    )
    keep(entry, line.private.get("facts", {}).get("late", ""))
