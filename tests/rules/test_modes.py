"""Each way of booking has its own conditions, and none is open unexplained (R-061 to R-066)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from yimen.rules.reception import modes
from yimen.rules.reception.modes import ONLINE, TEXTS, WAYS, Channel, Mode
from yimen.rules.refused import Refused

FITS: dict[str, Any] = {"open_day": True, "confirmed": False, "pre_reviewed": False}


def refusal(mode: Mode, channel: Channel, **changes: bool) -> str | None:
    try:
        modes.demand_fitting(mode, channel, **{**FITS, **changes})
    except Refused as refused:
        return refused.reason
    return None


@pytest.mark.rule("R-066")
@pytest.mark.parametrize("missing", TEXTS)
def test_a_mode_opens_only_when_all_of_it_is_explained_in_both_languages(missing: str) -> None:
    texts = dict.fromkeys(TEXTS, "…") | {missing: "  "}
    assert modes.lacking(texts) == (missing,)
    with pytest.raises(Refused, match="mode_unexplained"):
        modes.demand_explained(Mode.IN_HALL, texts)
    modes.demand_explained(Mode.IN_HALL, texts | {missing: "…"})


@pytest.mark.rule("R-061")
def test_on_a_day_of_rest_only_holiday_service_and_only_with_somebody_who_will_be_there() -> None:
    for mode in set(Mode) - {Mode.HOLIDAY}:
        assert refusal(mode, Channel.PHONE_CENTRE, open_day=False, pre_reviewed=True) == "holiday_only"
    assert refusal(Mode.HOLIDAY, Channel.PHONE_WINDOW, open_day=False) == "holiday_unconfirmed"
    assert refusal(Mode.HOLIDAY, Channel.PHONE_WINDOW, open_day=False, confirmed=True) is None
    assert refusal(Mode.HOLIDAY, Channel.PHONE_WINDOW, confirmed=True) == "holiday_needless"
    assert {refusal(Mode.HOLIDAY, each, open_day=False, confirmed=True) for each in ONLINE} == {
        "mode_by_phone"
    }


@pytest.mark.rule("R-064")
@pytest.mark.parametrize("channel", Channel)
def test_nobody_is_visited_whose_papers_were_not_looked_at_first(channel: Channel) -> None:
    assert refusal(Mode.DOOR_STEP, channel) == "pre_review_missing"
    assert refusal(Mode.DOOR_STEP, channel, pre_reviewed=True) is None


@pytest.mark.rule("R-063", "R-064", "R-065")
def test_there_are_three_green_channels() -> None:
    assert {mode for mode, way in WAYS.items() if way.green} == {
        Mode.WHILE_YOU_WAIT,
        Mode.DOOR_STEP,
        Mode.IN_HALL,
    }
    assert set(WAYS) == set(Mode)


@pytest.mark.rule("R-064", "R-142")
def test_every_seal_that_went_out_comes_back() -> None:
    modes.demand_seals_back(["受理专用章"], ["受理专用章"])
    for back in ([], ["受理专用章", "公章"]):
        with pytest.raises(Refused, match="visit_seals"):
            modes.demand_seals_back(["受理专用章"], back)


@pytest.mark.rule("R-064")
def test_a_visit_has_a_team_and_a_place() -> None:
    modes.demand_visit([7], "石桥村 12 号")
    with pytest.raises(Refused, match="visit_team_missing"):
        modes.demand_visit([], "石桥村 12 号")
    with pytest.raises(Refused, match="visit_place_missing"):
        modes.demand_visit([7], " ")


@pytest.mark.rule("R-062")
def test_two_hours_are_enough_and_a_second_more_is_flagged() -> None:
    start, longest = datetime(2026, 3, 3, 1, 0, tzinfo=UTC), timedelta(minutes=120)
    assert not modes.over_time(start, start + longest, longest)
    assert modes.over_time(start, start + longest + timedelta(seconds=1), longest)
