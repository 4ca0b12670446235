"""The floor of the demo: days that were lived through, and a morning under way."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from ground import OPENED, Ground, rows
from yimen.modules.reception import commands, queries
from yimen.wiring import world, world_floor


@pytest.mark.rule("R-055")
def test_the_demo_has_a_morning_under_way_and_days_behind_it_that_all_replay(ground: Ground):
    plan = json.loads((world._WORLDS / "demo_floor.json").read_text("utf-8"))
    world_floor.play(ground.world, plan, until=OPENED)
    assert [f"{each.where}: {each.what}" for each in commands.verify_floors()] == []
    floor = queries.floor(ground.world.unit["centre"], now=OPENED)
    waiting = {each.code: each.waiting for each in floor.queues}
    assert all(waiting.values())
    assert all(each.wait for each in floor.queues if each.open_windows), "six days are a basis"
    today = dict(rows("SELECT state, count(*) FROM reception_ticket WHERE day = '2026-03-02' GROUP BY state"))
    assert {"waiting", "serving", "called", "held", "served", "no_show"} <= set(today)
    (deviation,) = queries.deviations(ground.world.unit["centre"], OPENED.date())
    assert deviation.reason
    days = queries.figures(
        ground.world.unit["centre"], since=date(2026, 2, 1), until=OPENED.date() - timedelta(days=1)
    )
    assert len(days) == plan["history"]["days"]
    assert all(each.open == 0 and each.wait_p95 is not None for each in days)
