"""Two hundred walls in a process of their own, and beside them a bare listener of the database: when did each hear of it?"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import psycopg

Heard = list[tuple[float, bytes]]


async def main(port: int, hall: str, walls: int, url: str) -> None:
    """Prints `ready`, listens until its input ends, then prints `{floor: [t…], walls: [[[t, numbers said]…]…]}`."""
    floor: list[float] = []
    kept: list[Heard] = [[] for _ in range(walls)]
    bare = await psycopg.AsyncConnection.connect(url, autocommit=True)
    await bare.execute("LISTEN yimen_floor")
    tasks = [asyncio.create_task(hear_bare(bare, floor))]
    writers = []  # a writer that nobody holds closes its connection
    for each in kept:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        address = f"/live/hall/{hall}/calls?language=zh-hans"
        writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        writers.append(writer)
        await reader.readuntil(b"event: snapshot")
        tasks.append(asyncio.create_task(hear(reader, each)))
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    for task in tasks:
        task.cancel()
    for writer in writers:
        writer.close()
    print(json.dumps({"floor": floor, "walls": [[(t, big(chunk)) for t, chunk in each] for each in kept]}))


async def hear_bare(connection: psycopg.AsyncConnection, floor: list[float]) -> None:
    async for _ in connection.notifies():
        floor.append(time.monotonic())  # noqa: PERF401  # read while it grows


async def hear(reader: asyncio.StreamReader, kept: Heard) -> None:
    while True:
        chunk = await reader.readuntil(b"\n\n")
        kept.append((time.monotonic(), chunk))


def big(chunk: bytes) -> str:
    """The number that is shown big; empty where that part did not change."""
    _, found, after = chunk.partition(b'call-number\\">')
    return after.partition(b"<")[0].decode() if found else ""


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]))
