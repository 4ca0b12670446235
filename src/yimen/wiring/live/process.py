"""The process itself: a socket held by whoever starts it, so that nobody is turned away while it comes back."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Final

import uvicorn

from yimen.wiring import environment
from yimen.wiring.processes import Child

from .door import Door, same_host_or
from .ears import how_to_connect, listen
from .hub import Hub

NEXT: Final = range(1, 25)  # so far from the hall's own port; the first that is free is taken
STREAMS: Final = 1000
GRACE: Final = 3  # seconds for open streams to end
BUFFER: Final = 64 * 1024  # bytes the system keeps for a listener that does not read
SILENCE: Final = 20_000  # milliseconds after which a listener that acknowledges nothing is gone


def live(data: Path, host: str, port: int) -> Child:
    """The process as a part of the hall. From now on pages name its port, unless a proxy joins both."""
    from django.conf import settings  # noqa: PLC0415  # Django is awake by then

    listening = claim(host, port)
    own = listening.getsockname()[1]
    settings.YIMEN_LIVE_URL = settings.YIMEN_LIVE_URL or f":{own}"
    note(data).parent.mkdir(parents=True, exist_ok=True)
    note(data).write_text(f"http://127.0.0.1:{own}")
    return Child("live", partial(serve, listening))


def note(data: Path) -> Path:
    """Where the address of the running hall's stands, for whoever looks."""
    return data / "live" / "address"


def forget(data: Path) -> None:
    """It is gone."""
    note(data).unlink(missing_ok=True)


def claim(host: str, port: int) -> socket.socket:
    """A socket that listens: on `YIMEN_LIVE_PORT`, else on the next free port after the pages' own."""
    if wanted := environment.number("YIMEN_LIVE_PORT", 0):
        try:
            return _listening(host, wanted)
        except OSError as error:
            raise environment.BadEnvironment(
                f"YIMEN_LIVE_PORT={wanted}: {error.strerror} · 端口 {wanted} 无法使用"
            ) from None
    for beside in NEXT:
        with suppress(OSError, OverflowError):
            return _listening(host, port + beside)
    return _listening(host, 0)


def serve(listening: socket.socket) -> None:
    """Stream until told to stop."""
    asyncio.run(_serve(listening))


async def _serve(listening: socket.socket) -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from .faces import FACES, get_ready, look  # noqa: PLC0415  # loads the desks

    connections.settings["default"]["OPTIONS"].pop("pool", None)  # one thread asks: one connection
    get_ready()
    hub = Hub(look)
    allowed = same_host_or(settings.YIMEN_URL, *settings.CSRF_TRUSTED_ORIGINS)
    door = Door(hub, FACES, allowed, most=environment.number("YIMEN_LIVE_STREAMS", STREAMS))
    config = uvicorn.Config(
        door,
        lifespan="off",
        ws="none",
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=GRACE,
    )
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # a stream that ends midway is no error
    beside = [asyncio.create_task(each) for each in (listen(hub, how_to_connect()), hub.keep_beating())]
    with closing(listening):
        await _Streams(config, hub).serve([listening])
    for task in beside:
        task.cancel()


class _Streams(uvicorn.Server):
    """Streams never end by themselves: they are let go before the server waits for their end."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.close()
        await super().shutdown(sockets)


def _listening(host: str, port: int) -> socket.socket:
    """What it accepts inherits small buffers and a short patience: the slow are dropped, not kept in memory."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENCE)
        opened.bind((host, port))
        opened.listen(1024)
    except BaseException:
        opened.close()
        raise
    return opened
