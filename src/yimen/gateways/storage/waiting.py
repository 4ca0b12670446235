"""Files that wait to be sent: each under a token of its own until it is filed, thrown away or forgotten.

Unlike files for good they have no digest for a name: two people's same scan is two files, and each may go.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

_TOKEN: Final = re.compile(r"[0-9a-f]{32}")


class Waiting:
    """One folder; losing it loses nobody's case, only what somebody has not sent yet."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes) -> str:
        """Keep it for now. Its token, which nobody can guess."""
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        token = secrets.token_hex(16)
        part = self._root / f".{token}"
        part.write_bytes(content)
        part.replace(self._root / token)
        return token

    def read(self, token: str) -> bytes | None:
        """None once it is gone."""
        place = self._place(token)
        try:
            return place.read_bytes() if place else None
        except FileNotFoundError:
            return None

    def drop(self, token: str) -> None:
        place = self._place(token)
        if place:
            place.unlink(missing_ok=True)

    def forget_before(self, moment: datetime) -> int:
        """Remove what was put before a moment of machine time; how many."""
        if not self._root.exists():
            return 0
        old = [each for each in self._root.iterdir() if each.stat().st_mtime < moment.timestamp()]
        for each in old:
            each.unlink(missing_ok=True)
        return len(old)

    def _place(self, token: str) -> Path | None:
        """No name that people chose ever becomes a path."""
        return self._root / token if _TOKEN.fullmatch(token) else None


def in_use() -> Waiting:
    return _folder(Path(settings.YIMEN_DRAFT_FILES))


@lru_cache(maxsize=2)
def _folder(root: Path) -> Waiting:
    return Waiting(root)
