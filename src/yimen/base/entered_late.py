"""What a form says of something done on paper while the platform was down, read into what the engine is told (R-100)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import QueryDict

from yimen.rules.refused import Refused

from .clock import ZONE

HAPPENED: Final = "happened_at"
FROM: Final = "on_paper"


def moment(text: str) -> datetime:
    """A moment as `datetime-local` sends it, in hall time. Refused: `moment_form`."""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=ZONE)
    except ValueError:
        raise Refused("moment_form") from None


def told(post: QueryDict) -> tuple[datetime, str] | None:
    """When it happened and what there is of it on paper; None where it happens now. Refused: `moment_form`."""
    said = post.get(HAPPENED, "")
    return (moment(said), post.get(FROM, "")) if said.strip() else None
