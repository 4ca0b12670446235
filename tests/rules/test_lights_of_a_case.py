"""When a case's clocks start, rest and stop, and which light it carries (R-102, R-119 – R-126)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from calendars import with_days
from lives import CHEN, LIN, MEI, QIAN, SUN, ZHAO, ZONE, Life, Limit, item
from yimen.rules import deadlines
from yimen.rules.engine import pauses_of, value_of
from yimen.rules.flows import Flow
from yimen.rules.papers import Paper
from yimen.rules.procedures.licensing_1 import LICENSING_1
from yimen.rules.refused import Refused
from yimen.rules.workdays import CalendarDay

FIVE = {"n": 5, "unit": "working_day"}


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def resting(life: Life, *reasons: str) -> Life:
    life.do("take_task", ZHAO, task=life.task("review"))
    for reason in reasons:
        life.do("suspend", ZHAO, reason=reason, needed=FIVE, text="需要时间")
    return life


def value(life: Life, name: str) -> deadlines.Clock:
    clock = life.dossier.clock(name)
    return value_of(clock, LICENSING_1, pauses_of(life.dossier))


# start and stop


@pytest.mark.rule("R-119", "LIC-08", "LIC-16", "CLK-06")
def test_the_statutory_clock_stops_with_the_decision_the_promised_one_with_completion():
    life = Life().accepted()
    assert {each.name for each in life.dossier.clocks if each.runs} >= {"statutory", "promised"}
    life.pass_days(1)
    life.do("take_task", ZHAO, task=life.task("review"))
    life.do("finish_task", ZHAO, task=life.task("review"), result="agree", text="符合")
    life.do("grant", CHEN)
    decided_at = life.now
    assert {each.name for each in life.dossier.clocks if each.runs} == {"promised", "deliver"}
    life.pass_days(1)
    life.do("complete", LIN)
    assert life.dossier.clock("statutory").stopped_at == decided_at
    assert life.dossier.clock("promised").stopped_at == life.case.completed_at == life.now
    assert {each.name for each in life.dossier.clocks if each.runs} == {"deliver"}


@pytest.mark.rule("R-119", "CLK-07")
def test_the_counted_days_of_the_sheet_are_the_days_used():
    life = Life().accepted()
    resting(life, "hearing")
    life.pass_days(4)
    life.do("resume", ZHAO, task=life.task("special"))
    life.pass_days(3)
    clock = value(life, "promised")
    days = deadlines.explain(clock, life.now.date(), life.calendar, life.hours)
    today = [each for each in days if each.on <= life.now.date()]
    used = deadlines.used(clock, life.now.date(), life.calendar, life.hours)
    assert sum(1 for each in today if each.mark == "counted") == used.n
    assert {each.mark for each in days} >= {"start", "counted", "paused"}


@pytest.mark.rule("R-121", "R-119")
def test_a_red_once_earned_stays_in_the_record_after_completion():
    life = Life().granted()
    life.walk_to(at(3, 10))
    assert life.case.light == "red"
    life.do("complete", LIN)
    assert life.case.light == "green", "what runs now, the handing out, is in time"
    assert life.dossier.clock("promised").light == "red"
    life.do("deliver", LIN, way="pickup", to="applicant", identity_checked=True, receiver="孙悦")
    life.do("archive", LIN, archive_no="1")
    assert life.dossier.clock("promised").light == "red"


@pytest.mark.rule("R-121", "R-119")
def test_a_limit_that_ran_out_is_red_though_it_was_stopped_before_its_turn_came():
    life = Life().granted()
    life.at(2026, 3, 10)  # nobody turned the light meanwhile
    assert life.dossier.clock("promised").light != "red"
    life.do("complete", LIN)
    assert life.dossier.clock("promised").light == "red"
    assert life.dossier.clock("promised").result == "complete"


@pytest.mark.rule("R-121", "CLK-08")
def test_a_limit_that_ran_out_by_yesterdays_calendar_alone_gets_no_false_red():
    life = Life().granted()
    assert life.case.due_at.date() == date(2026, 3, 9)
    life.calendar = with_days(CalendarDay(date(2026, 3, 9), works=False, name="临时放假"))
    life.hours = life.hours.under(life.calendar)
    life.at(2026, 3, 10)
    life.do("complete", LIN)
    assert life.dossier.clock("promised").light != "red"


@pytest.mark.rule("R-123", "R-124")
def test_whether_it_was_in_time_can_be_told_from_the_record():
    life = Life(settings={"extension.moves_promised": True}).accepted()
    life.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")
    life.do("take_task", ZHAO, task=life.task("review"))
    life.do("finish_task", ZHAO, task=life.task("review"), result="agree", text="符合")
    life.at(2026, 3, 11)
    life.do("grant", CHEN)
    life.do("complete", LIN)
    clock = value(life, "promised")
    first = deadlines.first_promised_at(clock, life.calendar, life.hours)
    assert (first.date(), life.dossier.clock("promised").due_at.date()) == (
        date(2026, 3, 9),
        date(2026, 3, 23),
    )
    assert life.case.completed_at > first


# instant


@pytest.fixture
def instant() -> Life:
    return Life(item=item(track="instant", result_paper="completion", flow=Flow(), promised=Limit(0)))


@pytest.mark.rule("R-102", "C-1")
def test_an_instant_case_has_thirty_minutes_and_the_rest_of_the_day_from_its_receipt(instant: Life):
    instant.file()
    instant.now += timedelta(minutes=10)
    instant.do("accept", LIN)
    promised = instant.dossier.clock("promised")
    assert (promised.started_at, promised.due_at) == (at(3, 2), at(3, 2, 17))
    instant.walk_to(at(3, 2, 9, 29))
    assert instant.case.light == "green"
    instant.walk_to(at(3, 2, 9, 30))
    assert instant.case.light == "yellow"
    instant.walk_to(at(3, 2, 17))
    assert instant.case.light == "yellow"
    instant.walk_to(at(3, 2, 17, 1))
    assert instant.case.light == "red"


@pytest.mark.rule("R-102")
def test_minutes_are_office_minutes(instant: Life):
    instant.at(2026, 3, 2, 11, 20)
    instant.file()
    instant.do("accept", LIN)
    instant.walk_to(at(3, 2, 13, 49))
    assert instant.case.light == "green"
    instant.walk_to(at(3, 2, 13, 50))
    assert instant.case.light == "yellow"


@pytest.mark.rule("R-102", "CLK-03")
@pytest.mark.parametrize(
    ("filed", "due"),
    [
        (at(3, 2, 17, 30), at(3, 3, 17)),  # after closing time
        (at(3, 7, 10), at(3, 9, 17)),  # on a Saturday
        (at(2, 14, 10), at(2, 14, 17)),  # on a Saturday that works
        (at(2, 20, 10), at(2, 24, 17)),  # in the Spring Festival
    ],
)
def test_an_instant_case_filed_while_the_hall_is_closed_has_the_next_office_day(instant: Life, filed, due):
    instant.now = filed
    instant.file(actor=SUN)
    instant.do("accept", LIN)
    assert instant.dossier.clock("promised").due_at == due


@pytest.mark.rule("R-102")
def test_an_instant_case_nobody_turned_to_is_overdue_as_soon_as_it_is_accepted(instant: Life):
    instant.file(actor=SUN)
    instant.at(2026, 3, 4, 10)
    instant.do("accept", LIN)
    assert instant.case.light == "red"
    assert instant.case.accepted_at == instant.now, "nobody dates his acceptance back"
    instant.walk_to(at(3, 4, 10, 1))
    assert [line["facts"]["light"] for line in instant.lines if line["act"] == "turn"] == ["red"]


@pytest.mark.rule("R-102", "C-24")
def test_the_clerk_who_took_an_instant_case_in_decides_it_with_a_letter(instant: Life):
    instant.file()
    instant.do("accept", LIN)
    with refused("no_letter"):
        instant.do("grant", MEI)
    instant.do("grant", LIN)
    instant.do("complete", LIN)
    assert instant.case.outcome == "granted"


@pytest.mark.rule("R-109")
def test_a_conversion_keeps_its_reason_and_can_be_counted():
    life = Life().accepted()
    with refused("fact_missing"):
        life.do("convert", LIN, text=" ")
    life.do("convert", LIN, text="材料齐全，当场办结")
    (line,) = [each for each in life.lines if each["act"] == "convert"]
    assert line["set"]["case"]["track"] == "instant"
    assert "veil" in line
    assert life.case.due_at.date() == date(2026, 3, 9), "what was promised stays promised"


@pytest.mark.rule("R-109")
def test_only_a_convertible_committed_case_nobody_has_reviewed_is_converted():
    with refused("not_convertible"):
        Life(item=item(convertible=False)).accepted().do("convert", LIN, text="当场办结")
    with refused("review_begun"):
        Life().reviewed().do("convert", CHEN, text="当场办结")
    joint = Life(item=item(track="joint")).accepted()
    with refused("not_committed"):
        joint.do("convert", LIN, text="当场办结")


@pytest.mark.rule("R-109", "LIC-17")
def test_a_case_whose_clock_rests_is_not_converted_into_a_dead_end():
    life = resting(Life().accepted(), "hearing")
    with refused("rests_still"):
        life.do("convert", LIN, text="当场办结")


# rest


@pytest.mark.rule("LIC-17", "CLK-04")
def test_overlapping_special_procedures_are_united():
    life = resting(Life().accepted(), "hearing")
    life.at(2026, 3, 4)
    life.do("suspend", ZHAO, reason="expert_review", needed=FIVE, text="评审")
    with refused("rests_already"):
        life.do("suspend", ZHAO, reason="hearing", needed=FIVE, text="再听证")
    hearing, review = life.dossier.open_tasks("special")
    life.at(2026, 3, 6)
    life.do("resume", ZHAO, task=hearing.n)
    assert life.case.light == "off"
    life.at(2026, 3, 10)
    life.do("resume", ZHAO, task=review.n)
    assert life.case.due_at.date() == date(2026, 3, 17)  # (03-02, 03-10] is not counted


@pytest.mark.rule("LIC-17")
def test_where_two_rest_it_must_be_said_which_is_over():
    life = resting(Life().accepted(), "hearing", "expert_review")
    with refused("which_task"):
        life.do("resume", ZHAO)
    life.do("resume", ZHAO, task=life.task("special"))
    life.do("resume", ZHAO)
    with refused("not_yours_to_do"):
        life.do("resume", ZHAO)


@pytest.mark.rule("LIC-17", "R-177")
def test_a_colleague_may_end_a_special_procedure():
    life = resting(Life().accepted(), "hearing")
    life.do("resume", QIAN, task=life.task("special"))
    assert life.dossier.open_tasks("special") == ()


@pytest.mark.rule("LIC-17", "R-121")
def test_a_special_procedure_that_takes_longer_than_told_turns_red_itself():
    life = resting(Life().accepted(), "hearing")
    life.walk_to(at(3, 10))
    (task,) = life.dossier.open_tasks("special")
    assert (task.light, life.case.light) == ("red", "off")


@pytest.mark.rule("LIC-17", "C-21")
def test_a_case_that_was_red_before_it_rests_stays_red():
    life = Life().accepted()
    life.walk_to(at(3, 10))
    resting(life, "hearing")
    assert life.case.light == "red"


@pytest.mark.rule("CLK-05", "LIC-08")
def test_a_limit_is_not_extended_while_it_rests_since_no_date_could_be_told():
    life = resting(Life().accepted(), "hearing")
    with refused("rests_still"):
        life.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")
    life.do("resume", ZHAO)
    life.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")


@pytest.mark.rule("CLK-05", "LIC-08")
def test_the_last_day_is_not_too_late_for_an_extension_and_the_day_after_is():
    life = Life(item=item(statutory=Limit(5))).accepted()
    late = Life(item=item(statutory=Limit(5))).accepted()
    life.at(2026, 3, 9, 16)
    life.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")
    late.at(2026, 3, 10)
    with refused("extension_late"):
        late.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")


# steps of the path for which clocks rest


def flow(**step) -> Flow:
    task = {"key": "hearing", "name": "听证", "kind": "hearing", "unit": "owner", "post": "reviewer", **step}
    return Flow.from_json({"stages": [{"name": "听证", "tasks": [task]}]})


@pytest.mark.rule("LIC-17", "R-119")
def test_a_step_rests_the_clock_only_by_its_statute_and_told_in_writing():
    rests = flow(holds="hearing", holds_basis="示例条例第九条", limit=FIVE)
    life = Life(item=item(flow=rests)).accepted()
    assert (life.case.light, life.dossier.clock("promised").turns_at) == ("off", None)
    assert Paper.SPECIAL in {each.kind for each in life.dossier.papers}
    for unlawful in (flow(holds="hearing", limit=FIVE), flow(holds="hearing", holds_basis="示例条例第九条")):
        life = Life(item=item(flow=unlawful)).accepted()
        assert life.case.light != "off"
        assert Paper.SPECIAL not in {each.kind for each in life.dossier.papers}


@pytest.mark.rule("LIC-17", "R-125")
def test_a_step_that_rests_the_clock_does_not_rest_its_own():
    rests = flow(holds="hearing", holds_basis="示例条例第九条", limit=FIVE)
    life = Life(item=item(flow=rests)).accepted()
    life.walk_to(at(3, 10))
    (task,) = life.dossier.open_tasks("review")
    assert (task.light, task.due_at.date()) == ("red", date(2026, 3, 9))


@pytest.mark.rule("R-125", "R-110")
def test_a_step_sent_back_has_its_share_of_the_time_again():
    life = Life(item=item(flow=flow(kind="review", limit={"n": 2, "unit": "working_day"}))).accepted()
    n = life.task("review")
    life.do("take_task", ZHAO, task=n)
    life.do("finish_task", ZHAO, task=n, result="agree", text="同意")
    life.pass_days(2)
    life.do("send_back", CHEN, step=n, text="请补充")
    (again,) = life.dossier.open_tasks("review")
    assert (again.staff, again.data["again"], again.due_at.date()) == (ZHAO.id, n, date(2026, 3, 6))


@pytest.mark.rule("LIC-08", "CLK-06")
def test_a_joint_case_cites_the_rule_of_joint_handling():
    assert Life(item=item(track="joint")).accepted().dossier.clock("statutory").rule.startswith("LIC-08b@")
    assert Life().accepted().dossier.clock("statutory").rule.startswith("LIC-08a@")


@pytest.mark.rule("R-143")
def test_a_case_not_archived_within_five_days_is_red_on_the_windows_list():
    life = Life().granted()
    life.do("complete", LIN)
    life.do("deliver", LIN, way="pickup", to="applicant", identity_checked=True, receiver="孙悦")
    life.walk_to(at(3, 9, 23))
    (task,) = life.dossier.open_tasks("file")
    assert task.light == "yellow"
    life.walk_to(at(3, 10))
    (task,) = life.dossier.open_tasks("file")
    assert (task.light, task.unit, task.post) == ("red", life.case.home, "window")


@pytest.mark.rule("KIND-03", "R-116")
@pytest.mark.parametrize(
    ("accepted", "promised", "due"),
    [
        ((2026, 2, 12), 5, "2026-02-26"),  # over Spring Festival, with a Saturday worked for it
        ((2026, 4, 30), 1, "2026-05-06"),  # over Labour Day
        ((2026, 3, 6), 1, "2026-03-09"),  # over a weekend
        ((2026, 9, 18), 1, "2026-09-20"),  # a Sunday worked for the Mid-Autumn Festival counts
    ],
)
def test_weekends_and_holidays_are_not_counted_in_what_was_promised(accepted, promised, due):
    life = Life(item=item(promised=Limit(promised))).at(*accepted).accepted()
    assert str(life.case.due_at.date()) == due
