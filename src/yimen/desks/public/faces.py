"""What the public's own pages hear of a hall's floor: the line, so that a page knows when its reader has moved on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from yimen.base.live import LINE, Shown
from yimen.modules.reception.queries.line import line

from .pages.floor import hall_of


def line_of(code: str, now: datetime) -> Shown:
    """Refused: `no_such_hall`."""
    return Shown(now.isoformat(), {"line": line(hall_of(code).id, now=now)})


FACES: Final[Mapping[str, Any]] = {LINE: line_of}
