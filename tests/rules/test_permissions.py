"""Who may do what: the table of permits read as requirements, and desks as they are shared (R-022, R-025, R-026, R-177)."""

from __future__ import annotations

from dataclasses import replace

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
    WINDOW,
    WU,
    ZHAO,
    Life,
    item,
)
from yimen.rules import permits
from yimen.rules.actors import CLOCK, NOBODY, Actor, Kind, Role
from yimen.rules.permits import BY_ITSELF, PERMITS, SEE, Reach
from yimen.rules.procedures.licensing_1 import LICENSING_1
from yimen.rules.refused import Refused

BY_THEMSELVES = {"expire", "deem_accept", "abandon", "turn", "retime", "seal"}
FILING = {"pre_register", "receive"}


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


def acts_of(role: Role | str) -> set[str]:
    return {act for act, who in PERMITS.items() if role in who}


# the table


@pytest.mark.rule("SUP-05", "R-022")
@pytest.mark.parametrize(
    "role", [Role.SUPERVISOR, Role.CENTRE_OFFICE, Role.BUSINESS_OFFICE, Role.RECEPTIONIST]
)
def test_who_watches_or_receives_reads_and_changes_nothing(role: Role):
    assert acts_of(role) == {SEE}


@pytest.mark.rule("R-022")
def test_who_runs_the_machines_sees_no_case():
    assert acts_of(Role.SYSTEM_ADMIN) == set()


@pytest.mark.rule("R-022", "A-27")
def test_a_hotline_only_registers_beforehand():
    assert acts_of(Role.HOTLINE_OPERATOR) == {"pre_register"}


@pytest.mark.rule("LIC-32", "R-025", "R-177")
def test_the_director_gives_leave_and_hands_over_and_decides_nothing():
    assert acts_of(Role.HALL_DIRECTOR) == {SEE, "allow_demand", "hand_over_task"}


@pytest.mark.rule("R-098", "R-079")
def test_an_applicant_files_supplies_withdraws_and_confirms_what_was_read():
    assert acts_of(Role.APPLICANT) == {SEE, *FILING, "supply", "withdraw", "serve"}
    assert acts_of("nobody") == FILING


@pytest.mark.rule("R-111", "R-012")
def test_decisions_are_the_chief_representatives_and_for_instant_cases_the_windows():
    for act in ("grant", "refuse"):
        assert set(PERMITS[act]) == {*permits.WINDOW, *permits.DECIDE}
        assert {each.among for each in PERMITS[act].values()} == {frozenset({"decide"})}
    assert Role.DEPT_REVIEWER not in PERMITS["extend"]
    assert Role.DEPT_REVIEWER not in PERMITS["send_back"]


@pytest.mark.rule("LIC-01", "R-163")
def test_one_window_takes_in_and_hands_out_whatever_desks_review_and_decide():
    for act in ("accept", "ask_supplement", "decline", "complete", "deliver"):
        assert set(PERMITS[act]) == set(permits.WINDOW), act
    life = Life(item=item(flow=PARALLEL)).accepted()
    record = {"on": "2026-03-04", "place": "明德路", "participants": ["甲", "乙"]}
    for reviewer in (ZHAO, QIAN, ZHAO):
        n = life.task("review")
        life.do("take_task", reviewer, task=n)
        life.do("finish_task", reviewer, task=n, result="agree", text="符合条件", **record)
        assert [each.unit for each in life.dossier.open_tasks("keep")] == [WINDOW]
    life.do("grant", CHEN, text="准予设置")
    for act in ("complete", "deliver"):
        for inside in (ZHAO, CHEN):
            with refused("not_permitted"):
                life.do(act, inside)
    life.do("complete", LIN)
    life.do("deliver", LIN, way="pickup", to="applicant", identity_checked=True, receiver="孙悦")
    met = [line["by"]["unit"] for line in life.lines if line["act"] in {"receive", "accept", "deliver"}]
    assert met == [WINDOW] * 3


@pytest.mark.rule("LIC-30", "R-121")
def test_what_falls_due_by_itself_is_no_act_of_anybody():
    for act, who in PERMITS.items():
        assert (set(who) == {BY_ITSELF}) == (act in BY_THEMSELVES)
    life = Life().accepted()
    for actor in (LIN, CHEN, FANG, SUN):
        for act in BY_THEMSELVES:
            with refused("not_permitted"):
                life.do(act, actor)


@pytest.mark.rule("R-022")
def test_staff_act_on_what_lies_on_their_desk_alone():
    for act, who in PERMITS.items():
        if act in {SEE, *FILING, *BY_THEMSELVES}:
            continue
        for role, permit in who.items():
            allowed = (
                {Reach.OWN}
                if role is Role.APPLICANT
                else {Reach.UNDER}
                if role is Role.HALL_DIRECTOR
                else {Reach.HOLD}
            )
            assert permit.reach in allowed, (act, role)


@pytest.mark.rule("R-022", "PII-03")
def test_the_clock_does_what_is_the_clocks_and_nothing_else():
    life = Life()
    life.file()
    for act in set(LICENSING_1.acts) - BY_THEMSELVES - FILING:
        with refused("not_permitted"):
            life.do(act, CLOCK)


# desks


@pytest.mark.rule("R-022", "R-003")
def test_what_is_not_there_and_what_is_not_yours_look_alike():
    life = Life()
    life.file()
    for stranger in (LI, NOBODY, replace(SUN, persons=frozenset({999})), Actor(Kind.STAFF, 9, "何静")):
        for act in set(LICENSING_1.acts) - FILING:
            with refused("no_such_case"):
                life.do(act, stranger)


@pytest.mark.rule("R-111", "R-026")
def test_a_committed_case_is_no_windows_to_decide_and_no_reviewers():
    life = Life().reviewed()
    with refused("not_yours_to_do"):
        life.do("grant", LIN)
    with refused("not_permitted"):
        life.do("grant", ZHAO)
    with refused("not_permitted"):
        life.do("accept", CHEN)


@pytest.mark.rule("R-177")
def test_a_colleague_or_the_director_hands_over_what_somebody_absent_has_taken():
    life = Life().accepted()
    life.do("take_task", ZHAO, task=life.task("review"))
    n = life.task("review")
    with refused("not_a_colleague"):
        life.do("hand_over_task", QIAN, task=n, to=LIN.id, colleagues=[QIAN.id])
    life.do("hand_over_task", QIAN, task=n, to=QIAN.id, colleagues=[QIAN.id])
    leader = replace(FANG, under=FANG.under | {life.dossier.open_tasks("review")[0].unit})
    life.do("hand_over_task", leader, task=n, to=None)
    assert life.dossier.open_tasks("review")[0].staff is None
    with refused("not_your_task"):
        life.do("hand_over_task", FANG, task=n, to=None)


@pytest.mark.rule("R-177")
def test_the_director_hands_over_what_lies_at_a_window_without_sitting_there():
    life = Life()
    life.file()
    keep, check = life.task("keep"), life.task("check")
    life.do("hand_over_task", FANG, task=check, to=MEI.id, colleagues=[MEI.id])
    with refused("not_yours_to_do"):
        life.do("accept", LIN)
    life.do("accept", MEI)
    assert life.dossier.open_tasks("keep")[0].n == keep
    with refused("not_permitted"):
        life.do("grant", FANG)


@pytest.mark.rule("R-123", "R-177")
def test_the_chief_extends_a_case_though_a_reviewer_has_the_step():
    life = Life().accepted()
    life.do("take_task", ZHAO, task=life.task("review"))
    life.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")
    assert life.dossier.open_tasks("review")[0].staff == ZHAO.id


@pytest.mark.rule("LIC-32")
def test_leave_to_ask_again_is_the_directors_of_this_hall():
    life = Life().asked(MISSING)
    life.supply(LIN, "plan")
    with refused("no_such_case"):
        life.do("allow_demand", replace(FANG, under=frozenset({30})), reason="新规定")
    with refused("fact_missing"):
        life.do("allow_demand", FANG)
    life.do("allow_demand", FANG, reason="新规定")


@pytest.mark.rule("R-079", "R-163")
def test_whoever_takes_a_preregistered_case_in_keeps_it():
    other = replace(LIN, id=12, unit=12, holds=LIN.holds | {12}, under=LIN.under | {12})
    life = Life()
    life.file(actor=SUN, act="pre_register")
    life.do("receive", other, home=12, findings=())
    assert life.case.home == 12 != WINDOW
    assert {each.unit for each in life.dossier.open_tasks("keep", "check")} == {12}


@pytest.mark.rule("PET-09", "R-203")
def test_a_guarded_case_is_there_for_whoever_is_named_alone():
    life = Life()
    life.file()
    guarded = replace(life.dossier, case=replace(life.case, guarded=True))
    for actor in (LIN, FANG, WU, SUN):
        assert not permits.may_see(actor, guarded)
    life.do("hand_over_task", LIN, task=life.task("check"), to=MEI.id, colleagues=[MEI.id])
    named = replace(life.dossier, case=replace(life.case, guarded=True))
    assert permits.may_see(MEI, named)
    assert not permits.may_see(LIN, named)


@pytest.mark.rule("R-106")
def test_a_return_at_the_first_look_is_the_windows_and_after_a_survey_the_departments():
    life = Life()
    life.file(findings=(BLOCKING,))
    with refused("no_such_case"):
        life.do("return", CHEN, ground="main_missing", text="缺少主件")
    life.do("return", LIN, ground="main_missing", text="缺少主件")
    later = Life().accepted()
    for actor in (LIN, CHEN):  # before every step has its result it is nobody's to give back
        with refused("not_yours_to_do"):
            later.do("return", actor, ground="survey_failed", text="不具备条件")
