"""The tests' own database is real PostgreSQL, and hall time goes where it is put."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from yimen.base import clock


@pytest.mark.django_db
def test_hall_time_runs_on_from_where_it_was_set(now: datetime) -> None:
    clock.set_hall_time(now)
    assert timedelta() <= clock.hall_now() - now < timedelta(minutes=1)
