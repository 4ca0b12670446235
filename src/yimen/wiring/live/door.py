"""The door of the live process: `GET /live/hall/<code>[/<face>]` streams, and there is nothing else here."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Container
from contextlib import suppress
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from yimen.rules.refused import Refused

from .fanout import Listener
from .hub import Hub, View

log = logging.getLogger("yimen.live")
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Allowed = Callable[[str, str], bool]
"""Whether a page of that origin may listen at that host."""

PATH: Final = re.compile(r"/live/hall/([^/]{1,60})(?:/([a-z]{1,20}))?")
STREAM: Final = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # a proxy must not collect what is for now
)


class Door:
    """An ASGI application. Who may listen is not asked: what is told here stands on a wall."""

    def __init__(self, hub: Hub, faces: Container[str], allowed: Allowed, *, most: int) -> None:
        self._hub = hub
        self._faces = faces
        self._allowed = allowed
        self._most = most
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1003})
            return
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])
        headers = {name.decode("latin-1"): told.decode("latin-1") for name, told in scope["headers"]}
        origin = headers.get("origin", "")
        view = self._view(scope)
        if view is None:
            await _refuse(send, 404, "nothing here; pages are elsewhere")
        elif scope["method"] not in {"GET", "HEAD"}:
            await _refuse(send, 405, "GET", (b"allow", b"GET, HEAD"))
        elif not self._allowed(origin, headers.get("host", "")):
            await _refuse(send, 403, "not from there")
        elif self._open >= self._most:
            await _refuse(send, 503, "full", (b"retry-after", b"5"))
        else:
            await self._stream(view, origin, receive, send)

    def _view(self, scope: Scope) -> View | None:
        found = PATH.fullmatch(scope["path"])
        if not found or (found[2] or "") not in self._faces:
            return None
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("language", [""])[0]
        return View(found[1], found[2] or "", "en" if asked == "en" else "zh-hans")

    async def _stream(self, view: View, origin: str, receive: Receive, send: Send) -> None:
        try:
            listener = await self._hub.join(view)
        except Refused:
            await _refuse(send, 404, "no such hall")
            return
        except Exception as why:  # noqa: BLE001  # the database is away: whoever asks comes again
            log.warning("cannot look at %s: %s", view, why)
            await _refuse(send, 503, "not now", (b"retry-after", b"1"))
            return
        self._open += 1
        try:
            from_there = ((b"access-control-allow-origin", origin.encode()), (b"vary", b"Origin"))
            headers = [*STREAM, *(from_there if origin else ())]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await _first_of(_pump(listener, send), _gone(receive), listener.dropped.wait())
        finally:
            self._open -= 1
            self._hub.leave(view, listener)


async def _pump(listener: Listener, send: Send) -> None:
    while True:
        await send({"type": "http.response.body", "body": await listener.next(), "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first_of(*awaited: Awaitable[object]) -> None:
    """Until one of them ends; the others end with it. The connection is then closed, whatever was still to be sent."""
    tasks = [asyncio.ensure_future(each) for each in awaited]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError, OSError):
                await task


async def _refuse(send: Send, status: int, words: str, *headers: tuple[bytes, bytes]) -> None:
    told = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})


def same_host_or(*origins: str) -> Allowed:
    """A page of this very host, on whatever port, or one of the named origins; and whoever is no page at all."""

    def allowed(origin: str, host: str) -> bool:
        if not origin or origin in origins:
            return True
        return urlsplit(origin).hostname == urlsplit(f"//{host}").hostname

    return allowed
