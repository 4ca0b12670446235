"""The demo's bookings: six ordinary categories, three green channels, and people who have booked through the product itself."""

from __future__ import annotations

import json

import pytest

from ground import OPENED, Ground, rows
from yimen.modules.cases import commands as cases
from yimen.modules.reception.queries import bookings
from yimen.rules.reception.modes import WAYS, Mode
from yimen.wiring import world, world_bookings, world_floor

pytestmark = pytest.mark.rule("R-058", "R-063", "R-064", "R-065")


@pytest.fixture
def demo(ground: Ground) -> Ground:
    floor = json.loads((world._WORLDS / "demo_floor.json").read_text("utf-8"))
    plan = json.loads((world._WORLDS / "demo_bookings.json").read_text("utf-8"))
    ground.now = OPENED
    floor["history"]["days"] = 0
    world_floor.play(ground.world, floor, until=OPENED)
    world_bookings.play(ground.world, plan, until=OPENED, pass_time=world.pass_time)
    world.pass_time(OPENED)
    return ground


def test_the_city_s_hall_has_six_categories_and_three_green_channels(demo: Ground) -> None:
    halls = dict((hall.unit.code, kinds) for hall, kinds in bookings.bookable_halls())  # noqa: C402
    assert len(halls["centre"]) == 6
    greens = {mode.mode for each in halls["centre"] for mode in each.greens}
    assert greens == {Mode.WHILE_YOU_WAIT, Mode.DOOR_STEP, Mode.IN_HALL} == {m for m in Mode if WAYS[m].green}
    assert all(not mode.lacking for each in halls["centre"] for mode in each.open_modes)


def test_today_some_have_come_some_are_expected_and_one_did_not_come(demo: Ground) -> None:
    clerk = demo.actor("clerk")
    today = bookings.day(clerk, clerk.hall, OPENED.date())
    states = [each.state for each in today]
    assert states.count("arrived") == 2
    assert states.count("booked") >= 4
    assert {state for (state,) in rows("SELECT DISTINCT state FROM reception_booking")} == {
        "arrived",
        "booked",
        "cancelled",
        "no_show",
    }
    (visit,) = bookings.visits(clerk, clerk.hall, OPENED.date().replace(day=3))
    assert (visit.booking.confirmed, len(visit.team), visit.seals) == (True, 2, ("受理专用章",))
    assert list(cases.verify_all()) == []
