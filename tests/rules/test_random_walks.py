"""Random walks over the procedure: whatever people and time do, what must always hold does hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lives import BLOCKING, EVERYBODY, MISSING, PARALLEL, Life, Limit, item
from yimen.rules import permits
from yimen.rules.procedures.licensing_1 import LICENSING_1
from yimen.rules.refused import Refused

ITEMS = st.sampled_from(
    [
        item(),
        item(flow=PARALLEL),
        item(track="instant", result_paper="completion"),
        item(intake_checks=2),
        item(charged=True, extension=None, promised=Limit(3)),
    ]
)
FINDINGS = st.sampled_from([(), (MISSING,), (BLOCKING, MISSING), ({**MISSING, "rule": "expired"},)])
STEP = st.tuples(
    st.sampled_from(LICENSING_1.acts),
    st.sampled_from(EVERYBODY),
    st.integers(0, 9),
    FINDINGS,
    st.sampled_from(["main_missing", "against_policy", "survey_failed"]),
    st.sampled_from(["hearing", "expert_review", "appraisal"]),
)


def facts(life: Life, act: str, findings: tuple, ground: str, reason: str, pick: int) -> dict:
    tasks = life.dossier.open_tasks()
    papers = life.dossier.papers
    steps = [each.n for each in life.dossier.tasks if each.kind == "review"]
    said = {
        "text": "有理由", "why": "out_of_remit", "competent": "市水利局", "ground": ground, "legal": "refusal",
        "findings": findings, "reason": reason, "needed": {"n": 3, "unit": "working_day"}, "result": "agree",
        "on": "2026-03-04", "place": "明德路", "participants": ["甲", "乙"], "approved_by": "局长", "basis": "第一条",
        "way": "pickup", "to": "applicant", "identity_checked": True, "receiver": "孙悦", "archive_no": "1",
        "receipt_no": "1", "how": "by_hand", "person": 502 + pick, "extra": [],
        "materials": [{"code": ("plan", "lease")[pick % 2], "no": 2, "copies": 1}], "changed_fields": [],
    }  # fmt: skip
    if act == "hand_over_task":
        said |= {"to": 4, "colleagues": [3, 4]}
    if act == "ask_supplement" and pick % 3 == 0:
        said["extra"] = [{"material": "lease", "text": "缺页"}]
    if tasks and pick % 4:
        said["task"] = tasks[pick % len(tasks)].n
    if papers:
        said |= {"series": papers[pick % len(papers)].series, "k": papers[pick % len(papers)].k}
    if steps:
        said["step"] = steps[pick % len(steps)]
    return said


def walk(life: Life, steps: list) -> None:
    for act, actor, pick, findings, ground, reason in steps:
        if act in {"receive", "pre_register", "turn", "retime", "seal", "deem_accept", "expire", "abandon"}:
            life.walk_to(life.now + timedelta(days=pick // 3, hours=pick))
            continue
        try:
            life.do(act, actor, **facts(life, act, findings, ground, reason, pick))
        except Refused:
            continue


@pytest.mark.rule("R-098", "R-099", "R-119", "R-114")
@given(ITEMS, FINDINGS, st.lists(STEP, max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_the_lines_give_the_rows_and_every_open_case_is_waited_for_by_somebody(
    what, findings, steps
):
    life = Life(item=what)
    life.file(findings=findings)
    walk(life, steps)
    told = life.replayed
    assert told.case == life.dossier.case
    assert told.rows == life.dossier.rows
    case = life.case
    assert case.state in LICENSING_1.states
    assert (case.closed_at is not None) == (case.state in LICENSING_1.ended | LICENSING_1.sealed)
    if case.closed_at is None:
        running = [each for each in life.dossier.clocks if each.runs]
        waits = [each for each in life.dossier.open_tasks() if each.holds or each.unit is None]
        assert running or waits, (
            "an unfinished case has a running clock, a holding task or a task of the applicant"
        )
        assert life.dossier.open_tasks("keep"), "every pending case has an owner"
    for line in life.lines:
        move = LICENSING_1.move(line["from"], line["act"])
        assert line["to"] in {move.target, line["from"]}
    for task in life.dossier.open_tasks():
        if task.unit is not None:
            assert any(task.unit in each.holds and permits.sits_at(each, task.post) for each in EVERYBODY), (
                f"{task.kind} lies on nobody's desk"
            )


@pytest.mark.rule("R-101")
@given(ITEMS, FINDINGS, st.lists(STEP, max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_case_has_exactly_one_of_the_six_kinds_once_it_is_answered(what, findings, steps):
    life = Life(item=what)
    life.file(findings=findings)
    walk(life, steps)
    from yimen.rules.intake import kind

    case = life.case
    if case.accepted_at is not None or case.disposition:
        assert kind(case.state, case.track, case.outcome, case.disposition) is not None


@pytest.mark.rule("LIC-32", "LIC-07b")
@given(st.lists(STEP, max_size=60))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_sequence_of_a_clerks_acts_yields_a_second_new_demand_without_leave(steps):
    life = Life()
    life.file(findings=(MISSING,))
    walk(life, [step for step in steps if step[0] != "allow_demand"])
    asked: set[tuple[str, str]] = set()
    fresh: set[str] = set()
    for line in life.lines:
        if line["act"] == "ask_supplement":
            demands = {tuple(each) for each in line["facts"]["asked"]}
            if asked:
                assert all(each in asked or each[0] in fresh for each in demands)
            asked |= demands
            fresh = set()
        if line["act"] == "supply":
            fresh |= {f"material:{code}" for code in line["facts"]["materials"]}
            fresh |= {f"field:{name}" for name in line["facts"]["fields"]}


ANSWERS = {"accept", "ask_supplement", "return", "decline", "grant", "refuse"}


@pytest.mark.rule("PII-03")
@given(ITEMS, FINDINGS, st.lists(STEP, max_size=40))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_a_machine_finds_decides_nothing_until_a_person_does(what, findings, steps):
    life = Life(item=what)
    life.file(findings=findings)
    walk(life, steps)
    answered = [line for line in life.lines if line["act"] in ANSWERS]
    assert all("staff" in line["by"] for line in answered)
    decided = {"granted": "grant", "refused": "refuse", "not_accepted": "decline", "returned": "return"}
    if (outcome := life.case.outcome) in decided:
        assert {line["act"] for line in answered} & {decided[outcome], "return"}


@pytest.mark.rule("R-022")
@given(ITEMS, FINDINGS, st.lists(STEP, max_size=25), st.sampled_from(EVERYBODY))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whoever_may_act_on_a_case_may_see_it(what, findings, steps, actor):
    life = Life(item=what)
    life.file(findings=findings)
    walk(life, steps)
    if any(
        permits.may(actor, act, life.dossier)
        for act in permits.PERMITS
        if act not in {"receive", "pre_register"}
    ):
        assert permits.may_see(actor, life.dossier)


def test_every_act_of_the_procedure_has_a_permit_and_every_permit_an_act():
    assert set(LICENSING_1.acts) == set(permits.PERMITS) - {permits.SEE}


@pytest.mark.rule("R-098")
def test_every_state_can_be_reached():
    reached, edge = set(), {None}
    while edge:
        reached |= edge
        edge = {
            move.target
            for move in LICENSING_1.moves
            if move.target
            and any(
                source in reached
                for source in (move.source if isinstance(move.source, tuple) else (move.source,))
            )
        } - reached
    assert reached - {None} == LICENSING_1.states
