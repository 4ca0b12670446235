"""What the database says aloud: one connection that listens from the start, and comes back when the database does."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

import psycopg

from yimen.modules.reception import events

from .hub import BEAT, Hub

log = logging.getLogger("yimen.live")
FIRST_PAUSE: Final = 0.1  # seconds, doubling
LONGEST_PAUSE: Final = 1.0
_NOT_FOR_US: Final = frozenset({"context", "cursor_factory", "prepare_threshold", "server_side_binding"})


async def listen(hub: Hub, asked: dict[str, Any]) -> None:
    """Pass on what is said, for ever. After every silence nobody knows what was missed: all is told anew."""
    pause = FIRST_PAUSE
    while True:
        try:
            connection = await psycopg.AsyncConnection.connect(**asked, autocommit=True)
            async with connection:
                await connection.execute(f"LISTEN {events.CHANNEL}")
                pause = FIRST_PAUSE
                hub.all_anew()
                while True:
                    async for said in connection.notifies(timeout=BEAT):
                        hub.said(events.heard(said.payload).hall)
                    await connection.execute("SELECT 1")  # a connection that died in silence hears nothing
        except psycopg.OperationalError as why:
            log.warning("the database does not answer: %s", str(why).strip())
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def how_to_connect() -> dict[str, Any]:
    """As Django connects, straight and without its cursors; never through a pooler that hands transactions round."""
    from django.db import connection  # noqa: PLC0415  # Django is awake by then

    asked = {
        name: told for name, told in connection.get_connection_params().items() if name not in _NOT_FOR_US
    }
    return {"connect_timeout": 5, "keepalives_idle": 15, **asked}
