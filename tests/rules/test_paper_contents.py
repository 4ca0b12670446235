"""What a paper must say before it may be issued."""

from __future__ import annotations

import pytest

from paper_contents import content, without
from yimen.base.refusals import SENTENCES, sentence
from yimen.rules.papers import (
    ALIASES,
    PAPERS,
    WAYS,
    WORDS,
    Paper,
    lacks,
    mandatory,
    require_whole,
    template,
    title,
)
from yimen.rules.refused import Refused

pytestmark = pytest.mark.rule("R-136", "R-137")
EVERY_FIELD = [(kind, field) for kind in Paper for field in dict.fromkeys(mandatory(kind, content(kind)))]


@pytest.mark.parametrize("kind", Paper)
def test_a_whole_paper_may_be_issued(kind):
    assert lacks(kind, content(kind)) == ()
    require_whole(kind, content(kind))


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD)
def test_a_paper_lacking_any_one_field_may_not_be_issued(kind, field):
    missing = lacks(kind, without(content(kind), field))
    assert missing
    assert field.replace("[+]", "").replace("[]", "").rpartition(".")[2] in missing[0]


@pytest.mark.parametrize("kind", Paper)
def test_an_empty_paper_lacks_everything_at_once(kind):
    assert len(lacks(kind, {})) >= len(PAPERS[kind].facts)


def test_the_refusal_names_each_missing_field_in_the_clerks_words():
    findings = [
        {"what": "申请表", "rule": "R-087", "remedy": " "},
        {"what": "", "rule": "R-092", "remedy": "补交"},
    ]
    with pytest.raises(Refused) as refused:
        require_whole(
            Paper.SUPPLEMENT, content(Paper.SUPPLEMENT, findings=findings, officer={"name": "林若溪"})
        )
    assert refused.value.reason == "paper_lacks"
    assert refused.value.facts["fields"] == ["officer.phone", "findings.2.what", "findings.1.remedy"]
    assert "经办人的联系电话、需补正内容第2项的名称、需补正内容第1项的补正办法" in sentence(refused.value)
    assert "officer.phone" in sentence(refused.value, "en")
    assert SENTENCES["paper_lacks"].status == 409


def test_every_field_that_can_lack_has_a_word_for_the_clerk():
    steps = {
        step for _, field in EVERY_FIELD for step in field.replace("[+]", "").replace("[]", "").split(".")
    }
    assert steps | set(WAYS) | {"alias"} == set(WORDS)


@pytest.mark.rule("LIC-13", "LIC-05")
@pytest.mark.parametrize("kind", [kind for kind in Paper if PAPERS[kind].adverse])
@pytest.mark.parametrize("way", WAYS)
def test_an_adverse_paper_names_both_ways_to_have_it_reviewed(kind, way):
    one = [each for each in content(kind)["remedies"] if each["way"] != way]
    assert lacks(kind, content(kind, remedies=one)) == (f"remedies.{way}",)


def test_what_is_decided_against_people_is_adverse_and_nothing_else():
    adverse = {Paper.REFUSAL, Paper.RETURNED, Paper.NOT_ACCEPTED_REMIT, Paper.NOT_ACCEPTED_NO_NEED}
    assert {kind for kind in Paper if PAPERS[kind].adverse} == adverse


@pytest.mark.rule("R-103", "R-126")
def test_an_acceptance_names_its_promised_date_unless_it_ends_the_same_day():
    assert lacks(Paper.ACCEPTANCE, content(Paper.ACCEPTANCE, due_on=None)) == ("due_on",)
    same_day = {"n": 0, "unit": "working_day"}
    assert lacks(Paper.ACCEPTANCE, content(Paper.ACCEPTANCE, due_on=None, limit=same_day)) == ()


@pytest.mark.rule("R-106", "KIND-01")
def test_a_return_for_a_missing_main_piece_is_the_one_time_notice_and_lists_everything():
    returned = content(Paper.RETURNED, ground="main_missing", legal="one_time_notice")
    assert lacks(Paper.RETURNED, returned) == ("findings",)
    assert lacks(Paper.RETURNED, {**returned, "findings": content(Paper.SUPPLEMENT)["findings"]}) == ()


@pytest.mark.rule("KIND-01", "LIC-05", "LIC-13")
def test_a_return_says_what_it_is_in_law_and_has_what_that_needs():
    returned = content(Paper.RETURNED, legal="out_of_remit")
    assert lacks(Paper.RETURNED, returned) == ("competent_body",)
    assert lacks(Paper.RETURNED, {**returned, "competent_body": "云岫市交通运输局"}) == ()
    assert lacks(Paper.RETURNED, content(Paper.RETURNED, legal="refusal", letter_no=None)) == ("letter_no",)


@pytest.mark.rule("R-078")
def test_an_item_that_asks_for_no_material_still_gives_a_receipt():
    assert lacks(Paper.RECEIPT, content(Paper.RECEIPT, materials=[])) == ()
    assert lacks(Paper.RECEIPT, content(Paper.RECEIPT, materials=None)) == ("materials",)


def test_two_names_of_one_notice_are_one_kind():
    assert title(Paper.SUPPLEMENT).zh == "补正告知书"
    assert title(Paper.SUPPLEMENT, "handling").zh == "办件通知书"
    assert title(Paper.SUPPLEMENT, "slip").zh == "补办通知单"
    assert title(Paper.ACCEPTANCE, "committed").zh == "承诺件受理通知"
    assert lacks(Paper.SUPPLEMENT, content(Paper.SUPPLEMENT, alias="committed")) == ("alias",)


@pytest.mark.rule("R-138")
def test_no_two_kinds_share_a_word_so_each_has_its_own_series():
    suffixes = [entry.suffix for entry in PAPERS.values()]
    assert len(set(suffixes)) == len(suffixes) == len(Paper)


def test_every_kind_has_its_entry_and_its_names():
    assert set(PAPERS) == set(Paper)
    assert all(kind in PAPERS for kind, _ in ALIASES)
    assert template(Paper.RECEIPT) == "receipt.1"
