"""Kinds and tracks as platforms exchange them (KIND-02, GB/T 39046 table A.6)."""

from __future__ import annotations

import pytest

from yimen.rules.exchange import CaseType, case_type, track_of
from yimen.rules.intake import Kind, Track


@pytest.mark.rule("KIND-02")
def test_six_kinds_are_exchanged_as_one_two_or_nine():
    assert {kind: str(case_type(kind)) for kind in (*Kind, None)} == {
        Kind.INSTANT: "1",
        Kind.COMMITTED: "2",
        Kind.JOINT: "2",
        Kind.ESCALATED: "2",
        Kind.SUPPLEMENT: "9",
        Kind.RETURNED: "9",
        None: "9",
    }


@pytest.mark.rule("KIND-02")
@pytest.mark.parametrize(
    ("told", "standing", "track"),
    [
        ("1", Track.COMMITTED, Track.INSTANT),
        ("1", Track.JOINT, Track.INSTANT),
        ("2", Track.INSTANT, Track.COMMITTED),
        ("2", Track.COMMITTED, Track.COMMITTED),
        ("2", Track.JOINT, Track.JOINT),  # two may mean it, so it stays
        ("2", Track.ESCALATED, Track.ESCALATED),
        ("9", Track.COMMITTED, None),
    ],
)
def test_a_type_read_from_a_list_leaves_a_track_that_it_may_mean(told, standing, track):
    assert track_of(CaseType(told), standing) is track


@pytest.mark.rule("KIND-02")
@pytest.mark.parametrize("track", list(Track))
def test_a_type_that_was_sent_comes_back_as_the_same_track(track):
    assert track_of(case_type(Kind(track)), track) is track
