"""The answer to an application is computed (R-078, R-082, R-083, R-085, R-101 – R-109, LIC-33, KIND-01)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.base.conclusions import why
from yimen.base.packs import shipped_parameters
from yimen.base.refusals import SENTENCES
from yimen.rules.findings import Finding, Severity, lacking
from yimen.rules.intake import (
    FOUR_OUTCOMES,
    SIX_KINDS,
    TABLE,
    Disposition,
    IntakeFacts,
    Kind,
    Legal,
    Situation,
    Track,
    conclude,
    kind,
    preview,
    to_instant,
    track_of,
)
from yimen.rules.materials import MaterialClass, Requirement, Submitted, check
from yimen.rules.once import Demand, Told
from yimen.rules.papers import ALIASES, Paper
from yimen.rules.preconditions import Boundary, Precondition
from yimen.rules.refused import Refused

TODAY = date(2026, 3, 2)
FORM = Requirement(no=1, code="form", name="申请表", material_class=MaterialClass.MAIN)
PLAN = Requirement(no=2, code="plan", name="设计方案", material_class=MaterialClass.NON_MAIN)
PROOF = Requirement(no=3, code="proof", name="产权证明", material_class=MaterialClass.ATTACHMENT)
PHOTO = Requirement(no=4, code="photo", name="照片", material_class=MaterialClass.ATTACHMENT, blocks=False)
LIST = (FORM, PLAN, PROOF, PHOTO)

LICENCE_NEEDED = Precondition(
    code="licence_needed",
    holds_if={"field": "area", "at_least": 10},
    text="不足 10 平方米的，依法不需要许可。",
    remedy="可以直接设置。",
    basis="示例条例第一条",
    boundary=Boundary.LICENCE_CLASS,
    otherwise="no_approval_needed",
)
CITY_LEVEL = Precondition(
    code="city_level",
    holds_if={"field": "area", "at_most": 100},
    text="超过 100 平方米的，由市级机关许可。",
    remedy="请向市城市管理局申请。",
    basis="示例条例第二条",
    boundary=Boundary.LICENCE_CLASS,
    otherwise="out_of_remit",
    competent="市城市管理局",
)


def facts(*findings, track=Track.COMMITTED, **more):
    return IntakeFacts(number="99010020260302000017", track=track, findings=findings, **more)


def missing(*codes, exists=False, promise=False):
    """What the check finds when these pieces were not handed in."""
    pieces = [
        Submitted(each.code, exists=exists, promise=promise)
        if each.code in codes
        else Submitted(each.code, copies=1)
        for each in LIST
    ]
    return check(LIST, pieces, {}, TODAY)


def refusal(known):
    with pytest.raises(Refused) as refused:
        conclude(known)
    return refused.value.reason


# --- the decision table ----------------------------------------------------------------------------------


@pytest.mark.rule("R-108", "R-106", "R-107")
@pytest.mark.parametrize(
    ("known", "disposition", "ground", "in_law"),
    [
        (facts(*missing("form"), reason="没有申请表"), "returned", 1, Legal.ASK_SUPPLEMENT),
        (facts(*missing("form", exists=True)), "supplement", 1, Legal.ASK_SUPPLEMENT),
        (facts(*missing("plan", promise=True)), "supplement", 2, Legal.ASK_SUPPLEMENT),
        (facts(*missing("photo")), "supplement", 3, Legal.ASK_SUPPLEMENT),
        (
            facts(against_policy=True, policy_ground=Legal.REFUSAL, reason="规划禁止设置"),
            "returned",
            2,
            Legal.REFUSAL,
        ),
        (facts(survey_failed=True, surveyed=True, reason="现场不符合条件"), "returned", 3, Legal.REFUSAL),
    ],
    ids=["main missing", "not brought", "promised", "attachments", "policy", "survey"],
)
def test_six_rows_give_the_six_results(known, disposition, ground, in_law):
    answer = conclude(known)
    assert (answer.disposition, answer.ground, answer.legal) == (disposition, ground, in_law)
    assert answer.kind == disposition
    assert answer.track is None


@pytest.mark.rule("R-108", "R-078")
def test_every_row_demands_a_receipt_number():
    for row_facts in (
        facts(*missing("form"), reason="x"),
        facts(*missing("form", exists=True)),
        facts(*missing("plan", promise=True)),
        facts(*missing("plan"), will_supply=False),
        facts(*missing("photo")),
        facts(against_policy=True, policy_ground=Legal.REFUSAL, reason="x"),
        facts(survey_failed=True, surveyed=True, reason="x"),
        facts(approval_needed=False, reason="x"),
        facts(within_remit=False, competent="x", reason="x"),
        facts(),
    ):
        assert conclude(row_facts)
        assert refusal(replace(row_facts, number=" ")) == "not_registered"


@pytest.mark.rule("R-108", "LIC-07")
def test_who_will_not_complete_is_told_once_and_the_case_closes_as_withdrawn():
    answer = conclude(facts(*missing("plan"), will_supply=False))
    assert answer.legal is Legal.ASK_SUPPLEMENT
    assert answer.closes_as == "withdrawn"
    assert [each.material for each in answer.tells] == ["plan"]
    assert (answer.paper, answer.alias) == (Paper.SUPPLEMENT, "once")


@pytest.mark.rule("R-108", "LIC-31")
def test_who_was_not_asked_is_told_once_and_waited_for():
    answer = conclude(facts(*missing("plan")))
    assert (answer.disposition, answer.ground, answer.closes_as) == ("supplement", None, None)


@pytest.mark.rule("R-107")
def test_a_word_for_everything_is_as_good_as_a_promise_for_each_piece():
    assert conclude(facts(*missing("plan"), will_supply=True)).ground == 2
    half = (*missing("plan", promise=True), *missing("proof"))
    assert conclude(facts(*half)).ground is None


@pytest.mark.rule("R-107")
def test_an_attachment_that_affects_approval_is_no_mere_attachment():
    assert conclude(facts(*missing("proof", promise=True))).ground == 2
    assert conclude(facts(*missing("photo", "proof", promise=True))).ground == 2


@pytest.mark.rule("R-083", "LIC-07")
def test_a_form_that_is_not_in_legal_form_is_told_once():
    wrong = Finding(rule="month_form", severity=Severity.CURABLE, field="bought")
    answer = conclude(facts(wrong))
    assert (answer.legal, answer.disposition, answer.tells) == (Legal.ASK_SUPPLEMENT, "supplement", (wrong,))


# --- four conclusions of law -----------------------------------------------------------------------------


@pytest.mark.rule("R-083", "LIC-07b")
def test_complete_within_remit_and_in_legal_form_is_accepted():
    hint = Finding(rule="original_to_show", severity=Severity.HINT, material="plan")
    answer = conclude(facts(hint))
    assert (answer.legal, answer.kind, answer.track) == (Legal.ACCEPT, Kind.COMMITTED, Track.COMMITTED)
    assert answer.act == "accept"
    assert not answer.tells


@pytest.mark.rule("R-083", "LIC-05")
def test_outside_the_remit_the_competent_body_is_named():
    outside = facts(within_remit=False, reason="属市级职权")
    assert refusal(outside) == "competent_missing"
    answer = conclude(replace(outside, competent="市城市管理局"))
    assert (answer.legal, answer.competent) == (Legal.OUT_OF_REMIT, "市城市管理局")
    assert answer.act == "decline"
    assert answer.said == {"why": "out_of_remit", "competent": "市城市管理局"}


@pytest.mark.rule("R-083", "LIC-05")
def test_a_condition_that_names_nobody_leaves_it_to_the_checker_to_say_whose_it_is():
    nobody = replace(CITY_LEVEL, competent="").finding()
    assert refusal(facts(nobody, reason="属市级职权")) == "competent_missing"
    assert conclude(facts(nobody, reason="属市级职权", competent="市局")).competent == "市局"


@pytest.mark.rule("R-083", "LIC-04")
def test_where_no_approval_is_needed_it_is_said_so():
    answer = conclude(facts(approval_needed=False, reason="依法不需要许可"))
    assert (answer.legal, answer.act) == (Legal.NO_APPROVAL_NEEDED, "decline")


@pytest.mark.rule("R-083", "LIC-33")
def test_what_is_not_accepted_is_none_of_the_six_kinds():
    for known in (
        facts(approval_needed=False, reason="x"),
        facts(within_remit=False, competent="y", reason="x"),
    ):
        answer = conclude(known)
        assert (answer.kind, answer.disposition, answer.closes_as) == (None, None, "not_accepted")


@pytest.mark.rule("R-085")
@pytest.mark.parametrize(
    ("area", "legal", "competent"),
    [(4, Legal.NO_APPROVAL_NEEDED, ""), (400, Legal.OUT_OF_REMIT, "市城市管理局"), (40, Legal.ACCEPT, "")],
)
def test_failure_of_the_first_boundary_leads_to_outcome_three_or_four(area, legal, competent):
    whole = [Submitted(each.code, copies=1) for each in LIST]
    found = check(LIST, whole, {"area": area}, TODAY, before=(LICENCE_NEEDED, CITY_LEVEL))
    answer = conclude(facts(*found, reason="见条件"))
    assert (answer.legal, answer.competent) == (legal, competent)


@pytest.mark.rule("R-085")
@pytest.mark.parametrize("boundary", [Boundary.BUSINESS_SCOPE, Boundary.VALIDITY])
def test_failure_of_the_other_boundaries_is_a_listed_defect(boundary):
    rule = replace(LICENCE_NEEDED, boundary=boundary, otherwise="")
    answer = conclude(facts(rule.finding()))
    assert answer.legal is Legal.ASK_SUPPLEMENT
    assert answer.tells == (rule.finding(),)


@pytest.mark.rule("R-083", "R-136")
def test_each_outcome_issues_its_own_notice():
    papers = {
        conclude(known).paper
        for known in (
            facts(),
            facts(*missing("plan")),
            facts(within_remit=False, competent="y", reason="x"),
            facts(approval_needed=False, reason="x"),
        )
    }
    assert len(papers) == 4


@pytest.mark.rule("R-102", "R-103", "R-105", "R-136")
@pytest.mark.parametrize("track", list(Track))
def test_an_acceptance_is_called_after_its_track_and_an_instant_case_has_its_receipt(track):
    answer = conclude(facts(track=track))
    if track is Track.INSTANT:
        assert (answer.paper, answer.alias) == (Paper.RECEIPT, None)
    else:
        assert (answer.paper, answer.alias) in ALIASES


# --- returning is no conclusion --------------------------------------------------------------------------


@pytest.mark.rule("KIND-01", "LIC-07")
def test_a_return_for_a_missing_main_piece_is_the_one_time_notice_with_everything_that_lacks():
    answer = conclude(facts(*missing("form", "plan", "photo"), reason="没有申请表"))
    assert answer.ground == 1
    assert [each.material for each in answer.tells] == ["form", "plan", "photo"]
    assert answer.said == {"ground": "main_missing", "legal": "one_time_notice", "competent": ""}


@pytest.mark.rule("KIND-01", "LIC-32")
def test_it_binds_whoever_checks_the_same_matter_when_it_is_filed_again():
    told = Told().ask(conclude(facts(*missing("form"), reason="x")).tells).supplied(["material:form"])
    assert told.first == {Demand("material:form", "missing")}
    with pytest.raises(Refused, match="told_once"):
        told.ask(missing("plan"))


@pytest.mark.rule("KIND-01")
def test_a_return_against_policy_names_what_it_is_in_law_first():
    known = facts(against_policy=True, reason="规划禁止")
    assert refusal(known) == "legal_ground_missing"
    assert refusal(replace(known, policy_ground=Legal.ACCEPT)) == "legal_ground_missing"
    assert refusal(replace(known, policy_ground=Legal.OUT_OF_REMIT)) == "competent_missing"
    answer = conclude(replace(known, policy_ground=Legal.OUT_OF_REMIT, competent="市局"))
    assert (answer.act, answer.legal, answer.paper) == ("return", Legal.OUT_OF_REMIT, Paper.RETURNED)


@pytest.mark.rule("R-106")
def test_what_is_against_policy_is_returned_only_once_it_is_complete():
    known = facts(*missing("plan"), against_policy=True, policy_ground=Legal.REFUSAL, reason="x")
    assert preview(known).why is Situation.INCOMPLETE


@pytest.mark.rule("R-106")
def test_a_return_after_a_survey_needs_the_survey_and_is_a_refusal():
    known = facts(survey_failed=True, reason="现场不符合条件")
    assert refusal(known) == "survey_missing"
    answer = conclude(replace(known, surveyed=True))
    assert (answer.legal, answer.ground, answer.closes_as) == (Legal.REFUSAL, 3, "refused")


@pytest.mark.rule("R-106", "R-078")
def test_no_return_and_no_decline_goes_without_a_written_reason():
    for known in (
        facts(*missing("form")),
        facts(against_policy=True, policy_ground=Legal.REFUSAL),
        facts(survey_failed=True, surveyed=True),
        facts(approval_needed=False),
        facts(within_remit=False, competent="市局"),
    ):
        assert refusal(known) == "reason_missing"


@pytest.mark.rule("R-108")
def test_the_clerk_is_led_through_with_all_that_must_still_be_said():
    shown = preview(replace(facts(within_remit=False), number=""))
    assert shown.lacks == ("not_registered", "competent_missing", "reason_missing")
    assert set(shown.lacks) <= SENTENCES.keys()


# --- schemes and checks ----------------------------------------------------------------------------------


@pytest.mark.rule("R-083")
def test_a_hall_of_four_outcomes_returns_nothing_and_tells_everything_once():
    for findings in (missing("form"), missing("form", exists=True), missing("plan"), missing("photo")):
        answer = conclude(facts(*findings, scheme=FOUR_OUTCOMES, will_supply=False))
        assert (answer.legal, answer.disposition, answer.closes_as) == (
            Legal.ASK_SUPPLEMENT,
            "supplement",
            None,
        )
    assert conclude(facts(scheme=FOUR_OUTCOMES, against_policy=True)).legal is Legal.ACCEPT


@pytest.mark.rule("R-083")
def test_the_schemes_are_those_a_hall_may_choose():
    assert set(shipped_parameters().row("intake.scheme", TODAY).choices) == {SIX_KINDS, FOUR_OUTCOMES}


@pytest.mark.rule("R-082")
@pytest.mark.parametrize("check_", ["second_check"])
def test_nothing_is_accepted_before_the_checks_its_item_needs(check_):
    assert refusal(facts(checks_lacking=(check_,))) == f"{check_}_missing"
    assert f"{check_}_missing" in SENTENCES
    assert conclude(facts(track=Track.INSTANT, checks_lacking=(check_,))).legal is Legal.ACCEPT
    assert conclude(facts(*missing("plan"), checks_lacking=(check_,))).legal is Legal.ASK_SUPPLEMENT


# --- tracks ----------------------------------------------------------------------------------------------


@pytest.mark.rule("R-102", "R-103", "R-104", "R-105")
@pytest.mark.parametrize(
    ("instant", "units", "superior", "track"),
    [
        (True, 1, False, Track.INSTANT),
        (False, 1, False, Track.COMMITTED),
        (False, 2, False, Track.COMMITTED),
        (False, 3, False, Track.JOINT),
        (True, 3, False, Track.JOINT),
        (False, 4, True, Track.ESCALATED),
    ],
)
def test_an_items_cases_take_the_track_its_flow_gives_them(instant, units, superior, track):
    least = shipped_parameters().get("joint.min_units", TODAY)
    taken = track_of(instant=instant, units=units, joint_min_units=least, superior_decides=superior)
    assert taken is track


@pytest.mark.rule("R-109")
def test_a_committed_case_becomes_instant_only_if_its_item_allows_and_everything_is_there():
    asked = {"convertible": True, "findings": (), "reason": "材料齐全，现场办结"}
    assert to_instant(Track.COMMITTED, **asked) is Track.INSTANT
    for track, changed, reason in [
        (Track.JOINT, {}, "not_committed"),
        (Track.INSTANT, {}, "not_committed"),
        (Track.COMMITTED, {"convertible": False}, "not_convertible"),
        (Track.COMMITTED, {"findings": missing("photo")}, "still_lacking"),
        (Track.COMMITTED, {"reason": ""}, "reason_missing"),
    ]:
        with pytest.raises(Refused) as refused:
            to_instant(track, **{**asked, **changed})
        assert refused.value.reason == reason
        assert reason in SENTENCES


# --- kinds and their sums --------------------------------------------------------------------------------


@pytest.mark.rule("R-101", "R-083")
@pytest.mark.parametrize(
    ("state", "track", "outcome", "disposition", "counts_as"),
    [
        ("received", None, None, None, None),
        ("supplement_pending", None, None, "supplement", Kind.SUPPLEMENT),
        ("received", None, None, "supplement", Kind.SUPPLEMENT),
        ("in_review", "committed", None, "supplement", Kind.COMMITTED),
        ("archived", "instant", "granted", None, Kind.INSTANT),
        ("archived", "joint", "granted", None, Kind.JOINT),
        ("archived", "escalated", "granted", None, Kind.ESCALATED),
        ("archived", "committed", "refused", None, Kind.COMMITTED),
        ("archived", "committed", "refused", "returned", Kind.RETURNED),
        ("archived", None, "returned", "returned", Kind.RETURNED),
        ("closed_by_applicant", None, "abandoned", "supplement", Kind.SUPPLEMENT),
        ("archived", None, "not_accepted", None, None),
        ("archived", None, "not_accepted", "supplement", None),
        ("withdrawn", None, "withdrawn", None, None),
        ("withdrawn", "committed", "withdrawn", None, Kind.COMMITTED),
    ],
)
def test_a_case_counts_as_one_kind_also_when_archived(*, state, track, outcome, disposition, counts_as):
    assert kind(state, track, outcome, disposition) == counts_as


CASES = st.tuples(
    st.sampled_from(["received", "supplement_pending", "in_review", "archived", "withdrawn"]),
    st.none() | st.sampled_from(list(Track)).map(str),
    st.none() | st.sampled_from(["granted", "refused", "returned", "not_accepted", "withdrawn", "abandoned"]),
    st.none() | st.sampled_from(list(Disposition)).map(str),
)


@pytest.mark.rule("R-101")
@given(st.lists(CASES))
def test_statistics_by_kind_sum_to_the_total(cases):
    by_kind = Counter(kind(*case) for case in cases)
    assert sum(by_kind[each] for each in Kind) + by_kind[None] == len(cases)
    assert by_kind.keys() <= {*Kind, None}
    for state, track, outcome, disposition in cases:
        if kind(state, track, outcome, disposition) is None:
            assert outcome == "not_accepted" or (track is None and disposition is None)


@pytest.mark.rule("R-101")
def test_a_supplement_case_that_was_then_accepted_counts_once_and_is_known_to_have_passed_through():
    case = ("archived", "committed", "granted", "supplement")
    assert kind(*case) is Kind.COMMITTED
    assert case[-1] == Disposition.SUPPLEMENT


@pytest.mark.rule("R-101")
def test_the_answer_and_the_case_it_makes_count_as_the_same_kind():
    states = {None: "accepted", "supplement": "supplement_pending", "returned": "returned"}
    for known in ANSWERS:
        answer = preview(known)
        state = answer.closes_as or states[answer.disposition]
        track = answer.track and str(answer.track)
        assert kind(state, track, answer.closes_as, answer.disposition) == answer.kind


# --- the table as a whole --------------------------------------------------------------------------------

FINDINGS = [(), missing("form"), missing("form", exists=True), missing("plan"), missing("plan", promise=True)]
FINDINGS += [missing("photo"), missing("form", "plan", "proof", "photo")]
FINDINGS += [(LICENCE_NEEDED.finding(),), (CITY_LEVEL.finding(),)]
ANSWERS = [
    facts(
        *findings,
        track=track,
        scheme=scheme,
        will_supply=word,
        against_policy=policy,
        policy_ground=Legal.REFUSAL if policy else None,
        survey_failed=survey,
        surveyed=survey,
        within_remit=within,
        competent="市局",
        reason="写明的理由",
    )
    for findings, track, scheme, word, policy, survey, within in product(
        FINDINGS,
        (Track.INSTANT, Track.COMMITTED),
        (SIX_KINDS, FOUR_OUTCOMES),
        (None, True, False),
        (True, False),
        (True, False),
        (True, False),
    )
]


@pytest.mark.rule("R-083", "LIC-33", "LIC-07")
def test_every_application_has_exactly_one_answer_and_nothing_lacking_is_ever_accepted():
    for known in ANSWERS:
        answer = conclude(known)
        if lacking(known.findings):
            assert answer.legal is not Legal.ACCEPT
        if answer.legal is Legal.ASK_SUPPLEMENT:
            assert answer.tells == lacking(known.findings)
        if answer.disposition is None:
            assert answer.legal is not Legal.REFUSAL


def test_every_row_of_the_table_is_reached_and_has_its_words():
    reached = {preview(known).why for known in ANSWERS} | {preview(facts(approval_needed=False)).why}
    assert reached == {row.situation for row in TABLE} == set(Situation)
    for each in Situation:
        assert all((why(each), why(each, "en")))
