"""How the screens of the halls make themselves heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..models import Screen


@dataclass(frozen=True, slots=True)
class ScreenCard:
    hall: int
    key: str
    name: str
    sound: str  # voice; chime: it has no Chinese voice; silent: it may not sound at all
    since: datetime
    told_at: datetime

    @property
    def short(self) -> str:
        """Enough of its key to find it by: the screen shows the same."""
        return self.key[:4].upper()


def screens(halls: Iterable[int]) -> dict[int, tuple[ScreenCard, ...]]:
    """The screens that call, by hall; those that cannot speak first. One statement."""
    found: dict[int, tuple[ScreenCard, ...]] = dict.fromkeys(halls, ())
    for row in Screen.objects.filter(hall__in=found).order_by("sound", "since", "key"):
        card = ScreenCard(row.hall_id, row.key, row.name, row.sound, row.since, row.told_at)
        found[row.hall_id] = (*found[row.hall_id], card)
    return found
