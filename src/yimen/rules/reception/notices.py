"""What stands on a hall's screens between two moments: which notice, in which order, and what is wrong with one (R-223)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final

from yimen.rules.refused import Refused

TITLE_MOST: Final = 60
TEXT_MOST: Final = 600


class Kind(StrEnum):
    """What a notice is about."""

    ANNOUNCEMENT = "announcement"  # 公告
    NOTICE = "notice"  # 通知
    RESULT = "result"  # 结果公示
    CULTURE = "culture"  # 宣传


class Priority(IntEnum):
    """The lower, the sooner and the louder."""

    URGENT = 1  # alone on the screen while it holds
    IMPORTANT = 2
    ORDINARY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What it says, in Chinese and, where somebody translated it, in English."""

    title: str
    text: str
    title_en: str = ""
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment until just before another one; without an end, until it is withdrawn."""

    starts_at: datetime
    ends_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)

    def turns(self, now: datetime) -> datetime | None:
        """When it will hold, or will no longer; None where it never changes again."""
        edges = (self.starts_at, self.ends_at)
        return min((edge for edge in edges if edge is not None and edge > now), default=None)


def next_turn(spans: Iterable[Span], now: datetime) -> datetime | None:
    """When what is shown will first be another by itself."""
    return min((at for each in spans if (at := each.turns(now))), default=None)


def require_fit(wording: Wording, span: Span, now: datetime) -> None:
    """Refused: `notice_empty`, `notice_too_long`, `notice_over` (it would never be shown), `notice_half_translated`."""
    if not wording.title.strip() or not wording.text.strip():
        raise Refused("notice_empty")
    if max(len(wording.title), len(wording.title_en) // 2) > TITLE_MOST:
        raise Refused("notice_too_long", most=TITLE_MOST)
    if max(len(wording.text), len(wording.text_en) // 2) > TEXT_MOST:
        raise Refused("notice_too_long", most=TEXT_MOST)
    if bool(wording.title_en.strip()) != bool(wording.text_en.strip()):
        raise Refused("notice_half_translated")
    if span.ends_at is not None and span.ends_at <= max(span.starts_at, now):
        raise Refused("notice_over")
