"""What falls due by itself: each moment once, in order, also after the service was down; and a calendar that changes under it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from ground import BANNER, BIRTH, NURSE, OPENED, ROAD, WASTE, ZONE, Ground, at, rows
from yimen.modules.cases import commands as cases
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger import queries as told
from yimen.modules.people.models import Unit
from yimen.modules.workdays import commands as workdays
from yimen.rules.actors import Actor, Kind
from yimen.rules.dossier import FAR
from yimen.rules.refused import Refused
from yimen.rules.workdays import CalendarDay, Period

SETUP = Actor(Kind.RUN, name="set-up")
NEW_REST = CalendarDay(date(2026, 3, 5), works=False, name="临时假日", notice="")
MAKE_UP = CalendarDay(date(2026, 3, 7), works=True, name="调休上班", notice="")
NOTICE = "云政办〔2026〕9号"


def turns(ground: Ground, digits: str) -> list[tuple[str, str | None, str | None]]:
    """What happened by itself: act, clock, light."""
    return [
        (each.act, (each.body.get("facts") or {}).get("clock"), (each.body.get("facts") or {}).get("light"))
        for each in ground.lines(digits)
        if "clock" in each.body["by"]
    ]


def amend(ground: Ground, *days: CalendarDay) -> None:
    workdays.amend(SETUP, "CN", days, NOTICE, now=ground.now)


# while the worker works


@pytest.mark.rule("LIC-07", "LIC-30", "R-107")
def test_an_application_that_nobody_answers_is_accepted_as_of_the_day_it_came(ground: Ground):
    digits = ground.file()
    ground.pass_to(at(3, 9, 23, 59))
    assert ground.case(digits).state == "received"
    ground.pass_to(at(3, 10, 0, 1))
    case = ground.case(digits)
    deemed = next(each for each in ground.lines(digits) if each.act == "deem_accept")
    assert (case.state, case.accepted_at) == ("accepted", OPENED)
    assert (deemed.act, deemed.at, deemed.body["as"]) == ("deem_accept", at(3, 10, 0, 0), OPENED.isoformat())
    assert ground.dossier(digits).clock("statutory").started_at == OPENED
    assert turns(ground, digits)[:2] == [("turn", "intake", "yellow"), ("deem_accept", None, None)]


@pytest.mark.rule("R-107", "LIC-31")
def test_a_supplement_that_never_comes_closes_the_case_and_one_that_comes_restarts_it(ground: Ground):
    waits, comes = (ground.file(lack=("plan",)) for _ in range(2))
    for digits in (waits, comes):
        assert ground.dossier(digits).of("application")[0].findings
        ground.do("clerk", digits, "ask_supplement")
    ground.pass_to(at(3, 20))
    lacking = [each["material"] for each in ground.dossier(comes).of("application")[0].findings]
    ground.supply("clerk", comes, *lacking)
    ground.pass_to(at(4, 30))
    assert (ground.case(waits).state, ground.case(waits).outcome) == ("closed_by_applicant", "abandoned")
    assert (ground.case(comes).state, ground.case(comes).accepted_at) == ("accepted", at(3, 20))
    assert [act for act, _, _ in turns(ground, waits)].count("abandon") == 1


@pytest.mark.rule("R-079")
def test_a_pre_registration_nobody_comes_with_expires(ground: Ground):
    digits = ground.file(ROAD, by="web")
    assert ground.case(digits).state == "pre_registered"
    ground.pass_to(at(4, 30))
    assert (ground.case(digits).state, ground.case(digits).outcome) == ("closed_by_applicant", "abandoned")
    assert ground.acts(digits)[-1] == "expire"


@pytest.mark.rule("R-120", "R-121")
def test_a_case_turns_yellow_three_working_days_ahead_and_red_the_moment_it_is_late_each_once(ground: Ground):
    digits = ground.accepted(NURSE)
    due = ground.dossier(digits).clock("promised").due_at.astimezone(ZONE)
    ground.pass_to(due + timedelta(days=5))
    mine = [
        each for each in ground.lines(digits) if (each.body.get("facts") or {}).get("clock") == "promised"
    ]
    assert [each.body["facts"]["light"] for each in mine] == ["yellow", "red"]
    assert mine[1].at == due + timedelta(microseconds=1)
    assert ground.case(digits).light == "red"


# after the service was down (invariant 5)


@pytest.mark.rule("R-121", "LIC-30")
def test_what_fell_due_while_the_service_was_down_happens_once_and_in_order(ground: Ground):
    intake, review = ground.file(), ground.accepted(NURSE, who=1)
    ground.down_until(at(4, 20))
    ground.catch_up()
    assert turns(ground, intake)[:2] == [("turn", "intake", "yellow"), ("deem_accept", None, None)]
    deemed = next(each for each in ground.lines(intake) if each.act == "deem_accept")
    assert (deemed.at, deemed.body["as"]) == (at(4, 20), OPENED.isoformat()), "written now, as of then"
    for name in ("promised", "statutory"):
        lights = [light for _, clock, light in turns(ground, review) if clock == name]
        assert lights == ["yellow", "red"]
    before = {digits: ground.acts(digits) for digits in (intake, review)}
    ground.catch_up()
    assert {digits: ground.acts(digits) for digits in before} == before


@pytest.mark.rule("R-121")
def test_what_is_late_when_it_is_written_is_still_told_by_a_turn_of_its_own(ground: Ground):
    digits = ground.file(BANNER)
    promised = 3  # this item's promise is over before the five days of the answer are
    ground.down_until(at(4, 20))
    ground.catch_up()
    told_of = [(clock, light) for act, clock, light in turns(ground, digits) if act == "turn"]
    assert ("promised", "red") in told_of
    assert ("statutory", "red") in told_of
    assert ground.case(digits).light == "red"
    assert promised < 5


@pytest.mark.rule("LIC-30")
def test_what_ran_out_comes_before_anybodys_act_also_while_no_worker_runs(ground: Ground):
    digits = ground.file(lack=("plan",))
    ground.down_until(at(3, 12))
    with pytest.raises(Refused) as late:
        ground.do("clerk", digits, "ask_supplement")
    assert late.value.reason == "act_not_open"
    assert ground.case(digits).state == "accepted"
    assert "deem_accept" in ground.acts(digits)
    assert "ask_supplement" not in ground.acts(digits)


def test_lights_are_found_by_index_and_never_by_a_scan(ground: Ground):
    for _ in range(3):
        ground.file()
    rows("SET LOCAL enable_seqscan = off")
    plan = "\n".join(
        line
        for (line,) in rows(
            "EXPLAIN SELECT turns_at FROM cases_clock WHERE turns_at <= %s ORDER BY turns_at, case_id, n LIMIT 100",
            OPENED,
        )
    )
    assert "clock_turns" in plan


# what cannot be turned


@pytest.mark.rule("R-121")
def test_a_case_that_cannot_be_turned_holds_no_other_up_and_ends_on_the_operators_list(
    ground: Ground, caplog: pytest.LogCaptureFixture
):
    poor, well = ground.file(BANNER), ground.file(NURSE, who=1)
    unit = Unit.objects.get(id=ground.unit("CG"))
    name, unit.name = unit.name, ""
    unit.save()  # nothing says so: what the hall keeps in mind is asked for anew
    from yimen.modules.licensing import places

    places._kept = None
    ground.down_until(at(3, 10, 0, 1))
    ground.catch_up()
    assert ground.case(well).state == "accepted", "whoever can be turned is"
    assert ground.case(poor).state == "received"
    for _ in range(5):
        ground.down_until(timedelta(hours=1))
        ground.catch_up()
    (trouble,) = [each for each in told.troubled() if each["run"] == "cases.turn"]
    assert trouble["book"] == ground.case(poor).id
    assert trouble["tries"] == 5
    unit.name = name
    unit.save()
    places._kept = None
    rows("UPDATE ledger_todo SET tries = 0 WHERE id = %s", trouble["id"])
    ground.catch_up()
    assert ground.case(poor).state == "accepted", "once it can be done it is done, as of its day"
    assert ground.case(poor).accepted_at == OPENED


# the calendar changes


@pytest.mark.rule("R-117", "CLK-08")
def test_a_new_holiday_moves_the_date_by_a_working_day_with_a_line_and_a_paper(ground: Ground):
    digits = ground.accepted(NURSE)
    before = ground.dossier(digits).clock("promised").due_at
    statutory = ground.dossier(digits).clock("statutory").due_at
    amend(ground, NEW_REST)
    ground.catch_up()
    dossier = ground.dossier(digits)
    assert (dossier.clock("promised").due_at - before).days in {1, 3}
    assert dossier.clock("statutory").due_at > statutory
    line = next(each for each in ground.lines(digits) if each.act == "retime")
    assert line.body["facts"] == {"notice": NOTICE, "old": before.isoformat()}
    assert line.body["by"] == {"run": "calendar"}
    assert [each.kind for each in dossier.papers if each.n == line.n] == ["retimed"]


@pytest.mark.rule("CLK-08")
def test_exactly_the_cases_whose_dates_differ_are_touched(ground: Ground):
    over = ground.accepted(BANNER)
    ground.do("reviewer", over, "take_task", task="review")
    touched = ground.accepted(NURSE, who=1)
    answered = ground.archived()
    far = CalendarDay(date(2026, 9, 30), works=False, name="临时假日", notice="")
    lines = {each: ground.acts(each) for each in (over, touched, answered)}
    amend(ground, far)
    ground.catch_up()
    assert {each: [act for act in ground.acts(each) if act != "seal"] for each in lines} == {
        each: [act for act in acts if act != "seal"] for each, acts in lines.items()
    }, "a day that no running clock counts moves nothing"
    amend(ground, NEW_REST)
    ground.catch_up()
    assert "retime" in ground.acts(touched)
    assert "retime" not in ground.acts(answered)


@pytest.mark.rule("CLK-08")
def test_a_date_that_comes_earlier_gets_a_line_and_no_paper(ground: Ground):
    digits = ground.accepted(NURSE)
    before = ground.dossier(digits).clock("promised").due_at
    amend(ground, MAKE_UP)
    ground.catch_up()
    assert ground.dossier(digits).clock("promised").due_at < before
    line = next(each for each in ground.lines(digits) if each.act == "retime")
    assert not [each for each in ground.dossier(digits).papers if each.n == line.n]


@pytest.mark.rule("CLK-08", "R-121")
def test_a_stale_date_gives_no_false_red(ground: Ground):
    digits = ground.accepted(NURSE)
    due = ground.dossier(digits).clock("promised").due_at
    workdays.amend(SETUP, "CN", [NEW_REST], NOTICE, now=ground.now)
    rows("DELETE FROM ledger_todo")  # the pass over the cases has not come yet when the old date has
    ground.now = due + timedelta(seconds=1)
    while cases.turn_due(now=ground.now):
        pass
    assert "red" not in [light for _, clock, light in turns(ground, digits) if clock == "promised"]
    assert "retime" in ground.acts(digits)
    assert ground.dossier(digits).clock("promised").due_at > due


@pytest.mark.rule("CLK-08", "LIC-30")
def test_an_amendment_that_puts_a_due_day_into_the_past_loses_no_act_of_a_limit(ground: Ground):
    digits = ground.file()
    ground.pass_to(at(3, 9, 10))  # the last of the five days
    amend(ground, MAKE_UP)  # which, it turns out, ended on Saturday's make-up day
    ground.catch_up()
    assert ground.case(digits).state == "accepted"
    assert ground.acts(digits)[-2:] == ["deem_accept", "seal"] or "deem_accept" in ground.acts(digits)


@pytest.mark.rule("CLK-08", "LIC-30")
def test_an_amendment_while_the_service_was_down_loses_no_moment_either(ground: Ground):
    digits = ground.file()
    ground.down_until(at(3, 20))
    amend(ground, NEW_REST)
    ground.catch_up()
    assert turns(ground, digits)[:2] == [("turn", "intake", "yellow"), ("deem_accept", None, None)]


@pytest.mark.rule("CLK-08")
def test_an_amendment_passes_over_all_cases_a_batch_at_a_time(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
):
    from yimen.modules.cases.commands import retime

    monkeypatch.setattr(retime, "AT_ONCE", 2)
    digits = [ground.accepted(NURSE, who=n % 3) for n in range(5)]
    amend(ground, NEW_REST)
    ground.catch_up()
    assert all("retime" in ground.acts(each) for each in digits)
    assert all(ground.acts(each).count("retime") == 1 for each in digits)


# a life goes on


def test_a_second_worker_finds_nothing_left_to_turn(ground: Ground):
    digits = ground.file()
    ground.down_until(at(3, 20))
    ground.catch_up()
    lines = ground.acts(digits)
    assert cases.turn_due(now=ground.now) == 0
    assert not ledger.run_next(ground.now)
    assert ground.acts(digits) == lines


def test_the_next_turn_is_the_earliest_of_all(ground: Ground):
    assert cases.next_turn() is None
    ground.file()
    first = cases.next_turn()
    ground.now = at(3, 3)
    ground.file(who=1)
    assert cases.next_turn() == first
    assert isinstance(first, datetime)


@pytest.mark.rule("CLK-08", "R-126")
def test_other_hours_of_the_hall_move_no_day_and_draw_no_paper(ground: Ground):
    digits = ground.file(BIRTH)
    ground.do("clerk", digits, "accept")
    due = ground.dossier(digits).clock("promised").due_at
    hall = Unit.objects.get(id=ground.actor("clerk").hall)
    later = [Period(time(8, 30), time(11, 30)), Period(time(13, 30), time(18, 0))]
    workdays.keep_hours_on(
        SETUP, hall.id, due.date(), later, "延时服务", division=hall.division, now=ground.now
    )
    ground.catch_up()
    dossier = ground.dossier(digits)
    assert dossier.clock("promised").due_at == due + timedelta(hours=1)
    (line,) = [each for each in ground.lines(digits) if each.act == "retime"]
    assert not [each for each in dossier.papers if each.n == line.n], "nobody was told an hour in writing"


@pytest.mark.rule("CLK-08", "CLK-04", "R-117")
def test_a_calendar_amended_while_the_clock_rests_counts_when_it_runs_again(ground: Ground):
    rested, twin = ground.accepted(WASTE), ground.accepted(WASTE, who=1)
    for digits in (rested, twin):
        ground.do("reviewer", digits, "take_task", task="review")
        needed = {"n": 5, "unit": "working_day"}
        ground.do("reviewer", digits, "suspend", reason="testing", needed=needed, text="需要检测")
    ground.now = at(3, 3)
    ground.do("reviewer", twin, "resume", task="special")
    before = ground.dossier(twin).clock("promised").due_at
    amend(ground, NEW_REST)
    ground.catch_up()
    assert "retime" in ground.acts(twin)
    assert ground.dossier(rested).clock("promised").due_at == FAR, "what rests has no date to move"
    assert not [each for each in ground.dossier(rested).papers if each.kind == "retimed"]
    ground.do("reviewer", rested, "resume", task="special")
    due = [ground.dossier(each).clock("promised").due_at for each in (rested, twin)]
    assert due[0] == due[1] > before
