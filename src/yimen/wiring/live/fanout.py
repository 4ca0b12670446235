"""One telling for many listeners: whoever comes is given everything, then only what changed. No network, no database here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final

from yimen.base.live import Shown

DEPTH: Final = 8  # tellings a listener may be behind; more and it is dropped, to come back for everything


class Listener:
    """Somebody's end of a stream."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue(DEPTH)
        self.dropped = asyncio.Event()  # too slow, or everything ends

    def tell(self, chunk: bytes) -> None:
        try:
            self._waiting.put_nowait(chunk)
        except asyncio.QueueFull:
            self.dropped.set()

    async def next(self) -> bytes:
        return await self._waiting.get()


class Channel:
    """Everybody who sees the same: one hall, one face, one language."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self._shown: Shown | None = None

    @property
    def known(self) -> bool:
        return self._shown is not None

    def join(self, listener: Listener) -> None:
        """Everything as it stands, and from then on what changes: nothing can fall between."""
        assert self._shown is not None
        listener.tell(event("snapshot", self._shown.now, self._shown.parts))
        self.listeners.add(listener)

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)

    def show(self, shown: Shown, *, whole: bool = False) -> None:
        """Tell all what differs from what they know, or `whole` everything."""
        before = self._shown.parts if self._shown else {}
        self._shown = shown
        parts = {name: part for name, part in shown.parts.items() if whole or before.get(name) != part}
        if parts:
            self._tell(event("snapshot" if whole else "change", shown.now, parts))

    def beat(self, *, timed: bool = True) -> None:
        """Tell all that we are still here, and the time if we know it."""
        if self._shown:
            self._tell(event("beat", self._shown.now if timed else "", {}))

    def drop_all(self) -> None:
        for each in self.listeners:
            each.dropped.set()

    def _tell(self, chunk: bytes) -> None:
        for each in self.listeners:
            each.tell(chunk)


def event(name: str, now: str, parts: Mapping[str, Any]) -> bytes:
    """One server-sent event: `{"now": …, "parts": {…}}`."""
    told = json.dumps({"now": now, "parts": parts}, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {told}\n\n".encode()
