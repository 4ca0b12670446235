"""Everything that follows from something: one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from yimen.modules.cases import reactions as cases
from yimen.modules.ledger.events import Reaction, on
from yimen.modules.licensing import reactions as licensing
from yimen.modules.workdays.events import touches_clocks


def issues_papers(head: Mapping[str, Any]) -> bool:
    return bool(head.get("papers"))


# fmt: off
REACTIONS: Final[tuple[Reaction, ...]] = (
    *on("*",              licensing.draw_papers, if_=issues_papers),
    *on("amend_calendar", cases.retime,          if_=touches_clocks),
    *on("amend_hours",    cases.retime),
)
# fmt: on
