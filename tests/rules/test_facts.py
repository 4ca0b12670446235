"""Whatever an act is told: it is done, or refused in words. Nothing else ever comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lives import BLOCKING, EVERYBODY, LIN, MISSING, PARALLEL, ZHAO, Life, item
from yimen.base import refusals
from yimen.rules.facts import FACTS, MOST_WORDS, read
from yimen.rules.licensing import Material
from yimen.rules.permits import PERMITS
from yimen.rules.procedures.licensing_1 import LICENSING_1
from yimen.rules.refused import Refused

WITH_PAPERS = {"pre_register", "receive", "supply"}
BY_THEMSELVES = {"expire", "deem_accept", "abandon", "turn", "retime", "seal"}


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


# the table


def test_every_act_of_people_has_its_facts_but_those_that_bring_papers():
    assert set(FACTS) == set(LICENSING_1.acts) - WITH_PAPERS - BY_THEMSELVES
    assert set(FACTS) <= set(PERMITS)


@pytest.mark.parametrize("act", [*sorted(WITH_PAPERS), *sorted(BY_THEMSELVES), "see", "", "Accept"])
def test_what_is_no_such_act_is_nothing_to_anybody(act):
    with refused("not_permitted"):
        read(act, {})


# single facts


def test_what_was_left_empty_is_not_there():
    assert (
        read("accept", {"text": "  "})
        == read("accept", {"text": None})
        == read("withdraw", {"extra": []})
        == {}
    )


def test_words_are_trimmed_and_their_lines_kept():
    assert read("note", {"text": " 一\r\n二\r "}) == {"text": "一\n二"}


@pytest.mark.parametrize(
    "text", [3, True, ["x"], {"x": 1}, b"x", "a\x00b", "a\x1bb", "\ud800", "x" * (MOST_WORDS + 1)]
)
def test_what_is_no_text_is_not_taken_for_one(text):
    with refused("fact_shape"):
        read("note", {"text": text})


@pytest.mark.parametrize("number", [1.5, "1", True, -1, 2**63, [1], "一"])
def test_a_task_is_a_number(number):
    with refused("fact_shape"):
        read("take_task", {"task": number})


@pytest.mark.parametrize(
    "needed",
    [
        5, "5", {"n": 5}, {"unit": "day"}, {"n": "5", "unit": "day"}, {"n": 5, "unit": "year"}, {"n": 5, "unit": []},
        {"n": 10**9, "unit": "day"}, {"n": -1, "unit": "day"}, {"n": 5, "unit": "day", "more": 1}, [5, "day"],
    ],
)  # fmt: skip
def test_a_length_of_time_is_a_number_and_a_unit(needed):
    with refused("fact_shape"):
        read("suspend", {"reason": "hearing", "needed": needed, "text": "听证"})


@pytest.mark.parametrize("day", ["2026-02-30", "soon", 20260302, date(2026, 3, 2)])
def test_a_day_is_a_day(day):
    with refused("fact_shape"):
        read("grant", {"valid_until": day})


def test_a_day_is_kept_as_it_is_written_everywhere():
    assert read("grant", {"valid_until": "20260302"}) == {"valid_until": "2026-03-02"}


@pytest.mark.parametrize(
    "extra",
    [
        "x",
        [3],
        [{}],
        [{"text": ""}],
        [{"text": "x", "colour": "red"}],
        [{"text": "x", "material": 3}],
        [{"text": "x"}] * 101,
    ],
)
def test_a_demand_has_words_and_is_about_one_thing(extra):
    with refused("fact_shape"):
        read("ask_supplement", {"extra": extra})


@pytest.mark.parametrize("name", ["colour", "findings", "colleagues", "archive_no", 3, "\ud800"])
def test_what_an_act_does_not_take_is_named(name):
    with refused("fact_unknown"):
        read("accept", {name: "x"})


@pytest.mark.parametrize("given_", [None, 3, "text", [], [("text", "x")]])
def test_facts_are_named(given_):
    with refused("fact_shape"):
        read("note", given_)


def test_a_step_may_be_told_more_than_every_step_is():
    told = {
        "task": 3,
        "result": "agree",
        "text": "合格",
        "distance": "五米",
        "participants": ["甲", " ", "乙"],
    }
    assert read("finish_task", told) == {**told, "participants": ["甲", "乙"]}


# whatever comes

JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.just("x" * 5000)
    | st.just(10**30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
LIKELY = st.sampled_from(
    [
        "agree", "main_missing", "against_policy", "survey_failed", "out_of_remit", "no_approval_needed", "refusal", "hearing",
        "will_not_complete", "incomplete", "pickup", "post", "applicant", "proxy", "by_hand", "2026-03-02", "有理由", "市水利局",
        True, 1, 2, 3, 4, ["甲", "乙"], {"n": 3, "unit": "working_day"}, {"n": 9, "unit": "month"}, {"n": 0, "unit": "minute"},
        [{"text": "缺页", "material": "lease"}], [{"text": "缺页"}],
    ]
)  # fmt: skip
NAMES = [*sorted({name for shapes in FACTS.values() for name in shapes} - {"*"}), "task", "colour"]


def lives() -> list[Life]:
    """A case in each place where people act."""
    made: list[Life] = []
    fresh = Life()
    fresh.file(findings=(BLOCKING, MISSING))
    pending = Life().asked(MISSING)
    twice = Life(item=item(intake_checks=2))
    twice.file()
    parallel = Life(item=item(flow=PARALLEL)).accepted()
    rests = Life().accepted()
    rests.do("take_task", ZHAO, task=rests.task("review"))
    rests.do("suspend", ZHAO, reason="hearing", needed={"n": 5, "unit": "day"}, text="听证")
    done = Life().granted()
    done.do("complete", LIN)
    out = Life().granted()
    out.do("complete", LIN)
    out.do("deliver", LIN, way="post", carrier="邮政", tracking_no="1", receiver="孙悦")
    made += [fresh, pending, twice, parallel, rests, Life().reviewed(), Life().granted(), done, out]
    return made


PLACES = lives()


@pytest.mark.rule("R-098")
@given(
    st.integers(0, len(PLACES) - 1),
    st.sampled_from(sorted(FACTS)),
    st.sampled_from(EVERYBODY),
    st.dictionaries(st.sampled_from(NAMES), JUNK | LIKELY, max_size=9),
)
@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_an_act_is_told_it_is_done_or_refused_in_words(
    place: int, act: str, actor: Any, told: dict[str, Any]
):
    life = PLACES[place]
    try:
        said = read(act, told)
        looked_up = {"colleagues": [1, 2, 3], "person": 502, "series": "paper:x", "k": 1, "archive_no": "1"}
        decided = life.try_(act, actor, **{**said, **looked_up})
        decided.body([], [], bytes(16))[0].encode()
    except Refused as no:
        said = [refusals.sentence(no, language) for language in ("zh-hans", "en")]
        said[0].encode()


@pytest.mark.rule("R-092")
def test_a_piece_is_here_when_something_of_it_is():
    told = {"n": 1, "code": "plan", "no": 2, "given_at": Life().now}
    assert not Material(**told, exists=True).here
    assert not Material(**told, promise=True, original=False).here
    assert Material(**told, copies=1).here
    assert Material(**told, original=True).here
    assert Material(**told, digital=True).here


@pytest.mark.rule("R-022")
@pytest.mark.parametrize(
    ("act", "fact"),
    [
        ("hand_over_task", "colleagues"),
        ("correct_contact", "person"),
        ("serve", "series"),
        ("archive", "archive_no"),
        ("deliver", "case"),
    ],
)
def test_what_only_the_hall_looks_up_is_nobodys_to_say(act, fact):
    with refused("fact_unknown"):
        read(act, {fact: "1"})
