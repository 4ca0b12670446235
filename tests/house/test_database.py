"""The tests' own database is real PostgreSQL, and hall time goes where it is put."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import connection, connections

from yimen.base import clock
from yimen.base.models import HallTime


@pytest.mark.django_db
def test_hall_time_runs_on_from_where_it_was_set(now: datetime) -> None:
    clock.set_hall_time(now)
    assert timedelta() <= clock.hall_now() - now < timedelta(minutes=1)


@pytest.fixture
def straggler(django_db_setup: None, server_url: str) -> Iterator[None]:
    """A connection that some thread forgot."""
    forgotten = psycopg.connect(server_url, dbname=connections.settings["default"]["NAME"])
    yield
    forgotten.close()


@pytest.mark.usefixtures("straggler")
@pytest.mark.commits
def test_a_test_that_commits_has_a_database_of_its_own(own_database: str, now: datetime) -> None:
    clock.set_hall_time(now)
    seen = []

    def look() -> None:
        seen.append(clock.hall_now())
        connection.close()

    other = threading.Thread(target=look)
    other.start()
    other.join()
    assert seen[0] >= now


@pytest.mark.django_db
def test_nothing_of_it_is_left_to_others() -> None:
    assert not HallTime.objects.exists()
