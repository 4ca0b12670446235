"""One telling for many: everything on arrival, then what changes; the slow are let go, and nobody else waits for them."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from yimen.base.live import Shown
from yimen.rules.refused import Refused
from yimen.wiring.live.door import Door, same_host_or
from yimen.wiring.live.fanout import DEPTH, Channel, Listener
from yimen.wiring.live.hub import Hub, View

Event = tuple[str, dict[str, Any]]


def read(chunk: bytes) -> Event:
    name, told = chunk.decode().strip().split("\n")
    return name.removeprefix("event: "), json.loads(told.removeprefix("data: "))


class World:
    """What there is to see, and how often somebody looked."""

    def __init__(self, **parts: Any) -> None:
        self.parts: dict[str, Any] = parts
        self.turns_in: float | None = None
        self.looks = 0

    def look(self, view: View) -> Shown:
        if view.hall == "nowhere":
            raise Refused("no_such_hall")
        self.looks += 1
        return Shown(f"t{self.looks}", dict(self.parts), self.turns_in)


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """In a thread of its own: a browser opened before it keeps its loop in this one."""
    with ThreadPoolExecutor(1) as alone:
        alone.submit(lambda: asyncio.run(asyncio.wait_for(test(), 20))).result()


VIEW = View("990100-HALL", "calls", "zh-hans")


def test_whoever_comes_is_told_everything_and_then_only_what_differs() -> None:
    world = World(now="A001", queues=3)

    async def test() -> None:
        hub = Hub(world.look)
        listener = await hub.join(VIEW)
        assert read(await listener.next()) == (
            "snapshot",
            {"now": "t1", "parts": {"now": "A001", "queues": 3}},
        )
        world.parts["now"] = "A002"
        hub.said(VIEW.hall)
        assert read(await listener.next()) == ("change", {"now": "t2", "parts": {"now": "A002"}})
        hub.close()

    run(test)


def test_it_is_looked_at_once_for_all_who_see_the_same() -> None:
    world = World(now="A001")

    async def test() -> None:
        hub = Hub(world.look)
        listeners = await asyncio.gather(*(hub.join(VIEW) for _ in range(50)))
        assert world.looks == 1
        world.parts["now"] = "A002"
        hub.said(VIEW.hall)
        for each in listeners:
            assert read(await each.next())[0] == "snapshot"
            assert read(await each.next())[1]["parts"] == {"now": "A002"}
        assert world.looks == 2
        hub.close()

    run(test)


def test_what_is_said_while_it_is_looked_at_is_looked_at_again() -> None:
    """However many say something meanwhile, the last look comes after the last of them."""
    world = World(now=0)

    async def test() -> None:
        hub = Hub(world.look)
        listener = await hub.join(VIEW)
        for n in range(1, 31):
            world.parts["now"] = n
            hub.said(VIEW.hall)
            await asyncio.sleep(0)
        last = 0
        while last != 30:
            last = read(await listener.next())[1]["parts"]["now"]
        assert world.looks < 32
        hub.close()

    run(test)


def test_another_hall_is_not_looked_at() -> None:
    world = World(now=0)

    async def test() -> None:
        hub = Hub(world.look)
        await hub.join(VIEW)
        hub.said("990100-OTHER")
        await asyncio.sleep(0.05)
        assert world.looks == 1
        hub.close()

    run(test)


def test_after_a_silence_everybody_is_told_everything() -> None:
    world = World(now="A001", queues=3)

    async def test() -> None:
        hub = Hub(world.look)
        listener = await hub.join(VIEW)
        await listener.next()
        hub.all_anew()
        assert read(await listener.next())[0] == "snapshot"
        hub.close()

    run(test)


def test_what_turns_by_itself_is_told_when_it_does() -> None:
    world = World(notices=["closing early"])
    world.turns_in = 0.25

    async def test() -> None:
        hub = Hub(world.look)
        listener = await hub.join(VIEW)
        await listener.next()
        world.parts["notices"], world.turns_in = [], None
        assert read(await listener.next()) == ("change", {"now": "t2", "parts": {"notices": []}})
        hub.close()

    run(test)


def test_a_beat_tells_the_time_and_a_hall_that_cannot_be_looked_at_still_beats() -> None:
    world = World(now=1)

    async def test() -> None:
        hub = Hub(world.look, beat=0.05)
        beating = asyncio.create_task(hub.keep_beating())
        listener = await hub.join(VIEW)
        await listener.next()
        assert read(await listener.next()) == ("beat", {"now": "t2", "parts": {}})
        hub._look = lambda _view: (_ for _ in ()).throw(OSError("away"))
        told = read(await listener.next())
        while told[1]["now"]:
            told = read(await listener.next())
        assert told == ("beat", {"now": "", "parts": {}})
        beating.cancel()
        hub.close()

    run(test)


def test_a_view_nobody_sees_is_forgotten() -> None:
    world = World(now=1)

    async def test() -> None:
        hub = Hub(world.look)
        listener = await hub.join(VIEW)
        hub.leave(VIEW, listener)
        hub.said(VIEW.hall)
        await asyncio.sleep(0.05)
        assert world.looks == 1
        assert not hub._channels
        hub.close()

    run(test)


def test_a_hall_that_is_none_leaves_nothing_behind() -> None:
    async def test() -> None:
        hub = Hub(World().look)
        for _ in range(2):
            with pytest.raises(Refused):
                await hub.join(View("nowhere", "calls", "en"))
        assert not hub._channels
        hub.close()

    run(test)


def test_who_does_not_keep_up_is_let_go_and_the_others_hear_all() -> None:
    async def test() -> None:
        channel, slow, quick = Channel(), Listener(), Listener()
        channel.show(Shown("t", {"n": 0}))
        channel.join(slow)
        channel.join(quick)
        heard = [read(await quick.next())[1]["parts"]["n"]]
        for n in range(1, DEPTH + 5):
            channel.show(Shown("t", {"n": n}))
            heard.append(read(await quick.next())[1]["parts"]["n"])
        assert slow.dropped.is_set()
        assert not quick.dropped.is_set()
        assert heard == list(range(DEPTH + 5))

    run(test)


# through a socket


@asynccontextmanager
async def serving(look: Callable[[View], Shown], most: int = 100) -> AsyncIterator[tuple[int, Hub]]:
    hub = Hub(look)
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8 * 1024)
    opened.bind(("127.0.0.1", 0))
    door = Door(hub, {"calls"}, same_host_or("https://hall.example"), most=most)
    config = uvicorn.Config(
        door, lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve([opened]))
    while not server.started:  # noqa: ASYNC110  # it has no event for it
        await asyncio.sleep(0.01)
    try:
        yield opened.getsockname()[1], hub
    finally:
        hub.close()
        server.should_exit = True
        await task


async def ask(
    port: int, target: str, method: str = "GET", **headers: str
) -> tuple[str, asyncio.StreamReader, Any]:
    """The head of the answer, and what comes after it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{told}\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    return head.decode().lower(), reader, writer


def test_only_streams_are_served_here() -> None:
    async def test() -> None:
        async with serving(World(now=1).look) as (port, _hub):
            for target, method, headers, status in [
                ("/", "GET", {}, 404),
                ("/window/", "POST", {}, 404),
                ("/live/hall/990100-HALL/accounts", "GET", {}, 404),
                ("/live/hall/nowhere/calls", "GET", {}, 404),
                ("/live/hall/990100-HALL/calls", "POST", {}, 405),
                ("/live/hall/990100-HALL/calls", "GET", {"Origin": "https://elsewhere.example"}, 403),
            ]:
                head, _, writer = await ask(port, target, method, **headers)
                assert head.startswith(f"http/1.1 {status} "), (target, head)
                writer.close()

    run(test)


def test_a_page_of_this_host_may_listen_from_another_port_and_so_may_a_named_one() -> None:
    async def test() -> None:
        async with serving(World(now=1).look) as (port, _hub):
            for origin in ("http://127.0.0.1:8000", "https://hall.example"):
                head, reader, writer = await ask(port, "/live/hall/990100-HALL/calls", Origin=origin)
                assert f"access-control-allow-origin: {origin}\r\n" in head
                assert "content-type: text/event-stream" in head
                assert b"event: snapshot" in await reader.readuntil(b"\n\n")
                writer.close()

    run(test)


def test_who_comes_when_it_is_full_is_told_to_come_again() -> None:
    async def test() -> None:
        async with serving(World(now=1).look, most=1) as (port, _hub):
            first = await ask(port, "/live/hall/990100-HALL/calls")
            await first[1].readuntil(b"\n\n")
            head, _, writer = await ask(port, "/live/hall/990100-HALL/calls")
            assert head.startswith("http/1.1 503 ")
            assert "retry-after: 5" in head
            writer.close()
            first[2].close()

    run(test)


def test_who_reads_nothing_is_let_go_and_keeps_nobody_waiting() -> None:
    world = World(now=0)

    async def test() -> None:
        async with serving(world.look) as (port, hub):
            quick = await ask(port, "/live/hall/990100-HALL/calls")
            slow = await ask(port, "/live/hall/990100-HALL/calls")  # reads no further
            (channel,) = hub._channels.values()
            n = 0
            while len(channel.listeners) > 1:
                n += 1
                world.parts["now"] = f"{n}" + "x" * 60_000
                hub.said(VIEW.hall)
                while f'"now":"{n}x'.encode() not in await quick[1].readuntil(b"\n\n"):
                    pass
                assert n < 400
            quick[2].close()
            slow[2].close()

    run(test)


def test_everything_ends_at_once_with_streams_open() -> None:
    async def test() -> None:
        async with serving(World(now=1).look) as (port, _hub):
            opened = [await ask(port, "/live/hall/990100-HALL/calls") for _ in range(30)]
            began = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - began < 0.9
        for _, _, writer in opened:
            writer.close()

    run(test)
