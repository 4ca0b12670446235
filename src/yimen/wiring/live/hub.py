"""Which channels there are, and when each is shown anew: on what was said, when it turns by itself, with every beat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

from yimen.base.live import Shown

from .fanout import Channel, Listener

log = logging.getLogger("yimen.live")
BEAT: Final = 15.0  # seconds
SOONEST: Final = 0.2  # seconds: what turns by itself is not looked at more often


class View(NamedTuple):
    """What somebody wants to see."""

    hall: str
    face: str
    language: str


Look = Callable[[View], Shown]
"""How a view is now. It asks the database, so it runs in a thread of its own, one at a time. Refused for one there is not."""


class Hub:
    """All channels of this process. A view is looked at once for all who see it, however many they are."""

    def __init__(self, look: Look, *, beat: float = BEAT) -> None:
        self._look = look
        self._beat = beat
        self._channels: dict[View, Channel] = {}
        self._asked: dict[
            View, list[bool]
        ] = {}  # being looked at; what was asked meanwhile: all of it, or changes
        self._thread = ThreadPoolExecutor(1, "live")
        self._tasks: set[asyncio.Task[None]] = set()

    async def join(self, view: View) -> Listener:
        """A new listener, already told everything. Raises what looking raises."""
        listener = Listener()
        while not (channel := self._channels.get(view)) or not channel.known:
            if channel is None:
                channel = self._channels[view] = Channel()
                try:
                    channel.show(shown := await self._looked(view))
                    self._wait_for_turn(view, shown)
                except BaseException:
                    self._channels.pop(view, None)
                    raise
            else:  # somebody else is asking for it just now
                await asyncio.sleep(0.01)
        channel.join(listener)
        return listener

    def leave(self, view: View, listener: Listener) -> None:
        channel = self._channels.get(view)
        if channel is None:
            return
        channel.leave(listener)
        if not channel.listeners and channel.known:
            del self._channels[view]

    def said(self, hall: str) -> None:
        """Something happened in a hall: look again at all that is seen of it."""
        for view in list(self._channels):
            if view.hall == hall:
                self._look_again(view)

    def all_anew(self) -> None:
        """Nobody knows what was missed: everybody is told everything."""
        for view in list(self._channels):
            self._look_again(view, whole=True)

    async def keep_beating(self) -> None:
        while True:
            await asyncio.sleep(self._beat)
            for view in list(self._channels):
                self._look_again(view, beat=True)

    def close(self) -> None:
        """Let everybody go."""
        for channel in self._channels.values():
            channel.drop_all()
        for task in self._tasks:
            task.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _look_again(self, view: View, *, whole: bool = False, beat: bool = False) -> None:
        if view in self._asked:
            self._asked[view].append(whole)
            return
        self._asked[view] = [whole]
        task = asyncio.ensure_future(self._show(view, beat=beat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _show(self, view: View, *, beat: bool) -> None:
        seen = False
        try:
            while asked := self._asked[view]:
                self._asked[view] = []
                shown = await self._looked(view)
                if channel := self._channels.get(view):
                    channel.show(shown, whole=any(asked))
            self._wait_for_turn(view, shown)
            seen = True
        except Exception:  # the database is away, or the hall is no more: the next beat looks again
            log.warning("cannot look at %s", view, exc_info=log.isEnabledFor(logging.INFO))
        finally:
            del self._asked[view]
            if beat and (channel := self._channels.get(view)):
                channel.beat(timed=seen)

    def _wait_for_turn(self, view: View, shown: Shown) -> None:
        """What turns later than the next beat, that one sees."""
        if shown.turns_in is not None and shown.turns_in < self._beat:
            asyncio.get_running_loop().call_later(max(shown.turns_in, SOONEST), self._turned, view)

    def _turned(self, view: View) -> None:
        if view in self._channels:
            self._look_again(view)

    async def _looked(self, view: View) -> Shown:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._look, view)
