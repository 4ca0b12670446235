"""Clocks: every vector of the law, and what must be true of any clock whatever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from calendars import CN, HOURS, at, day, with_days
from yimen.rules import deadlines
from yimen.rules.deadlines import Clock, Light, Pause, Warn
from yimen.rules.explained import Mark
from yimen.rules.limits import Limit, Unit
from yimen.rules.refused import Refused
from yimen.rules.workdays import SHANGHAI, CalendarDay, DayKind

THREE_BEFORE = Warn(3)
THIRTY_MINUTES = Warn(30, Unit.MINUTE, after=True)


def clock(start: str, n: int, unit: Unit = Unit.WORKING_DAY, **more) -> Clock:
    return Clock(at(start), Limit(n, unit), **more)


def pause(opened: str, closed: str | None = None, reason: str = "expert_review") -> Pause:
    return Pause(reason, at(opened), at(closed) if closed else None)


def due_on(value: Clock) -> date | None:
    return deadlines.due_on(value, CN, HOURS)


def due_at(value: Clock) -> datetime | None:
    return deadlines.due_at(value, CN, HOURS)


def light(value: Clock, moment: str) -> Light:
    return deadlines.light(value, at(moment), CN, HOURS)


def left(value: Clock, moment: str) -> int:
    return deadlines.remaining(value, at(moment), CN, HOURS).n


def turns(value: Clock, moment: str) -> datetime | None:
    return deadlines.next_turn(value, at(moment), CN, HOURS)


# the vectors of the law


@pytest.mark.rule("CLK-01", "CLK-02", "LIC-28", "R-116")
@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-15", 5, "2026-02-28"),
        ("2026-02-21", 3, "2026-02-26"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-18", 20, "2026-10-22"),
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2025-12-31", 2, "2026-01-05"),
        ("2024-02-08", 1, "2024-02-09"),
        ("2024-02-08", 2, "2024-02-18"),
        ("2024-09-13", 1, "2024-09-14"),
        ("2024-09-13", 3, "2024-09-19"),
        ("2025-01-24", 1, "2025-01-26"),
        ("2025-01-24", 2, "2025-01-27"),
        ("2025-09-26", 1, "2025-09-28"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2026-02-06", 20, "2026-03-12"),
        ("2026-02-06", 30, "2026-03-26"),
        ("2026-02-06", 45, "2026-04-17"),
        ("2026-02-06", 60, "2026-05-12"),
        ("2026-03-02", 10, "2026-03-16"),
        ("2026-03-02", 20, "2026-03-30"),
        ("2026-03-02", 30, "2026-04-14"),
        ("2026-03-30", 10, "2026-04-14"),
        ("2026-09-11", 10, "2026-09-24"),
        ("2026-02-12", 20, "2026-03-18"),
        ("2026-02-26", 20, "2026-03-25"),
        ("2026-02-12", 40, "2026-04-16"),
        ("2026-02-12", 7, "2026-02-28"),
        ("2026-02-25", 15, "2026-03-17"),
        ("2026-03-09", 5, "2026-03-16"),
        ("2026-03-12", 20, "2026-04-10"),
        ("2016-03-11", 5, "2016-03-18"),
        ("2016-03-30", 5, "2016-04-07"),
        ("2016-02-05", 3, "2016-02-15"),
    ],
)
def test_working_days_are_counted_from_the_day_after(start, n, due):
    assert due_at(clock(start, n)) == datetime.combine(day(due), time.max, SHANGHAI)


@pytest.mark.rule("CLK-01", "CLK-02", "PET-03", "PET-05", "R-118")
@pytest.mark.parametrize(
    ("start", "n", "due", "unrolled"),
    [
        ("2026-01-20", 15, "2026-02-04", "2026-02-04"),
        ("2026-01-20", 60, "2026-03-23", "2026-03-21"),
        ("2026-01-20", 90, "2026-04-20", "2026-04-20"),
        ("2026-02-01", 15, "2026-02-24", "2026-02-16"),
    ],
)
def test_a_calendar_date_rolls_from_a_rest_day_and_keeps_both_dates(start, n, due, unrolled):
    petition = clock(start, n, Unit.DAY, rolls=True)
    assert due_on(petition) == day(due)
    assert deadlines.unrolled_on(petition, CN, HOURS) == day(unrolled)
    assert due_on(replace(petition, rolls=False)) == day(unrolled)


TO_13 = pause("2026-03-06", "2026-03-13")


@pytest.mark.rule("CLK-04", "CLK-05", "LIC-08", "LIC-17")
@pytest.mark.parametrize(
    ("pauses", "due", "extended"),
    [
        ((), "2026-03-30", "2026-04-14"),
        ((TO_13,), "2026-04-07", "2026-04-21"),
        ((TO_13, pause("2026-03-10", "2026-03-17")), "2026-04-09", "2026-04-23"),
        ((TO_13, pause("2026-03-13", "2026-03-17")), "2026-04-09", "2026-04-23"),
        ((pause("2026-04-03", "2026-04-06"),), "2026-03-30", None),
        ((pause("2026-02-20", "2026-02-27"),), "2026-03-30", None),
        ((pause("2026-03-27", "2026-04-03"),), "2026-04-07", None),
    ],
)
def test_suspended_days_are_not_counted(pauses, due, extended):
    licence = clock("2026-03-02", 20, pauses=pauses)
    assert due_on(licence) == day(due)
    assert due_on(replace(licence, pauses=pauses[::-1])) == day(due)
    if extended:
        longer = deadlines.extend(licence, 10, day(due), CN, HOURS)
        assert due_on(longer) == day(extended)
        assert deadlines.first_promised_at(longer, CN, HOURS).date() == day(due)


@pytest.mark.rule("R-120", "R-121", "CLK-02")
def test_the_last_three_working_days_are_yellow_and_the_day_after_is_red():
    licence = clock("2026-03-02", 20, warn=THREE_BEFORE)
    told = {
        "2026-03-24": (4, Light.GREEN),
        "2026-03-25": (3, Light.YELLOW),
        "2026-03-26": (2, Light.YELLOW),
        "2026-03-27": (1, Light.YELLOW),
        "2026-03-28": (1, Light.YELLOW),
        "2026-03-29": (1, Light.YELLOW),
        "2026-03-30": (0, Light.YELLOW),
        "2026-03-31": (-1, Light.RED),
    }
    assert {text: (left(licence, text), light(licence, text)) for text in told} == told


@pytest.mark.rule("R-120", "R-121")
def test_a_working_sunday_is_one_of_the_days_left():
    licence = clock("2026-09-11", 10, warn=THREE_BEFORE)
    assert due_on(licence) == day("2026-09-24")
    assert (left(licence, "2026-09-20"), light(licence, "2026-09-20")) == (4, Light.GREEN)
    assert (left(licence, "2026-09-21"), light(licence, "2026-09-21")) == (3, Light.YELLOW)
    assert light(licence, "2026-09-25") is Light.RED, "red comes on a holiday, too"


@pytest.mark.rule("LIC-07", "LIC-30")
def test_acceptance_by_silence_dates_back_to_the_receipt():
    intake = clock("2026-02-12", 5)
    assert due_on(intake) == day("2026-02-26")
    assert turns(intake, "2026-02-12") == at("2026-02-27 00:00")
    assert due_on(clock("2026-02-12", 20)) == day("2026-03-18")
    assert due_on(clock("2026-02-26", 20)) == day("2026-03-25"), "not from the day of silence"


@pytest.mark.rule("FOI-03", "FOI-05", "FOI-06")
def test_information_requests_have_their_own_limits():
    answer = clock("2026-02-12", 20)
    assert due_on(clock("2026-02-12", 7)) == day("2026-02-28")
    assert due_on(answer) == day("2026-03-18")
    assert due_on(deadlines.extend(answer, 20, day("2026-03-18"), CN, HOURS)) == day("2026-04-16")
    consulted = replace(answer, pauses=(pause("2026-02-25", "2026-03-18", "third_party"),))
    assert due_on(consulted) == day("2026-04-10")


@pytest.mark.rule("LIC-19", "LIC-20")
def test_a_hearing_is_asked_for_held_and_announced_in_time():
    assert due_on(clock("2026-03-09", 5)) == day("2026-03-16")
    assert due_on(clock("2026-03-12", 20)) == day("2026-04-10")
    notice = clock("2026-04-20", -7, warn=THREE_BEFORE)
    assert due_on(notice) == day("2026-04-09")
    assert left(notice, "2026-04-08") == 1
    assert light(notice, "2026-04-02") is Light.GREEN
    assert light(notice, "2026-04-03") is Light.YELLOW, "3, 7 and 8 April are left after the 2nd"
    assert light(notice, "2026-04-10") is Light.RED


@pytest.mark.rule("LIC-21", "LIC-29")
def test_a_renewal_is_reminded_by_the_earlier_and_judged_by_the_later_reading():
    expiry = "2026-06-30"
    assert due_on(clock(expiry, -30, Unit.DAY)) == day("2026-05-31")
    assert due_on(clock(expiry, -30)) == day("2026-05-18")


# units


@pytest.mark.rule("R-118")
@pytest.mark.parametrize(
    ("n", "unit", "due"),
    [
        (3, Unit.WORKING_DAY, "2026-03-11 23:59:59.999999"),
        (3, Unit.DAY, "2026-03-09 23:59:59.999999"),
        (7, Unit.DAY, "2026-03-13 23:59:59.999999"),
        (1, Unit.MONTH, "2026-04-07 23:59:59.999999"),
        (0, Unit.WORKING_DAY, "2026-03-06 17:00"),
        (4, Unit.HOUR, "2026-03-09 11:30"),
        (4, Unit.CLOCK_HOUR, "2026-03-06 20:00"),
        (24, Unit.CLOCK_HOUR, "2026-03-07 16:00"),
        (90, Unit.MINUTE, "2026-03-09 09:00"),
    ],
)
def test_every_kind_of_day_over_a_weekend(n, unit, due):
    assert due_at(clock("2026-03-06 16:00", n, unit, rolls=True)) == at(due)


@pytest.mark.rule("CLK-01")
@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-15", 1, "2026-04-15"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-03-02", 120, "2036-03-02"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(start, n, due):
    assert due_on(clock(start, n, Unit.MONTH)) == day(due)


@pytest.mark.rule("CLK-04", "PET-08")
def test_a_hearing_takes_its_days_out_of_a_limit_in_calendar_days():
    heard = (pause("2026-01-30", "2026-02-06", "hearing"),)
    assert due_on(clock("2026-01-20", 30, Unit.DAY, pauses=heard)) == day("2026-02-26")
    assert due_on(clock("2026-01-20", 1, Unit.MONTH, pauses=heard)) == day("2026-02-27")


@pytest.mark.rule("R-118")
def test_office_time_rests_with_the_pause():
    asked = (pause("2026-03-02 10:00", "2026-03-02 14:30"),)
    assert due_at(clock("2026-03-02", 120, Unit.MINUTE, pauses=asked)) == at("2026-03-02 15:30")
    assert due_at(clock("2026-03-02", 2, Unit.CLOCK_HOUR, pauses=asked)) == at("2026-03-02 15:30")


# instant cases


@pytest.mark.rule("R-102")
def test_an_instant_case_is_yellow_after_thirty_minutes_and_red_at_closing_time():
    instant = clock("2026-03-02 11:15", 0, warn=THIRTY_MINUTES)
    assert due_at(instant) == at("2026-03-02 17:00")
    assert light(instant, "2026-03-02 11:29") is Light.GREEN
    assert turns(instant, "2026-03-02 11:15") == at("2026-03-02 13:45"), "noon is no office time"
    assert light(instant, "2026-03-02 13:45") is Light.YELLOW
    assert light(instant, "2026-03-02 17:00") is Light.YELLOW
    assert turns(instant, "2026-03-02 14:00") == at("2026-03-02 17:00:00.000001")
    assert light(instant, "2026-03-02 17:00:00.000001") is Light.RED
    assert left(instant, "2026-03-02 16:00") == 0
    assert left(instant, "2026-03-03") == -1


@pytest.mark.rule("R-102", "CLK-03")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-02 07:00", "2026-03-02 17:00"),
        ("2026-03-02 17:00", "2026-03-03 17:00"),
        ("2026-03-06 22:10", "2026-03-09 17:00"),
        ("2026-02-14 10:00", "2026-02-14 17:00"),
        ("2026-02-15 10:00", "2026-02-24 17:00"),
    ],
)
def test_what_enters_after_hours_is_due_on_the_next_opening_day(start, due):
    assert due_at(clock(start, 0)) == at(due)


@pytest.mark.rule("R-102", "CLK-04")
def test_an_instant_case_held_over_closing_time_ends_with_the_day_it_goes_on():
    instant = clock("2026-03-02", 0)
    ends = {
        "2026-03-02 11:00": at("2026-03-02 17:00"),
        "2026-03-05 09:00": at("2026-03-05 17:00"),
        None: None,
    }
    for closed, due in ends.items():
        assert due_at(replace(instant, pauses=(pause("2026-03-02 10:00", closed),))) == due


# the light


@pytest.mark.rule("R-120")
def test_the_reminder_fires_three_working_days_before_at_opening():
    licence = clock("2016-03-11", 5, warn=THREE_BEFORE)
    turn = turns(licence, "2016-03-11")
    assert turn == at("2016-03-15 00:00")
    assert HOURS.next_opening(turn) == at("2016-03-15 08:30")
    assert turns(licence, "2016-03-15") == at("2016-03-19 00:00"), "once: the next turn is red"


@pytest.mark.rule("R-120")
@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_limit_not_longer_than_the_warning_is_yellow_from_the_start(n):
    short = clock("2026-03-02", n, warn=THREE_BEFORE)
    assert light(short, "2026-03-02") is Light.YELLOW
    assert turns(short, "2026-03-02").date() == due_on(short) + timedelta(days=1)


@pytest.mark.rule("R-121")
def test_red_begins_when_the_due_day_ends_and_is_told_when_the_window_opens():
    licence = clock("2016-03-11", 5, warn=THREE_BEFORE)
    turn = turns(licence, "2016-03-16")
    assert light(licence, "2016-03-18 23:59:59") is Light.YELLOW
    assert light(licence, "2016-03-19 00:00") is Light.RED, "a Saturday"
    assert light(licence, "2016-03-21 00:00") is Light.RED, "the first moment of the next working day"
    assert HOURS.next_opening(turn) == at("2016-03-21 08:30")
    assert turns(licence, "2016-03-21") is None


@pytest.mark.rule("R-120")
@pytest.mark.parametrize(
    ("value", "turn"),
    [
        (clock("2026-01-20", 15, Unit.DAY, rolls=True, warn=THREE_BEFORE), "2026-01-30 00:00"),
        (clock("2026-02-01", 15, Unit.DAY, rolls=True, warn=Warn(3, Unit.DAY)), "2026-02-21 00:00"),
        (clock("2026-03-02", 20, warn=Warn(3, Unit.DAY)), "2026-03-27 00:00"),
        (clock("2026-03-02", 30, Unit.DAY, warn=Warn(15, Unit.DAY, after=True)), "2026-03-17 00:00"),
        (clock("2026-03-02", 360, Unit.MONTH, warn=Warn(6, Unit.MONTH)), "2055-09-02 00:00"),
        (clock("2026-03-02", 4, Unit.HOUR, warn=Warn(30, Unit.MINUTE)), "2026-03-02 14:30"),
        (clock("2026-03-02", 24, Unit.CLOCK_HOUR, warn=Warn(2, Unit.CLOCK_HOUR)), "2026-03-03 07:00"),
        (clock("2026-03-02", 5, warn=Warn(60, Unit.MINUTE)), "2026-03-09 16:00"),
        (clock("2026-03-02", 30, Unit.MINUTE, warn=Warn(1, Unit.HOUR)), "2026-03-02 09:30:00.000001"),
    ],
)
def test_a_warning_may_have_a_unit_of_its_own(value, turn):
    assert deadlines.next_turn(value, value.started_at, CN, HOURS) == at(turn)


@pytest.mark.rule("CLK-04")
def test_a_held_clock_has_no_date_no_light_and_no_turn_but_days_left():
    held = clock("2026-03-02", 20, warn=THREE_BEFORE, pauses=(pause("2026-03-06"),))
    assert deadlines.held(held)
    assert due_on(held) is None
    assert light(held, "2026-06-01") is Light.OFF
    assert turns(held, "2026-03-09") is None
    assert left(held, "2026-03-06") == left(held, "2026-06-01") == 16


@pytest.mark.rule("CLK-04")
def test_a_pause_that_begins_on_the_last_day_finds_it_counted():
    licence = clock("2026-03-02", 5, pauses=(pause("2026-03-09", "2026-03-20"),))
    assert due_on(licence) == walked(licence) == day("2026-03-09")
    assert due_on(replace(licence, pauses=(pause("2026-03-09"),))) is None, (
        "while it is open nothing is decided"
    )


@pytest.mark.rule("LIC-20")
def test_a_date_counted_back_from_an_event_knows_no_pause():
    notice = clock("2026-04-20", -7, pauses=(pause("2026-04-13", "2026-04-15"), pause("2026-04-01")))
    assert due_on(notice) == day("2026-04-09")


@pytest.mark.rule("CLK-04", "R-121")
def test_a_red_once_earned_survives_a_pause_that_comes_too_late():
    late = clock("2026-03-02", 5, pauses=(pause("2026-03-10"),))
    assert due_on(late) == day("2026-03-09")
    assert light(late, "2026-03-10") is Light.RED


@pytest.mark.rule("R-119", "R-124")
def test_a_stopped_clock_keeps_its_days_and_shines_no_more():
    done = clock("2026-03-02", 20, warn=THREE_BEFORE, stopped_at=at("2026-03-25 15:00"))
    assert light(done, "2026-04-30") is Light.OFF
    assert turns(done, "2026-03-25") is None
    assert left(done, "2026-04-30") == 3, "finished three working days early"
    assert deadlines.used(done, day("2026-04-30"), CN, HOURS) == Limit(17)
    assert due_on(done) == day("2026-03-30")


@pytest.mark.rule("R-119")
def test_a_case_withdrawn_while_held_counts_to_the_pause():
    done = clock("2026-03-02", 20, pauses=(pause("2026-03-06"),), stopped_at=at("2026-03-13"))
    assert not deadlines.held(done)
    assert deadlines.used(done, day("2026-04-30"), CN, HOURS) == Limit(4)
    assert due_on(done) == day("2026-04-07")


@pytest.mark.rule("R-118")
def test_minutes_and_hours_over_are_told_as_soon_as_they_begin():
    urgent = clock("2026-03-02", 90, Unit.MINUTE)
    assert deadlines.remaining(urgent, at("2026-03-02 10:00"), CN, HOURS) == Limit(30, Unit.MINUTE)
    assert left(urgent, "2026-03-02 10:29:30") == 0
    assert left(urgent, "2026-03-02 10:30:01") == -1
    hotline = clock("2026-03-02", 24, Unit.CLOCK_HOUR)
    assert deadlines.remaining(hotline, at("2026-03-02 10:30"), CN, HOURS) == Limit(22, Unit.CLOCK_HOUR)
    assert deadlines.remaining(clock("2026-03-02", 4, Unit.HOUR), at("2026-03-02 10:00"), CN, HOURS) == Limit(
        180, Unit.MINUTE
    )
    assert deadlines.used(clock("2026-03-02", 9, Unit.HOUR), day("2026-03-02"), CN, HOURS) == Limit(
        360, Unit.MINUTE
    )
    waiting = replace(urgent, pauses=(pause("2026-03-02 09:20"),))
    assert left(waiting, "2026-03-05") == 70
    stopped = replace(urgent, stopped_at=at("2026-03-02 09:45"))
    assert deadlines.used(stopped, day("2026-03-05"), CN, HOURS) == Limit(45, Unit.MINUTE)


# extension and amendment


@pytest.mark.rule("CLK-05", "R-123")
def test_an_extension_comes_once_in_time_and_for_something():
    licence = clock("2026-03-02", 20)
    longer = deadlines.extend(licence, 10, day("2026-03-30"), CN, HOURS)

    def refusal(value, more, today):
        with pytest.raises(Refused) as refused:
            deadlines.extend(value, more, day(today), CN, HOURS)
        return refused.value.reason

    assert refusal(longer, 5, "2026-03-20") == "extension_twice"
    assert refusal(licence, 10, "2026-03-31") == "extension_late"
    assert refusal(licence, 0, "2026-03-20") == "extension_empty"
    assert refusal(replace(licence, stopped_at=at("2026-03-10")), 10, "2026-03-20") == "extension_stopped"
    held = replace(licence, pauses=(pause("2026-03-06"),))
    assert deadlines.extend(held, 10, day("2026-05-06"), CN, HOURS).more == 10


@pytest.mark.rule("R-123")
def test_on_time_is_judged_by_the_first_promised_date():
    longer = deadlines.extend(clock("2026-03-02", 20), 10, day("2026-03-20"), CN, HOURS)
    assert due_on(longer) == day("2026-04-14")
    assert deadlines.first_promised_at(longer, CN, HOURS).date() == day("2026-03-30")


@pytest.mark.rule("R-117", "CLK-08")
def test_a_holiday_inside_a_period_moves_its_date_by_one_working_day():
    new = with_days(CalendarDay(day("2026-03-10"), works=False, name="停电"))
    inside, before, after = clock("2026-03-02", 10), clock("2026-02-12", 10), clock("2026-03-10", 5)
    moved = deadlines.retimed(inside, CN, new, HOURS)
    assert (moved.before.date(), moved.after.date()) == (day("2026-03-16"), day("2026-03-17"))
    assert moved.later
    assert deadlines.retimed(before, CN, new, HOURS) is None
    assert deadlines.retimed(after, CN, new, HOURS) is None, "the start day does not count anyway"
    assert not deadlines.retimed(inside, new, CN, HOURS).later


# why this date


@pytest.mark.rule("CLK-07", "R-119")
def test_every_day_of_a_date_is_explained():
    licence = clock("2026-03-02", 20, pauses=(pause("2026-03-06", "2026-03-13", "hearing"),))
    days = deadlines.explain(licence, day("2026-03-20"), CN, HOURS)
    said = {str(each.on): each for each in days}
    assert [str(days[0].on), str(days[-1].on)] == ["2026-03-02", "2026-04-07"]
    assert said["2026-03-02"].mark is Mark.START
    assert (said["2026-03-06"].mark, said["2026-03-06"].n) == (Mark.COUNTED, 4)
    assert (said["2026-03-13"].mark, said["2026-03-13"].pauses) == (Mark.PAUSED, ("hearing",))
    assert (said["2026-03-14"].mark, said["2026-03-14"].reason.kind) == (Mark.REST, DayKind.WEEKEND)
    assert (said["2026-04-06"].mark, said["2026-04-06"].reason.name) == (Mark.REST, "清明节")
    assert (said["2026-04-07"].n, said["2026-04-07"].due) == (20, True)
    assert [each.due for each in days].count(True) == 1


@pytest.mark.rule("CLK-07")
def test_the_sheet_names_make_up_days_extension_roll_and_provisional_days():
    made_up = deadlines.explain(clock("2026-02-13", 2), day("2026-02-13"), CN, HOURS)
    assert (made_up[1].mark, made_up[1].reason.kind) == (Mark.COUNTED, DayKind.MAKE_UP)
    longer = deadlines.explain(clock("2026-03-02", 3, more=2), day("2026-03-02"), CN, HOURS)
    assert [each.extra for each in longer if each.mark is Mark.COUNTED] == [False] * 3 + [True] * 2
    rolled = deadlines.explain(clock("2026-01-20", 60, Unit.DAY, rolls=True), day("2026-01-20"), CN, HOURS)
    assert [(each.mark, each.n) for each in rolled[-3:]] == [
        (Mark.COUNTED, 60),
        (Mark.ROLLED, 60),
        (Mark.ROLLED, 60),
    ]
    sheet = deadlines.explanation(clock("2026-12-28", 5), day("2026-12-28"), CN, HOURS, "LIC-08a@2026.1")
    assert sheet.provisional
    assert sheet.rule == "LIC-08a@2026.1"


@pytest.mark.rule("CLK-07")
def test_the_sheet_of_a_held_clock_goes_to_today():
    held = clock("2026-03-02", 20, pauses=(pause("2026-03-06"),))
    sheet = deadlines.explanation(held, day("2026-03-18"), CN, HOURS)
    assert (sheet.held, sheet.due_on, sheet.used) == (True, None, Limit(4))
    assert (sheet.days[-1].on, sheet.days[-1].mark) == (day("2026-03-18"), Mark.PAUSED)


@pytest.mark.rule("CLK-07")
def test_limits_of_minutes_and_limits_that_run_back_are_explained_too():
    instant = deadlines.explain(clock("2026-03-06 18:00", 0), day("2026-03-06"), CN, HOURS)
    assert [each.mark for each in instant] == [Mark.START, Mark.REST, Mark.REST, Mark.COUNTED]
    urgent = deadlines.explain(clock("2026-03-06 16:00", 4, Unit.HOUR), day("2026-03-06"), CN, HOURS)
    assert [(each.mark, each.n) for each in urgent] == [
        (Mark.START, 60),
        (Mark.REST, 60),
        (Mark.REST, 60),
        (Mark.COUNTED, 240),
    ]
    back = deadlines.explain(clock("2026-04-20", -7), day("2026-03-06"), CN, HOURS)
    assert (back[0].mark, back[-1].on, back[-1].n) == (Mark.START, day("2026-04-09"), 7)
    month = deadlines.explain(clock("2026-03-31", -1, Unit.MONTH), day("2026-03-06"), CN, HOURS)
    assert (month[-1].on, month[-1].n, len(month)) == (day("2026-02-28"), 31, 32)


def test_the_sheet_is_plain_json():
    licence = clock("2026-03-02", 5, more=2, warn=THREE_BEFORE, pauses=(pause("2026-03-04", "2026-03-05"),))
    sheet = deadlines.explanation(licence, day("2026-03-04"), CN, HOURS, "LIC-07").to_json()
    assert sheet["due_on"] == "2026-03-12"
    assert sheet["first_promised_on"] == "2026-03-10"
    assert sheet["days"][3] == {
        "on": "2026-03-05",
        "mark": "paused",
        "n": 2,
        "reason": {"kind": "weekday", "works": True, "name": "", "notice": None, "provisional": False},
        "pauses": ["expert_review"],
        "extra": False,
        "due": False,
    }


@pytest.mark.parametrize("warn", [THREE_BEFORE, THIRTY_MINUTES, Warn(2, Unit.CLOCK_HOUR)])
def test_a_warning_survives_being_stored(warn):
    assert Warn.from_json(warn.to_json()) == warn


# whatever the clock

STARTS = st.integers(0, 640 * 24 * 3600).map(lambda seconds: at("2025-01-01") + timedelta(seconds=seconds))
PAUSES = st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 25), st.integers(0, 23)), max_size=4)
UNITS = st.sampled_from(
    [
        (Unit.WORKING_DAY, 45),
        (Unit.DAY, 90),
        (Unit.MONTH, 3),
        (Unit.HOUR, 60),
        (Unit.CLOCK_HOUR, 99),
        (Unit.MINUTE, 600),
    ]
)
WARNS = st.none() | st.builds(Warn, st.integers(0, 12), st.sampled_from(Unit), st.booleans())


@st.composite
def clocks(draw, units=UNITS, warns=WARNS) -> Clock:
    start = draw(STARTS)
    unit, most = draw(units)
    pauses = tuple(
        Pause(
            "hearing", start + timedelta(days=on, hours=hour), start + timedelta(days=on + count, hours=hour)
        )
        for on, count, hour in draw(PAUSES)
    )
    limit = Limit(draw(st.integers(0, most)), unit)
    return Clock(
        start, limit, draw(st.sampled_from([0, 0, 5])), draw(warns), pauses, rolls=draw(st.booleans())
    )


WORKING_DAYS = st.just((Unit.WORKING_DAY, 45))


def walked(value: Clock, calendar=CN) -> date:
    """The law's own words (CLK-04), day by day."""
    spans = [(each.opened_at.date(), each.closed_at.date()) for each in value.pauses]
    due, n = value.started_at.date(), value.limit.n + value.more
    while n > 0:
        due += timedelta(days=1)
        paused = any(opened < due <= closed for opened, closed in spans)
        n -= calendar.is_workday(due) and not paused
    return due


@given(clocks(WORKING_DAYS))
@pytest.mark.rule("CLK-04")
def test_the_date_is_what_the_law_walks_to(value):
    assume(value.limit.n > 0)
    assert due_on(value) == walked(value)


@given(clocks(WORKING_DAYS), st.integers(0, 20), st.integers(1, 15))
@pytest.mark.rule("CLK-04", "LIC-17")
def test_a_pause_of_n_working_days_moves_the_date_by_n_working_days(value, used, n):
    value = replace(value, limit=value.limit + (used + 1), pauses=())
    opened = datetime.combine(CN.add(value.started_at.date(), used), time(23), SHANGHAI)
    closed = datetime.combine(CN.add(opened.date(), n), time(9), SHANGHAI)
    paused = replace(value, pauses=(Pause("hearing", opened, closed),))
    assert due_on(paused) == CN.add(due_on(value), n)


@given(clocks())
@pytest.mark.rule("CLK-04")
def test_overlapping_pauses_are_never_counted_twice(value):
    assert due_at(replace(value, pauses=value.pauses * 2)) == due_at(value)
    cut = [
        part
        for each in value.pauses
        for middle in [each.opened_at + (each.closed_at - each.opened_at) / 2]
        for part in (Pause("a", each.opened_at, middle), Pause("b", middle, each.closed_at))
    ]
    assert due_at(replace(value, pauses=tuple(cut))) == due_at(value)


@given(clocks(), st.integers(0, 90))
@pytest.mark.rule("CLK-04")
def test_a_pause_never_brings_a_date_forward(value, on):
    opened = value.started_at + timedelta(days=on)
    more = Pause("survey", opened, opened + timedelta(days=3))
    assert due_at(replace(value, pauses=(*value.pauses, more))) >= due_at(value)


@given(clocks())
@pytest.mark.rule("R-120", "R-121")
def test_the_light_never_brightens_by_itself(value):
    order = [Light.GREEN, Light.YELLOW, Light.RED]
    moments = [value.started_at + timedelta(hours=9 * n) for n in range(250)]
    ranks = [order.index(deadlines.light(value, each, CN, HOURS)) for each in moments]
    assert ranks == sorted(ranks)


@given(clocks(), st.integers(0, 200 * 24), st.floats(0, 1))
@example(clock("2026-03-02 11:15", 0, warn=THIRTY_MINUTES), 0, 0.5)
@pytest.mark.rule("R-120", "R-121")
def test_the_next_turn_is_the_first_moment_the_light_differs(value, hours, share):
    now = value.started_at + timedelta(hours=hours)
    shines = deadlines.light(value, now, CN, HOURS)
    turn = deadlines.next_turn(value, now, CN, HOURS)
    if turn is None:
        assert shines is Light.RED
        return
    assert turn > now
    assert deadlines.light(value, turn, CN, HOURS) is not shines
    assert deadlines.light(value, turn - timedelta(microseconds=1), CN, HOURS) is shines
    assert deadlines.light(value, now + (turn - now - timedelta(microseconds=1)) * share, CN, HOURS) is shines


@given(clocks(WORKING_DAYS, st.builds(Warn, st.integers(0, 12))), st.integers(0, 120 * 24))
@pytest.mark.rule("R-120")
def test_yellow_means_no_more_than_the_warning_is_left(value, hours):
    assume(value.limit.n > 0)
    now = value.started_at + timedelta(hours=hours)
    few = deadlines.remaining(value, now, CN, HOURS).n <= value.warn.n
    assert (deadlines.light(value, now, CN, HOURS) is not Light.GREEN) == (few or now > due_at(value))


@given(clocks(), st.integers(0, 120))
@pytest.mark.rule("R-119", "CLK-07")
def test_the_counted_days_add_up_to_what_is_shown_as_used(value, on):
    today = value.started_at.date() + timedelta(days=on)
    days = {each.on: each for each in deadlines.explain(value, today, CN, HOURS)}
    assume(today in days)
    assume(value.limit.n > 0)
    if days[today].mark is not Mark.ROLLED and not days[today].due:
        assert days[today].n == deadlines.used(value, today, CN, HOURS).n
    steps = [each for each in days.values() if each.mark is Mark.COUNTED]
    if value.limit.unit is Unit.WORKING_DAY:
        assert [each.n for each in steps] == list(range(1, value.limit.n + value.more + 1))
    assert max(days) == due_on(value)


@given(clocks(WORKING_DAYS), st.integers(0, 120))
@pytest.mark.rule("R-119")
def test_used_and_left_make_up_the_limit(value, on):
    assume(value.limit.n > 0)
    now = value.started_at + timedelta(days=on)
    gone, total = deadlines.used(value, now.date(), CN, HOURS).n, value.limit.n + value.more
    still = deadlines.remaining(value, now, CN, HOURS).n
    assert gone + still == total or (gone, still) == (total, -1), "over, and not yet by a whole day"


@given(clocks(), st.integers(0, 200 * 24 * 60))
@example(
    clock("2026-03-06", 5, Unit.HOUR), 9 * 60
)  # due in the afternoon, looked at when the office has closed
@pytest.mark.rule("R-121", "CLK-02")
def test_what_is_left_is_less_than_nothing_exactly_while_it_is_over(value, minutes):
    now = value.started_at + timedelta(minutes=minutes)
    assert (deadlines.remaining(value, now, CN, HOURS).n < 0) == (now > due_at(value))


@pytest.mark.rule("R-121", "CLK-02")
def test_on_a_rest_day_after_the_due_one_it_is_over_and_not_due_today():
    licence = clock("2026-03-02", 4, warn=THREE_BEFORE)
    told = {"2026-03-06": 0, "2026-03-07": -1, "2026-03-08": -1, "2026-03-09": -1, "2026-03-10": -2}
    assert {text: left(licence, text) for text in told} == told
    rests = replace(clock("2026-03-02", 5), pauses=(pause("2026-03-09", "2026-03-20"),))
    assert (due_on(rests), left(rests, "2026-03-11")) == (day("2026-03-09"), -1)
    instant = clock("2026-03-02", 0)
    assert (left(instant, "2026-03-02 17:00"), left(instant, "2026-03-02 17:30")) == (0, -1)


@given(clocks(WORKING_DAYS), st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=3))
@pytest.mark.rule("CLK-08", "R-117")
def test_an_amendment_moves_exactly_the_clocks_whose_counted_days_changed(value, dates):
    assume(value.limit.n > 0)
    new = with_days(*(CalendarDay(each, works=not CN.is_workday(each), name="改") for each in set(dates)))
    before, after = walked(value, CN), walked(value, new)
    moved = deadlines.retimed(value, CN, new, HOURS)
    assert (moved is None) == (before == after)
    if moved:
        assert (moved.before.date(), moved.after.date()) == (before, after)
    if not any(value.started_at.date() < each <= max(before, after) for each in dates):
        assert moved is None


@given(clocks(), st.integers(1, 10))
@pytest.mark.rule("CLK-05", "R-123")
def test_an_extension_never_shortens_and_never_touches_the_first_promise(value, more):
    value = replace(value, more=0)
    assume(value.limit.n > 0)
    longer = deadlines.extend(value, more, value.started_at.date(), CN, HOURS)
    assert due_at(longer) > due_at(value) or value.rolls
    assert due_at(longer) >= due_at(value)
    assert deadlines.first_promised_at(longer, CN, HOURS) == due_at(value)
