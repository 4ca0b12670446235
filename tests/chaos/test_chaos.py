"""Killing any process at any moment loses no accepted case and doubles none (invariant 7)."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import psycopg
import pytest

from chaos.storm import House, Person, Storm
from yimen.rules.numbering import CaseNumber
from yimen.wiring import postgres

KILLS: Final = int(os.environ.get("CHAOS_KILLS", "3"))  # `make chaos`: 30
SEED: Final = int(os.environ.get("CHAOS_SEED", "20260302"))
PEOPLE: Final = 4 if KILLS > 10 else 2


@pytest.fixture
def house() -> Iterator[House]:
    house = House()
    yield house
    house.close()


def rows(house: House, sql: str) -> list[tuple[Any, ...]]:
    """What the database says, past all of our code."""
    cluster = postgres.start(house.data / "postgres")
    with psycopg.connect(cluster.url()) as connection:
        return connection.execute(sql).fetchall()


def settle(house: House) -> None:
    """Until the worker has done all that is due."""
    deadline = time.monotonic() + 180
    while rows(
        house,
        "SELECT count(*) FROM ledger_todo WHERE tries < 5 AND run NOT LIKE 'messages.%' AND book IS NOT NULL",
    ) != [(0,)]:
        assert time.monotonic() < deadline, rows(house, "SELECT run, tries, error FROM ledger_todo LIMIT 20")
        time.sleep(0.2)


@pytest.mark.rule("R-098", "R-138")
def test_no_kill_at_any_moment_loses_or_doubles_a_case(house: House) -> None:
    stop = threading.Event()
    token = house.token()
    people = [Person(house.port, nth, token, stop) for nth in range(PEOPLE)]
    threads = [threading.Thread(target=each.work) for each in people]
    for thread in threads:
        thread.start()
    storm = Storm(house, SEED)
    try:
        for _ in range(KILLS):
            storm.strike()
    finally:
        stop.set()
        for thread in threads:
            thread.join(180)
    assert [wrong for each in people for wrong in each.wrong] == []
    settle(house)

    filed = {key: number for each in people for key, number in each.filed.items()}
    numbers = [CaseNumber.parse(number).digits for number in filed.values()]
    assert len(numbers) >= KILLS, "there was load"
    assert len(set(numbers)) == len(numbers), "no two keys got one case"
    there = {number for (number,) in rows(house, "SELECT number FROM cases_case")}
    assert there == set(numbers), "every answered case is there, and none that nobody was answered for"

    acts = Counter(
        rows(house, "SELECT c.number, l.act FROM ledger_line l JOIN cases_case c ON c.id = l.book")
    )
    for each in people:
        for number in each.accepted:
            assert acts[CaseNumber.parse(number).digits, "accept"] == 1
    assert all(acts[number, "receive"] == 1 for number in numbers)
    assert rows(house, "SELECT count(*) FROM papers_paper WHERE sealed_at IS NULL") == [(0,)], (
        "every paper was drawn in the end"
    )
    assert rows(house, "SELECT run, error FROM ledger_todo WHERE tries >= 5") == []

    said = house.command("verify")
    assert (said.returncode, said.stdout) == (0, "✓ 核对无误 · all of it holds\n"), said.stderr
    assert len(storm.killed) == KILLS
