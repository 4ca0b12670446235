"""Limits at awkward moments: rest days, month ends, a calendar that changes, a promise already broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from calendars import with_days
from lives import CHEN, LIN, MISSING, SUN, ZHAO, ZONE, Life, Limit, Unit, item
from yimen.rules.flows import Flow
from yimen.rules.materials import MaterialClass, Requirement, Submitted, check
from yimen.rules.papers import Paper, lacks
from yimen.rules.preconditions import Boundary, Precondition
from yimen.rules.refused import Refused
from yimen.rules.workdays import CalendarDay

FIVE = {"n": 5, "unit": "working_day"}


def refused(reason: str):
    return pytest.raises(Refused, match=f"^\\('{reason}'")


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def due_on(life: Life, name: str) -> date:
    return life.dossier.clock(name).due_at.astimezone(ZONE).date()


def rests(life: Life, *, begins: datetime, ends: datetime) -> Life:
    life.now = begins
    life.do("take_task", ZHAO, task=life.task("review"))
    life.do("suspend", ZHAO, reason="hearing", needed=FIVE, text="需要听证")
    life.now = ends
    life.do("resume", ZHAO)
    return life


# rest days


@pytest.mark.rule("CLK-04", "LIC-17")
@pytest.mark.parametrize(
    ("begins", "ends", "due"),
    [
        (at(3, 7), at(3, 8), date(2026, 3, 9)),  # a Saturday and a Sunday: nothing that counts is left out
        (at(3, 6, 16), at(3, 8), date(2026, 3, 9)),  # the Friday on which it begins still counts
        (at(3, 5), at(3, 8), date(2026, 3, 10)),  # ended on a Sunday: it runs again on Monday
        (at(3, 4, 9), at(3, 4, 17), date(2026, 3, 9)),  # begun and ended on one day
    ],
)
def test_a_rest_over_days_that_do_not_count_moves_nothing(begins: datetime, ends: datetime, due: date):
    life = rests(Life().accepted(), begins=begins, ends=ends)
    assert due_on(life, "promised") == due
    assert (due_on(life, "statutory") - due_on(Life().accepted(), "statutory")).days in {0, 1}


@pytest.mark.rule("LIC-07", "LIC-30", "CLK-03")
def test_what_comes_on_a_rest_day_at_night_is_received_then_and_counted_from_the_next_working_day():
    life = Life().at(2026, 2, 21, 23, 30)  # a Saturday in the holiday of spring
    life.file()
    assert life.case.received_at == datetime(2026, 2, 21, 23, 30, tzinfo=ZONE)
    assert due_on(life, "intake") == date(2026, 2, 28), "the make-up Saturday is the fifth working day"
    life.walk_to(at(3, 1, 0, 0))
    assert life.case.accepted_at.date() == date(2026, 2, 21)


@pytest.mark.rule("CLK-01", "CLK-02")
def test_limits_of_months_end_on_the_last_day_there_is_and_roll_from_a_rest_day():
    months = item(statutory=Limit(2, Unit.MONTH), promised=Limit(1, Unit.MONTH))
    life = Life(item=months).at(2026, 1, 30)
    life.accepted()
    assert due_on(life, "promised") == date(2026, 2, 28), "there is no thirtieth; the Saturday is worked"
    assert due_on(life, "statutory") == date(2026, 3, 30)
    rolled = Life(item=months).at(2026, 3, 5)
    rolled.accepted()
    assert due_on(rolled, "promised") == date(2026, 4, 7), "the fifth is a holiday, the sixth too"


@pytest.mark.rule("R-102", "LIC-23")
@pytest.mark.parametrize(
    ("accepted", "due"),
    [(at(3, 2), at(3, 2, 17)), (at(3, 2, 18), at(3, 3, 17)), (at(3, 6, 17, 30), at(3, 9, 17))],
)
def test_a_limit_of_no_days_ends_with_the_office_day(accepted: datetime, due: datetime):
    life = Life(item=item(statutory=Limit(0), promised=Limit(0)), now=accepted).accepted()
    assert life.case.due_at == due
    life.walk_to(due.replace(minute=1))
    assert life.case.light == "red"


# the calendar changes while the clock rests


@pytest.mark.rule("CLK-08", "CLK-04", "R-117")
def test_a_holiday_decreed_while_the_clock_rests_counts_once_it_runs_again():
    life = Life().accepted()
    assert due_on(life, "promised") == date(2026, 3, 9)
    life.at(2026, 3, 4)
    life.do("take_task", ZHAO, task=life.task("review"))
    life.do("suspend", ZHAO, reason="hearing", needed=FIVE, text="需要听证")
    within = CalendarDay(date(2026, 3, 5), works=False, name="临时放假")
    later = CalendarDay(date(2026, 3, 11), works=False, name="临时放假")
    life.calendar = with_days(within, later)
    life.hours = life.hours.under(life.calendar)
    life.at(2026, 3, 10)
    life.do("resume", ZHAO)
    # 3 and 4 March counted; (4, 10] rests; 12, 13 and 16 are left, since the 11th is a holiday now
    assert due_on(life, "promised") == date(2026, 3, 16)


# waiting for the applicant


@pytest.mark.rule("R-107", "R-118")
def test_the_reminder_to_supplement_comes_after_fifteen_days_however_the_thirty_roll_on():
    life = Life().at(2026, 3, 5)
    life.asked()
    supply = life.dossier.clock("supply")
    assert supply.due_at.date() == date(2026, 4, 7), "4 April begins a holiday"
    assert supply.turns_at == at(3, 20, 0)
    life.walk_to(at(3, 19, 23, 59))
    assert life.dossier.clock("supply").light == "green"
    life.walk_to(at(3, 20))
    assert life.dossier.clock("supply").light == "yellow"
    life.walk_to(at(4, 7, 23, 59))
    assert life.case.state == "supplement_pending"
    life.walk_to(at(4, 8))
    assert life.case.outcome == "abandoned"


# extension


@pytest.mark.rule("LIC-08", "R-123")
def test_a_broken_promise_does_not_take_the_extension_that_the_law_allows():
    life = Life(settings={"extension.moves_promised": True}).accepted()
    life.walk_to(at(3, 10))
    assert life.case.light == "red"
    before = life.dossier.clock("statutory").due_at
    life.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")
    assert life.dossier.clock("statutory").due_at > before
    assert life.dossier.clock("promised").light == "red", "what was promised and not kept stays so"
    assert due_on(life, "promised") == date(2026, 3, 9)


# verification


@pytest.mark.rule("LIC-09", "R-110")
@pytest.mark.parametrize("kind", ["survey", "investigation"])
def test_whoever_verifies_the_substance_is_not_alone(kind: str):
    step = {"key": "look", "name": "核查", "kind": kind, "unit": "owner", "post": "reviewer"}
    looked = Flow.from_json({"stages": [{"name": "核查", "tasks": [step]}]})
    life = Life(item=item(flow=looked)).accepted()
    life.do("take_task", ZHAO, task=life.task("review"))
    record = {"result": "agree", "text": "属实", "on": "2026-03-02", "place": "枕溪镇"}
    with refused("more_needed"):
        life.do("finish_task", ZHAO, task=life.task("review"), participants=["赵启明", "赵启明"], **record)
    life.do("finish_task", ZHAO, task=life.task("review"), participants=["赵启明", "钱立诚"], **record)
    assert life.dossier.open_tasks("decide")


# nobody is asked for what ran out while they were kept waiting


@pytest.mark.rule("LIC-07b", "LIC-32", "R-085")
def test_a_piece_is_judged_as_of_the_day_it_came():
    wanted = Requirement(
        no=1, code="licence", name="营业执照", material_class=MaterialClass.NON_MAIN, valid_days_left=0
    )
    piece = Submitted("licence", copies=1, valid_until=date(2026, 3, 5))
    later = date(2026, 3, 12)
    assert [each.rule for each in check((wanted,), (piece,), {}, later)] == ["expired"]
    came = replace(piece, given_on=date(2026, 3, 2))
    assert check((wanted,), (came,), {}, later) == ()
    assert [each.rule for each in check((wanted,), (replace(came, given_on=later),), {}, later)] == [
        "expired"
    ]


@pytest.mark.rule("LIC-07b", "R-085")
def test_an_application_is_judged_as_of_the_day_it_was_received():
    until = Precondition(
        code="report_valid",
        holds_if={"field": "report_until", "at_least": {"field": "today"}},
        text="检验报告应在有效期内",
        remedy="请提供有效的检验报告",
        basis="示例条例第九条",
        boundary=Boundary.VALIDITY,
    )
    form = {"report_until": "2026-03-05"}
    assert check((), (), form, date(2026, 3, 12), before=(until,)) != ()
    assert check((), (), form, date(2026, 3, 12), before=(until,), received_on=date(2026, 3, 2)) == ()


# on the spot, sealed and dated, in order


@pytest.mark.rule("LIC-06", "LIC-07b")
def test_what_can_be_put_right_on_the_spot_is_no_supplement():
    life = Life()
    life.file(findings=(MISSING,))
    due = life.dossier.clock("intake").due_at
    life.supply(SUN, "plan")
    assert life.case.state == "received"
    assert life.dossier.clock("intake").due_at == due, "the days to answer run on"
    life.now = at(3, 4)
    life.do("accept", LIN)
    assert life.case.accepted_at == at(3, 4), "nothing was asked for, so it dates from the act"
    assert life.case.disposition is None


@pytest.mark.rule("LIC-07c", "LIC-14", "R-137")
def test_whether_it_is_accepted_or_not_is_said_under_seal_and_date():
    answers = (Paper.ACCEPTANCE, Paper.NOT_ACCEPTED_REMIT, Paper.NOT_ACCEPTED_NO_NEED, Paper.RETURNED)
    for kind in (*answers, Paper.PERMIT, Paper.REFUSAL):
        assert {"seal", "issued_on"} <= set(lacks(kind, {})), kind


@pytest.mark.rule("LIC-24")
def test_of_two_accepted_in_one_second_it_is_known_for_good_who_was_first():
    first, second = (Life(now=at(3, 2).replace(microsecond=each)) for each in (1, 2))
    for life in (second, first):
        life.accepted()
    told = [life.case.accepted_at for life in (first, second)]
    assert told == sorted(told) != told[::-1]
    rests(first, begins=at(3, 4), ends=at(3, 6))
    first.do("extend", CHEN, text="案情复杂", approved_by="局长 周正")
    first.do("finish_task", ZHAO, task=first.task("review"), result="agree", text="符合")
    first.do("grant", CHEN)
    assert first.case.accepted_at == first.replayed.case.accepted_at == told[0]
