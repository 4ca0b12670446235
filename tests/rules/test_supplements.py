"""Supplement cases and promises: grounds, clocks, and what may come when (R-107, R-108, LIC-31)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from lives import BLOCKING, CHEN, LIN, MISSING, SUN, ZHAO, ZONE, Life, item
from yimen.rules.intake import FOUR_OUTCOMES, kind
from yimen.rules.papers import Paper
from yimen.rules.procedures.licensing_1 import LICENSING_1
from yimen.rules.refused import Refused

NOT_BROUGHT = {
    "material": "form",
    "rule": "main_not_brought",
    "severity": "curable",
    "facts": {"absent": True},
}
PHOTO = {
    "material": "photo", "rule": "attachment_missing", "severity": "curable", "facts": {"absent": True, "blocks": False},
}  # fmt: skip
PROMISED = {"material": "plan", "rule": "promised", "severity": "hint", "facts": {"promised": True}}
UNSTAMPED = {"material": "plan", "rule": "not_stamped", "severity": "curable", "facts": {}}


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


def line(life: Life, act: str):
    return next(each for each in reversed(life.lines) if each["act"] == act)


# the grounds


@pytest.mark.rule("R-107", "R-108")
@pytest.mark.parametrize(
    ("finding", "ground"),
    [
        (NOT_BROUGHT, "main_not_brought"),
        (MISSING, "non_main_promised"),
        (PHOTO, "attachments_missing"),
        (UNSTAMPED, "incomplete"),
    ],
)
def test_the_ground_is_chosen_and_must_fit_what_was_found(finding, ground):
    life = Life()
    life.file(findings=(finding,))
    for other in {"main_not_brought", "non_main_promised", "attachments_missing", "incomplete", "dislike"} - {
        ground
    }:
        if (finding, other) != (MISSING, "incomplete"):  # who was not asked has promised nothing
            with refused("another_ground"):
                life.do("ask_supplement", LIN, ground=other)
    life.do("ask_supplement", LIN, ground=ground)
    assert line(life, "ask_supplement")["facts"]["ground"] == ground
    assert life.case.disposition == "supplement"
    assert life.dossier.papers[-1].kind == Paper.SUPPLEMENT


@pytest.mark.rule("R-107")
def test_who_promises_to_complete_has_the_promise_on_record():
    life = Life().asked(MISSING, ground="non_main_promised")
    assert line(life, "ask_supplement")["facts"]["undertaken"] == ["material:plan"]
    silent = Life().asked(MISSING)
    assert "undertaken" not in line(silent, "ask_supplement")["facts"]
    assert line(silent, "ask_supplement")["facts"]["ground"] == "incomplete"


@pytest.mark.rule("R-107", "R-136")
@pytest.mark.parametrize(("ground", "alias"), [("non_main_promised", "handling"), (None, "once")])
def test_a_supplement_case_has_its_handling_notice_and_any_other_the_one_time_notice(ground, alias):
    life = Life()
    life.file(findings=(MISSING,))
    said = {"ground": ground} if ground else {}
    (paper,) = life.try_("ask_supplement", LIN, **said).papers
    assert paper.facts["alias"] == alias


@pytest.mark.rule("R-108", "R-078")
def test_who_will_not_complete_is_told_once_and_the_case_closes_as_withdrawn():
    life = Life()
    life.file(findings=(MISSING,))
    with refused("another_ground"):
        life.do("ask_supplement", LIN, ground="will_not_complete")
    life.do("withdraw", LIN, ground="will_not_complete", extra=[{"material": "lease", "text": "缺页"}])
    assert (life.case.state, life.case.outcome, life.case.disposition) == (
        "withdrawn",
        "withdrawn",
        "supplement",
    )
    assert {each.kind for each in life.dossier.papers} == {Paper.RECEIPT, Paper.SUPPLEMENT, Paper.WITHDRAWAL}
    assert line(life, "withdraw")["facts"]["asked"] == [
        ["material:plan", "missing"],
        ["material:lease", "by_hand.1"],
    ]
    assert kind("withdrawn", None, "withdrawn", "supplement") == "supplement"


@pytest.mark.rule("R-108")
def test_nobody_is_let_go_for_what_does_not_lack():
    whole = Life()
    whole.file()
    with refused("another_answer"):
        whole.do("withdraw", LIN, ground="will_not_complete")
    accepted = Life().accepted()
    with refused("unknown_ground"):
        accepted.do("withdraw", LIN, ground="will_not_complete")


# the main piece


@pytest.mark.rule("R-106", "R-108", "C-7")
def test_a_main_piece_that_exists_is_no_ground_to_return():
    life = Life()
    life.file(findings=(NOT_BROUGHT,))
    with refused("main_not_missing"):
        life.do("return", LIN, ground="main_missing", text="没有申请表")


@pytest.mark.rule("R-083", "C-6")
def test_a_hall_of_four_outcomes_returns_nothing():
    life = Life(settings={"intake.scheme": FOUR_OUTCOMES})
    life.file(findings=(BLOCKING,))
    with refused("another_answer"):
        life.do("return", LIN, ground="main_missing", text="没有申请表")
    life.do("ask_supplement", LIN)
    assert life.case.state == "supplement_pending"


@pytest.mark.rule("R-106", "KIND-01")
def test_who_may_be_returned_may_also_be_waited_for():
    life = Life().asked(BLOCKING)
    assert (life.case.state, life.case.disposition) == ("supplement_pending", "supplement")


# the clocks


@pytest.mark.rule("LIC-31", "R-107", "R-119")
def test_each_round_of_supplements_starts_the_intake_clock_anew():
    life = Life().asked(MISSING)
    life.pass_days(7)
    life.supply(SUN, "plan", findings=(UNSTAMPED,))
    assert [(each.started_at.date(), each.runs) for each in life.dossier.clocks if each.name == "intake"] == [
        (date(2026, 3, 2), False),
        (date(2026, 3, 9), True),
    ]
    assert life.dossier.clock("intake").due_at.date() == date(2026, 3, 16)
    life.do("ask_supplement", LIN)
    life.pass_days(1)
    life.supply(SUN, "plan")
    assert life.dossier.clock("intake").due_at.date() == date(2026, 3, 17)
    assert life.dossier.of("application")[0].asked_times == 2


@pytest.mark.rule("LIC-30", "LIC-31")
def test_silence_after_a_supplement_accepts_as_of_the_day_it_was_complete():
    life = Life().asked(MISSING)
    life.pass_days(7)
    life.supply(SUN, "plan")
    life.walk_to(datetime(2026, 3, 20, 9, 0, tzinfo=ZONE))
    assert life.case.state == "accepted"
    assert life.case.accepted_at.date() == date(2026, 3, 9)
    assert line(life, "deem_accept")["as"].startswith("2026-03-09")


@pytest.mark.rule("R-082", "LIC-30")
def test_silence_accepts_also_while_the_department_checks():
    life = Life(item=item(intake_checks=2))
    life.file()
    life.do("check", LIN, text="齐全")
    life.walk_to(datetime(2026, 3, 10, 9, 0, tzinfo=ZONE))
    assert life.case.state == "accepted"
    assert life.case.accepted_at.date() == date(2026, 3, 2)
    assert life.dossier.open_tasks("check", "second_check") == ()


@pytest.mark.rule("R-119", "R-125")
def test_a_deemed_acceptance_dates_the_case_back_but_nobodys_desk():
    life = Life()
    life.file()
    life.walk_to(datetime(2026, 3, 10, 9, 0, tzinfo=ZONE))
    (check,) = [each for each in life.dossier.tasks if each.kind == "check"]
    (review,) = life.dossier.open_tasks("review")
    intake = life.dossier.clock("intake")
    assert check.closed_at == review.opened_at == intake.stopped_at == datetime(2026, 3, 10, tzinfo=ZONE)
    assert life.dossier.clock("promised").started_at.date() == date(2026, 3, 2)
    assert (intake.light, intake.result) == ("red", "ran_out")


@pytest.mark.rule("R-092", "R-107")
def test_whoever_brings_a_piece_has_a_receipt_for_it_also_for_half_of_what_was_asked():
    lease = {**MISSING, "material": "lease"}
    life = Life().asked(MISSING, lease)
    life.supply(SUN, "plan", findings=(lease,))
    assert life.case.state == "supplement_pending"
    assert life.dossier.papers[-1].kind == Paper.RECEIPT
    assert line(life, "supply")["facts"]["still_lacking"] == 1


# what was promised in writing


@pytest.mark.rule("R-107", "BUS-03")
def test_what_was_promised_comes_after_acceptance_and_the_decision_waits_for_it():
    life = Life()
    life.file(findings=(PROMISED,))
    life.do("accept", LIN)
    assert {each.kind for each in life.dossier.papers} >= {Paper.PROMISE, Paper.ACCEPTANCE}
    life.do("take_task", ZHAO, task=life.task("review"))
    life.do("finish_task", ZHAO, task=life.task("review"), result="agree", text="符合条件")
    with refused("promise_open"):
        life.do("grant", CHEN)
    life.supply(SUN, "plan", findings=(UNSTAMPED,))
    assert life.dossier.open_tasks("promised"), "a piece without its seal keeps no promise"
    life.supply(SUN, "plan")
    assert life.dossier.open_tasks("promised") == ()
    assert life.case.state == "in_review"
    life.do("grant", CHEN)


@pytest.mark.rule("R-107", "LIC-07b")
def test_after_acceptance_nothing_but_a_promised_piece_is_taken_in():
    life = Life().accepted()
    with refused("nothing_promised"):
        life.supply(SUN, "plan")


# what silence accepted


def unanswered(*findings: Mapping[str, Any]) -> Life:
    """Incomplete, and nobody said so within the five days: it counts as accepted (LIC-30)."""
    life = Life()
    life.file(findings=findings or (MISSING,))
    return life.walk_to(datetime(2026, 3, 11, 9, 0, tzinfo=ZONE))


@pytest.mark.rule("LIC-30", "LIC-32", "R-107")
def test_what_lacked_when_silence_accepted_may_still_come_and_moves_no_clock_and_breaks_no_guarantee():
    life = unanswered()
    assert life.case.state == "accepted"
    before = {each.name: (each.due_at, each.stopped_at, each.started_at) for each in life.dossier.clocks}
    memory = life.dossier.of("application")[0]
    life.supply(SUN, "plan")
    after = {each.name: (each.due_at, each.stopped_at, each.started_at) for each in life.dossier.clocks}
    assert after == before
    assert life.case.state == "accepted"
    now = life.dossier.of("application")[0]
    assert (now.asked_times, now.told["first"], now.told["breaches"]) == (memory.asked_times, None, [])
    (brought,) = [each for each in life.lines if each["act"] == "supply"]
    assert "breach" not in brought["facts"]
    assert life.dossier.papers[-1].kind == Paper.RECEIPT
    with refused("nothing_promised"):
        life.supply(SUN, "plan")


@pytest.mark.rule("LIC-30")
def test_of_two_things_that_lack_each_may_come_on_its_own_from_the_applicant_or_at_the_window():
    other = {**MISSING, "material": "lease"}
    life = unanswered(MISSING, other)
    life.supply(SUN, "plan", findings=(other,))
    assert life.lines[-2]["facts"]["still_lacking"] == 1
    life.do("take_task", ZHAO, task=life.task("review"))
    life.supply(LIN, "lease")
    assert life.case.state == "in_review"
    assert not LICENSING_1.offers("supply", life.dossier, life.world())


@pytest.mark.rule("LIC-30", "LIC-32")
def test_after_the_five_days_nothing_can_be_demanded_any_more():
    life = unanswered()
    with refused("act_not_open"):
        life.do("ask_supplement", LIN)


@pytest.mark.rule("LIC-30", "LIC-31")
def test_what_was_asked_once_and_lacks_when_silence_accepts_is_still_taken_in():
    life = Life().asked(MISSING)
    life.supply(SUN, "plan")
    expired = {"material": "plan", "rule": "expired", "severity": "curable", "facts": {}}
    life.supply(SUN, "plan", findings=(expired,))
    life.walk_to(datetime(2026, 3, 12, 9, 0, tzinfo=ZONE))
    assert life.case.state == "accepted"
    told = life.dossier.of("application")[0].told
    life.supply(SUN, "plan")
    assert life.dossier.of("application")[0].told["first"] == told["first"]
    assert life.dossier.of("application")[0].asked_times == 1


@pytest.mark.rule("R-107")
def test_a_promise_that_is_not_kept_turns_red_and_the_case_may_be_refused_for_it():
    life = Life()
    life.file(findings=(PROMISED,))
    life.do("accept", LIN)
    life.do("take_task", ZHAO, task=life.task("review"))
    life.do("finish_task", ZHAO, task=life.task("review"), result="disagree", text="缺少方案")
    life.walk_to(datetime(2026, 3, 17, 9, 0, tzinfo=ZONE))
    (promised,) = life.dossier.open_tasks("promised")
    assert promised.light == "red"
    life.do("refuse", CHEN, text="承诺补交的方案逾期未交", basis="示例条例第一条")
    assert life.case.outcome == "refused"


@pytest.mark.rule("R-109", "R-107")
def test_what_waits_for_a_promised_piece_is_not_completed_on_the_spot():
    life = Life()
    life.file(findings=(PROMISED,))
    life.do("accept", LIN)
    with refused("promise_open"):
        life.do("convert", LIN, text="当场办结")


# who applies


@pytest.mark.rule("R-078", "R-084")
def test_a_doubt_about_who_applies_stands_until_it_is_put_right():
    doubt = {
        "field": "applicant.id_number",
        "rule": "identity_number_check",
        "severity": "curable",
        "facts": {},
    }
    life = Life().asked(MISSING, doubt)
    life.supply(SUN, "plan", findings=(doubt,))
    assert life.case.state == "supplement_pending"
    life.do("correct_contact", LIN, person=502, doubted=(), private=life.hidden)
    assert life.dossier.of("application")[0].findings == []
    life.do("supply", LIN, findings=())
    assert life.case.state == "received"
