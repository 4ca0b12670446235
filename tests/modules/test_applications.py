"""Applications as they are written: papers, words and dates as the applicant, the window and the record have them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ground import BANNER, BIRTH, WASTE, ZONE, Ground, at, rows
from yimen.base.findings import sentence
from yimen.modules.cases import commands as cases
from yimen.modules.cases import queries as lists
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.licensing import commands as licensing
from yimen.modules.licensing import queries
from yimen.rules.actors import Actor, Kind
from yimen.rules.facts import FACTS
from yimen.rules.materials import Submitted
from yimen.rules.numbering import CaseNumber
from yimen.rules.papers import Paper, title
from yimen.rules.refused import Refused

SETUP = Actor(Kind.RUN, name="set-up")
LEASE = {"material": "site", "text": "场地合同缺第三页", "remedy": "请补第三页"}


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


def paper(outcome: Any, kind: Paper) -> dict[str, Any]:
    """What a paper of the move says."""
    return next(dict(content) for row, content in outcome.papers if row.kind == kind)


def seen(ground: Ground, digits: str, who: str = "clerk") -> queries.DossierView:
    return queries.dossier(ground.actor(who), digits, now=ground.now)


# told once, in words


@pytest.mark.rule("LIC-07", "R-084", "R-137")
def test_a_notice_lists_what_the_check_found_and_what_the_checker_wrote(ground: Ground):
    digits = ground.file(WASTE, lack=("contract",))
    notice = paper(
        ground.do("clerk", digits, "ask_supplement", extra=[LEASE, {"text": "请说明运输路线"}]),
        Paper.SUPPLEMENT,
    )
    first, *by_hand = [each["rule"] for each in notice["findings"]]
    assert first.startswith("缺少")
    assert by_hand == ["场地合同缺第三页", "请说明运输路线"]
    words = [sentence(each)[0] for each in seen(ground, digits).findings]
    assert "场地合同缺第三页" in words


@pytest.mark.rule("LIC-32", "R-084")
def test_what_was_asked_by_hand_is_known_again_by_its_words(ground: Ground):
    digits = ground.file(WASTE, lack=("contract",))
    ground.do("clerk", digits, "ask_supplement", extra=[{"text": "请说明运输路线"}])
    ground.supply("clerk", digits, "contract")
    with refused("told_once"):
        ground.do("clerk", digits, "ask_supplement", extra=[{"text": "请说明运输时间"}])
    ground.do("clerk", digits, "ask_supplement", extra=[{"text": "请说明运输路线"}])
    assert ground.case(digits).state == "supplement_pending"
    assert cases.verify_case(digits) is None


@pytest.mark.rule("LIC-07b")
def test_a_demand_in_words_waits_for_its_piece_and_its_words_wait_with_it(ground: Ground):
    digits = ground.file(WASTE, lack=("contract",))
    ground.do("clerk", digits, "ask_supplement", extra=[LEASE])
    ground.supply("clerk", digits, "contract")
    (left,) = [each for each in seen(ground, digits).findings if each.lacks]
    assert sentence(left) == ("场地合同缺第三页", "请补第三页")
    ground.supply("clerk", digits, "site")
    assert ground.case(digits).state == "received"
    assert not [each for each in seen(ground, digits).findings if each.lacks]
    assert cases.verify_case(digits) is None


@pytest.mark.rule("R-107", "R-136")
@pytest.mark.parametrize(
    ("ground_", "name"), [("non_main_promised", "办件通知书"), ("incomplete", "一次性告知书")]
)
def test_the_notice_is_named_by_its_ground(ground: Ground, ground_: str, name: str):
    digits = ground.file(WASTE, lack=("contract",))
    content = paper(ground.do("clerk", digits, "ask_supplement", ground=ground_), Paper.SUPPLEMENT)
    assert title(Paper.SUPPLEMENT, content["alias"]).zh == name
    licensing.seal_papers(digits, now=ground.now)
    assert name in {each.title for each in seen(ground, digits).papers}


@pytest.mark.rule("R-108")
def test_who_will_not_complete_has_both_papers_of_one_act(ground: Ground):
    digits = ground.file(WASTE, lack=("contract",))
    outcome = ground.do("clerk", digits, "withdraw", ground="will_not_complete", text="不办了")
    assert paper(outcome, Paper.SUPPLEMENT)["findings"]
    assert paper(outcome, Paper.WITHDRAWAL)["withdrawn_on"] == "2026-03-02"
    assert ground.case(digits).outcome == "withdrawn"


@pytest.mark.rule("R-092")
def test_a_receipt_says_of_each_piece_whether_it_is_here(ground: Ground):
    filing = ground.filing(BANNER, channel="window", lack=("design", "consent"))
    absent = (Submitted("design", exists=True), Submitted("consent", promise=True))
    whole = replace(filing, submitted=(*filing.submitted, *absent))
    outcome = licensing.file(ground.actor("clerk"), whole, now=ground.now)
    states = [each["state"] for each in paper(outcome, Paper.RECEIPT)["materials"]]
    assert states == ["received", "lacking", "promised"]


@pytest.mark.rule("KIND-01", "LIC-05", "R-106", "R-137")
def test_a_return_names_what_it_is_in_law_and_whose_remit_it_is(ground: Ground):
    digits = ground.file(WASTE)
    told = {
        "ground": "against_policy",
        "legal": "out_of_remit",
        "competent": "云岫市交通运输局",
        "text": "属公路管理事项",
    }
    content = paper(ground.do("clerk", digits, "return", **told), Paper.RETURNED)
    assert content["competent_body"] == "云岫市交通运输局"
    assert content["basis"].endswith("第三十二条第一款第二项")
    assert {each["way"] for each in content["remedies"]} == {"reconsideration", "suit"}


@pytest.mark.rule("KIND-01", "LIC-13", "R-111")
def test_a_return_that_refuses_names_its_letter(ground: Ground):
    digits = ground.file(BIRTH)
    told = {"ground": "against_policy", "legal": "refusal", "text": "不符合规定"}
    content = paper(ground.do("clerk", digits, "return", **told), Paper.RETURNED)
    assert content["letter_no"]
    assert content["basis"].endswith("第三十八条第二款")


# promised dates


@pytest.mark.rule("R-126", "R-103")
def test_notice_portal_card_and_text_show_one_promised_date(ground: Ground):
    digits = ground.file(WASTE)
    notice = paper(ground.do("clerk", digits, "accept"), Paper.ACCEPTANCE)
    ground.catch_up()
    number = queries.card(ground.actor("clerk"), digits, now=ground.now).number
    due = queries.progress(number, None, now=ground.now).due_on
    assert due is not None
    assert notice["due_on"] == due.isoformat()
    assert queries.card(ground.actor("clerk"), digits, now=ground.now).due_on == due
    ((text,),) = rows(
        "SELECT count(*) FROM messages_message WHERE case_id = %s AND event = 'accepted'",
        ground.case(digits).id,
    )
    assert text == 1


@pytest.mark.rule("LIC-17", "R-216", "R-119")
def test_a_resting_case_is_suspended_and_has_no_date_until_it_runs_again(ground: Ground):
    digits = ground.accepted(WASTE)
    ground.do("reviewer", digits, "take_task", task="review")
    needed = {"n": 5, "unit": "working_day"}
    told = paper(
        ground.do("reviewer", digits, "suspend", reason="hearing", needed=needed, text="需要听证"),
        Paper.SPECIAL,
    )
    assert (told["procedure"], told["ends_on"]) == ("听证", "2026-03-09")
    number = queries.card(ground.actor("clerk"), digits, now=ground.now).number
    found = queries.progress(number, None, now=ground.now)
    assert (found.state, found.due_on) == ("suspended", None)
    with refused("rests_still"):
        ground.do("chief", digits, "extend", text="案情复杂", approved_by="局长 周正")
    ground.do("reviewer", digits, "resume", task="special")
    assert queries.progress(number, None, now=ground.now).state == "in_review"


@pytest.mark.rule("LIC-08", "R-123")
def test_the_extension_names_both_dates(ground: Ground):
    digits = ground.accepted(WASTE)
    ground.do("reviewer", digits, "take_task", task="review")
    told = paper(
        ground.do("chief", digits, "extend", text="案情复杂", approved_by="局长 周正"), Paper.EXTENSION
    )
    assert told["old_due_on"] < told["new_due_on"] < "2027"
    assert told["more"]["n"] == 10


@pytest.mark.rule("LIC-17", "R-119", "R-137")
def test_a_step_for_which_the_clock_rests_is_told_in_writing(ground: Ground):
    item = json.loads(
        (files("yimen.modules.catalogue") / "demo" / "items" / "construction_waste.json").read_text("utf-8")
    )
    step = {
        "key": "experts", "name": "专家评审", "kind": "expert_argument", "holds": "expert_review",
        "holds_basis": "《示例条例》第九条", "limit": {"n": 5, "unit": "working_day"},
    }  # fmt: skip
    item["flow"] = {"stages": [{"name": "评审", "tasks": [step]}]}
    report = catalogue.import_items(SETUP, json.dumps([item]).encode(), now=ground.now)
    assert not report.refused, catalogue.print_report(report)
    catalogue.publish(SETUP, WASTE, now=ground.now)
    digits = ground.file(WASTE)
    told = paper(ground.do("clerk", digits, "accept"), Paper.SPECIAL)
    assert (told["procedure"], told["needed"]["n"], told["ends_on"]) == ("专家评审", 5, "2026-03-09")
    assert "《示例条例》第九条" in told["reason"]
    assert ground.case(digits).light == "off"
    ground.catch_up()
    told_ = rows(
        "SELECT event FROM messages_message WHERE case_id = %s",
        ground.case(digits).id,
    )
    assert ("special",) in told_


# what was promised


@pytest.mark.rule("R-107", "BUS-03")
def test_a_promised_piece_comes_by_the_applicants_own_hand_after_acceptance(ground: Ground):
    filing = ground.filing(BANNER, channel="window", lack=("consent",))
    whole = replace(filing, submitted=(*filing.submitted, Submitted("consent", promise=True)))
    outcome = licensing.file(ground.actor("clerk"), whole, now=ground.now)
    digits = CaseNumber.parse(outcome.answer["number"]).digits
    accepted = ground.do("clerk", digits, "accept")
    assert [each["by_on"] for each in paper(accepted, Paper.PROMISE)["promises"]] == ["2026-03-16"]
    supplied = ground.supply("clerk", digits, "consent")
    assert paper(supplied, Paper.RECEIPT)["materials"][-1]["state"] == "received"
    assert ground.dossier(digits).open_tasks("promised") == ()
    with refused("nothing_promised"):
        ground.supply("clerk", digits, "design")


# who applies


@pytest.mark.rule("R-078", "R-084")
def test_a_wrong_identity_number_stands_until_it_is_corrected_at_the_counter(ground: Ground):
    digits = ground.file(WASTE, lack=("contract",), id_number="990100198804121177")
    ground.do("clerk", digits, "ask_supplement")
    ground.supply("clerk", digits, "contract")
    assert ground.case(digits).state == "supplement_pending"
    with refused("identity_number_check"):
        ground.do("clerk", digits, "correct_contact", id_number="990100198804121178")
    ground.do("clerk", digits, "correct_contact", id_number="990100198804121176")
    assert not [each for each in seen(ground, digits).findings if each.lacks]
    ground.supply("clerk", digits)
    assert ground.case(digits).state == "received"
    assert cases.verify_case(digits) is None


@pytest.mark.rule("R-161")
def test_nobody_becomes_another_applicant_by_a_correction(ground: Ground):
    digits = ground.file(WASTE)
    with refused("particulars_stand"):
        ground.do("clerk", digits, "correct_contact", name="赵一鸣", id_number="990100199109232135")
    with refused("mobile_form"):
        ground.do("clerk", digits, "correct_contact", phone="12345")
    ground.do("clerk", digits, "correct_contact", phone="13900001111")
    assert seen(ground, digits).applicant.name == "王小明"


@pytest.mark.rule("R-161")
def test_a_telephone_is_corrected_though_the_document_is_still_in_doubt(ground: Ground):
    digits = ground.file(WASTE, id_number="990100198804121177")
    ground.do("clerk", digits, "correct_contact", phone="13900001111")
    (doubt,) = [each for each in seen(ground, digits).findings if each.lacks]
    assert doubt.field == "applicant.id_number"


# desks


@pytest.mark.rule("R-177", "R-025")
def test_the_director_hands_over_what_lies_at_a_window(ground: Ground):
    digits = ground.file(WASTE)
    with refused("not_a_colleague"):
        ground.do("director", digits, "hand_over_task", task="check", to=ground.actor("reviewer").id)
    ground.do("director", digits, "hand_over_task", task="check", to=ground.actor("clerk").id)
    assert ground.dossier(digits).open_tasks("check")[0].staff == ground.actor("clerk").id


@pytest.mark.rule("R-103")
def test_what_was_promised_is_on_the_directors_list_the_same_moment(ground: Ground):
    digits = ground.accepted(WASTE)
    (entry,) = lists.promised(ground.actor("director"), now=ground.now).results
    assert (entry.card.digits, entry.accepted_at) == (digits, ground.now)


# the dossier


@pytest.mark.rule("R-139")
def test_a_piece_that_lacks_is_a_gap_in_the_prescribed_order(ground: Ground):
    digits = ground.file(WASTE, lack=("contract",))
    rows_ = seen(ground, digits).materials
    assert [each.no for each in rows_] == list(range(1, len(rows_) + 1))
    assert [each.code for each in rows_ if each.given is None] == ["contract"]


@pytest.mark.rule("R-143", "R-138")
def test_an_archive_number_is_drawn_only_for_a_dossier_that_may_be_archived(ground: Ground):
    digits = ground.file(WASTE)
    ground.do("clerk", digits, "decline", why="no_approval_needed", text="依法不需要许可")
    licensing.seal_papers(digits, now=ground.now)
    for _ in range(3):
        with refused("not_served_yet"):
            ground.do("clerk", digits, "archive")
    notice = next(each for each in seen(ground, digits).papers if each.kind is Paper.NOT_ACCEPTED_NO_NEED)
    ground.do("clerk", digits, "serve", paper_no=notice.paper_no, how="by_hand", receiver="王小明")
    ground.do("clerk", digits, "archive", shelf="A-1")
    other = ground.archived(WASTE)
    numbers = [
        each.of("application")[0].archive_no for each in (ground.dossier(digits), ground.dossier(other))
    ]
    assert [each[-6:] for each in numbers] == ["000001", "000002"]


@pytest.mark.rule("R-152")
def test_posted_mail_that_comes_back_lies_at_the_window_again(ground: Ground):
    digits = ground.decided(WASTE)
    licensing.seal_papers(digits, now=ground.now)
    ground.do("clerk", digits, "complete")
    ground.do(
        "clerk", digits, "deliver", way="post", carrier="中国邮政", tracking_no="EMS1", receiver="王小明"
    )
    ground.do("clerk", digits, "take_back", text="地址迁移")
    assert [each.kind for each in ground.dossier(digits).open_tasks()] == ["keep", "hand_out"]
    assert cases.verify_case(digits) is None


@pytest.mark.rule("R-102", "R-157")
def test_an_instant_case_sent_in_at_night_is_done_the_next_morning(ground: Ground):
    ground.now = at(3, 2, 22)
    digits = ground.file(BIRTH, by="web")
    ground.now = at(3, 3, 8, 40)
    ground.do("clerk", digits, "accept")
    promised = ground.dossier(digits).clock("promised")
    assert promised is not None
    assert (promised.started_at, promised.due_at.date()) == (at(3, 2, 22), at(3, 3).date())
    ground.do("clerk", digits, "grant")
    licensing.seal_papers(digits, now=ground.now)
    ground.do("clerk", digits, "complete")
    assert ground.dossier(digits).clock("promised").light != "red"  # type: ignore[union-attr]


# whatever comes

_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.just("x" * 5000),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)
_NAMES = [*sorted({name for shapes in FACTS.values() for name in shapes} - {"*"}), "task", "private"]


@pytest.mark.rule("R-098")
@pytest.mark.parametrize("who", ["clerk", "reviewer", "chief", "director"])
def test_whatever_an_act_is_told_nothing_is_half_written(ground: Ground, who: str):
    digits = {
        "received": ground.file(WASTE, lack=("contract",)),
        "accepted": ground.accepted(WASTE),
        "decided": ground.decided(WASTE),
    }
    actor = ground.actor(who)

    @given(
        st.sampled_from(sorted(digits)),
        st.sampled_from(sorted(FACTS)),
        st.dictionaries(
            st.sampled_from(_NAMES), _ANYTHING | st.sampled_from([1, 2, 3, 4, 5, "x", "有理由"]), max_size=6
        ),
    )
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    def any_act(where: str, act: str, told: dict[str, Any]) -> None:
        before = ground.case(digits[where]).n
        try:
            licensing.act(actor, digits[where], act, told, now=ground.now)
        except Refused:
            assert ground.case(digits[where]).n == before

    any_act()
    assert [cases.verify_case(each) for each in digits.values()] == [None, None, None]


# what silence, a year's end and an attempt leave behind


@pytest.mark.rule("LIC-07", "LIC-30", "R-137")
def test_the_notice_of_a_deemed_acceptance_says_that_nobody_answered(ground: Ground):
    digits = ground.file(WASTE, lack=("contract",))
    ground.pass_to(at(3, 10, 0, 1))
    kept = [each for each in ground.lines(digits) if each.act == "deem_accept"]
    (notice,) = [each for each in kept[0].private["papers"] if "accepted_on" in each]
    assert notice["deemed"] is True, "it was not examined and found complete, and does not say so"
    assert notice["accepted_on"] == "2026-03-02"
    assert notice["basis"].endswith("第三十二条第一款第四项")
    examined = paper(ground.do("clerk", ground.file(WASTE, who=1), "accept"), Paper.ACCEPTANCE)
    assert "deemed" not in examined
    assert examined["basis"].endswith("第三十二条第一款第五项")


@pytest.mark.rule("CAL-03", "R-126")
def test_a_date_that_no_notice_vouches_for_is_told_as_provisional(ground: Ground):
    firm = paper(ground.do("clerk", ground.file(WASTE), "accept"), Paper.ACCEPTANCE)
    assert "provisional" not in firm
    ground.now = at(12, 30)
    told = paper(ground.do("clerk", ground.file(WASTE, who=1), "accept"), Paper.ACCEPTANCE)
    assert (told["due_on"] > "2027", told["provisional"]) == (True, True)


@pytest.mark.rule("R-138", "R-140")
def test_with_the_year_the_papers_begin_anew_and_a_case_keeps_its_number(ground: Ground):
    ground.now = at(12, 31, 16)
    digits = ground.file(WASTE)
    (before,) = ground.do("clerk", ground.file(WASTE, who=1), "accept").papers
    ground.now = datetime(2027, 1, 4, 9, tzinfo=ZONE)
    (first,) = ground.do("clerk", digits, "accept").papers
    (second,) = ground.do("clerk", ground.file(WASTE, who=2), "accept").papers
    years = [row.series.rpartition(":")[2] for row, _ in (before, first, second)]
    assert years == ["2026", "2027", "2027"]
    assert (first[0].k, second[0].k) == (1, 2)
    assert str(CaseNumber.parse(digits)).startswith("990100-20261231-"), "its number is of the day it came"


@pytest.mark.rule("CLK-05", "R-123")
def test_an_extension_that_comes_too_late_is_refused_and_the_attempt_goes_on_record(ground: Ground):
    digits = ground.accepted(WASTE)
    ground.do("reviewer", digits, "take_task", task="review")
    ground.now = at(6, 30)
    for key in ("once", "once"):
        with refused("extension_late"):
            licensing.act(
                ground.actor("chief"), digits, "extend", {"text": "案情复杂", "approved_by": "局长 周正"},
                now=ground.now, key=key, request=["extend"],
            )  # fmt: skip
    ((body,),) = rows(
        "SELECT body FROM ledger_line WHERE book = (SELECT id FROM ledger_book WHERE name = 'attempts')"
    )
    told = json.loads(body)
    assert told["facts"]["case"] == digits
    assert (told["facts"]["act"], told["facts"]["reason"]) == ("extend", "extension_late")
    assert told["by"]["staff"] == ground.actor("chief").id


@pytest.mark.rule("LIC-07b", "LIC-32")
def test_a_certificate_that_ran_out_while_the_applicant_was_busy_is_no_new_demand(ground: Ground):
    item = json.loads(
        (files("yimen.modules.catalogue") / "demo" / "items" / "construction_waste.json").read_text("utf-8")
    )
    for each in item["materials"]:
        if each["code"] == "site":
            each["valid_days_left"] = 0
    report = catalogue.import_items(SETUP, json.dumps([item]).encode(), now=ground.now)
    assert not report.refused, catalogue.print_report(report)
    catalogue.publish(SETUP, WASTE, now=ground.now)
    filing = ground.filing(WASTE, channel="window", lack=("contract",))
    until = tuple(
        replace(each, valid_until=date(2026, 3, 5)) if each.code == "site" else each
        for each in filing.submitted
    )
    outcome = licensing.file(ground.actor("clerk"), replace(filing, submitted=until), now=ground.now)
    digits = CaseNumber.parse(outcome.answer["number"]).digits
    ground.do("clerk", digits, "ask_supplement")
    ground.now = at(3, 12)
    ground.supply("clerk", digits, "contract")
    assert not [each for each in seen(ground, digits).findings if each.lacks]
    ground.do("clerk", digits, "accept")


@pytest.mark.rule("R-092", "LIC-07b")
def test_what_was_handed_in_is_not_missing_again_because_somebody_says_it_is_at_home(ground: Ground):
    digits = ground.file(WASTE, lack=("contract",))
    ground.do("clerk", digits, "ask_supplement")
    said = (Submitted("site", exists=True), Submitted("contract", copies=1, stamped=True, original=True))
    licensing.supply(ground.actor("clerk"), digits, said, now=ground.now)
    assert not [each for each in seen(ground, digits).findings if each.lacks]
    ground.do("clerk", digits, "accept")
