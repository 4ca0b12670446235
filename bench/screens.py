"""`python bench screens`: from the call button to two hundred walls, beside its floor, a bare LISTEN client of the database."""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from page import put

from house import House, spent

WALLS = 200
CALLS = 120


def main() -> None:
    walls, calls = int(os.environ.get("BENCH_WALLS", WALLS)), int(os.environ.get("BENCH_CALLS", CALLS))
    house = House()
    try:
        text = report(house, walls, calls)
        print(text)
        if (walls, calls) == (WALLS, CALLS):
            put("screens", text)
    finally:
        house.close()


def report(house: House, walls: int, calls: int) -> str:
    from yimen.modules.people import queries as people
    from yimen.modules.people.models import Account
    from yimen.modules.reception import commands, queries
    from yimen.rules.actors import NOBODY

    account = Account.objects.get(username="clerk")
    clerk = people.actor(account.id, today=house.now.date())
    queue = next(each for each in queries.queues(clerk.hall, now=house.now) if clerk.unit in each.windows)
    hall = people.unit(clerk.hall)
    assert hall is not None
    for _ in range(calls):
        commands.issue(NOBODY, clerk.hall, source="kiosk", queue=queue.id, now=house.now)
    button = Button(house.port, account)
    button.press("open")
    port = int((house.data / "live" / "address").read_text().rpartition(":")[2])
    listening = subprocess.Popen(
        [sys.executable, Path(__file__).parent / "walls.py", str(port), hall.code, str(walls), house.url],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert listening.stdin is not None
    assert listening.stdout is not None
    assert listening.stdout.readline() == "ready\n"
    live = house._called("yimen live")
    before, made = spent(live), []
    for _ in range(calls):
        began = time.monotonic()
        button.press("next")
        answered = time.monotonic()
        seat = queries.seat(clerk.unit, now=house.now)
        assert seat is not None
        assert seat.ticket is not None
        made.append((began, answered, seat.ticket_number))
        time.sleep(0.15 + random.random() / 10)  # the walls are told; then the next one is called
        commands.start(clerk, seat.ticket, now=house.now)
        commands.finish(clerk, seat.ticket, now=house.now)
        time.sleep(0.15)
    cpu = (spent(live) - before) / calls
    rss = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4 // 1024 for pid in live)
    listening.stdin.close()
    heard = json.loads(listening.stdout.read())
    listening.wait(10)
    return table(made, heard, walls, cpu, rss)


def table(
    made: list[tuple[float, float, str]], heard: dict[str, Any], walls: int, cpu: float, rss: int
) -> str:
    first: list[dict[str, float]] = []
    for told in heard["walls"]:
        seen: dict[str, float] = {}
        for at, number in told:
            seen.setdefault(number, at)
        first.append(seen)
    missed = sum(number not in seen for seen in first for _, _, number in made)
    walls_ms = [1000 * (seen[n] - began) for seen in first for began, _, n in made if n in seen]
    floor_ms = [1000 * (min(at for at in heard["floor"] if at > began) - began) for began, _, _ in made]
    button_ms = [1000 * (answered - began) for began, answered, _ in made]
    rows = [
        ("button → its own answer (HTTP)", button_ms),
        ("button → bare LISTEN client (the floor)", floor_ms),
        (f"button → each of {walls} walls", walls_ms),
    ]
    p95 = centile(walls_ms, 0.95)
    behind = p95 - centile(floor_ms, 0.95)
    lines = [
        "| from the call button | p50 ms | p95 ms | p99 ms | max ms |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {name} | {centile(ms, 0.5):.1f} | {centile(ms, 0.95):.1f} | {centile(ms, 0.99):.1f} | {max(ms):.1f} |"
            for name, ms in rows
        ),
        "",
        f"{len(made)} calls, {len(walls_ms)} tellings heard, {missed} missed; walls and listener share one process on this machine.",
        f"The live process: {rss} MB, {cpu:.1f} CPU-ms for a call, its start and its end.",
        f"p95 of the walls: {behind:.1f} ms behind the floor's, {p95 / centile(floor_ms, 0.95):.1f} times it.",
    ]
    return "\n".join(lines)


def centile(ms: list[float], part: float) -> float:
    return statistics.quantiles(ms, n=1000, method="inclusive")[int(part * 1000) - 1]


class Button:
    """The buttons of a window's page, pressed as its browser presses them."""

    def __init__(self, port: int, account: Any) -> None:
        from django.contrib.sessions.backends.db import SessionStore

        session = SessionStore()
        session["account"], session["epoch"] = account.id, account.epoch
        session.save()
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        token = "a" * 32
        self._headers = {
            "Cookie": f"sessionid={session.session_key}; csrftoken={token}",
            "X-CSRFToken": token,
            "X-Forwarded-For": "127.0.0.1",
        }

    def press(self, name: str) -> None:
        self._connection.request(
            "POST", f"/window/call/{name}/", b"", {**self._headers, "Content-Length": "0"}
        )
        answer = self._connection.getresponse()
        answer.read()
        assert answer.status in {200, 204, 302, 303}, answer.status


if __name__ == "__main__":
    main()
