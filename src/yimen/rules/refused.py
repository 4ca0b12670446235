"""A rule's answer when it says no."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A rule says no: a reason (one word of `base/refusals.py`) and the facts its sentence names."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason, facts)
        self.reason = reason
        self.facts = facts
