"""Killing any process at any moment loses no accepted case and doubles none (invariant 7), nor does moving a demo's time."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
import pytest

from chaos.storm import House, Person, Storm
from yimen.rules.numbering import CaseNumber
from yimen.wiring import postgres

KILLS: Final = int(os.environ.get("CHAOS_KILLS", "3"))  # `make chaos`: 30
SEED: Final = int(os.environ.get("CHAOS_SEED", "20260302"))
PEOPLE: Final = 4 if KILLS > 10 else 2
DAYS: Final = 3


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


@contextmanager
def load(house: House, rest: float = 0.0) -> Iterator[list[Person]]:
    """People at work meanwhile; whatever went wrong for one of them fails the test."""
    stop = threading.Event()
    token = house.token()
    people = [Person(house.port, nth, token, stop, rest) for nth in range(PEOPLE)]
    threads = [threading.Thread(target=each.work) for each in people]
    for thread in threads:
        thread.start()
    try:
        yield people
    finally:
        stop.set()
        for thread in threads:
            thread.join(180)
    assert [wrong for each in people for wrong in each.wrong] == []


@pytest.mark.rule("R-098", "R-138")
def test_no_kill_at_any_moment_loses_or_doubles_a_case(house: House) -> None:
    storm = Storm(house, SEED)
    with load(house) as people:
        for _ in range(KILLS):
            storm.strike()
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


@pytest.mark.rule("R-099")
def test_no_act_lands_in_a_day_that_was_sealed_while_time_was_moved(house: House) -> None:
    with load(house, rest=1.0) as people:  # what follows must be done before time moves on
        for _ in range(DAYS):
            said = house.command("clock", "+1d")
            assert said.returncode == 0, said.stderr + house.log()
    settle(house)
    assert sum(len(each.accepted) for each in people) >= DAYS, "they went on working"
    ((sealed,),) = rows(house, "SELECT count(*) FROM ledger_root WHERE count > 0")
    assert sealed >= DAYS, "day after day was sealed under them"
    said = house.command("verify")
    assert (said.returncode, said.stdout) == (0, "✓ 核对无误 · all of it holds\n"), said.stdout
