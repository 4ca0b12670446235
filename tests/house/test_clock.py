"""Time in a demo: where it may be moved to, and that the way there is walked."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from yimen.base import clock
from yimen.modules.ledger import commands as ledger
from yimen.wiring import move_clock
from yimen.wiring.move_clock import NotAMoment, target
from yimen.wiring.walk import walk

SEEN: list[tuple[str, datetime]] = []


@ledger.outside("tests.seen")
def seen(data: Mapping[str, Any], now: datetime) -> Any:
    """A to-do that notes when it ran, and may leave another to be done later."""

    def written() -> None:
        SEEN.append((data["name"], clock.hall_now()))
        if later := data.get("then"):
            ledger.add_todo("tests.seen", now + timedelta(hours=1), {"name": later})

    return written


@pytest.fixture
def monday(db: None, now: datetime) -> datetime:
    clock.set_hall_time(now)
    SEEN.clear()
    return now


@pytest.mark.parametrize(
    ("text", "days", "hours"), [("+3d", 3, 0), ("+2h", 0, 2), ("+0d", 0, 0), ("2026-03-04T10:00", 2, 1)]
)
def test_time_goes_forward_by_days_hours_or_to_a_moment(
    now: datetime, text: str, days: int, hours: int
) -> None:
    assert target(text, now=now) == now + timedelta(days=days, hours=hours)


@pytest.mark.parametrize("text", ["-3d", "3d", "+3w", "tomorrow", "+d", "", "2026-03-02T08:59", "1999-01-01"])
def test_time_goes_neither_back_nor_anywhere_unclear(now: datetime, text: str) -> None:
    with pytest.raises(NotAMoment):
        target(text, now=now)


def test_everything_due_on_the_way_happens_at_its_moment_and_in_order(monday: datetime) -> None:
    ledger.add_todo("tests.seen", monday + timedelta(days=2), {"name": "second"})
    ledger.add_todo(
        "tests.seen", monday + timedelta(days=1), {"name": "first", "then": "an hour after the first"}
    )
    ledger.add_todo("tests.seen", monday + timedelta(days=9), {"name": "too late"})
    walk(monday + timedelta(days=3))
    assert [name for name, _ in SEEN] == ["first", "an hour after the first", "second"]
    waits = [timedelta(days=1), timedelta(days=1, hours=1), timedelta(days=2)]
    for (_, at), wait in zip(SEEN, waits, strict=True):
        assert timedelta() <= at - (monday + wait) < timedelta(minutes=1)
    assert timedelta() <= clock.hall_now() - (monday + timedelta(days=3)) < timedelta(minutes=1)


def test_what_was_overdue_happens_first_and_time_does_not_go_back_for_it(monday: datetime) -> None:
    ledger.add_todo("tests.seen", monday - timedelta(days=1), {"name": "overdue"})
    walk(monday + timedelta(hours=1))
    ((_, at),) = SEEN
    assert at >= monday


def test_in_production_time_cannot_be_moved(
    monday: datetime, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.YIMEN_DEMO = False
    assert move_clock.run(argparse.Namespace(to="+1d")) == 1
    assert "real one" in capsys.readouterr().err


def test_the_command_says_from_where_to_where(monday: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    assert move_clock.run(argparse.Namespace(to=None)) == 0
    assert move_clock.run(argparse.Namespace(to="2026-03-05T09:00")) == 0
    assert "2026-03-02 09:00 → 2026-03-05 09:00" in capsys.readouterr().out
