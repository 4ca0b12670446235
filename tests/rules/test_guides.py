"""A guide says all it must before its item is published (R-032 – R-036, R-040, R-041, CLK-06)."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.base.findings import sentence
from yimen.base.packs import national_rules, shipped_parameters
from yimen.base.refusals import SENTENCES
from yimen.rules.guides import (
    CHECK_SETS,
    DENGFENG,
    DISPLAYED,
    GUIDE_FIELDS,
    TOWNSHIP,
    UNION,
    Group,
    flow,
    label,
    lacks,
    limit,
    preconditions,
    requirements,
    sections,
)
from yimen.rules.limits import Limit, Unit
from yimen.rules.parameters import Scope
from yimen.rules.promises import Policy, no_longer, require_promise
from yimen.rules.publication import (
    Standards,
    needs_power_entry,
    problems,
    require_power_entry,
    require_publishable,
)
from yimen.rules.refused import Refused
from yimen.rules.workdays import CalendarYear, WorkCalendar

TODAY = date(2026, 3, 2)
STANDARDS = Standards(
    joint_min_units=shipped_parameters().get("joint.min_units", TODAY),
    reasons=tuple(each.code for each in national_rules().suspensions["licensing"]),
    extension=national_rules().rule("LIC-08a", TODAY).extend.limit,
    joint_extension=national_rules().rule("LIC-08b", TODAY).extend.limit,
)
WHOLE = {
    "name": "户外广告设施设置审批",
    "content": "在城市建筑物、设施上设置大型户外广告",
    "legal_basis": [{"law": "城市市容和环境卫生管理条例", "articles": ["第十一条"]}],
    "department": "云岫市城市管理局",
    "responsible_person": "林晓岚",
    "location": "云岫市政务服务大厅一楼",
    "window": "12 号窗口",
    "conditions": ["符合户外广告设置规划"],
    "materials": [
        {"no": 1, "code": "form", "name": "申请表", "class": "main", "original": True, "copies": 1},
        {"no": 2, "code": "drawing", "name": "效果图", "class": "attachment", "tolerates_promise": True},
    ],
    "process": ["受理", "现场核查", "审查", "决定"],
    "flow": {
        "stages": [
            {
                "name": "审查",
                "tasks": [
                    {
                        "key": "survey",
                        "name": "现场核查",
                        "kind": "survey",
                        "limit": {"n": 2, "unit": "working_day"},
                    },
                    {"key": "review", "name": "审查", "kind": "review"},
                ],
            }
        ]
    },
    "statutory_limit": {"n": 20, "unit": "working_day"},
    "promised_limit": {"n": 5, "unit": "working_day"},
    "fee": {"charged": False},
    "advice_phone": "0990-1234567",
}
DOCUMENT_KEYS = {"fee_standard": "fee", "fee_basis": "fee", "flow_chart": "flow"}


def guide(**changes):
    """The whole guide with some fields changed; None takes a field away."""
    changed = {**copy.deepcopy(WHOLE), **changes}
    return {key: value for key, value in changed.items() if value is not None}


def rules(findings):
    return [finding.rule for finding in findings]


# --- what it must say ------------------------------------------------------------------------------------


@pytest.mark.rule("R-033")
def test_a_whole_guide_lacks_nothing_in_any_set_and_may_be_published():
    assert [lacks(WHOLE, each) for each in CHECK_SETS] == [(), (), ()]
    assert problems(WHOLE, STANDARDS) == ()
    require_publishable(WHOLE, STANDARDS)


@pytest.mark.rule("R-033")
@pytest.mark.parametrize(
    "field", [each for each in GUIDE_FIELDS if UNION in each.sets], ids=lambda each: each.key
)
def test_taking_away_any_mandatory_field_blocks_publication_and_names_it(field):
    without = guide(**{DOCUMENT_KEYS.get(field.key, field.key): None})
    assert field.key in lacks(without)
    with pytest.raises(Refused) as refused:
        require_publishable(without, STANDARDS)
    assert refused.value.reason == "guide_incomplete"
    named = {each["field"] for each in refused.value.facts["problems"] if each["rule"] == "guide_lacks"}
    assert field.key in named
    (found,) = (each for each in problems(without, STANDARDS) if each.field == field.key)
    assert field.zh in sentence(found)[0]
    assert field.en in sentence(found, "en")[0]


@pytest.mark.rule("R-033")
@pytest.mark.parametrize("nothing", ["", "  ", [], {}, None])
def test_a_blank_field_says_nothing(nothing):
    assert lacks({**WHOLE, "conditions": nothing}) == ("conditions",)


@pytest.mark.rule("R-033")
def test_no_fee_must_be_said():
    for silent in ({}, {"charged": None}, {"charged": True}, {"charged": True, "standards": []}, None):
        assert lacks({**WHOLE, "fee": silent}) == ("fee_standard", "fee_basis")
    assert lacks({**WHOLE, "fee": {"charged": False}}) == ()


@pytest.mark.rule("R-033", "R-145", "LIC-25")
def test_a_fee_has_a_standard_and_a_basis_line_by_line():
    line = {"name": "占道费", "standard": "每平方米每日 1 元", "basis": "省价格主管部门文件"}
    assert lacks(guide(fee={"charged": True, "standards": [line]})) == ()
    no_basis = {**line, "basis": ""}
    assert lacks(guide(fee={"charged": True, "standards": [line, no_basis]})) == ("fee_basis",)


@pytest.mark.rule("LIC-25", "LIC-27")
@pytest.mark.parametrize("check_set", CHECK_SETS)
def test_no_fee_without_a_basis_is_published_whatever_set_a_hall_checks_by(check_set):
    named = {"name": "占道费", "standard": "每平方米每日 1 元", "basis": "省价格主管部门文件"}
    standards = replace(STANDARDS, check_set=check_set)
    for silent in ({**named, "basis": " "}, {"name": "占道费", "standard": "每平方米每日 1 元"}):
        charged = guide(fee={"charged": True, "standards": [named, silent]})
        (found,) = problems(charged, standards)
        assert found.field == "fee_basis"
        with pytest.raises(Refused, match="guide_incomplete"):
            require_publishable(charged, standards)
    require_publishable(guide(fee={"charged": True, "standards": [named]}), standards)


@pytest.mark.rule("LIC-25")
def test_a_fee_without_a_basis_is_told_by_its_name_and_is_no_fee():
    lines = [{"name": "工本费", "standard": "10 元"}, {"standard": "5 元"}]
    found = problems(guide(fee={"charged": True, "standards": lines}), replace(STANDARDS, check_set=TOWNSHIP))
    assert [(each.rule, each.facts["name"]) for each in found] == [
        ("fee_without_basis", "工本费"),
        ("fee_without_basis", 2),
    ]
    assert sentence(found[0]) == (
        "收费项目“工本费”没有写明收费依据。",
        "请写明设定收费的法律、行政法规或批准文件；没有依据的，不得收费。",
    )


LICENCE = {**WHOLE, "quantity_limit": "无数量限制", "sample_text": "户外广告设置申请表（示范文本）"}


@pytest.mark.rule("LIC-02", "LIC-27")
@pytest.mark.parametrize("check_set", CHECK_SETS)
@pytest.mark.parametrize("key", sorted(DISPLAYED))
def test_no_licence_is_published_without_what_its_law_has_displayed(key, check_set):
    standards = replace(STANDARDS, check_set=check_set)
    require_publishable(LICENCE, standards, licence=True)
    without = {name: value for name, value in LICENCE.items() if name != key}
    assert key in lacks(without, check_set, licence=True)
    with pytest.raises(Refused, match="guide_incomplete"):
        require_publishable(without, standards, licence=True)


@pytest.mark.rule("LIC-02")
def test_article_30_asks_for_matter_basis_conditions_number_procedure_limit_materials_and_a_model_application():
    assert lacks({}, TOWNSHIP, licence=True) == (
        "name",
        "legal_basis",
        "department",
        "conditions",
        "quantity_limit",
        "materials",
        "sample_text",
        "process",
        "statutory_limit",
        "promised_limit",
        "fee_standard",
    )
    assert lacks(WHOLE, UNION) == (), "of what is no licence the law asks nothing more"
    assert lacks(WHOLE, UNION, licence=True) == ("quantity_limit", "sample_text")


@pytest.mark.rule("R-033")
def test_the_two_sets_called_six_disclosures_differ_and_the_union_holds_both():
    keys = {name: {each.key for each in GUIDE_FIELDS if name in each.sets} for name in CHECK_SETS}
    assert keys[DENGFENG] == {
        "legal_basis",
        "process",
        "materials",
        "promised_limit",
        "fee_standard",
        "fee_basis",
    }
    assert keys[TOWNSHIP] == {"department", "name", "process", "materials", "promised_limit", "fee_standard"}
    assert keys[DENGFENG] | keys[TOWNSHIP] < keys[UNION]


@pytest.mark.rule("R-033")
def test_a_set_is_checked_by_itself():
    assert lacks(guide(legal_basis=None), TOWNSHIP) == ()
    assert lacks(guide(legal_basis=None), DENGFENG) == ("legal_basis",)
    assert lacks(guide(department=None), DENGFENG) == ()


@pytest.mark.rule("R-033")
def test_an_empty_guide_lacks_every_mandatory_field_in_the_order_of_the_guide():
    assert lacks({}) == tuple(each.key for each in GUIDE_FIELDS if UNION in each.sets)


@pytest.mark.rule("R-036")
def test_there_is_a_main_piece_or_it_is_said_that_none_is_required():
    attachment = [{**WHOLE["materials"][0], "class": "attachment"}]
    assert lacks(guide(materials=attachment)) == ("materials.main",)
    assert lacks(guide(materials=None)) == ("materials",)
    assert lacks(guide(materials=None, no_materials=True)) == ()
    assert lacks(guide(materials=None, no_materials="yes")) == ("materials",)


@pytest.mark.rule("R-036")
@pytest.mark.parametrize("word", ["no", "code", "name", "class"])
def test_each_material_has_a_class_and_an_order_number(word):
    rows = copy.deepcopy(WHOLE["materials"])
    del rows[1][word]
    assert lacks(guide(materials=rows)) == (f"materials.2.{word}",)
    assert all(label(f"materials.2.{word}"))


@pytest.mark.rule("R-036")
def test_a_class_nobody_knows_is_no_class():
    rows = [WHOLE["materials"][0], {**WHOLE["materials"][1], "class": "essential"}]
    assert lacks(guide(materials=rows), TOWNSHIP) == ("materials.2.class",)


@pytest.mark.rule("R-034")
def test_all_guides_have_the_same_sections_in_the_same_order():
    assert [group for group, _ in sections()] == list(Group)
    assert [field for _, fields in sections() for field in fields] == list(GUIDE_FIELDS)
    assert all(fields for _, fields in sections())


# --- limits ----------------------------------------------------------------------------------------------


@pytest.mark.rule("CLK-06", "R-041")
def test_a_promise_longer_than_the_statute_is_refused():
    (found,) = problems(
        guide(promised_limit={"n": 21, "unit": "working_day"}, flow={"stages": []}), STANDARDS
    )
    assert found.rule == "promised_over_statutory"
    assert sentence(found)[0] == "承诺时限 21 个工作日 长于法定时限 20 个工作日。"


@pytest.mark.rule("R-041")
def test_forty_per_cent_below_twenty_working_days_is_at_most_twelve():
    hall = shipped_parameters()
    hall = hall.with_rows(
        [
            hall.setting(
                "committed.reduction_vs_statutory",
                0.4,
                scope=Scope.HALL,
                scope_id="H1",
                basis="000",
                effective_from=TODAY,
            )
        ]
    )
    policy = Policy(reduction=hall.share("committed.reduction_vs_statutory", TODAY, hall="H1"))
    require_promise(Limit(20), Limit(12), policy)
    with pytest.raises(Refused) as refused:
        require_promise(Limit(20), Limit(13), policy)
    assert refused.value.reason == "promised_over_policy"
    assert refused.value.facts["most"] == {"n": 12, "unit": "working_day"}


@pytest.mark.rule("R-041")
@pytest.mark.parametrize(("statutory", "most"), [(1, 1), (2, 1), (3, 1), (5, 3), (7, 4), (10, 6), (0, 0)])
def test_the_policys_cap_is_rounded_down_and_a_day_at_least(statutory, most):
    assert Policy(reduction=Fraction(2, 5)).most(Limit(statutory)) == Limit(most)


@pytest.mark.rule("R-041")
def test_of_a_range_its_lower_bound_is_promised_where_the_hall_says_so():
    assert Policy(lower_bound=True).promise(Limit(10), Limit(15)) == Limit(10)
    assert Policy().promise(Limit(10), Limit(15)) == Limit(15)


@pytest.mark.rule("R-041", "CLK-06")
@pytest.mark.parametrize(
    ("promised", "statutory", "reason"),
    [
        (Limit(0), Limit(20), None),
        (Limit(0), Limit(0), None),
        (Limit(1), Limit(0), "promised_over_statutory"),
        (Limit(30, Unit.MINUTE), Limit(30), None),
        (Limit(20, Unit.DAY), Limit(20), None),
        (Limit(21, Unit.DAY), Limit(20), "limits_not_comparable"),
        (Limit(5), Limit(30, Unit.DAY), "limits_not_comparable"),
        (Limit(31), Limit(30, Unit.DAY), "promised_over_statutory"),
        (Limit(20), Limit(1, Unit.MONTH), "limits_not_comparable"),
        (Limit(1), Limit(1, Unit.MONTH), None),
        (Limit(5, Unit.HOUR), Limit(1, Unit.CLOCK_HOUR), "limits_not_comparable"),
    ],
)
def test_a_promise_in_another_unit_stands_only_if_it_never_outlasts_the_statute(promised, statutory, reason):
    if reason is None:
        require_promise(statutory, promised, Policy())
        return
    with pytest.raises(Refused) as refused:
        require_promise(statutory, promised, Policy())
    assert refused.value.reason == reason
    assert reason in SENTENCES


CALENDAR = WorkCalendar.compile("plain", 1, [CalendarYear(2026, None, "test", ())])


def ends(start, limit):
    match limit.unit:
        case Unit.WORKING_DAY:
            return CALENDAR.add(start, limit.n)
        case Unit.DAY:
            return date.fromordinal(start.toordinal() + limit.n)
        case Unit.MONTH:
            month = start.month - 1 + limit.n
            return date(start.year + month // 12, month % 12 + 1, min(start.day, 28))


DATED = st.builds(Limit, st.integers(1, 40), st.sampled_from([Unit.WORKING_DAY, Unit.DAY, Unit.MONTH]))


@pytest.mark.rule("CLK-06")
@given(DATED, DATED, st.dates(date(2026, 1, 1), date(2026, 12, 28)))
def test_what_surely_ends_no_later_does_so_from_any_day(one, other, start):
    sure = no_longer(one, other)
    if sure is True:
        assert ends(start, one) <= ends(start, other)
    if sure is False:
        assert ends(start, one) >= ends(start, other)


@pytest.mark.rule("LIC-08", "R-123")
@pytest.mark.parametrize(
    ("more", "track", "unit", "over"),
    [
        (None, "committed", Unit.WORKING_DAY, False),
        (10, "committed", Unit.WORKING_DAY, False),
        (11, "committed", Unit.WORKING_DAY, True),
        (11, "joint", Unit.WORKING_DAY, False),
        (15, "joint", Unit.WORKING_DAY, False),
        (16, "joint", Unit.WORKING_DAY, True),
        (10, "committed", Unit.DAY, False),  # ten days are over before ten working days are
        (1, "committed", Unit.MONTH, True),  # nobody can say it is not longer
    ],
)
def test_an_item_may_be_put_off_by_what_the_law_allows_and_no_day_more(more, track, unit, over):
    limit_ = {"n": 20, "unit": str(unit)}
    own = guide(extension=more, track=track, statutory_limit=limit_, promised_limit=limit_)
    assert ("extension_over_law" in rules(problems(own, STANDARDS))) is over


@pytest.mark.rule("LIC-08")
def test_what_is_put_off_too_long_is_told_with_what_the_law_allows():
    (found,) = problems(guide(extension=11), STANDARDS)
    assert (found.field, found.severity) == ("extension", "blocking")
    assert sentence(found)[0] == "可延长 11 个工作日，超过行政许可法第四十二条允许的 10 个工作日。"
    assert sentence(found, "en")[1] == "Allow 10 working days or less, or leave it empty."


# --- what else keeps it from being published -------------------------------------------------------------


@pytest.mark.rule("R-104")
def test_a_flow_of_three_departments_is_kept_but_not_published_before_joint_handling_is_here():
    stages = {
        "stages": [{"name": "会审", "tasks": [task("a", "owner"), task("b", "FIRE"), task("c", "PLAN")]}]
    }
    assert flow(guide(flow=stages)).to_json() == stages
    assert rules(problems(guide(flow=stages), STANDARDS)) == ["joint_not_open"]
    open_now = Standards(joint_min_units=3, joint_open=True, reasons=STANDARDS.reasons)
    assert problems(guide(flow=stages), open_now) == ()


def task(key, unit):
    return {"key": key, "name": key, "kind": "review", "unit": unit, "required": True}


MAIN, DRAWING = WHOLE["materials"]
COVERS = {
    "code": "scope",
    "holds_if": {"field": "scope", "covers": {"field": "product"}},
    "text": "经营范围没有覆盖",
    "remedy": "请变更经营范围",
    "basis": "条例第九条",
}


@pytest.mark.rule("R-036", "R-049", "R-040")
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"materials": [MAIN, {**DRAWING, "no": 1}]}, "material_twice"),
        ({"materials": [MAIN, {**DRAWING, "code": "form"}]}, "material_twice"),
        ({"materials": [{**MAIN, "tolerates_promise": True}]}, "main_piece_promised"),
        ({"materials": [{**MAIN, "source": "heaven"}]}, "material_source_unknown"),
        ({"materials": [{**MAIN, "copies": "two"}]}, "material_shape"),
        ({"materials": [{**MAIN, "original": 1}]}, "material_shape"),
        ({"materials": [{**MAIN, "code": ["form"]}]}, "material_shape"),
        ({"materials": [{**MAIN, "name": 5}]}, "material_shape"),
        ({"materials": [MAIN, {**DRAWING, "class": ["attachment"]}]}, "guide_lacks"),
        ({"materials": [MAIN, {**DRAWING, "needed_if": {"field": "a"}}]}, "condition_shape"),
        ({"preconditions": [{**COVERS, "holds_if": None}]}, "condition_shape"),
        ({"preconditions": [{**COVERS, "basis": ""}]}, "precondition_silent"),
        ({"preconditions": [{**COVERS, "boundary": "border"}]}, "precondition_shape"),
        ({"preconditions": [{**COVERS, "boundary": ["validity"]}]}, "precondition_shape"),
        ({"preconditions": [{**COVERS, "note": "x"}]}, "precondition_shape"),
        ({"preconditions": [{**COVERS, "otherwise": "out_of_remit"}]}, "precondition_shape"),
        ({"preconditions": [{**COVERS, "holds_if": {"field": "a", "in": 5}}]}, "condition_shape"),
        ({"preconditions": [{**COVERS, "holds_if": {"field": "a", "in": "ab"}}]}, "condition_shape"),
        ({"preconditions": [{**COVERS, "holds_if": {"field": "a", "at_most": [1]}}]}, "condition_shape"),
        ({"preconditions": [{**COVERS, "holds_if": {"field": "a", "covers": 5}}]}, "condition_shape"),
        (
            {"preconditions": [{**COVERS, "holds_if": {"field": "today", "is": "2026-03-02"}}]},
            "precondition_shape",
        ),
        ({"preconditions": [{**COVERS, "boundary": "licence_class"}]}, "licence_class_without_outcome"),
        (
            {"preconditions": [{**COVERS, "boundary": "licence_class", "otherwise": "out_of_remit"}]},
            "licence_class_without_outcome",
        ),
        ({"flow": {"stages": [{"name": "一", "tasks": []}]}}, "stage_empty"),
        ({"flow": {"steps": []}}, "flow_shape"),
    ],
)
def test_each_thing_that_cannot_work_is_named_in_words(changes, rule):
    (found,) = problems(guide(**changes), STANDARDS)
    assert found.rule == rule
    for language in ("zh-hans", "en"):
        assert all(sentence(found, language))
        assert "{field" not in "".join(sentence(found, language)).replace("{'field", "")


@pytest.mark.rule("R-033")
def test_everything_wrong_with_a_guide_is_named_in_one_pass():
    found = problems(
        guide(
            conditions=[],
            promised_limit={"n": 30, "unit": "working_day"},
            preconditions=[{**COVERS, "text": ""}],
        ),
        STANDARDS,
    )
    assert rules(found) == ["guide_lacks", "precondition_silent", "promised_over_statutory"]


# --- what rules read out of it ---------------------------------------------------------------------------


@pytest.mark.rule("R-107")
def test_promises_count_only_where_the_item_accepts_them():
    assert [each.tolerates_promise for each in requirements(WHOLE, accept_with_promise=True)] == [False, True]
    assert [each.tolerates_promise for each in requirements(WHOLE, accept_with_promise=False)] == [
        False,
        False,
    ]


def test_limits_flow_and_preconditions_are_read_as_values():
    assert limit(WHOLE, "statutory_limit") == Limit(20)
    assert limit({"promised_limit": {"n": -1, "unit": "day"}}, "promised_limit") is None
    assert limit({"promised_limit": {"n": 1, "unit": "week"}}, "promised_limit") is None
    assert [stage.name for stage in flow(WHOLE).stages] == ["审查"]
    assert flow({}).stages == ()
    assert [each.code for each in preconditions(guide(preconditions=[COVERS]))] == ["scope"]


# --- the power list --------------------------------------------------------------------------------------

ENTRY = {"code": "QL-0311", "basis": "城市市容和环境卫生管理条例第十一条", "effective_from": "2024-01-01"}


@pytest.mark.rule("R-032")
@pytest.mark.parametrize("item_type", ["1", "01", "07", "10", "approval", "licence", "filing"])
def test_an_approval_item_needs_a_valid_entry_of_the_power_list(item_type):
    assert needs_power_entry(item_type)
    require_power_entry(item_type, ENTRY, TODAY)
    for entry, reason in [
        (None, "power_entry_missing"),
        ({**ENTRY, "basis": " "}, "power_entry_missing"),
        ({**ENTRY, "effective_to": "2026-03-01"}, "power_entry_lapsed"),
        ({**ENTRY, "effective_from": "2026-03-03"}, "power_entry_lapsed"),
    ]:
        with pytest.raises(Refused) as refused:
            require_power_entry(item_type, entry, TODAY)
        assert refused.value.reason == reason
        assert reason in SENTENCES


@pytest.mark.rule("R-032")
@pytest.mark.parametrize("item_type", ["20", "21", "public_service", "service", "consultation"])
def test_a_service_item_needs_no_entry(item_type):
    require_power_entry(item_type, None, TODAY)
