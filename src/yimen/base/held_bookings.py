"""The bookings a visit has opened: by making them, or with identity number and password."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.contrib.sessions.backends.base import SessionBase

from . import visit

_HELD: Final = "bookings"
_MOST: Final = 20


def held(session: SessionBase) -> list[str]:
    """Their digits, the oldest first."""
    return visit.recall(session, _HELD) or []


def hold(session: SessionBase, numbers: Iterable[str]) -> None:
    kept = dict.fromkeys([*held(session), *numbers])
    visit.remember(session, _HELD, list(kept)[-_MOST:])
