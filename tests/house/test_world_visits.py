"""The demo's halls have been asked something, and have been told how it was."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest

from ground import Ground, ground, laid_ground
from yimen.modules.evaluation import queries as ratings
from yimen.modules.reception import commands
from yimen.modules.reception.queries import contacts
from yimen.rules.reception.contacts import End
from yimen.wiring import world_floor, world_visits

__all__ = ["ground", "laid_ground"]


def plan(name: str) -> Any:
    return json.loads((files("yimen.wiring") / "worlds" / f"demo_{name}.json").read_text("utf-8"))


@pytest.mark.rule("R-050", "R-191", "R-192")
def test_people_asked_and_said_how_it_was(ground: Ground) -> None:
    floor = plan("floor")
    floor["history"]["days"] = 1
    floor["queues"] = [{**each, "code": f"{each['code']}9"} for each in floor["queues"]]
    world_floor.play(ground.world, floor, until=ground.now)
    world_visits.play(ground.world, plan("visits"), until=ground.now)
    clerk = ground.actor("clerk")
    assert {each.end for each in contacts.followed(clerk)} == {End.COORDINATED, End.TRANSFERRED}
    (passed,) = contacts.passed_to(ground.actor("clerk-a04"))
    assert (passed.reminders, passed.first) == (1, clerk.id)
    found = ratings.satisfaction_of(clerk.hall, ground.now.date() - timedelta(days=7), ground.now.date())
    assert 0 < found.given < found.ended
    assert found.percent is not None
    assert list(commands.verify_floors()) == []
