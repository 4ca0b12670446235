"""Everything that lacks is named in one pass, and told once (R-084, R-085, R-092, R-107, LIC-07, LIC-32)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from yimen.base.findings import FINDINGS, sentence
from yimen.base.refusals import SENTENCES
from yimen.rules.actors import Role
from yimen.rules.conditions import holds, reads, require_shape
from yimen.rules.findings import Finding, Severity, lacking
from yimen.rules.materials import (
    MaterialClass,
    Requirement,
    Source,
    Submitted,
    check,
    latest,
    needed,
    touched,
)
from yimen.rules.once import Demand, Override, Told, told_once
from yimen.rules.preconditions import Boundary, Precondition, boundaries
from yimen.rules.refused import Refused

TODAY = date(2026, 3, 2)

FORM = Requirement(
    no=1, code="form", name="户外广告设置申请表", material_class=MaterialClass.MAIN, stamped=True
)
LICENCE = Requirement(
    no=2,
    code="licence",
    name="营业执照",
    material_class=MaterialClass.NON_MAIN,
    original=True,
    source=Source.GOVERNMENT,
    valid_days_left=30,
)
DRAWING = Requirement(no=3, code="drawing", name="效果图", material_class=MaterialClass.NON_MAIN, copies=2)
PHOTO = Requirement(
    no=4,
    code="photo",
    name="现场照片",
    material_class=MaterialClass.ATTACHMENT,
    blocks=False,
    tolerates_promise=True,
)
LETTER = Requirement(
    no=5,
    code="letter",
    name="授权委托书",
    material_class=MaterialClass.NON_MAIN,
    needed_if={"field": "by_proxy", "is": True},
)
CREDIT = Requirement(
    no=6,
    code="credit",
    name="信用报告",
    material_class=MaterialClass.NON_MAIN,
    source=Source.SHARED,
)
LIST = (FORM, LICENCE, DRAWING, PHOTO, LETTER, CREDIT)

WHOLE = (
    Submitted("form", copies=1, pages=3, stamped=True),
    Submitted("licence", original=True, copies=1, valid_until=date(2028, 1, 1)),
    Submitted("drawing", copies=2),
    Submitted("photo", copies=1),
)

COVERED = Precondition(
    code="scope_covers_product",
    holds_if={"field": "business_scope", "covers": {"field": "product"}},
    text="营业执照的经营范围没有覆盖申报的产品。",
    remedy="请先变更经营范围。",
    basis="工业产品生产许可证管理条例第九条",
    text_en="The business licence does not cover the product.",
    remedy_en="Have its scope changed first.",
    boundary=Boundary.BUSINESS_SCOPE,
)
NEEDED = Precondition(
    code="licence_needed",
    holds_if={"field": "area", "at_least": 10},
    text="不足 10 平方米的，依法不需要许可。",
    remedy="可以直接设置。",
    basis="示例条例第一条",
    boundary=Boundary.LICENCE_CLASS,
    otherwise="no_approval_needed",
)
REPORT = Precondition(
    code="report_valid",
    holds_if={"field": "report_until", "at_least": {"field": "today"}},
    text="检验报告已经过期。",
    remedy="请重新检验。",
    basis="示例条例第二条",
    boundary=Boundary.VALIDITY,
)
BRANCH = Precondition(
    code="branch_licence_first",
    holds_if={
        "any": [
            {"field": "production_place", "is": {"field": "registered_place"}},
            {"field": "branch_licence", "given": True},
        ]
    },
    text="生产地与注册地不一致的，生产地须先办理分公司营业执照。",
    remedy="请先为生产地申请分公司营业执照，再按集团公司形式申报。",
    basis="实施细则第五条",
)


def rules_of(findings):
    return [(finding.material or finding.field, finding.rule) for finding in findings]


def without(code, *extra):
    return (*(piece for piece in WHOLE if piece.code != code), *extra)


# --- one pass --------------------------------------------------------------------------------------------


@pytest.mark.rule("LIC-07b")
def test_a_complete_application_lacks_nothing():
    assert check(LIST, WHOLE, {}, TODAY) == ()


@pytest.mark.rule("LIC-07", "R-084")
def test_all_deficiencies_are_named_in_one_pass():
    pieces = (
        Submitted("form", copies=1),
        Submitted("licence", original=False, copies=1, valid_until=date(2026, 3, 1)),
        Submitted("drawing", copies=1),
    )
    assert rules_of(check(LIST, pieces, {"by_proxy": True}, TODAY)) == [
        ("licence", "expired"),  # the third boundary comes first
        ("form", "not_stamped"),
        ("licence", "original_not_seen"),
        ("drawing", "copies_short"),
        ("photo", "attachment_missing"),
        ("letter", "non_main_missing"),
    ]


@pytest.mark.rule("R-084")
def test_three_errors_that_once_took_three_visits_are_found_in_one():
    visits = [
        Finding(rule="address_differs", severity=Severity.CURABLE, field="registered_address"),
        Finding(rule="equipment_name", severity=Severity.CURABLE, field="equipment.0.name"),
        Finding(rule="date_format", severity=Severity.CURABLE, field="equipment.0.bought"),
    ]
    assert rules_of(check(LIST, WHOLE, {}, TODAY, form_findings=visits)) == [
        ("registered_address", "address_differs"),
        ("equipment.0.name", "equipment_name"),
        ("equipment.0.bought", "date_format"),
    ]


@pytest.mark.rule("R-092")
def test_who_came_without_anything_gets_the_complete_list_at_once():
    found = check(LIST, (), {}, TODAY)
    assert [finding.material for finding in found] == ["form", "licence", "drawing", "photo"]


@pytest.mark.rule("R-085")
def test_the_three_boundaries_come_first_and_all_others_still_in_the_same_report():
    facts = {"business_scope": ["广告设计"], "product": "食品", "area": 4, "report_until": "2026-03-01"}
    found = check(LIST, without("form"), facts, TODAY, before=(REPORT, BRANCH, COVERED, NEEDED))
    assert [finding.rule for finding in found] == [
        "licence_needed",
        "scope_covers_product",
        "report_valid",
        "main_missing",
    ]
    assert boundaries(found) == dict.fromkeys(Boundary, False)
    assert found[0].severity is Severity.BLOCKING
    assert found[0].facts["otherwise"] == "no_approval_needed"
    assert [finding.severity for finding in found[1:3]] == [Severity.CURABLE, Severity.CURABLE]


@pytest.mark.rule("R-085")
def test_boundaries_that_hold_are_said_to_hold():
    facts = {"business_scope": "食品销售；广告设计", "product": "广告设计", "area": 40}
    assert boundaries(check(LIST, WHOLE, facts, TODAY, before=(NEEDED, COVERED))) == dict.fromkeys(
        Boundary, True
    )


@pytest.mark.rule("R-049")
def test_a_hard_condition_shows_its_rule_its_source_and_what_to_do():
    facts = {"production_place": "枕溪镇", "registered_place": "云岫市"}
    (found,) = check((), (), facts, TODAY, before=(BRANCH,))
    assert sentence(found) == (BRANCH.text, BRANCH.remedy)
    assert found.facts["basis"] == "实施细则第五条"
    assert check((), (), {**facts, "branch_licence": "91990100X"}, TODAY, before=(BRANCH,)) == ()


@pytest.mark.rule("R-049")
def test_an_items_own_rule_speaks_english_where_it_was_given_english_words():
    (found,) = check((), (), {"business_scope": ["x"], "product": "y"}, TODAY, before=(COVERED,))
    assert sentence(found, "en") == (COVERED.text_en, COVERED.remedy_en)
    (found,) = check((), (), {"area": 1}, TODAY, before=(NEEDED,))
    assert sentence(found, "en") == (NEEDED.text, NEEDED.remedy)


def test_a_precondition_reads_back_as_it_was_written():
    for each in (COVERED, NEEDED, REPORT, BRANCH):
        assert Precondition.from_json(json.loads(json.dumps(each.to_json()))) == each


# --- what may be demanded --------------------------------------------------------------------------------


@pytest.mark.rule("LIC-03", "BUS-01")
def test_what_the_guide_does_not_list_is_never_demanded():
    found = check(LIST, (*WHOLE, Submitted("tax_return", copies=1)), {}, TODAY)
    assert rules_of(found) == [("tax_return", "not_needed")]
    assert not lacking(found)


@pytest.mark.rule("BUS-02")
def test_what_the_state_shares_is_never_demanded_again():
    assert CREDIT not in needed(LIST, {})
    assert "credit" not in {finding.material for finding in check(LIST, (), {}, TODAY)}


@pytest.mark.rule("LIC-03")
def test_a_material_for_a_certain_case_is_demanded_only_in_that_case():
    assert LETTER in needed(LIST, {"by_proxy": True})
    assert LETTER not in needed(LIST, {"by_proxy": False})
    assert LETTER not in needed(LIST, {})


@pytest.mark.rule("R-036")
def test_materials_are_asked_for_in_their_standard_order():
    assert [each.no for each in needed(reversed(LIST), {"by_proxy": True})] == [1, 2, 3, 4, 5]


# --- each deficiency -------------------------------------------------------------------------------------


@pytest.mark.rule("R-106", "R-107")
@pytest.mark.parametrize(
    ("piece", "rule", "severity"),
    [
        (Submitted("form"), "main_missing", Severity.BLOCKING),
        (Submitted("form", exists=True), "main_not_brought", Severity.CURABLE),
        (Submitted("form", promise=True), "main_missing", Severity.BLOCKING),
        (Submitted("drawing"), "non_main_missing", Severity.CURABLE),
        (Submitted("drawing", promise=True), "non_main_missing", Severity.CURABLE),
        (Submitted("photo"), "attachment_missing", Severity.CURABLE),
        (Submitted("photo", promise=True), "promised", Severity.HINT),
    ],
)
def test_what_is_not_here_weighs_by_its_class(piece, rule, severity):
    (found,) = check(LIST, without(piece.code, piece), {}, TODAY)
    assert (found.material, found.rule, found.severity) == (piece.code, rule, severity)


@pytest.mark.rule("R-107", "BUS-03")
def test_only_a_material_that_tolerates_it_may_come_later_on_a_written_promise():
    later = check(LIST, without("photo", Submitted("photo", promise=True)), {}, TODAY)
    assert not lacking(later)
    assert later[0].to_json()["promised"] is True
    strict = (replace(PHOTO, tolerates_promise=False), *(each for each in LIST if each is not PHOTO))
    assert lacking(check(strict, without("photo", Submitted("photo", promise=True)), {}, TODAY))


@pytest.mark.rule("R-092")
def test_an_uploaded_file_stands_for_copies_and_seal_but_not_for_the_original():
    online = tuple(Submitted(code, content=True) for code in ("form", "licence", "drawing", "photo"))
    found = check(LIST, online, {}, TODAY)
    assert rules_of(found) == [("licence", "original_to_show"), ("licence", "validity_to_check")]
    assert not lacking(found)


@pytest.mark.rule("R-092")
def test_an_original_that_was_looked_for_and_not_shown_is_a_defect_also_online():
    found = check(LIST, without("licence", Submitted("licence", content=True, original=False)), {}, TODAY)
    assert ("licence", "original_not_seen") in rules_of(lacking(found))


@pytest.mark.rule("R-085")
@pytest.mark.parametrize(
    ("until", "rules"),
    [
        (TODAY - timedelta(1), ["expired"]),
        (TODAY, ["expires_soon"]),
        (TODAY + timedelta(29), ["expires_soon"]),
        (TODAY + timedelta(30), []),
    ],
)
def test_a_certificate_is_valid_until_the_end_of_its_last_day(until, rules):
    piece = Submitted("licence", original=True, copies=1, valid_until=until)
    assert [each.rule for each in check(LIST, without("licence", piece), {}, TODAY)] == rules


@pytest.mark.rule("R-092")
def test_of_two_pieces_of_one_code_the_later_counts():
    again = Submitted("drawing", copies=1)
    assert rules_of(check(LIST, (*WHOLE, again), {}, TODAY)) == [("drawing", "copies_short")]


@pytest.mark.rule("R-092", "LIC-07b")
@pytest.mark.parametrize("word", [{"exists": True}, {"promise": True}, {}])
def test_what_came_stays_whatever_is_said_of_it_later(word):
    said = [Submitted(each.code, **word) for each in WHOLE]
    assert not lacking(check(LIST, (*WHOLE, *said), {}, TODAY))
    assert rules_of(check(LIST, (Submitted("drawing", exists=True), *WHOLE), {}, TODAY)) == []


def test_a_requirement_reads_back_as_the_guide_writes_it():
    for each in LIST:
        assert Requirement.from_json(json.loads(json.dumps(each.to_json()))) == each
    assert LICENCE.to_json()["class"] == "non_main"


def test_a_piece_is_read_in_the_contracts_words():
    file = {"name": "a.pdf", "base64": "JVBERi0="}
    assert Submitted.from_json({"code": "form", "copies": 1, "content": file}) == Submitted(
        "form", copies=1, content=True
    )
    until = Submitted.from_json(
        {"code": "licence", "copies": 0, "valid_until": "2028-01-01", "promise": True}
    )
    assert until == Submitted("licence", valid_until=date(2028, 1, 1), promise=True)


CODES = ["form", "licence", "drawing", "photo", "letter", "credit", "odd"]
PIECES = st.lists(
    st.builds(
        Submitted,
        code=st.sampled_from(CODES),
        original=st.sampled_from([None, True, False]),
        copies=st.integers(0, 3),
        stamped=st.booleans(),
        content=st.booleans(),
        valid_until=st.none() | st.dates(TODAY - timedelta(40), TODAY + timedelta(60)),
        exists=st.booleans(),
        promise=st.booleans(),
    ),
    max_size=7,
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "by_proxy": st.booleans(),
        "area": st.integers(0, 20),
        "business_scope": st.lists(st.sampled_from("ab")),
        "product": st.sampled_from("ab"),
    },
)
BEFORE = (NEEDED, COVERED)


@pytest.mark.rule("LIC-03", "BUS-01", "BUS-02")
@given(PIECES, FACTS)
def test_every_demand_is_on_the_published_list(pieces, facts):
    listed = {each.code for each in needed(LIST, facts)}
    own = {each.code for each in BEFORE}
    for finding in lacking(check(LIST, pieces, facts, TODAY, before=BEFORE)):
        assert finding.material in listed or finding.rule in own


@pytest.mark.rule("LIC-07", "LIC-07b")
@given(PIECES, FACTS)
def test_who_does_what_the_one_report_asks_has_done_everything(pieces, facts):
    """The report is complete: nothing comes to light only after its own remedies."""
    brought = latest(pieces)
    for finding in lacking(check(LIST, pieces, facts, TODAY)):
        wanted = next(each for each in LIST if each.code == finding.material)
        brought[wanted.code] = cured(brought.get(wanted.code, Submitted(wanted.code)), finding, wanted)
    assert not lacking(check(LIST, brought.values(), facts, TODAY))


def cured(piece, finding, wanted):
    match finding.rule:
        case "copies_short":
            return replace(piece, copies=finding.facts["needed"])
        case "not_stamped":
            return replace(piece, stamped=True)
        case "original_not_seen":
            return replace(piece, original=True)
        case "expired" | "expires_soon":
            return replace(piece, valid_until=TODAY + timedelta(400))
        case _:  # brought whole, as the list describes it
            return Submitted(
                wanted.code, original=True, copies=wanted.copies, stamped=True, valid_until=date(2030, 1, 1)
            )


@given(PIECES, FACTS)
def test_every_finding_has_its_words_in_both_languages(pieces, facts):
    for finding in check(LIST, pieces, facts, TODAY, before=BEFORE):
        for language in ("zh-hans", "en"):
            text, remedy = sentence(finding, language)
            assert text
            assert remedy
            assert "{" not in text + remedy
        assert Finding.from_json(json.loads(json.dumps(finding.to_json()))) == finding


def test_every_sentence_is_written_in_both_languages():
    for row in FINDINGS.values():
        assert all(row)
        assert row.en.isascii() or "“" in row.en


# --- conditions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "facts", "answer"),
    [
        ({"field": "a", "is": 1}, {"a": 1}, True),
        ({"field": "a", "is": 1}, {"a": 2}, False),
        ({"field": "a", "is": 1}, {}, None),
        ({"field": "a", "is": 1}, {"a": ""}, None),
        ({"field": "a", "is": False}, {"a": False}, True),
        ({"field": "a", "in": [1, 2]}, {"a": 2}, True),
        ({"field": "a", "at_least": 3}, {"a": 3}, True),
        ({"field": "a", "at_most": 3}, {"a": 3.5}, False),
        ({"field": "a", "at_least": 3}, {"a": "many"}, None),
        ({"field": "a", "at_least": 3}, {"a": [5]}, None),
        ({"field": "a", "at_most": 3}, {"a": {"n": 2}}, None),
        ({"field": "a", "at_least": {"field": "b"}}, {"a": 5, "b": [1]}, None),
        ({"field": "a", "at_least": 1}, {"a": True}, None),
        ({"field": "a", "in": [1, 2]}, {"a": [2]}, False),
        ({"field": "a", "in": {"field": "b"}}, {"a": 1, "b": 12}, None),
        ({"field": "a", "covers": "x"}, {"a": 7}, None),
        ({"field": "a", "covers": {"field": "b"}}, {"a": "x7", "b": 7}, None),
        ({"field": "a", "given": True}, {}, False),
        ({"field": "a", "given": False}, {"a": None}, True),
        ({"field": "a", "covers": ["x", "y"]}, {"a": ["y", "x", "z"]}, True),
        ({"field": "a", "covers": "x"}, {"a": "xyz"}, True),
        ({"field": "a", "is": {"field": "b"}}, {"a": 1, "b": 1}, True),
        ({"field": "a", "is": {"field": "b"}}, {"a": 1}, None),
        ({"not": {"field": "a", "is": 1}}, {}, None),
        ({"all": [{"field": "a", "is": 1}, {"field": "b", "is": 1}]}, {"a": 2}, False),
        ({"all": [{"field": "a", "is": 1}, {"field": "b", "is": 1}]}, {"a": 1}, None),
        ({"any": [{"field": "a", "is": 1}, {"field": "b", "is": 1}]}, {"a": 1}, True),
        ({"any": [{"field": "a", "is": 1}, {"field": "b", "is": 1}]}, {"a": 2}, None),
    ],
)
def test_a_condition_on_what_nobody_filled_in_is_neither_true_nor_false(condition, facts, answer):
    require_shape(condition)
    assert holds(condition, facts) is answer


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xy"), inner, max_size=2),
    max_leaves=5,
)
AGAINST = JSON | st.just({"field": "b"})


@given(st.sampled_from(["is", "in", "at_least", "at_most", "covers"]), AGAINST, JSON, JSON)
def test_whatever_is_filled_in_a_condition_has_an_answer(word, against, a, b):
    condition = {"field": "a", word: against}
    try:
        require_shape(condition)
    except Refused:
        return
    assert holds(condition, {"a": a, "b": b}) in {True, False, None}


def test_a_condition_names_the_fields_it_turns_on():
    assert reads({"all": [COVERED.holds_if, {"not": {"field": "area", "is": 1}}]}) == (
        "business_scope",
        "product",
        "area",
    )


@pytest.mark.parametrize(
    "slip",
    [
        {},
        [],
        {"field": "a"},
        {"field": "a", "equals": 1},
        {"field": "a", "is": 1, "in": [1]},
        {"field": 3, "is": 1},
        {"field": "a", "given": "yes"},
        {"field": "a", "is": {"other": 1}},
        {"all": []},
        {"any": [{"field": "a"}]},
        {"not": {}},
        {"field": "a", "in": 5},
        {"field": "a", "in": "abc"},
        {"field": "a", "in": []},
        {"field": "a", "at_least": [1]},
        {"field": "a", "at_most": None},
        {"field": "a", "covers": 5},
    ],
)
def test_a_slip_of_the_pen_in_a_condition_is_refused(slip):
    with pytest.raises(Refused) as refused:
        require_shape(slip)
    assert refused.value.reason == "condition_shape"


# --- told once -------------------------------------------------------------------------------------------


def lack(subject, rule="wrong", **facts):
    kind, _, name = subject.partition(":")
    return Finding(rule=rule, severity=Severity.CURABLE, facts=facts, **{kind: name})


DIRECTOR = Override(by=7, role=Role.HALL_DIRECTOR, reason="检查人漏看，情况已核实")


@pytest.mark.rule("LIC-07", "R-084")
def test_the_first_notice_names_everything():
    found = check(LIST, (), {}, TODAY)
    assert told_once(None, frozenset(), found, frozenset()) == (found, ())


@pytest.mark.rule("R-084", "LIC-32")
def test_a_defect_already_present_at_the_first_check_is_a_breach_when_named_later():
    told = Told().ask([lack("material:form")])
    with pytest.raises(Refused) as refused:
        told.ask([lack("field:date")])
    assert refused.value.reason == "told_once"
    assert refused.value.facts == {"breaches": ["field:date"], "count": 1}


@pytest.mark.rule("LIC-32", "R-107")
def test_a_second_notice_may_name_defects_of_newly_supplied_pieces():
    told = Told().ask([lack("material:licence", "non_main_missing", absent=True)])
    told = told.supplied(["material:licence"]).ask([lack("material:licence", "expired")])
    assert told.later == {Demand("material:licence", "expired")}
    assert not told.breaches


@pytest.mark.rule("LIC-32", "R-107")
def test_a_piece_is_told_whole_each_time_it_comes():
    told = Told().ask([lack("material:licence", absent=True)])
    told = told.supplied(["material:licence"]).ask([lack("material:licence", "expired")])
    with pytest.raises(Refused):
        told.ask([lack("material:licence", "not_stamped")])  # it did not come again since


@pytest.mark.rule("LIC-32")
def test_what_was_asked_may_be_repeated():
    told = Told().ask([lack("material:form", "main_missing", absent=True), lack("field:date")])
    again = told.ask([lack("field:date"), lack("material:form", "main_not_brought", absent=True)])
    assert again.first == told.first
    assert not again.breaches


@pytest.mark.rule("LIC-32", "R-084")
def test_only_the_directors_written_reason_lets_a_clerk_ask_again_and_it_counts_against_the_check():
    told = Told().ask([lack("material:form")])
    for leave, reason in [
        (replace(DIRECTOR, role=Role.WINDOW_CLERK), "override_not_director"),
        (replace(DIRECTOR, reason="  "), "override_without_reason"),
    ]:
        with pytest.raises(Refused) as refused:
            told.ask([lack("field:date")], leave)
        assert refused.value.reason == reason
    after = told.ask([lack("field:date")], DIRECTOR)
    assert after.breaches == {Demand("field:date", "wrong")}


@pytest.mark.rule("LIC-32")
def test_a_field_the_applicant_changed_may_raise_the_need_for_a_material():
    told = Told().ask([lack("field:phone")]).supplied(touched(LIST, ["field:by_proxy"]))
    (found,) = lacking(check(LIST, WHOLE, {"by_proxy": True}, TODAY))
    assert found.subject == "material:letter"
    assert not told.ask([found]).breaches
    with pytest.raises(Refused):
        Told().ask([lack("field:phone")]).supplied(touched(LIST, ["field:phone"])).ask([found])


@pytest.mark.rule("LIC-07b")
def test_a_notice_that_asks_nothing_is_refused():
    hint = Finding(rule="original_to_show", severity=Severity.HINT, material="licence")
    with pytest.raises(Refused) as refused:
        Told().ask([hint])
    assert refused.value.reason == "nothing_lacking"


def test_every_refusal_of_the_guarantee_has_its_sentence():
    reasons = {"told_once", "nothing_lacking", "override_not_director", "override_without_reason"}
    assert {*reasons, "condition_shape"} <= SENTENCES.keys()


SUBJECTS = [f"{kind}:{name}" for kind in ("material", "field") for name in "abc"]
LACKS = st.lists(
    st.builds(lack, st.sampled_from(SUBJECTS), st.sampled_from(["wrong", "late"])), min_size=1, max_size=5
)


@pytest.mark.rule("LIC-32", "R-084")
@given(LACKS, st.lists(LACKS, max_size=8))
def test_no_sequence_of_a_clerks_acts_yields_a_second_new_demand(first, tries):
    told = start = Told().ask(first)
    for findings in tries:
        try:
            told = told.ask(findings)
        except Refused:
            assert {Demand.of(each) for each in findings} - start.first
    assert told.first == start.first
    assert told.later <= start.first
    assert not told.breaches


class OneTimeGuarantee(RuleBasedStateMachine):
    """Clerk, applicant and director in any order; the notices are kept apart and judged by themselves."""

    @initialize(findings=LACKS)
    def first_notice(self, findings):
        self.told = Told().ask(findings)
        self.known = {Demand.of(each) for each in findings}
        self.came = set()
        self.wrongly = set()

    @rule(subjects=st.sets(st.sampled_from(SUBJECTS), max_size=3))
    def the_applicant_supplies(self, subjects):
        self.told = self.told.supplied(subjects)
        self.came |= subjects

    @rule(findings=LACKS)
    def the_clerk_asks(self, findings):
        demands = {Demand.of(each) for each in findings}
        unfair = {each for each in demands - self.known if each.subject not in self.came}
        if unfair:
            with pytest.raises(Refused, match="told_once"):
                self.told.ask(findings)
            return
        self.told = self.told.ask(findings)
        self.known |= demands
        self.came = set()

    @rule(findings=LACKS)
    def the_director_lets_him_ask(self, findings):
        demands = {Demand.of(each) for each in findings}
        self.wrongly |= {each for each in demands - self.known if each.subject not in self.came}
        self.told = self.told.ask(findings, DIRECTOR)
        self.known |= demands
        self.came = set()

    @invariant()
    def every_breach_is_on_record_and_nothing_else(self):
        if hasattr(self, "told"):
            assert self.told.breaches == self.wrongly


TestOneTimeGuarantee = OneTimeGuarantee.TestCase
TestOneTimeGuarantee.settings = settings(max_examples=60, stateful_step_count=12)
