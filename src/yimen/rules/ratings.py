"""How satisfied people were: five levels, and a figure that never counts silence as praise (R-191, R-192)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum, StrEnum
from typing import Final

from yimen.rules.refused import Refused


class Level(IntEnum):
    """非常满意 to 非常不满意."""

    VERY_SATISFIED = 5
    SATISFIED = 4
    BASICALLY_SATISFIED = 3
    DISSATISFIED = 2
    VERY_DISSATISFIED = 1


class Way(StrEnum):
    """Where it was asked: a source of its own, never mixed with surveys or call-backs without saying so."""

    SCREEN = "screen"  # the window's second screen
    TICKET = "ticket"  # the ticket's own page, by its QR code
    TEXT = "text"  # the link of a text message
    KIOSK = "kiosk"


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What the ratings of some services say: `satisfied` of `given`, out of `ended` services that could be rated."""

    ended: int
    given: int
    satisfied: int
    levels: Mapping[int, int]

    @property
    def percent(self) -> Decimal | None:
        """Satisfied of given, to a tenth; None where nobody has said anything."""
        return _percent(self.satisfied, self.given)

    @property
    def rated_percent(self) -> Decimal | None:
        return _percent(self.given, self.ended)

    @property
    def unrated(self) -> int:
        return self.ended - self.given


def satisfaction(levels: Mapping[int, int], ended: int, *, satisfied_from: int) -> Satisfaction:
    """`levels`: how many gave which. Who gave none is not rated, and neither satisfied nor not."""
    given = sum(levels.values())
    satisfied = sum(n for level, n in levels.items() if level >= satisfied_from)
    return Satisfaction(max(ended, given), given, satisfied, {each: levels.get(each, 0) for each in Level})


def level(told: str) -> Level:
    """Refused: `rating_level`."""
    if told not in _LEVELS:
        raise Refused("rating_level")
    return _LEVELS[told]


_LEVELS: Final = {str(int(each)): each for each in Level}


def _percent(part: int, of: int) -> Decimal | None:
    if not of:
        return None
    return (Decimal(100 * part) / of).quantize(Decimal("0.1"), ROUND_HALF_UP)
