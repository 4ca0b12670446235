"""What the process remembers of the hall it serves. A test's hall is rolled back, and the heads of the next may be the same."""

from __future__ import annotations

from yimen.modules.catalogue import parameters
from yimen.modules.catalogue.queries import facts
from yimen.modules.licensing import places as directory
from yimen.modules.messages import places as desks
from yimen.modules.workdays import queries as calendar


def forget() -> None:
    """Forget all that came from the database; what came from the code stays."""
    for kept in (facts.version, facts._current_at, parameters._as_of):
        kept.cache_clear()
    directory._kept = desks._kept = None
    calendar._shelf = None
