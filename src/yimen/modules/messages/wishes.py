"""Whether a text is sent at all: by the hall's own practice, and by what the applicant said (R-158, R-159)."""

from __future__ import annotations

from datetime import date
from typing import Final

from yimen.modules.catalogue import queries as catalogue

from .matter import Matter

MODE: Final = "sms.mode"
OFF: Final = "sms.off"
ON_REQUEST: Final = "opt_in"
NOT_WANTED: Final = "not_wanted"
SWITCHED_OFF: Final = "switched_off"
ALWAYS_TOLD: Final = ("ready", "ready_by_post", "refused")
"""That a case is completed is always told (R-157); every other event a hall may switch off."""


def unasked(hall: str, item: str, *, today: date) -> bool:
    """Whether the hall texts an applicant who has said nothing: elsewhere only whoever asked for it (C-16)."""
    return bool(catalogue.parameters().get(MODE, today, hall, item) != ON_REQUEST)


def against(matter: Matter, event: str, *, today: date) -> str:
    """Why no text is sent of this event; empty if one is.

    Where the hall sends by itself, who said `none` gets nothing; where it sends on request, who said `sms` gets it (C-16).
    """
    on_request = matter.parameter(MODE, today).value == ON_REQUEST
    if not (matter.told_by == "sms" if on_request else matter.told_by != "none"):
        return NOT_WANTED
    return SWITCHED_OFF if event in matter.parameter(OFF, today).value else ""
