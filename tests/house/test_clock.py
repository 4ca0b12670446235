"""Time in a demo: where it may be moved to, and that the way there is walked."""

from __future__ import annotations

import argparse
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from yimen.base import clock
from yimen.modules.ledger import commands as ledger
from yimen.modules.people import queries as people
from yimen.rules.actors import NOBODY, Actor
from yimen.wiring import move_clock, worker
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


# acts and steps

A_MOMENT = 0.5  # seconds: long enough for what waits to have gone on, if nothing held it


@contextmanager
def somebody_else(database: str, lock: str) -> Iterator[Callable[[], None]]:
    """Another process of the hall that holds the lock of time's steps, until told to let go."""
    with psycopg.connect(database, autocommit=True) as other:
        other.execute(f"SELECT {lock}(%s)", [clock.STEP])
        yield lambda: other.execute("SELECT pg_advisory_unlock_all()")


@contextmanager
def meanwhile(run: Callable[[], Any]) -> Iterator[Future[Any]]:
    def alone() -> Any:
        try:
            return run()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(alone)


def act() -> Any:
    """An act of somebody whose token is none, which is not known before the day is."""
    return Client().post("/api/v1/cases/1/acts/note", {}, "application/json", HTTP_AUTHORIZATION="Bearer x")


def test_an_act_waits_for_the_step_of_time_under_way(own_database: str, now: datetime) -> None:
    clock.set_hall_time(now)
    with somebody_else(own_database, "pg_advisory_lock") as let_go, meanwhile(act) as answer:
        time.sleep(A_MOMENT)
        assert not answer.done()
        assert Client().get("/healthz").status_code == 200, "who only looks is not held up"
        let_go()
        assert answer.result(timeout=30).status_code == 401


def test_an_act_is_refused_in_a_sentence_where_a_step_takes_too_long(
    own_database: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.set_hall_time(now)
    monkeypatch.setattr(clock, "PATIENCE", 1)
    with somebody_else(own_database, "pg_advisory_lock"):
        answer = act()
        told = json.loads(answer.content)
        assert (answer.status_code, told["reason"]) == (409, "time_moves")
        assert "演示时间正在拨快" in told["detail"]
    assert act().status_code == 401


def test_a_step_of_time_waits_for_the_act_under_way(own_database: str, now: datetime) -> None:
    clock.set_hall_time(now)
    tomorrow = now + timedelta(days=1)
    acting = somebody_else(own_database, "pg_advisory_lock_shared")
    with acting as let_go, meanwhile(lambda: walk(tomorrow)) as walked:
        time.sleep(A_MOMENT)
        assert clock.hall_now() < now + timedelta(hours=1), "it does not move under the act"
        let_go()
        walked.result(timeout=60)
    assert clock.hall_now() >= tomorrow


def test_an_act_holds_its_moment_from_its_beginning_to_its_end(
    own_database: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.set_hall_time(now)
    tomorrow = now + timedelta(days=1)
    begun, ended = threading.Event(), threading.Event()

    def slowly(*_token: object, today: date, **_: object) -> Actor:
        assert today == now.date()
        begun.set()
        assert ended.wait(30)
        return NOBODY

    monkeypatch.setattr(people, "actor_by_token", slowly)
    with meanwhile(act) as answer:
        assert begun.wait(30)
        with meanwhile(lambda: walk(tomorrow)) as walked:
            time.sleep(A_MOMENT)
            assert not walked.done()
            assert clock.hall_now() < now + timedelta(hours=1), "it waits for whoever has read the time"
            ended.set()
            assert answer.result(timeout=30).status_code == 401
            walked.result(timeout=60)


def test_the_worker_does_nothing_by_a_time_that_is_being_moved(own_database: str, now: datetime) -> None:
    clock.set_hall_time(now)
    SEEN.clear()
    ledger.add_todo("tests.seen", now, {"name": "due"})
    with somebody_else(own_database, "pg_advisory_lock") as let_go, meanwhile(worker.work) as round_:
        time.sleep(A_MOMENT)
        assert SEEN == []
        let_go()
        assert round_.result(timeout=30)
    assert [name for name, _ in SEEN] == ["due"]


def test_in_production_nobody_waits_for_anything(own_database: str, settings: Any) -> None:
    settings.YIMEN_DEMO = False
    with somebody_else(own_database, "pg_advisory_lock"), clock.standing():
        pass
