"""A day of the floor through HTTP, with processes killed in between: nothing is lost, nothing doubled, and the book replays it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import Final

import pytest

from chaos.day import Day, judge
from chaos.storm import House, Storm
from yimen.wiring import postgres

TICKETS: Final = int(os.environ.get("DAY_TICKETS", "120"))  # `python bench day`: 10,000
KILLS: Final = int(os.environ.get("DAY_KILLS", "3"))
SEED: Final = 20260302


@pytest.fixture
def house() -> Iterator[House]:
    house = House()
    yield house
    house.close()


@pytest.mark.rule("R-055")
def test_a_day_through_restarts_gives_each_ticket_one_number_one_call_and_one_end(house: House) -> None:
    day = Day(house.port, TICKETS)
    living = threading.Thread(target=day.live)
    living.start()
    storm = Storm(house, SEED)
    for _ in range(KILLS):
        storm.strike()
    living.join()
    judge(day, postgres.start(house.data / "postgres").url())
    said = house.command("verify")
    assert (said.returncode, said.stdout) == (0, "✓ 核对无误 · all of it holds\n"), said.stdout + said.stderr
