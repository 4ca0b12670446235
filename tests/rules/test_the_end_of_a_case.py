"""Returned, refused, handed out, archived: what each needs, and the proof that it reached the applicant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lives import BLOCKING, CHEN, LIN, MEI, MISSING, PARALLEL, SUN, ZHAO, Life, item
from yimen.rules.actors import Actor
from yimen.rules.flows import Flow
from yimen.rules.papers import Paper
from yimen.rules.procedures.licensing_1 import LICENSING_1
from yimen.rules.refused import Refused

BOTH = replace(
    CHEN,
    roles=CHEN.roles | LIN.roles,
    hall=LIN.hall,
    holds=CHEN.holds | LIN.holds,
    under=CHEN.under | LIN.under,
)
SURVEY = Flow.from_json(
    {
        "stages": [
            {
                "name": "踏勘",
                "tasks": [
                    {"key": "s", "name": "现场踏勘", "kind": "survey", "unit": "owner", "post": "reviewer"}
                ],
            }
        ]
    }
)


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


def surveyed(result: str, *, by: Actor = LIN) -> Life:
    life = Life(item=item(flow=SURVEY))
    life.file()
    life.do("accept", by)
    n = life.task("review")
    life.do("take_task", ZHAO, task=n)
    life.do(
        "finish_task",
        ZHAO,
        task=n,
        result=result,
        text="见记录",
        on="2026-03-03",
        place="明德路",
        participants=["甲", "乙"],
    )
    return life


def completed() -> Life:
    life = Life().granted()
    life.do("complete", LIN)
    return life


def posted() -> Life:
    life = completed()
    life.do("deliver", LIN, way="post", carrier="中国邮政", tracking_no="EMS 1", receiver="孙悦")
    return life


# not accepted, given back


@pytest.mark.rule("R-078", "R-098", "R-106")
def test_nothing_ends_before_it_was_registered_and_nothing_without_a_reason():
    for move in LICENSING_1.moves:
        if move.target in {"returned", "not_accepted", "withdrawn"}:
            assert move.source is not None
    life = Life()
    life.file(findings=(BLOCKING,))
    for act, facts in (
        ("return", {"ground": "main_missing"}),
        ("return", {"ground": "against_policy", "legal": "refusal"}),
        ("decline", {"why": "no_approval_needed"}),
        ("decline", {"why": "out_of_remit", "competent": "市水利局"}),
    ):
        with refused("fact_missing"):
            life.do(act, LIN, **facts)


@pytest.mark.rule("R-106", "KIND-01")
def test_against_policy_must_say_what_that_is_in_law():
    life = Life()
    life.file()
    for legal in ({}, {"legal": "one_time_notice"}, {"legal": "accept"}):
        with refused("legal_ground_missing"):
            life.do("return", LIN, ground="against_policy", text="规划禁止设置", **legal)
    with refused("competent_missing"):
        life.do("return", LIN, ground="against_policy", legal="out_of_remit", text="属于市级职权")
    life.do(
        "return",
        LIN,
        ground="against_policy",
        legal="out_of_remit",
        competent="市水利局",
        text="属于市级职权",
    )
    application = life.dossier.of("application")[0]
    assert (application.ground, application.competent) == ("against_policy", "市水利局")


@pytest.mark.rule("KIND-01", "R-011", "LIC-13")
def test_a_return_that_is_a_refusal_in_law_is_decided_under_a_letter():
    life = Life()
    life.file()
    with refused("no_letter"):
        life.do("return", MEI, ground="against_policy", legal="refusal", text="规划禁止设置")
    life.do("return", LIN, ground="against_policy", legal="refusal", text="规划禁止设置")
    assert life.case.decided_at == life.now
    assert life.lines[-2]["facts"]["letter"] == LIN.letters[0].number


@pytest.mark.rule("R-106", "LIC-07")
def test_what_is_incomplete_is_asked_for_before_it_is_called_against_policy():
    life = Life()
    life.file(findings=(MISSING,))
    with refused("another_answer"):
        life.do("return", LIN, ground="against_policy", legal="refusal", text="规划禁止设置")


@pytest.mark.rule("R-106", "C-14")
def test_the_third_ground_needs_a_survey_that_failed():
    with refused("survey_missing"):
        Life().reviewed().do("return", CHEN, ground="survey_failed", text="不具备条件")
    with refused("survey_agrees"):
        surveyed("agree").do("return", CHEN, ground="survey_failed", text="不具备条件")
    life = surveyed("disagree")
    with refused("too_late_to_return"):
        life.do("return", CHEN, ground="main_missing", text="缺少主件")
    life.do("return", CHEN, ground="survey_failed", text="不具备条件")
    assert (life.case.outcome, life.case.disposition) == ("refused", "returned")
    assert life.dossier.of("application")[0].ground == "survey_failed"


@pytest.mark.rule("R-026", "C-14")
def test_whoever_accepted_does_not_give_back_as_refused():
    with refused("not_by_the_same"):
        surveyed("disagree", by=BOTH).do("return", BOTH, ground="survey_failed", text="不具备条件")


@pytest.mark.rule("R-101")
def test_that_a_case_was_once_a_supplement_is_kept_when_it_is_not_accepted_after_all():
    life = Life().asked(MISSING)
    life.supply(SUN, "plan")
    life.do("decline", LIN, why="no_approval_needed", text="依法不需要许可")
    assert (life.case.outcome, life.case.disposition) == ("not_accepted", "supplement")


@pytest.mark.rule("R-082")
def test_nothing_is_accepted_against_the_departments_check():
    life = Life(item=item(intake_checks=2))
    life.file()
    life.do("check", LIN, text="初审齐全")
    with refused("unknown_result"):
        life.do("check", ZHAO, result="perhaps", text="看看")
    life.do("check", ZHAO, result="not_in_order", text="图纸不是本项目的")
    with refused("second_check_against"):
        life.do("accept", LIN)
    life.do("check", LIN, text="已核对图纸，请再复审")
    life.do("check", ZHAO, result="in_order", text="同意受理")
    life.do("accept", LIN)
    assert life.case.state == "accepted"


@pytest.mark.rule("R-082", "LIC-31")
def test_after_a_supplement_the_department_checks_again():
    life = Life(item=item(intake_checks=2))
    life.file(findings=(MISSING,))
    life.do("check", LIN, text="缺设计方案")
    life.do("check", ZHAO, result="in_order", text="其余同意")
    life.do("ask_supplement", LIN)
    life.pass_days(1)
    life.supply(SUN, "plan")
    with refused("second_check_missing"):
        life.do("accept", LIN)


# review


@pytest.mark.rule("R-110", "LIC-09")
@pytest.mark.parametrize("names", [["甲", "甲"], ["赵启明", "赵 启明　"], ["赵启明", " ", ""], ["　"]])
def test_one_name_twice_is_one_person(names):
    life = Life(item=item(flow=SURVEY)).accepted()
    n = life.task("review")
    life.do("take_task", ZHAO, task=n)
    with refused("more_needed"):
        life.do(
            "finish_task",
            ZHAO,
            task=n,
            result="agree",
            text="合格",
            on="2026-03-03",
            place="明德路",
            participants=names,
        )


@pytest.mark.rule("R-110")
@pytest.mark.parametrize("blank", ["", "  ", "\n", "　"])
def test_a_record_of_blanks_records_nothing(blank):
    life = Life(item=item(flow=SURVEY)).accepted()
    record = {"text": "合格", "on": "2026-03-03", "place": "明德路", "participants": ["甲", "乙"]}
    for word in ("text", "on", "place"):
        with refused("fact_missing"):
            life.do("finish_task", ZHAO, task=life.task("review"), result="agree", **{**record, word: blank})


@pytest.mark.rule("R-110")
def test_of_two_steps_it_must_be_said_which_is_done():
    life = Life(item=item(flow=PARALLEL)).accepted()
    for task in life.dossier.open_tasks("review"):
        life.do("take_task", ZHAO, task=task.n)
    with refused("which_task"):
        life.do("finish_task", ZHAO, result="agree", text="同意")


@pytest.mark.rule("R-111", "LIC-13", "LIC-27", "R-137")
def test_a_refusal_without_reasons_or_basis_is_impossible():
    life = Life().reviewed()
    reasons = {"text": "不符合条件", "basis": "示例条例第一条"}
    for word in reasons:
        for blank in (None, "", "   ", "　\n"):
            with refused("fact_missing"):
                life.do("refuse", CHEN, **{**reasons, word: blank})
    life.do("refuse", CHEN, text="不符合条件", basis="示例条例第一条")
    refusal = life.dossier.papers[-1]
    assert refusal.kind == Paper.REFUSAL
    decision = next(each for each in life.dossier.of("opinion") if each.kind == "decision")
    assert (decision.result, decision.letter) == ("refused", CHEN.letters[0].number)


# handed out


@pytest.mark.rule("R-152", "R-144")
def test_what_is_posted_names_carrier_and_number_and_is_proof_for_the_papers():
    life = completed()
    for lacks in ("carrier", "tracking_no", "receiver"):
        facts = {"carrier": "中国邮政", "tracking_no": "EMS 1", "receiver": "孙悦"}
        del facts[lacks]
        with refused("fact_missing"):
            life.do("deliver", LIN, way="post", **facts)
    life.do("deliver", LIN, way="post", carrier="中国邮政", tracking_no="EMS 1", receiver="孙悦")
    permit = next(each for each in life.dossier.papers if each.kind == Paper.PERMIT)
    assert (permit.served_by, permit.served_at) == ("post", life.now)
    assert life.dossier.open_tasks("hand_out", "keep") == ()


@pytest.mark.rule("R-152")
def test_returned_mail_raises_a_task_and_the_result_is_handed_out_again():
    life = posted()
    with refused("fact_missing"):
        life.do("take_back", LIN)
    life.do("take_back", LIN, text="查无此人")
    assert life.case.state == "completed"
    assert life.case.closed_at is None
    assert life.dossier.open_tasks("hand_out")
    assert life.dossier.open_tasks("file") == ()
    permit = next(each for each in life.dossier.papers if each.kind == Paper.PERMIT)
    assert permit.served_at is None
    life.do("deliver", LIN, way="pickup", to="applicant", identity_checked=True, receiver="孙悦")
    life.do("archive", LIN, archive_no="1")


@pytest.mark.rule("R-152")
def test_only_what_was_posted_comes_back():
    life = completed()
    life.do("deliver", LIN, way="pickup", to="applicant", identity_checked=True, receiver="孙悦")
    with refused("nothing_posted"):
        life.do("take_back", LIN, text="查无此人")


@pytest.mark.rule("R-153", "R-156")
def test_a_proxy_needs_a_letter_and_at_the_door_a_relation():
    life = completed()
    proxy = {"to": "proxy", "identity_checked": True, "receiver": "王五"}
    with refused("fact_missing"):
        life.do("deliver", LIN, way="pickup", **proxy)
    with refused("fact_missing"):
        life.do("deliver", LIN, way="by_hand", proxy_letter="委托书", **proxy)
    with refused("unknown_way"):
        life.do("deliver", LIN, way="pickup", to="neighbour", identity_checked=True, receiver="王五")
    with refused("unknown_way"):
        life.do("deliver", LIN, way="pigeon", to="applicant", identity_checked=True, receiver="孙悦")
    life.do("deliver", LIN, way="by_hand", proxy_letter="委托书", relation="员工", **proxy)
    assert life.dossier.papers[-1].kind == Paper.DELIVERY


@pytest.mark.rule("R-144")
def test_service_by_hand_names_who_signed_and_an_applicant_proves_only_that_they_read_it():
    life = Life()
    life.file(findings=(BLOCKING,))
    life.do("return", LIN, ground="main_missing", text="缺少主件")
    paper = life.dossier.papers[-1]
    named = {"series": paper.series, "k": paper.k}
    with refused("fact_missing"):
        life.do("serve", LIN, how="by_hand", **named)
    with refused("unknown_way"):
        life.do("serve", SUN, how="by_hand", receiver="孙悦", **named)
    with refused("no_such_paper"):
        life.do("serve", LIN, how="online", series=paper.series, k=99)
    life.do("serve", SUN, how="online", **named)
    with refused("served_already"):
        life.do("serve", LIN, how="sms", **named)


@pytest.mark.rule("R-144", "R-143")
@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("return", {"ground": "main_missing", "text": "缺少主件"}),
        ("decline", {"why": "no_approval_needed", "text": "依法不需要许可"}),
        ("decline", {"why": "out_of_remit", "competent": "市水利局", "text": "不属本机关"}),
    ],
)
def test_an_adverse_notice_without_proof_of_service_keeps_the_case_on_the_windows_list(act, facts):
    life = Life()
    life.file(findings=(BLOCKING,) if act == "return" else ())
    life.do(act, LIN, **facts)
    with refused("not_served_yet"):
        life.do("archive", LIN, archive_no="1")
    (task,) = life.dossier.open_tasks()
    assert (task.kind, task.unit, task.post) == ("file", life.case.home, "window")
    paper = next(each for each in life.dossier.papers if each.kind != Paper.RECEIPT)
    life.do("serve", LIN, series=paper.series, k=paper.k, how="post")
    life.do("archive", LIN, archive_no="1")
    assert life.dossier.open_tasks() == ()


@pytest.mark.rule("R-143")
def test_an_archived_case_takes_nothing_more():
    life = completed()
    life.do("deliver", LIN, way="pickup", to="applicant", identity_checked=True, receiver="孙悦")
    life.do("archive", LIN, archive_no="990100-2026-000001", shelf="A-1")
    application = life.dossier.of("application")[0]
    assert (application.archive_no, application.retention, application.shelf) == (
        "990100-2026-000001",
        "10",
        "A-1",
    )
    assert LICENSING_1.open_acts("archived") == ()


# the applicant's own


@pytest.mark.rule("R-098", "R-004")
def test_a_proxy_supplies_but_does_not_withdraw():
    proxy = replace(SUN, persons=frozenset({777}))
    life = Life()
    life.file(findings=(MISSING,), agent=777)
    with refused("not_yours_to_do"):
        life.do("withdraw", proxy)
    life.do("ask_supplement", LIN)
    life.supply(proxy, "plan")
    assert life.case.state == "received"
    life.do("withdraw", SUN)


@pytest.mark.rule("R-161", "R-285")
def test_a_telephone_that_was_corrected_opens_the_case_no_more():
    life = Life()
    life.file(findings=(MISSING,))
    life.do("ask_supplement", LIN)
    life.do("correct_contact", LIN, person=502)
    with refused("no_such_case"):
        life.supply(SUN, "plan")
    assert (
        life.dossier.open_tasks("supply")[0].person is None
        or life.dossier.open_tasks("supply")[0].person == 502
    )
    life.supply(replace(SUN, persons=frozenset({502})), "plan")
    with refused("same_contact"):
        life.do("correct_contact", LIN, person=502)


@pytest.mark.rule("R-158")
def test_who_never_said_is_asked_of_the_hall_and_who_says_so_is_heard_on_the_same_telephone():
    life = Life()
    life.file()
    assert [each.told_by for each in life.dossier.parties] == [None]
    life.do("correct_contact", LIN, person=501, told_by="sms")
    (mine,) = life.dossier.parties
    assert (mine.told_by, mine.until) == ("sms", None)
    assert life.lines[-1]["facts"] == {"told_by": "sms"}
    with refused("same_contact"):
        life.do("correct_contact", LIN, person=501, told_by="sms")
    with refused("unknown_way"):
        life.do("correct_contact", LIN, person=501, told_by="pigeon")
    life.do("correct_contact", LIN, person=502)
    assert [(each.person, each.told_by) for each in life.dossier.parties if each.until is None] == [
        (502, "sms")
    ], "another telephone is no other wish"
    life.do("correct_contact", LIN, person=503, told_by="none")
    assert [(each.person, each.told_by) for each in life.dossier.parties if each.until is None] == [
        (503, "none")
    ]
    assert life.replayed.parties == life.dossier.parties


@pytest.mark.rule("R-158")
def test_a_wish_of_texts_puts_nothing_right_that_the_check_doubts():
    doubt = {
        "field": "applicant.id_number",
        "rule": "identity_number_check",
        "severity": "curable",
        "facts": {},
    }
    life = Life()
    life.file(findings=(doubt,))
    life.do("correct_contact", LIN, person=501, told_by="sms", doubted=())
    assert life.dossier.of("application")[0].findings == [doubt]


@pytest.mark.rule("R-098")
@pytest.mark.parametrize("where", ["received", "pending", "accepted", "in_review", "resting"])
def test_an_applicant_withdraws_from_wherever_it_stands_before_the_decision(where):
    life = Life()
    life.file(findings=(MISSING,) if where == "pending" else ())
    if where == "pending":
        life.do("ask_supplement", LIN)
    elif where != "received":
        life.do("accept", LIN)
    if where in {"in_review", "resting"}:
        life.do("take_task", ZHAO, task=life.task("review"))
    if where == "resting":
        life.do("suspend", ZHAO, reason="hearing", needed={"n": 5, "unit": "day"}, text="听证")
    life.do("withdraw", SUN)
    assert (life.case.state, life.case.outcome) == ("withdrawn", "withdrawn")
    assert not any(each.runs and each.name != "file" for each in life.dossier.clocks)
    assert [each.kind for each in life.dossier.open_tasks()] == ["file"]
    assert life.dossier.papers[-1].kind == Paper.WITHDRAWAL


# what a case is without


@pytest.mark.rule("R-123", "R-109", "R-107")
def test_what_would_only_ever_be_refused_is_not_offered():
    def offered(life: Life, *acts: str) -> set[str]:
        return {act for act in acts if LICENSING_1.offers(act, life.dossier, life.world())}

    special = ("extend", "convert", "supply")
    life = Life().accepted()
    assert offered(life, *special) == {"extend", "convert"}
    life.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")
    assert offered(life, *special) == {"convert"}
    assert offered(Life(item=item(extension=None, convertible=False)).accepted(), *special) == set()
    assert offered(Life().asked(MISSING), "supply") == {"supply"}
    promised = {"material": "plan", "rule": "promised", "severity": "hint", "facts": {"promised": True}}
    life = Life()
    life.file(findings=(promised,))
    life.do("accept", LIN)
    assert offered(life, "supply") == {"supply"}


@pytest.mark.rule("R-079", "R-098", "R-143")
def test_a_pre_registration_that_is_withdrawn_leaves_nothing_to_file():
    life = Life()
    life.file(actor=SUN, act="pre_register")
    life.do("withdraw", SUN)
    assert (life.case.state, life.dossier.open_tasks()) == ("withdrawn", ())


@pytest.mark.rule("R-107", "LIC-13")
def test_a_refusal_ends_what_was_promised():
    life = Life()
    life.file(
        findings=({"material": "plan", "rule": "promised", "severity": "hint", "facts": {"promised": True}},)
    )
    life.do("accept", LIN)
    life.do("take_task", ZHAO, task=life.task("review"))
    life.do("finish_task", ZHAO, task=life.task("review"), result="disagree", text="不符合")
    life.do("refuse", CHEN, text="不符合条件", basis="示例条例第一条")
    assert [each.kind for each in life.dossier.open_tasks()] == ["keep", "issue"]
    assert not [each for each in life.dossier.clocks if each.name == "promise" and each.runs]
