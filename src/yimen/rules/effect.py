"""The days on which something is in force, the first and the last included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Effect:
    """From a first day to a last one, or for good."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            msg = f"ends on {self.last}, before it begins on {self.first}"
            raise ValueError(msg)

    def holds(self, on: date) -> bool:
        return self.first <= on and (self.last is None or on <= self.last)

    @classmethod
    def from_json(cls, first: str, last: str | None = None) -> Self:
        return cls(date.fromisoformat(first), date.fromisoformat(last) if last else None)


def overlap(effects: Iterable[Effect]) -> date | None:
    """The first day on which two of them hold at once, if there is one."""
    in_order = sorted(effects, key=lambda effect: effect.first)
    return next((later.first for sooner, later in pairwise(in_order) if sooner.holds(later.first)), None)
