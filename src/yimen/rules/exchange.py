"""What platforms call the way a case is handled: 办件类型 of GB/T 39046-2020, table A.6 (KIND-02).

The table knows two types and the rest, the halls six kinds. So a type says less than a kind: one read from a
list may mean several tracks, and an item that goes one of them already keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yimen.rules.intake import Kind, Track


class CaseType(StrEnum):
    """The codes of table A.6."""

    INSTANT = "1"  # 即办件
    PROMISED = "2"  # 承诺件
    OTHER = "9"


_TYPES: Final[Mapping[Kind, CaseType]] = {
    Kind.INSTANT: CaseType.INSTANT,
    Kind.COMMITTED: CaseType.PROMISED,
    Kind.JOINT: CaseType.PROMISED,
    Kind.ESCALATED: CaseType.PROMISED,
}


def case_type(kind: Kind | None) -> CaseType:
    """What a case of this kind is exchanged as; what was returned, asked to supplement or not accepted is `OTHER`."""
    return CaseType.OTHER if kind is None else _TYPES.get(kind, CaseType.OTHER)


def track_of(told: CaseType, standing: Track) -> Track | None:
    """The track of an item that a list gives this type: its own if the type may mean it; None for the rest of cases."""
    may_be = [track for track in Track if case_type(Kind(track)) is told]
    if standing in may_be:
        return standing
    return may_be[0] if may_be else None
