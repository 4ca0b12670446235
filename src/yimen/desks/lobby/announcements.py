"""What the scrolling screen shows: the notices that hold, the loudest first; an urgent one alone (R-223, S-47)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.modules.people.queries import HallCard
from yimen.modules.reception.queries import notices
from yimen.modules.reception.queries.notices import NoticeCard, Priority

from .calls import Call, calls
from .places import Standing


@dataclass(frozen=True, slots=True)
class Wall:
    hall: HallCard
    standing: Standing
    notices: tuple[NoticeCard, ...]
    calls: tuple[Call, ...]
    turns_at: datetime | None

    @property
    def urgent(self) -> bool:
        return any(each.priority is Priority.URGENT for each in self.notices)


def announcements(code: str, now: datetime) -> Wall:
    """Refused: `no_such_hall`."""
    board = calls(code, now)
    shown = notices.shown(board.hall.unit.path, now)
    return Wall(board.hall, board.standing, shown.on_walls, board.big, board.turns_at)
