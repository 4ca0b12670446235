"""A day on the floor through HTTP: people who take tickets, clerks who call and serve, all asking again until they are answered."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Self

import psycopg

from chaos.storm import PATIENCE, Answer, Caller
from yimen.rules.reception.replay import replay

WINDOWS: Final = {
    "A": ("centre-A01", "clerk"),
    "B": ("centre-A02", "clerk-a02"),
    "C": ("centre-A03", "clerk-a03"),
    "D": ("centre-A04", "clerk-a04"),
}
"""The window of each queue, and who sits there."""
AGAIN: Final = {"busy", "time_moves"}
"""Refusals that say to ask again."""


@dataclass
class Sure:
    """A caller who asks under a key, again and again, until there is an answer."""

    port: int
    token: str = ""
    asked_again: int = 0

    def __post_init__(self) -> None:
        self._caller = Caller(self.port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._caller.close()

    def ask(self, path: str, body: Any, status: int) -> Answer:
        key = str(uuid.uuid4())
        headers = {"Idempotency-Key": key} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._caller.ask("POST", f"/api/v1{path}", body, **headers)
            except OSError:
                answer = None
            if answer is not None and answer.status == status:
                return answer
            if answer is not None and answer.status < 500 and answer.body.get("reason") not in AGAIN:
                raise AssertionError(f"{path}: {answer}")
            assert time.monotonic() < deadline, f"{path} is never answered"
            self.asked_again += 1
            time.sleep(0.05)


@dataclass
class Day:
    """So many tickets, given by a few doors and served at four windows; everything that was answered is kept."""

    port: int
    tickets: int
    doors: int = 3
    taken: dict[str, str] = field(default_factory=dict)  # token → number
    called: list[tuple[str, str]] = field(default_factory=list)  # token, window
    ended: dict[str, str] = field(default_factory=dict)  # token → state
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._next = count(1)
        self._lock = threading.Lock()
        self._coming = threading.Event()
        self._coming.set()
        self.stop = threading.Event()

    @property
    def over(self) -> bool:
        return self.stop.is_set() or len(self.ended) >= self.tickets

    def live(self) -> None:
        """Until everybody has come and been served."""
        tokens = {who: self._token(who) for _, who in WINDOWS.values()}
        doors = [
            threading.Thread(target=self._safely, args=(self._door, tokens["clerk"]))
            for _ in range(self.doors)
        ]
        windows = [
            threading.Thread(target=self._safely, args=(self._window, tokens[who], window))
            for window, who in WINDOWS.values()
        ]
        for thread in (*doors, *windows):
            thread.start()
        for thread in doors:
            thread.join()
        self._coming.clear()
        for thread in windows:
            thread.join()

    def _token(self, who: str) -> str:
        with Sure(self.port) as sure:
            answer = sure.ask("/tokens", {"username": who, "password": "yimen-demo"}, 200)
        return str(answer.body["token"])

    def _safely(self, work: Any, token: str, *told: Any) -> None:
        try:
            with Sure(self.port, token) as sure:
                work(sure, *told)
        except AssertionError as failure:
            self.wrong.append(str(failure))
            self.stop.set()

    def _door(self, sure: Sure) -> None:
        """A kiosk by which people come in."""
        while not self.stop.is_set():
            with self._lock:
                nth = next(self._next)
            if nth > self.tickets:
                return
            body = {"hall": "centre", "queue": "ABCD"[nth % 4], "source": "kiosk"}
            ticket = sure.ask("/tickets", body, 201).body
            with self._lock:
                if self.taken.setdefault(ticket["token"], ticket["number"]) != ticket["number"]:
                    self.wrong.append(f"{ticket['number']} has somebody else's token")

    def _window(self, sure: Sure, window: str) -> None:
        """Now and then somebody does not come."""
        path = f"/windows/{window}"
        sure.ask(f"{path}/open", {"reason": "当日"}, 200)
        for nth in count(1):
            ticket = sure.ask(f"{path}/call", {}, 200).body["ticket"]
            if ticket is None:
                if self.stop.is_set() or not self._coming.is_set():
                    return
                time.sleep(0.02)
                continue
            with self._lock:
                self.called.append((ticket["token"], window))
            if nth % 37 == 0:
                last = [sure.ask(f"{path}/{act}", {}, 200).body for act in ("recall", "recall", "skip")][-1]
            else:
                last = [sure.ask(f"{path}/{act}", {}, 200).body for act in ("start", "finish")][-1]
            self.ended[last["token"]] = last["state"]


def judge(day: Day, url: str) -> dict[str, int]:
    """Whether what people were answered, what lies in the rows, and what the book replays to are one and the same.

    Of the queues of that day alone: others may have been served beside it.
    """
    assert day.wrong == []
    with psycopg.connect(url) as connection:
        stored = connection.execute(_TICKETS, [list(WINDOWS)]).fetchall()
        lines = connection.execute(
            "SELECT l.body::jsonb FROM ledger_line l JOIN ledger_book b ON b.id = l.book"
            " WHERE b.name LIKE 'floor:%' ORDER BY l.n"
        ).fetchall()
    given = {token: number for token, number, *_ in stored}
    nobodys = sorted(number for token, number in given.items() if token not in day.taken)
    lost = sorted(number for token, number in day.taken.items() if token not in given)
    assert (nobodys, lost) == ([], []), f"nobody was told of {nobodys[:9]}, and lost are {lost[:9]}"
    assert len(set(day.taken.values())) == len(day.taken), "no number was given twice"
    for queue in {row[4] for row in stored}:
        serials = sorted(row[3] for row in stored if row[4] == queue)
        assert serials == list(range(1, len(serials) + 1)), "no number was left out"
    assert {token: state for token, _, state, *_ in stored} == day.ended, "everybody ended as they were told"
    assert max(Counter(token for token, _ in day.called).values()) == 1, "nobody was called by two windows"
    told = replay(body for (body,) in lines)
    assert told.wrong == []
    assert told.deviations == []
    replayed = {row["token"]: row["state"] for row in told.tickets.values()}
    assert {token: replayed[token] for token in day.ended} == day.ended, "the book says the same"
    return dict(Counter(day.ended.values()))


_TICKETS: Final = """
    SELECT t.token, t.number, t.state, t.n, t.drawn_in_id
    FROM reception_ticket t JOIN reception_queue q ON q.id = t.drawn_in_id WHERE q.code = ANY (%s)
"""
