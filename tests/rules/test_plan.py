"""A hall's map: what fits on it, what a question finds, and the way from here to there."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.reception.devices import Standing, standing
from yimen.rules.reception.plan import PASSABLE, Floor, Place, PlaceKind, Plan
from yimen.rules.refused import Refused

K = PlaceKind
DEMO = {
    key: Plan.from_json(drawn)
    for key, drawn in json.loads(
        (files("yimen.wiring") / "worlds" / "demo_places.json").read_text("utf-8")
    )["plans"].items()
}  # fmt: skip


def place(kind: PlaceKind, key: str, x: int, y: int, w: int = 2, h: int = 2, **told: Any) -> Place:
    return Place(**{"kind": kind, "key": key, "floor": 1, "x": x, "y": y, "w": w, "h": h, **told})


def plan(*places: Place, width: int = 12, height: int = 10) -> Plan:
    return Plan((Floor(1, width, height), Floor(2, width, height)), places)


@pytest.mark.rule("R-046")
@pytest.mark.parametrize("key", sorted(DEMO))
def test_every_place_of_the_demo_is_reached_from_the_entrance_through_nothing(key: str) -> None:
    drawn = DEMO[key]
    assert drawn.entrance
    for each in drawn.places:
        if each is drawn.entrance or each.kind is K.WAITING:
            continue
        way = drawn.way(drawn.entrance, each)
        assert way, each.key
        assert way[-1].to is each
        for leg in way:
            walls = {
                square
                for other in drawn.on(leg.floor)
                if other.kind not in PASSABLE and other is not each
                for square in other.squares()
            }
            for (x0, y0), (x1, y1) in pairwise(leg.corners):
                assert x0 == x1 or y0 == y1, "people walk along the squares"
                passed = {
                    (x, y)
                    for x in range(min(x0, x1), max(x0, x1) + 1)
                    for y in range(min(y0, y1), max(y0, y1) + 1)
                }
                assert not passed & walls


@pytest.mark.rule("R-046")
def test_another_floor_is_reached_by_the_lift() -> None:
    drawn = DEMO["centre"]
    assert drawn.entrance
    upstairs = drawn.find("A03")
    assert upstairs
    first, second = drawn.way(drawn.entrance, upstairs)
    assert (first.to.kind, first.floor, second.floor) == (K.LIFT, 1, 2)


def test_there_is_no_way_through_a_wall_and_none_is_invented() -> None:
    start, end = place(K.ENTRANCE, "in", 0, 4), place(K.WINDOW, "A1", 10, 4)
    wall = place(K.ROOM, "wall", 5, 0, 2, 10)
    assert plan(start, end, wall).way(start, end) == ()
    assert plan(start, end).way(start, end)[0].paces >= 8


def test_of_two_ways_as_long_that_with_fewer_bends_is_told() -> None:
    start, end = place(K.ENTRANCE, "in", 0, 8), place(K.WINDOW, "A1", 10, 0)
    [leg] = plan(start, end).way(start, end)
    assert len(leg.corners) == 3


@pytest.mark.rule("R-021")
@pytest.mark.parametrize("asked", ["银行", "bank", "BANK", "云岫银行", "我要去银行", "取钱"])
def test_a_bank_is_found_by_what_people_call_it(asked: str) -> None:
    assert DEMO["centre"].search(asked)[0].key == "bank"


@pytest.mark.parametrize("asked", ["", " ", "zzz", "量子"])
def test_what_nobody_calls_anything_finds_nothing(asked: str) -> None:
    assert DEMO["centre"].search(asked) == ()


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        ([place(K.ROOM, "a", 0, 0), place(K.ROOM, "a", 5, 5)], "plan_key_twice"),
        ([place(K.ROOM, "", 0, 0)], "plan_key_twice"),
        ([place(K.ROOM, "a", 11, 0)], "plan_outside"),
        ([place(K.ROOM, "a", -1, 0)], "plan_outside"),
        ([place(K.ROOM, "a", 0, 0, 0)], "plan_outside"),
        ([place(K.ROOM, "a", 0, 0, floor=3)], "plan_outside"),
        ([place(K.ROOM, "a", 0, 0), place(K.ROOM, "b", 1, 1)], "plan_overlap"),
    ],
)
def test_what_cannot_stand_so_is_refused_by_name(places: list[Place], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        plan(*places).require_whole()
    assert refused.value.reason == reason


@pytest.mark.parametrize("width", [3, 81])
def test_a_floor_has_a_size(width: int) -> None:
    with pytest.raises(Refused, match="plan_floor_size"):
        plan(width=width).require_whole()


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_is_no_map_is_refused_and_never_crashes(said: Any) -> None:
    for value in (said, {"floors": said, "places": said}, {"floors": [], "places": [said]}):
        with suppress(Refused):
            Plan.from_json(value)


@pytest.mark.parametrize("key", sorted(DEMO))
def test_a_map_comes_back_as_it_was_kept(key: str) -> None:
    assert Plan.from_json(json.loads(json.dumps(DEMO[key].to_json()))) == DEMO[key]


@pytest.mark.rule("R-218")
@given(st.integers(-5, 60), st.integers(1, 30), st.sampled_from(["", "paper_out"]))
def test_a_device_is_silent_once_its_minutes_are_over(passed: int, minutes: int, trouble: str) -> None:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    found = standing(now - timedelta(minutes=passed), trouble, minutes, now)
    assert (found is Standing.SILENT) == (passed > minutes)
    assert standing(None, trouble, minutes, now) is Standing.NEVER
    if passed <= minutes:
        assert found is (Standing.TROUBLE if trouble else Standing.READY)
