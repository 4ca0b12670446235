"""Files in a folder of this machine: `ab/abcd…`, named by their digest alone."""

from __future__ import annotations

import os
import re
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Final

from yimen.gateways.storage import Absent, Damaged

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Folder:
    """No name that people chose ever becomes a path, so no path can be tricked."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        place = self._place(digest)
        if not place.exists():
            self._write(place, content)
        return digest

    def read(self, digest: str) -> bytes:
        try:
            content = self._place(digest).read_bytes()
        except FileNotFoundError:
            raise Absent(digest) from None
        if sha256(content).hexdigest() != digest:
            raise Damaged(digest)
        return content

    def holds(self, digest: str) -> bool:
        return self._place(digest).exists()

    def forget(self, digest: str) -> None:
        place = self._place(digest)
        place.unlink(missing_ok=True)
        if place.parent.exists():
            _sync(place.parent)

    def _place(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise Absent(digest)
        return self._root / digest[:2] / digest

    def _write(self, place: Path, content: bytes) -> None:
        """Beside its place, onto the disk, then renamed: a reader sees the whole file or none."""
        self._make(place.parent)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync(place.parent)

    def _make(self, folder: Path) -> None:
        for each in (self._root, folder):
            if not each.exists():
                each.mkdir(mode=0o700, parents=True, exist_ok=True)
                _sync(each.parent)


def _sync(folder: Path) -> None:
    """A new or removed name is safe only once its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
