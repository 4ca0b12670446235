"""An item's review path is data (R-040, R-104, R-110, R-125, R-130)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.base.findings import sentence
from yimen.base.packs import national_rules, shipped_parameters
from yimen.base.refusals import SENTENCES
from yimen.rules.flows import Flow, FlowTask, Stage, TaskKind, is_joint, next_stage, problems, units
from yimen.rules.limits import Limit, Unit
from yimen.rules.refused import Refused

REASONS = tuple(each.code for each in national_rules().suspensions["licensing"])
FIVE = Limit(5)


def task(key, kind="review", unit="owner", **more):
    return FlowTask(key=key, name=f"任务 {key}", kind=kind, unit=unit, **more)


ADVERT = Flow(
    (
        Stage("现场核查", (task("survey", "survey", limit=Limit(2)), task("photo", required=False))),
        Stage(
            "审查",
            (task("review", limit=Limit(2), post="reviewer"), task("fire", unit="FIRE", limit=Limit(1))),
        ),
    )
)


@pytest.mark.rule("R-040", "R-125")
def test_a_sound_flow_has_no_problem_and_reads_back_as_it_was_written():
    assert problems(ADVERT, FIVE, REASONS) == ()
    assert Flow.from_json(json.loads(json.dumps(ADVERT.to_json()))) == ADVERT


@pytest.mark.rule("R-110")
@pytest.mark.parametrize("kind", list(TaskKind))
def test_a_task_of_each_kind_may_be_added_and_waits_for_its_record(kind):
    added = task("extra", kind)
    assert problems(Flow((Stage("一", (added,)),)), FIVE, REASONS) == ()
    assert added.lacks({}) == added.record
    record = dict.fromkeys(added.record, "x")
    assert added.lacks(record) == ()
    assert added.lacks({**record, "text": " "} | {"text": ""}) == ("text",)


@pytest.mark.rule("R-110")
def test_a_survey_is_recorded_with_day_place_participants_and_result():
    assert task("s", "survey").record == ("result", "on", "place", "participants", "text")
    assert task("s", "survey", needs=("files", "text")).record[-1] == "files"


@pytest.mark.rule("R-130")
def test_stages_follow_each_other_and_tasks_of_a_stage_run_side_by_side():
    survey, review = ADVERT.stages
    assert next_stage(ADVERT, set()) is survey
    assert next_stage(ADVERT, {"survey"}) is review
    assert next_stage(ADVERT, {"survey", "review"}) is review
    assert next_stage(ADVERT, {"survey", "review", "fire"}) is None


def test_a_task_that_is_not_required_holds_nobody_up():
    assert next_stage(ADVERT, {"survey", "review", "fire"}) is None
    assert next_stage(ADVERT, {"photo"}) is ADVERT.stages[0]


def test_an_item_without_stages_goes_straight_to_the_decision():
    assert next_stage(Flow(), set()) is None
    assert problems(Flow(), Limit(0), REASONS) == ()


@pytest.mark.rule("R-104")
def test_three_windows_or_departments_make_a_flow_joint_and_two_do_not():
    least = shipped_parameters().row("joint.min_units", national_rules().rules[0].effective_from).value
    two = Flow((Stage("一", (task("a"), task("b"), task("c", unit="FIRE"))),))
    three = Flow((*two.stages, Stage("二", (task("d", unit="PLANNING"),))))
    assert units(two) == {"owner", "FIRE"}
    assert not is_joint(two, least)
    assert is_joint(three, least)


@pytest.mark.rule("R-125")
def test_no_step_takes_longer_than_the_promise():
    long = Flow((Stage("一", (task("a", limit=Limit(6)),)),))
    assert rules(problems(long, FIVE, REASONS)) == ["step_over_promised"]


@pytest.mark.rule("R-125")
def test_the_longest_steps_of_all_stages_together_fit_into_the_promise():
    tight = Flow(
        (
            Stage("一", (task("a", limit=Limit(3)), task("b", limit=Limit(2)))),
            Stage("二", (task("c", limit=Limit(2)),)),
        )
    )
    assert problems(tight, FIVE, REASONS) == ()
    (found,) = problems(tight, Limit(4), REASONS)
    assert found.rule == "steps_over_promised"
    assert found.facts["total"] == {"n": 5, "unit": "working_day"}


@pytest.mark.rule("R-125")
def test_a_step_in_a_unit_that_may_outlast_the_promise_is_a_problem():
    months = Flow((Stage("一", (task("a", limit=Limit(1, Unit.MONTH)),)),))
    hours = Flow((Stage("一", (task("a", limit=Limit(4, Unit.HOUR)),)),))
    assert rules(problems(months, FIVE, REASONS)) == ["step_over_promised"]
    assert problems(hours, FIVE, REASONS) == ()


@pytest.mark.rule("LIC-17", "R-119")
@pytest.mark.parametrize(
    ("holds", "basis", "rule"),
    [
        ("hearing", "行政许可法第四十六条", None),
        ("expert_review", "", "pause_without_statute"),
        ("waiting_for_leader", "惯例", "pause_unlawful"),
        ("survey", "本单位规定", "pause_unlawful"),
    ],
)
def test_a_clock_rests_only_for_a_lawful_reason_that_a_statute_gives_the_item(holds, basis, rule):
    flow = Flow((Stage("一", (task("a", "hearing", holds=holds, holds_basis=basis),)),))
    assert rules(problems(flow, FIVE, REASONS)) == ([rule] if rule else [])


def broken(*tasks, name="一"):
    return Flow((Stage(name, tasks),))


@pytest.mark.rule("R-040")
@pytest.mark.parametrize(
    ("flow", "rule"),
    [
        (broken(), "stage_empty"),
        (broken(task("a"), name=" "), "stage_unnamed"),
        (Flow((Stage("一", (task("a"),)), Stage("一", (task("b"),)))), "stage_twice"),
        (broken(task("a", required=False)), "stage_waits_for_nobody"),
        (broken(task("a"), task("a")), "task_twice"),
        (broken(task("a", "walk")), "task_kind_unknown"),
        (broken(task("a", unit="")), "task_unnamed"),
        (broken(replace(task("a"), name="")), "task_unnamed"),
    ],
)
def test_each_thing_that_keeps_a_flow_from_working_is_named(flow, rule):
    (found,) = problems(flow, FIVE, REASONS)
    assert found.rule == rule
    for language in ("zh-hans", "en"):
        text, remedy = sentence(found, language)
        assert text
        assert "{" not in text + remedy


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"stages": "一"},
        {"stages": [{"name": "一"}]},
        {"stages": [{"name": "一", "tasks": [{"key": "a"}]}]},
        {"stages": [{"name": "一", "tasks": [{"key": "a", "name": "b", "kind": "review", "units": "x"}]}]},
        {"stages": [{"name": "一", "tasks": [{"key": "a", "name": "b", "kind": "review", "limit": 3}]}]},
        {
            "stages": [
                {
                    "name": "一",
                    "tasks": [{"key": "a", "name": "b", "kind": "review", "limit": {"n": 1, "unit": "week"}}],
                }
            ]
        },
    ],
)
def test_what_is_no_flow_at_all_is_refused(value):
    with pytest.raises(Refused) as refused:
        Flow.from_json(value)
    assert refused.value.reason == "flow_shape"
    assert "flow_shape" in SENTENCES


def rules(findings):
    return [finding.rule for finding in findings]


KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1, max_size=8)


@st.composite
def sound_flows(draw):
    keys = draw(KEYS)
    stages, names = [], iter("一二三四五六七八")
    while keys:
        here, keys = keys[: (cut := draw(st.integers(1, len(keys))))], keys[cut:]
        optional = draw(st.sets(st.sampled_from(here), max_size=len(here) - 1)) if len(here) > 1 else set()
        stages.append(Stage(next(names), tuple(task(key, required=key not in optional) for key in here)))
    return Flow(tuple(stages))


@pytest.mark.rule("R-130", "R-098")
@given(sound_flows(), st.randoms())
def test_every_flow_without_problems_comes_to_its_decision_and_never_goes_back(flow, chance):
    assert problems(flow, None, REASONS) == ()
    closed, seen = set(), []
    while (stage := next_stage(flow, closed)) is not None:
        at = flow.stages.index(stage)
        assert seen == sorted(seen)
        seen.append(at)
        closed.add(chance.choice(sorted(stage.required - closed)))
    assert closed == {each.key for each in flow.tasks if each.required}
