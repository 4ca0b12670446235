"""Everything that follows from something: one table."""

from __future__ import annotations

from typing import Final

from yimen.modules.ledger.events import Reaction

REACTIONS: Final[tuple[Reaction, ...]] = ()
