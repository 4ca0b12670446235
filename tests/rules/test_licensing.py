"""One application's life, by examples from the rules."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lives import (
    BLOCKING,
    CHEN,
    FANG,
    LI,
    LIN,
    MEI,
    MISSING,
    PARALLEL,
    QIAN,
    SUN,
    WU,
    ZHAO,
    ZONE,
    Life,
    Limit,
    item,
)
from yimen.rules.limits import Unit
from yimen.rules.papers import Paper
from yimen.rules.refused import Refused


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


@pytest.mark.rule("R-098", "R-102")
def test_an_application_goes_from_receipt_to_the_archive():
    life = Life().granted()
    life.do("complete", LIN)
    life.do("deliver", LIN, way="pickup", to="applicant", identity_checked=True, receiver="孙悦")
    life.do("archive", LIN, archive_no="2026-10-00001")
    assert [line["to"] for line in life.lines if line["act"] != "seal"] == [
        "received", "accepted", "in_review", "in_review", "decided", "completed", "delivered", "archived",
    ]  # fmt: skip
    assert life.case.outcome == "granted"
    assert life.replayed.rows == life.dossier.rows


@pytest.mark.rule("R-078")
def test_every_submission_is_registered_with_a_receipt_also_an_incomplete_one():
    life = Life()
    life.file(findings=(BLOCKING, MISSING))
    assert life.case.state == "received"
    assert [each.kind for each in life.dossier.papers] == [Paper.RECEIPT]


@pytest.mark.rule("LIC-07", "LIC-30", "R-082")
def test_nobody_answered_in_five_days_so_it_is_accepted_as_of_receipt():
    life = Life().at(2026, 2, 12)
    life.file()
    assert life.dossier.clock("intake").due_at.date() == date(2026, 2, 26)
    life.walk_to(datetime(2026, 2, 27, 9, 0, tzinfo=ZONE))
    assert life.case.state == "accepted"
    assert life.case.accepted_at.date() == date(2026, 2, 12)
    assert life.dossier.clock("statutory").due_at.date() == date(2026, 3, 18)
    deemed = next(line for line in life.lines if line["act"] == "deem_accept")
    assert deemed["at"].startswith("2026-02-27T00:00:00")
    assert deemed["as"].startswith("2026-02-12")


@pytest.mark.rule("LIC-07b", "LIC-31", "R-107", "R-119")
def test_acceptance_dates_from_the_day_the_last_asked_piece_came():
    life = Life()
    life.file(findings=(MISSING,))
    life.do("ask_supplement", LIN)
    life.pass_days(7)
    life.do("supply", LIN, materials=[{"code": "plan", "no": 2, "copies": 1}], findings=())
    supplied_at = life.now
    life.pass_days(2)
    life.do("accept", LIN)
    assert life.case.accepted_at == supplied_at
    assert life.dossier.clock("promised").started_at == supplied_at


@pytest.mark.rule("LIC-07b", "R-107")
def test_a_supplement_that_lacks_a_piece_still_waits():
    other = {**MISSING, "material": "lease"}
    life = Life()
    life.file(findings=(MISSING, other))
    life.do("ask_supplement", LIN)
    life.do("supply", SUN, materials=[{"code": "plan", "no": 2, "copies": 1}], findings=(other,))
    assert life.case.state == "supplement_pending"
    life.do("supply", SUN, materials=[{"code": "lease", "no": 3, "copies": 1}], findings=())
    assert life.case.state == "received"


@pytest.mark.rule("LIC-32", "R-084")
def test_what_could_have_been_asked_before_may_not_be_asked_again():
    life = Life()
    life.file(findings=(MISSING,))
    life.do("ask_supplement", LIN)
    life.do("supply", LIN, materials=[{"code": "plan", "no": 2, "copies": 1}], findings=())
    with refused("told_once"):
        life.do("ask_supplement", LIN, extra=[{"material": "lease", "text": "租赁合同缺页"}])
    with refused("still_lacking"):
        life.do("supply", LIN, materials=[{"code": "plan", "no": 2, "copies": 1}], findings=(MISSING,))
        life.do("accept", LIN)


@pytest.mark.rule("LIC-32")
def test_only_the_directors_written_leave_allows_one_more_demand_and_it_is_marked():
    life = Life()
    life.file(findings=(MISSING,))
    life.do("ask_supplement", LIN)
    life.do("supply", LIN, materials=[{"code": "plan", "no": 2, "copies": 1}], findings=())
    with refused("not_permitted"):
        life.do("allow_demand", LIN, reason="再要一次")
    life.do("allow_demand", FANG, reason="新规定自本周起施行")
    life.do("ask_supplement", LIN, extra=[{"material": "lease", "text": "租赁合同缺页"}])
    assert life.lines[-2]["facts"]["breach"] == ["material:lease"]
    assert life.lines[-2]["facts"]["override"] == FANG.id


@pytest.mark.rule("R-107")
def test_a_second_notice_may_name_what_is_wrong_with_a_piece_that_came():
    expired = {**MISSING, "rule": "expired", "facts": {}}
    life = Life()
    life.file(findings=(MISSING,))
    life.do("ask_supplement", LIN)
    life.do("supply", LIN, materials=[{"code": "plan", "no": 2, "copies": 1}], findings=(expired,))
    assert life.case.state == "received"
    life.do("ask_supplement", LIN)
    assert life.case.state == "supplement_pending"


@pytest.mark.rule("R-107")
def test_a_supplement_nobody_brings_closes_after_thirty_days_and_is_no_return():
    life = Life()
    life.file(findings=(MISSING,))
    life.do("ask_supplement", LIN)
    life.walk_to(datetime(2026, 4, 20, 9, 0, tzinfo=ZONE))
    assert life.case.state == "closed_by_applicant"
    assert life.case.outcome == "abandoned"


@pytest.mark.rule("R-079")
def test_a_pre_registration_nobody_uses_expires():
    life = Life()
    life.file(actor=SUN, act="pre_register")
    assert life.case.state == "pre_registered"
    life.walk_to(datetime(2026, 4, 20, 9, 0, tzinfo=ZONE))
    assert life.case.state == "closed_by_applicant"


@pytest.mark.rule("R-083", "LIC-05")
def test_outside_the_remit_names_the_competent_body():
    life = Life()
    life.file()
    with refused("competent_missing"):
        life.do("decline", LIN, why="out_of_remit", text="不属于本机关职权")
    life.do("decline", LIN, why="out_of_remit", text="不属于本机关职权", competent="市水利局")
    assert life.case.state == "not_accepted"
    assert life.dossier.papers[-1].kind == Paper.NOT_ACCEPTED_REMIT


@pytest.mark.rule("R-083", "LIC-04")
def test_no_licence_needed_is_said_in_its_own_paper():
    life = Life()
    life.file()
    life.do("decline", LIN, why="no_approval_needed", text="依法不需要取得许可")
    assert life.dossier.papers[-1].kind == Paper.NOT_ACCEPTED_NO_NEED


@pytest.mark.rule("R-106")
def test_a_return_needs_one_of_three_grounds_and_words():
    life = Life()
    life.file(findings=(BLOCKING,))
    with refused("fact_missing"):
        life.do("return", LIN, ground="main_missing")
    with refused("unknown_ground"):
        life.do("return", LIN, ground="dislike", text="不喜欢")
    with refused("survey_missing"):
        life.do("return", LIN, ground="survey_failed", text="踏勘不合格")
    life.do("return", LIN, ground="main_missing", text="申请表未提交且尚未办理")
    assert (life.case.state, life.case.disposition) == ("returned", "returned")


@pytest.mark.rule("R-106", "C-14", "KIND-01")
def test_the_third_ground_is_a_refusal_after_a_survey():
    life = Life(item=item(flow=PARALLEL))
    life.accepted()
    for name in ("a", "b"):
        n = next(each.n for each in life.dossier.open_tasks("review") if each.data["key"] == name)
        life.do("take_task", ZHAO, task=n)
        life.do("finish_task", ZHAO, task=n, result="disagree", text="不合格", on="2026-03-03", place="明德路",
                participants=["赵启明", "钱立诚"])  # fmt: skip
    n = life.task("review")
    life.do("take_task", ZHAO, task=n)
    life.do("finish_task", ZHAO, task=n, result="disagree", text="不合格")
    life.do("return", CHEN, ground="survey_failed", text="踏勘不符合条件")
    assert (life.case.state, life.case.outcome) == ("returned", "refused")


@pytest.mark.rule("R-026")
def test_whoever_accepted_a_case_does_not_decide_it():
    both = CHEN.__class__(
        CHEN.kind, CHEN.id, CHEN.name, CHEN.roles | LIN.roles, CHEN.unit, LIN.hall, CHEN.department, "990100",
        CHEN.holds | LIN.holds, CHEN.under | LIN.under, CHEN.letters,
    )  # fmt: skip
    life = Life()
    life.file()
    life.do("accept", both)
    n = life.task("review")
    life.do("take_task", ZHAO, task=n)
    life.do("finish_task", ZHAO, task=n, result="agree", text="符合")
    with refused("not_by_the_same"):
        life.do("grant", both)


@pytest.mark.rule("R-102", "C-24")
def test_an_instant_case_is_decided_on_the_spot_by_the_clerk_who_took_it_in():
    life = Life(item=item(track="instant", result_paper="completion"))
    life.file()
    life.do("accept", LIN)
    life.do("grant", LIN)
    life.do("complete", LIN)
    assert life.case.state == "completed"
    assert [each.kind for each in life.dossier.papers] == [Paper.RECEIPT, Paper.COMPLETION]


@pytest.mark.rule("R-102")
def test_an_instant_case_turns_yellow_after_thirty_minutes_and_red_at_closing_time():
    life = Life(item=item(track="instant"))
    life.file()
    life.do("accept", LIN)
    assert life.case.light == "green"
    life.walk_to(datetime(2026, 3, 2, 9, 30, tzinfo=ZONE))
    assert life.case.light == "yellow"
    life.walk_to(datetime(2026, 3, 2, 20, 0, tzinfo=ZONE))
    assert life.case.light == "red"


@pytest.mark.rule("R-111", "R-011")
def test_a_decision_needs_a_letter_that_covers_it():
    life = Life(item=item(track="instant"))
    life.file()
    life.do("accept", MEI)
    with refused("no_letter"):
        life.do("grant", MEI)


@pytest.mark.rule("R-111", "LIC-13")
def test_a_refusal_without_reasons_is_impossible():
    life = Life().reviewed()
    with refused("fact_missing"):
        life.do("refuse", CHEN)
    life.do("refuse", CHEN, text="设施影响通行安全", basis="《城市市容和环境卫生管理条例》第十一条")
    assert life.case.outcome == "refused"


@pytest.mark.rule("R-110")
def test_a_decision_waits_for_every_step_of_the_path():
    life = Life(item=item(flow=PARALLEL)).accepted()
    with refused("not_yours_to_do"):
        life.do("grant", CHEN)
    tasks = life.dossier.open_tasks("review")
    assert [each.stage for each in tasks] == ["会审", "会审"]
    life.do("take_task", ZHAO, task=tasks[0].n)
    life.do("finish_task", ZHAO, task=tasks[0].n, result="agree", text="同意")
    with refused("fact_missing"):
        life.do("finish_task", ZHAO, task=tasks[1].n, result="agree", text="同意")
    with refused("more_needed"):
        life.do(
            "finish_task",
            ZHAO,
            task=tasks[1].n,
            result="agree",
            text="同意",
            on="2026-03-03",
            place="明德路",
            participants=["赵启明"],
        )
    life.do("finish_task", ZHAO, task=tasks[1].n, result="agree", text="同意", on="2026-03-03", place="明德路",
            participants=["赵启明", "钱立诚"])  # fmt: skip
    assert [each.stage for each in life.dossier.open_tasks("review")] == ["复核"]


@pytest.mark.rule("LIC-17", "CLK-04", "R-119")
def test_only_the_eight_special_procedures_let_the_clock_rest():
    life = Life().accepted()
    due = life.case.due_at
    life.do("take_task", ZHAO, task=life.task("review"))
    with refused("not_lawful_reason"):
        life.do("suspend", ZHAO, reason="busy", needed={"n": 5, "unit": "working_day"}, text="人手不足")
    life.do(
        "suspend", ZHAO, reason="expert_review", needed={"n": 5, "unit": "working_day"}, text="组织专家评审"
    )
    assert life.case.light == "off"
    assert Paper.SPECIAL in [each.kind for each in life.dossier.papers]
    life.pass_days(7)
    life.do("resume", ZHAO, task=life.task("special"))
    assert (life.case.due_at - due).days == 7


@pytest.mark.rule("LIC-17")
def test_a_decision_waits_while_the_clock_rests():
    life = Life().accepted()
    life.do("take_task", ZHAO, task=life.task("review"))
    life.do("suspend", ZHAO, reason="hearing", needed={"n": 5, "unit": "working_day"}, text="听证")
    life.do("finish_task", ZHAO, task=life.task("review"), result="agree", text="同意")
    with refused("rests_still"):
        life.do("grant", CHEN)


@pytest.mark.rule("LIC-08", "CLK-05", "CLK-06", "R-123")
def test_an_extension_comes_once_before_the_end_and_leaves_the_promise():
    life = Life().accepted()
    promised, statutory = life.dossier.clock("promised").due_at, life.dossier.clock("statutory").due_at
    life.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")
    assert life.dossier.clock("promised").due_at == promised
    assert life.dossier.clock("statutory").due_at > statutory
    with pytest.raises(Refused):
        life.do("extend", CHEN, text="再延", approved_by="局长 周正")


@pytest.mark.rule("R-123")
def test_where_the_hall_says_so_an_extension_moves_the_promise_too():
    life = Life(settings={"extension.moves_promised": True}).accepted()
    promised = life.case.due_at
    life.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")
    assert life.case.due_at > promised


@pytest.mark.rule("R-123")
def test_an_item_without_permission_has_no_extension():
    life = Life(item=item(extension=None)).accepted()
    with refused("no_extension"):
        life.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")


@pytest.mark.rule("R-082")
def test_where_two_checks_are_configured_no_acceptance_goes_out_before_both():
    life = Life(item=item(intake_checks=2))
    life.file()
    with refused("second_check_missing"):
        life.do("accept", LIN)
    life.do("check", LIN, text="初审齐全")
    life.do("check", ZHAO, text="复审同意受理")
    life.do("accept", LIN)
    assert life.case.state == "accepted"


@pytest.mark.rule("R-109")
def test_a_convertible_item_is_done_at_once():
    life = Life().accepted()
    life.do("convert", LIN, text="材料齐全，当场办结")
    life.do("grant", LIN)
    assert life.case.track == "instant"


@pytest.mark.rule("R-110")
def test_whoever_decides_may_send_a_step_back_for_another_look():
    life = Life().reviewed()
    step = next(each.n for each in life.dossier.tasks if each.kind == "review")
    life.do("send_back", CHEN, step=step, text="补充安全距离的意见")
    assert life.dossier.open_tasks("decide") == ()
    life.do("finish_task", ZHAO, task=life.task("review"), result="agree", text="已补充")
    life.do("grant", CHEN)


@pytest.mark.rule("R-177")
def test_a_taken_task_goes_to_a_colleague_so_nobodys_absence_stops_a_case():
    life = Life().accepted()
    n = life.task("review")
    life.do("take_task", ZHAO, task=n)
    with refused("not_yours_to_do"):
        life.do("finish_task", QIAN, task=n, result="agree", text="同意")
    life.do("hand_over_task", QIAN, task=n, to=QIAN.id, colleagues=[QIAN.id])
    life.do("finish_task", QIAN, task=n, result="agree", text="同意")


@pytest.mark.rule("R-153", "R-156")
def test_the_result_is_handed_over_after_a_look_at_who_it_is():
    life = Life().granted()
    life.do("complete", LIN)
    with refused("identity_unchecked"):
        life.do("deliver", LIN, way="pickup", to="applicant", receiver="孙悦")
    with refused("fact_missing"):
        life.do("deliver", LIN, way="pickup", to="proxy", identity_checked=True, receiver="王五")
    life.do(
        "deliver",
        LIN,
        way="pickup",
        to="proxy",
        identity_checked=True,
        receiver="王五",
        proxy_letter="委托书 1",
    )
    assert life.case.state == "delivered"


@pytest.mark.rule("R-145")
def test_a_charged_item_completes_with_the_number_of_its_receipt():
    life = Life(item=item(charged=True)).granted()
    with refused("fact_missing"):
        life.do("complete", LIN)
    life.do("complete", LIN, receipt_no="No 0031245")


@pytest.mark.rule("R-144", "R-143")
def test_a_returned_case_is_not_archived_before_its_notice_arrived():
    life = Life()
    life.file(findings=(BLOCKING,))
    life.do("return", LIN, ground="main_missing", text="缺少主件")
    with refused("not_served_yet"):
        life.do("archive", LIN, archive_no="2026-10-00002")
    paper = next(each for each in life.dossier.papers if each.kind == Paper.RETURNED)
    life.do("serve", LIN, series=paper.series, k=paper.k, how="by_hand", receiver="孙悦")
    life.do("archive", LIN, archive_no="2026-10-00002")
    with refused("act_not_open"):
        life.do("note", LIN, text="补记")


@pytest.mark.rule("R-098")
def test_the_applicant_may_withdraw_until_the_decision():
    life = Life().reviewed()
    life.do("withdraw", SUN)
    assert life.case.outcome == "withdrawn"
    late = Life().granted()
    with refused("act_not_open"):
        late.do("withdraw", SUN)


@pytest.mark.rule("R-022", "R-003")
def test_a_clerk_of_another_hall_cannot_even_see_the_case():
    life = Life()
    life.file()
    with refused("no_such_case"):
        life.do("note", LI, text="看看")


@pytest.mark.rule("SUP-05")
def test_the_supervisor_sees_everything_and_changes_nothing():
    life = Life()
    life.file()
    with refused("not_permitted"):
        life.do("accept", WU)


@pytest.mark.rule("R-120", "R-121", "R-116")
def test_the_light_turns_yellow_three_days_ahead_and_red_when_the_day_is_over():
    life = Life(item=item(promised=Limit(10, Unit.WORKING_DAY))).accepted()
    assert life.case.due_at.date() == date(2026, 3, 16)
    life.walk_to(datetime(2026, 3, 10, 23, 0, tzinfo=ZONE))
    assert life.case.light == "green"
    life.walk_to(datetime(2026, 3, 11, 0, 0, tzinfo=ZONE))
    assert life.case.light == "yellow"
    life.walk_to(datetime(2026, 3, 17, 0, 0, tzinfo=ZONE))
    assert life.case.light == "red"
    told = [(line["facts"]["clock"], line["facts"]["light"]) for line in life.lines if line["act"] == "turn"]
    assert [light for clock, light in told if clock == "promised"] == ["yellow", "red"]


@pytest.mark.rule("R-120")
def test_a_limit_no_longer_than_the_reminder_is_due_soon_from_the_start():
    assert Life(item=item(promised=Limit(3))).accepted().case.light == "yellow"


@pytest.mark.rule("KIND-01", "R-106", "LIC-32")
def test_what_was_told_with_a_return_binds_the_check_of_the_same_matter_filed_again():
    first = Life()
    first.file(findings=(BLOCKING, MISSING))
    first.do("return", LIN, ground="main_missing", text="缺少主件")
    told = first.dossier.of("application")[0].told
    again = Life()
    again.file(
        findings=(MISSING,),
        earlier="1",
        earlier_told=told,
        materials=[{"code": "form", "no": 1, "copies": 1}],
    )
    with refused("told_once"):
        again.do("ask_supplement", LIN, extra=[{"material": "lease", "text": "另缺租赁合同"}])
    again.do("ask_supplement", LIN)
