"""What is live in a hall brought up by `yimen up`: found by the pages, back at once, and no hindrance to stopping."""

from __future__ import annotations

import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from running import AGAIN, FIRST_START, Hall, hall_of_its_own, parent_of
from streams import Ear

STREAMS = 200
RIGHT_AGAIN = 2.0  # seconds
ADDRESS = "/live/hall/centre/calls?language=zh-hans"


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    with hall_of_its_own() as hall:
        hall.start(patience=FIRST_START)
        yield hall


def port(hall: Hall) -> int:
    return int((hall.data / "live" / "address").read_text().rpartition(":")[2])


def process(hall: Hall) -> int:
    assert hall.up is not None
    (found,) = [
        pid
        for pid in hall.living()
        if parent_of(pid) == hall.up.pid and Path(f"/proc/{pid}/comm").read_text().strip() == "yimen live"
    ]
    return found


def heard(hall: Hall) -> Ear:
    """A listener that was told everything."""
    ear = Ear(port(hall), ADDRESS)
    assert ear.next()[0] == "snapshot"
    return ear


def test_the_pages_name_the_port_of_what_is_live_and_the_policy_lets_them_connect(hall: Hall) -> None:
    with urllib.request.urlopen(f"http://localhost:{hall.port}/lobby/centre/calls/", timeout=30) as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = answer.read().decode()
    at = f"http://localhost:{port(hall)}"
    assert f'data-live="{at}/live/hall/centre/calls?language=zh-hans"' in page
    assert f"connect-src 'self' {at}" in policy
    assert port(hall) != hall.port
    heard(hall).close()


@pytest.mark.rule("R-055")
def test_killed_it_is_back_within_two_seconds_and_nobody_is_turned_away(hall: Hall) -> None:
    before = process(hall)
    ear = heard(hall)
    os.kill(before, signal.SIGKILL)
    began = time.monotonic()
    with pytest.raises((EOFError, OSError)):
        ear.next()
    ear.close()
    heard(hall).close()
    took = time.monotonic() - began
    assert process(hall) != before
    assert took < RIGHT_AGAIN * (1 + os.getloadavg()[0] / (os.cpu_count() or 1)), (
        took
    )  # of a machine to itself


@pytest.mark.rule("R-055")
def test_after_a_restart_of_the_database_it_listens_again_and_tells_everything(hall: Hall) -> None:
    ear = heard(hall)
    before = hall.postmaster()
    assert before is not None
    os.kill(before, signal.SIGKILL)
    assert ear.next()[0] == "snapshot"
    ear.close()


def test_it_ends_with_everything_else_also_with_two_hundred_streams_open(hall: Hall) -> None:
    hall.wait_for("/readyz", AGAIN)
    ears = [heard(hall) for _ in range(STREAMS)]
    began = time.monotonic()
    assert hall.end(signal.SIGINT) == 0, hall.log()
    assert time.monotonic() - began < 8 + 2  # the grace every part has, and PostgreSQL's own end
    assert hall.living() == set()
    for ear in ears:
        ear.close()
