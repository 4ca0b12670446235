"""The notices of a hall, as screens and the portal show them and as the office keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from yimen.rules.reception.notices import Kind, Priority, Span, Wording, next_turn

from ..models import Notice

__all__ = ["Kind", "NoticeCard", "Priority", "Shown", "held", "kept", "notice", "shown"]
OVER: Final = 20  # so many that are over or withdrawn are listed, the latest first


@dataclass(frozen=True, slots=True)
class NoticeCard:
    id: int
    hall: int
    below: bool  # in the halls below, too
    kind: Kind
    priority: Priority
    title: str
    title_en: str
    text: str
    text_en: str
    starts_at: datetime
    ends_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def wording(self) -> Wording:
        return Wording(title=self.title, text=self.text, title_en=self.title_en, text_en=self.text_en)

    def stands(self, now: datetime) -> str:
        """shown, coming, over or withdrawn."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.span.holds(now):
            return "shown"
        return "coming" if now < self.starts_at else "over"


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on a hall's screens now, the loudest first, and when that will first be another by itself."""

    notices: tuple[NoticeCard, ...]
    turns_at: datetime | None

    @property
    def on_walls(self) -> tuple[NoticeCard, ...]:
        """An urgent one stands alone."""
        return tuple(each for each in self.notices if each.priority is Priority.URGENT) or self.notices


def shown(path: str, now: datetime) -> Shown:
    """Of the hall at the end of a unit's path: its own, and those that halls above hand down. One statement."""
    *above, own = (int(each) for each in path.strip("/").split("/"))
    wanted = Q(hall=own) | Q(hall__in=above, below=True)
    rows = _rows().filter(wanted, Q(ends_at=None) | Q(ends_at__gt=now), withdrawn_at=None)
    found = sorted(map(_card, rows), key=lambda each: (each.priority, each.hall != own))
    held = tuple(each for each in found if each.span.holds(now))
    return Shown(held, next_turn((each.span for each in found), now))


def kept(halls: Iterable[int], now: datetime) -> dict[int, tuple[NoticeCard, ...]]:
    """As the office keeps them, by hall: what stands or will, in its order, then what lately was. Two statements."""
    found: dict[int, tuple[NoticeCard, ...]] = dict.fromkeys(halls, ())
    over = Q(ends_at__lte=now) | Q(withdrawn_at__isnull=False)
    rows = _rows().filter(hall__in=found)
    for each in (*rows.exclude(over), *rows.filter(over).order_by("-ends_at", "-id")[:OVER]):
        found[each.hall_id] = (*found[each.hall_id], _card(each))
    return found


def held(halls: Iterable[int], now: datetime) -> dict[int, tuple[NoticeCard, ...]]:
    """The notices of each of these halls that hold now, its own. One statement."""
    found: dict[int, tuple[NoticeCard, ...]] = dict.fromkeys(halls, ())
    over = Q(ends_at__lte=now) | Q(starts_at__gt=now) | Q(withdrawn_at__isnull=False)
    for each in _rows().filter(hall__in=found).exclude(over):
        found[each.hall_id] = (*found[each.hall_id], _card(each))
    return found


def notice(id_: int) -> NoticeCard | None:
    row = Notice.objects.filter(id=id_).first()
    return _card(row) if row else None


def _rows() -> QuerySet[Notice]:
    return Notice.objects.order_by("priority", "place", "id")


def _card(row: Notice) -> NoticeCard:
    return NoticeCard(
        id=row.id,
        hall=row.hall_id,
        below=row.below,
        kind=Kind(row.kind),
        priority=Priority(row.priority),
        title=row.title,
        title_en=row.title_en,
        text=row.text,
        text_en=row.text_en,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        withdrawn_at=row.withdrawn_at,
    )
