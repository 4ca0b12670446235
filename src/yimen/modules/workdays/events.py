"""What this module says happened. `amend_calendar` and `amend_hours` are the acts of its lines.

`amend_window_hours` is one too, and moves no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

AMEND_CALENDAR: Final = (
    "amend_calendar"  # facts: calendar, notice, version, days, first_changed, last_changed
)
AMEND_HOURS: Final = "amend_hours"  # facts: unit, version, on?
AMEND_WINDOW_HOURS: Final = "amend_window_hours"  # facts: unit, hall, version, weekly? on? periods?


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an act changed: the days that now work and did not, or the other way round."""

    calendar: str
    version: int
    changed: tuple[date, ...]

    @property
    def first_changed(self) -> date | None:
        """Clocks that are due before this day stand as they did (CLK-08)."""
        return self.changed[0] if self.changed else None


def touches_clocks(body: Mapping[str, Any]) -> bool:
    """Whether an `amend_calendar` line moved any day, so that running clocks need another look."""
    return body["facts"]["first_changed"] is not None
