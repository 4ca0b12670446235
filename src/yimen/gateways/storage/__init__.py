"""Files for good: what was put in comes out unchanged, found by its SHA-256."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings


class Storage(Protocol):
    """Where files lie. A file's key is its content's digest: kept once, never overwritten."""

    def keep(self, content: bytes) -> str:
        """Store it, safe from a power cut when this returns; its SHA-256, hexadecimal."""

    def read(self, digest: str) -> bytes:
        """The file, checked against its digest. Raises Absent or Damaged."""

    def holds(self, digest: str) -> bool: ...

    def forget(self, digest: str) -> None:
        """Remove it, under a disposal list. Whoever calls has made sure that no other row names it."""


class Absent(LookupError):
    """No such file: never kept, or forgotten."""


class Damaged(RuntimeError):
    """The file is there, but its content no longer has its digest: restore it from a backup."""


def in_use() -> Storage:
    return _folder(Path(settings.YIMEN_FILES))


@lru_cache(maxsize=2)
def _folder(root: Path) -> Storage:
    from yimen.gateways.storage.folder import Folder  # noqa: PLC0415  the adapter imports this page's errors

    return Folder(root)
