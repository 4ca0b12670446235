"""Everything that lacks is told once: what counts as the same demand, what answers it, and what a later notice may name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lives import BLOCKING, FANG, LIN, MEI, MISSING, SUN, Life, item
from yimen.base.findings import sentence
from yimen.rules.findings import Finding, Severity
from yimen.rules.materials import MaterialClass, Requirement
from yimen.rules.once import BY_HAND, Demand, Told, answers, asked_by_hand
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused

LEASE = {"material": "lease", "text": "租赁合同缺第三页"}
OTHER = {"material": "lease", "text": "租赁合同没有签字"}
LOOSE = {"text": "请说明与相邻店铺的关系"}


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


def asked(life: Life) -> list[list[str]]:
    """What the last notice named."""
    return next(line["facts"]["asked"] for line in reversed(life.lines) if line["act"] == "ask_supplement")


# what is one demand


@pytest.mark.rule("R-084", "LIC-32")
def test_two_demands_by_hand_on_one_piece_are_two():
    life = Life().asked(MISSING, extra=[LEASE, OTHER])
    assert asked(life) == [
        ["material:plan", "missing"],
        ["material:lease", "by_hand.1"],
        ["material:lease", "by_hand.2"],
    ]
    told = life.dossier.of("application")[0].told
    assert len(told["first"]) == 3


@pytest.mark.rule("LIC-32")
def test_the_same_words_on_the_same_subject_are_the_same_demand():
    (first,) = asked_by_hand([LEASE], ())
    (again,) = asked_by_hand([LEASE], [first.to_json()])
    (another,) = asked_by_hand([OTHER], [first.to_json()])
    assert Demand.of(again) == Demand.of(first)
    assert Demand.of(another) != Demand.of(first)
    assert len(asked_by_hand([LEASE, LEASE], ())) == 1


@pytest.mark.rule("LIC-32", "R-084")
def test_a_demand_about_nothing_in_particular_is_no_way_round_the_guarantee():
    life = Life().asked(MISSING, extra=[LOOSE])
    life.supply(LIN, "plan")
    with refused("told_once"):
        life.do("ask_supplement", LIN, extra=[{"text": "再请说明安装时间"}])
    life.do("ask_supplement", LIN, extra=[LOOSE])  # it was asked before, and its answer was none
    assert life.case.state == "supplement_pending"


@pytest.mark.rule("LIC-32", "R-084")
def test_a_breach_names_who_checked_first():
    life = Life().asked(MISSING)
    life.supply(MEI, "plan")
    life.do("allow_demand", FANG, reason="新规定自本周起施行")
    life.do("ask_supplement", MEI, extra=[LEASE])
    facts = life.lines[-2]["facts"]
    assert facts["breach"] == ["material:lease"]
    assert facts["checked_by"] == [LIN.id]
    assert facts["override"] == FANG.id


@pytest.mark.rule("LIC-32")
def test_leave_is_given_for_one_notice():
    life = Life().asked(MISSING)
    life.supply(LIN, "plan")
    life.do("allow_demand", FANG, reason="新规定自本周起施行")
    life.do("ask_supplement", LIN, extra=[LEASE])
    life.supply(SUN, "lease")
    with refused("told_once"):
        life.do("ask_supplement", LIN, extra=[{"material": "photo", "text": "照片不清楚"}])


# what a checker wrote


@pytest.mark.rule("R-084", "R-137")
def test_the_words_of_a_checker_are_the_findings_words():
    (found,) = asked_by_hand([{**LEASE, "remedy": "请补第三页"}], ())
    assert sentence(found) == ("租赁合同缺第三页", "请补第三页")
    hidden = replace(found, facts={"nth": 1})  # as everybody may read it
    assert "补正告知书" in sentence(hidden)[0]


@pytest.mark.rule("R-084", "PII-05")
def test_the_words_of_a_checker_are_kept_under_the_veil():
    life = Life().asked(MISSING, extra=[LEASE])
    assert "第三页" not in str(life.lines)
    assert [each["facts"]["text"] for each in life.hidden["by_hand"]] == ["租赁合同缺第三页"]
    assert [each["rule"] for each in life.dossier.of("application")[0].findings] == [
        "non_main_missing",
        BY_HAND,
    ]


# what answers it


@pytest.mark.rule("LIC-07b", "R-107")
def test_a_demand_by_hand_waits_for_its_piece_and_for_no_other():
    life = Life().asked(MISSING, extra=[LEASE])
    life.supply(SUN, "plan")
    assert life.case.state == "supplement_pending"
    assert [each["rule"] for each in life.dossier.of("application")[0].findings] == [BY_HAND]
    assert [each["facts"]["text"] for each in life.hidden["findings"]] == ["租赁合同缺第三页"]
    life.supply(SUN, "lease")
    assert life.case.state == "received"
    assert life.dossier.of("application")[0].findings == []


@pytest.mark.rule("LIC-07b")
def test_what_was_answered_after_the_first_notice_need_not_be_brought_again_after_the_second():
    life = Life().asked(MISSING, extra=[LEASE])
    life.supply(SUN, "plan", "lease")
    expired = {"material": "plan", "rule": "expired", "severity": "curable", "facts": {}}
    life.do("supply", LIN, materials=[{"code": "plan", "no": 2, "copies": 1}], findings=(expired,))
    life.do("ask_supplement", LIN)
    life.supply(SUN, "plan")
    assert life.case.state == "received"


@pytest.mark.rule("LIC-07b")
def test_a_demand_about_nothing_in_particular_is_answered_by_whatever_comes():
    life = Life().asked(MISSING, extra=[LOOSE])
    life.supply(SUN, "plan")
    assert life.case.state == "received"


@pytest.mark.rule("LIC-07b")
def test_a_piece_that_is_only_said_to_exist_answers_nothing():
    life = Life().asked(MISSING, extra=[LEASE])
    life.do("supply", SUN, materials=[{"code": "lease", "no": 3, "exists": True}], findings=())
    assert life.case.state == "supplement_pending"


@pytest.mark.rule("LIC-32")
@pytest.mark.parametrize(
    ("brought", "field", "answered"),
    [
        ({"field:address"}, "address", True),
        ({"field:address"}, "address.street", True),
        ({"field:address"}, "name", False),
        ({"material:plan"}, "address", False),
        ({"material:plan"}, "", True),
        (set(), "", False),
    ],
)
def test_a_field_is_answered_by_its_own_change_also_inside_a_group(brought, field, answered):
    demand = Finding(rule=BY_HAND, severity=Severity.CURABLE, field=field, facts={"nth": 1, "text": "x"})
    assert answers(frozenset(brought), demand) is answered


# what a later notice may name


@pytest.mark.rule("LIC-32")
def test_what_is_wrong_inside_a_group_that_changed_may_be_named():
    wrong = Finding(rule="form_required", severity=Severity.CURABLE, field="address.street")
    told = Told(first=frozenset({Demand("field:name", "form_required")})).supplied(["field:address"])
    assert not told.ask([wrong]).breaches
    with refused("told_once"):
        Told(first=frozenset({Demand("field:name", "form_required")})).ask([wrong])


@pytest.mark.rule("LIC-32")
def test_a_piece_needed_only_because_the_applicant_changed_a_field_may_be_asked_for():
    consent = Requirement(
        no=9, code="consent", name="业主同意书", material_class=MaterialClass.NON_MAIN,
        needed_if={"field": "owner", "equals": "别人"},
    )  # fmt: skip
    lacks = {
        "material": "consent",
        "rule": "non_main_missing",
        "severity": "curable",
        "facts": {"absent": True},
    }
    life = Life(item=item(materials=(consent,))).asked(MISSING)
    life.supply(SUN, "plan", findings=(lacks,), changed_fields=["owner"])
    assert life.case.state == "received"
    life.do("ask_supplement", LIN)
    assert "breach" not in life.lines[-2]["facts"]
    other = Life(item=item(materials=(consent,))).asked(MISSING)
    other.supply(SUN, "plan", findings=(lacks,), changed_fields=["colour"])
    with refused("told_once"):
        other.do("ask_supplement", LIN)


@pytest.mark.rule("R-084", "LIC-07")
def test_the_notice_has_all_that_the_check_found_and_all_that_was_found_by_hand():
    life = Life()
    life.file(findings=(BLOCKING, MISSING))
    decided = life.try_("ask_supplement", LIN, extra=[LEASE, OTHER])
    (paper,) = decided.papers
    assert paper.kind == Paper.SUPPLEMENT
    assert [each["text"] for each in paper.facts["extra"]] == [LEASE["text"], OTHER["text"]]
    assert len(decided.head["facts"]["asked"]) == 4
