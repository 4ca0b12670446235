"""`python bench day`: a day of ten thousand tickets through HTTP while processes are killed, and what issuing and calling cost at its start
and at its end, each beside the same rows by raw SQL.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg
from client import Asked, Client
from floors import Floor
from meter import Cost, Figure, timed
from page import put

from house import House

FULL: Final = 10_000
ROUNDS: Final = 12
PIECES: Final = 25  # of a round: so many windows call, one after the other
PARTS: Final = ("yimen web", "yimen worker", "postgres", "yimen web")


def main() -> None:
    tickets = int(os.environ.get("BENCH_TICKETS", FULL))
    began = time.monotonic()
    house = House()
    try:
        bench = _Bench(house)
        _say("windows and clerks", began)
        _rest(house)
        figures = [*bench.figures(0)]
        _say("the start of the day: " + _short(figures), began)
        ends = _live(house, tickets, began)
        _say(f"lived: {ends}", began)
        bench.call_anew()
        figures += bench.figures(tickets)
        _say("the end of the day: " + _short(figures[2:]), began)
        of_the_demo = house.of_the_demo()
        _demand_whole()
        _say("verified: chains, replay, rows", began)
        bench.close()
    finally:
        house.close()
    from __main__ import table

    text = table(sorted(figures, key=lambda each: each.name)).replace("open cases", "tickets of the day")
    text += f"\n\n{of_the_demo}"
    print(text)
    if tickets == FULL:
        put("day", text)


def _live(house: House, tickets: int, began: float) -> dict[str, int]:
    """Everybody comes, is called and served; now and then a process is killed, and all go on."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from chaos.day import Day, judge
    from yimen.wiring.bring_up import disconnect

    day = Day(house.port, tickets)
    living = threading.Thread(target=day.live)
    living.start()
    luck = random.Random(7)
    for nth, part in enumerate(PARTS, start=1):
        while living.is_alive() and len(day.ended) < tickets * nth / (len(PARTS) + 1):
            time.sleep(0.1)
        if not living.is_alive():
            break
        os.kill(luck.choice(sorted(house._called(part))), signal.SIGKILL)
        _say(f"killed {part} after {len(day.ended):,} tickets", began)
    living.join()
    disconnect()  # what was killed cut this process off as well
    house._await()
    _rest(house)
    return judge(day, house.url)


def _rest(house: House) -> None:
    """Let the worker rest, but not in the middle of a transaction: nothing that it could still see would be cleared away."""
    while True:
        house.worker(running=False)
        with psycopg.connect(house.url) as connection:
            ((holding,),) = connection.execute(_HOLDING).fetchall()
        if not holding:
            return
        house.worker(running=True)
        time.sleep(0.2)


class _Bench:
    """Windows enough for a round, and a queue of their own."""

    def __init__(self, house: House) -> None:
        from yimen.modules.people import commands as people
        from yimen.modules.people import queries as who
        from yimen.modules.people.queries import Point
        from yimen.modules.reception import commands as reception
        from yimen.rules.actors import Actor, Kind, Role
        from yimen.wiring import world

        self.house, now = house, house.now
        setup = Actor(Kind.RUN, name="set-up")
        hall = who.unit_id("centre")
        assert hall is not None
        self.hall = hall
        self.windows: list[int] = []
        for n in range(PIECES):
            unit = people.create_window(setup, hall, f"Z{n}", name=f"Z{n}", now=now)
            for point in Point:
                people.confirm_in_place(setup, unit, point, organ="市政府办", now=now)
            people.create_account(
                setup,
                username=f"z{n}",
                name=f"Z{n}",
                unit=unit,
                roles=[Role.WINDOW_CLERK],
                password=world.PASSWORD,
                must_change_password=False,
                now=now,
            )
            self.windows.append(unit)
        self.queue = reception.create_queue(setup, hall, "Z", name="Z", windows=self.windows, now=now)
        self.client = Client(house.port)
        self.floor = Floor(house.url)
        self.tokens = [self._token(f"z{n}") for n in range(PIECES)]
        self._ask(*(self._at(n, "open", {"reason": "bench"}) for n in range(PIECES)))

    def call_anew(self) -> None:
        """Whoever kept a connection open was cut off by what was killed."""
        self.client.close()
        self.client = Client(self.house.port)

    def close(self) -> None:
        self.client.close()
        self.floor.close()

    def figures(self, volume: int) -> Iterator[Figure]:
        self.floor.close()
        self.floor = Floor(self.house.url)
        for _ in range(24):  # every process of the web has answered it before it counts
            self._ask(self._issue(), expect=201)
            self._serve()
        self.house.look()
        issue, call = Cost(), Cost()
        raw_issue, raw_call = Cost(), Cost()
        with _raw(self.house, self.floor, self.hall, self.queue) as raw:
            for _ in range(ROUNDS):
                issue.take(self.house.meters, lambda: self._ms(*[self._issue()] * PIECES, expect=201))
                call.take(self.house.meters, lambda: self._ms(*(self._at(n, "call") for n in range(PIECES))))
                self._ask(*(self._at(n, act) for n in range(PIECES) for act in ("start", "finish")))
                raw_issue.take(self.floor.meters, lambda: timed([raw.issue] * PIECES))
                raw_call.take(
                    self.floor.meters, lambda: timed([partial(raw.call, each) for each in self.windows])
                )
        counted = self._counted()
        yield Figure("issue a ticket", volume, issue, counted[0], raw_issue, 1)
        yield Figure("call who is next", volume, call, counted[1], raw_call, 1)

    def _serve(self) -> None:
        for act in ("call", "start", "finish"):
            self._ask(self._at(0, act))

    def _counted(self) -> tuple[int, int]:
        """How many statements each request costs, asked of the same program in this process."""
        from django.db import connection
        from django.test import Client as Browser

        found = []
        browser = Browser(headers={"authorization": self.tokens[0]["Authorization"]})
        ways = (("/tickets", self._issue().body), ("/windows/centre-Z0/call", {}))
        for path, body in (ways[0], *ways):  # the first time it reads what it then remembers
            count = 0

            def one(execute: Any, *told: Any) -> Any:
                nonlocal count
                count += 1
                return execute(*told)

            with connection.execute_wrapper(one):
                answer = browser.post(f"/api/v1{path}", body, content_type="application/json")
            assert answer.status_code < 300, answer.content
            found.append(count)
        self._ask(self._at(0, "start"), self._at(0, "finish"))
        return found[1], found[2]

    def _issue(self) -> Asked:
        return Asked(
            "POST", "/api/v1/tickets", self.tokens[0], {"hall": "centre", "queue": "Z", "source": "kiosk"}
        )

    def _at(self, n: int, act: str, body: Any = None) -> Asked:
        return Asked("POST", f"/api/v1/windows/centre-Z{n}/{act}", self.tokens[n], body or {})

    def _ms(self, *asked: Asked, expect: int = 200) -> list[float]:
        return [each.ms for each in self._ask(*asked, expect=expect)]

    def _ask(self, *asked: Asked, expect: int = 200) -> list[Any]:
        answers = self.client.ask(*asked)
        for each in answers:
            assert each.status == expect, each
        return answers

    def _token(self, name: str) -> dict[str, str]:
        body = {"username": name, "password": "yimen-demo"}
        (answer,) = self.client.ask(Asked("POST", "/api/v1/tokens", {}, body))
        return {"Authorization": f"Bearer {answer.body['token']}"}


class _Raw:
    """The floor: line, book and rows as plain values, one statement each; no rule, no hash, nobody asked whether they may."""

    def __init__(self, floor: Floor, hall: int, queue: int, now: datetime) -> None:
        self.floor, self.hall, self.now = floor, hall, now
        ((self.book,),) = floor.run(
            "INSERT INTO ledger_book (id, name, n, head) VALUES (nextval('ledger_id'), 'bench', 0, '') RETURNING id",
            (),
        )
        ((self.queue,),) = floor.run(
            "INSERT INTO reception_queue (hall_id, code, name) SELECT hall_id, 'RAW', 'raw' FROM reception_queue"
            " WHERE id = %s RETURNING id",
            [queue],
        )
        self.line = "x" * 900  # what the product's own lines measure
        self.n = 0

    def issue(self) -> None:
        self.n += 1
        self.floor.run(
            _ISSUE,
            {
                "book": self.book, "n": self.n, "now": self.now, "line": self.line, "hash": b"\1" * 33, "hall": self.hall,
                "queue": self.queue, "day": self.now.date(), "token": f"raw-{self.n}-{time.monotonic_ns()}",
            },
        )  # fmt: skip

    def call(self, window: int) -> None:
        self.n += 1
        self.floor.run(
            _CALL,
            {
                "book": self.book, "n": self.n, "now": self.now, "line": self.line, "hash": b"\1" * 33, "queue": self.queue,
                "window": window,
            },
        )  # fmt: skip


@contextmanager
def _raw(house: House, floor: Floor, hall: int, queue: int) -> Iterator[_Raw]:
    """Leaves nothing behind: past the trigger that lets nobody take a line away."""
    raw = _Raw(floor, hall, queue, house.now)
    try:
        yield raw
    finally:
        with psycopg.connect(house.url) as connection:
            connection.execute("SET session_replication_role = replica")
            for sql, told in (
                ("DELETE FROM ledger_line WHERE book = %s", raw.book),
                ("DELETE FROM ledger_book WHERE id = %s", raw.book),
                ("DELETE FROM reception_ticket WHERE queue_id = %s", raw.queue),
                ("DELETE FROM reception_queue WHERE id = %s", raw.queue),
            ):
                connection.execute(sql, [told])


def _demand_whole() -> None:
    from yimen.modules.cases import commands as cases
    from yimen.modules.reception import commands as reception

    flaws = [*cases.verify_all(), *reception.verify_floors()]
    assert not flaws, flaws[:5]


def _short(figures: list[Figure]) -> str:
    return "; ".join(
        f"{each.name} {each.product.web:.2f} + {each.product.pg:.2f} CPU-ms, {each.ratio:.1f} × floor"
        for each in figures
    )


def _say(what: str, began: float) -> None:
    print(f"  · {time.monotonic() - began:6.1f} s  {what}", file=sys.stderr, flush=True)


_HOLDING: Final = """
    SELECT count(*) FROM pg_stat_activity
    WHERE application_name = 'yimen worker' AND (xact_start IS NOT NULL OR backend_xmin IS NOT NULL)
"""
_LINE: Final = """
    WITH l AS (
        INSERT INTO ledger_line (book, n, at, act, actor, unit, body, hash)
        VALUES (%(book)s, %(n)s, %(now)s, 'raw', NULL, NULL, %(line)s, %(hash)s)),
    b AS (UPDATE ledger_book SET n = %(n)s, head = %(hash)s, at = %(now)s WHERE id = %(book)s)
"""
_ISSUE: Final = f"""{_LINE}
    INSERT INTO reception_ticket (hall_id, day, queue_id, drawn_in_id, n, number, token, source, klass, ready_at, rank_at, state,
                                  language, arrived_at, calls, told_near)
    SELECT %(hall)s, %(day)s, %(queue)s, %(queue)s, k, 'RAW' || k, %(token)s, 'kiosk', 3, %(now)s, %(now)s, 'waiting',
           'zh-hans', %(now)s, 0, false
    FROM (SELECT coalesce(max(n), 0) + 1 AS k FROM reception_ticket WHERE drawn_in_id = %(queue)s AND day = %(day)s) AS next
"""
_CALL: Final = f"""{_LINE},
    t AS (UPDATE reception_ticket SET state = 'called', called_at = %(now)s, calls = 1, window_id = %(window)s
          WHERE id = (SELECT id FROM reception_ticket WHERE queue_id = %(queue)s AND state = 'waiting'
                      ORDER BY klass, rank_at, id LIMIT 1 FOR UPDATE)
          RETURNING id)
    UPDATE reception_seat SET since = %(now)s WHERE window_id = %(window)s
"""
