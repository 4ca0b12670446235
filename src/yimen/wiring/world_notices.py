"""What the demo's halls announce."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from yimen.base.clock import ZONE
from yimen.modules.reception.commands import notices
from yimen.modules.reception.commands.notices import Draft
from yimen.rules.actors import Actor, Kind
from yimen.rules.reception.notices import Kind as About
from yimen.rules.reception.notices import Priority, Span, Wording

if TYPE_CHECKING:
    from yimen.wiring.world import World

SETUP: Final = Actor(Kind.RUN, name="set-up")


def announce(world: World, plan: Mapping[str, Any], *, now: datetime) -> None:
    """Write them as the office would have; one that is over by now is left out."""
    for row in plan["notices"]:
        span = Span(_moment(row["starts"]), _moment(row["ends"]) if "ends" in row else None)
        if span.ends_at is not None and span.ends_at <= now:
            continue
        draft = Draft(
            kind=About(row["kind"]),
            priority=Priority(row["priority"]),
            wording=Wording(**{name: row[name] for name in ("title", "text", "title_en", "text_en")}),
            span=span,
            below=row.get("below", False),
        )
        notices.write_notice(SETUP, world.unit[row["hall"]], draft, now=now)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
