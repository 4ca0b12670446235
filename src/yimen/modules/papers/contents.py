"""What a paper said, as it lies in its row: sealed JSON, gone once it was lawfully erased."""

from __future__ import annotations

import json
from typing import Any, Final

from yimen.base import crypto

from .models import Paper

FIELD: Final = "content"  # what the engine's write seals it for


def opened(row: Paper) -> dict[str, Any] | None:
    """The content, or None if it was erased."""
    if not row.content:
        return None
    content: dict[str, Any] = json.loads(crypto.open_(FIELD, row.content))
    return content
