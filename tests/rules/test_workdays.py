"""Working days and office hours: the published calendar, day by day, and arithmetic that never loops."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars import CN, HOURS, WEEK, YEARS, at, day, days_from, with_days
from yimen.rules.refused import Refused
from yimen.rules.workdays import (
    CalendarDay,
    DayKind,
    OfficeHours,
    Period,
    WindowHours,
    WorkCalendar,
    amended,
    joined,
    shared,
)

DATES = st.dates(date(2004, 1, 1), date(2027, 12, 31))
COUNTS = st.integers(-120, 120)


# the calendar as published


@pytest.mark.rule("CAL-01", "CAL-06", "R-117")
def test_every_day_since_2004_is_as_the_notices_say():
    days = days_from(date(2004, 1, 1), (date(2026, 12, 31) - date(2003, 12, 31)).days)
    differ = [each for each in days if CN.is_workday(each) is not chinese_calendar.is_workday(each)]
    assert differ == [day("2005-12-31")], "which 国办发明电〔2005〕35号 lets work, and the package does not"


@pytest.mark.rule("CAL-05")
@pytest.mark.parametrize(
    ("year", "months"),
    [
        (2024, (22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22)),
        (2025, (19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23)),
        (2026, (21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23)),
    ],
)
def test_each_month_has_its_working_days(year, months):
    ends = [date(year, month, 1) - timedelta(days=1) for month in range(1, 13)] + [date(year, 12, 31)]
    assert tuple(CN.between(a, b) for a, b in pairwise(ends)) == months
    assert CN.between(ends[0], ends[-1]) == sum(months) == {2024: 251}.get(year, 248)


@pytest.mark.rule("CAL-04")
@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("2024-02-09", True),  # New Year's Eve was worked
        ("2024-02-04", True),
        ("2024-02-18", True),
        ("2025-09-28", True),
        ("2025-10-11", True),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-28", True),
        ("2026-09-20", True),
        ("2026-02-23", False),
        ("2020-02-01", False),  # a make-up day until the holiday was lengthened
        ("2020-02-03", True),
        ("2005-12-31", True),  # a Saturday, worked for the New Year of 2006
        ("2018-12-29", True),  # moved by the notice for 2019
        ("2015-09-03", False),
    ],
)
def test_the_traps_of_the_calendar(text, works):
    assert CN.is_workday(day(text)) is works


@pytest.mark.rule("CAL-04", "R-117")
def test_every_year_says_where_it_comes_from_and_whether_its_number_was_checked():
    assert [each.year for each in YEARS] == list(range(2004, 2027))
    assert all(each.source for each in YEARS)
    assert {each.year for each in YEARS if each.notice is None} == {2004, 2005, 2008}
    assert {each.year for each in YEARS if not each.notice_verified} == {2004, 2005, 2008, 2015}
    assert CN.years[2026].notice == "国办发明电〔2025〕7号"


@pytest.mark.rule("CAL-03")
def test_a_year_without_its_notice_is_monday_to_friday_and_says_so():
    new_year = day("2027-01-01")
    assert CN.is_workday(new_year)
    assert CN.is_provisional(new_year)
    assert CN.why(new_year).provisional
    assert not CN.is_provisional(day("2026-12-31"))


@pytest.mark.rule("CAL-03")
@pytest.mark.parametrize("ask", [CN.is_workday, CN.why, CN.is_provisional, lambda d: CN.add(d, 1)])
@pytest.mark.parametrize("text", ["1926-03-02", "2226-03-02"])
def test_a_date_far_outside_is_refused(ask, text):
    with pytest.raises(Refused) as refused:
        ask(day(text))
    assert refused.value.reason == "calendar_out_of_range"


def test_counting_beyond_the_last_known_day_is_refused_not_wrong():
    with pytest.raises(Refused):
        CN.add(day("2076-12-30"), 400)
    with pytest.raises(Refused):
        CN.add(day("1954-01-05"), -400)


def test_a_calendar_needs_a_year():
    with pytest.raises(Refused) as refused:
        WorkCalendar.compile("CN", 1, [])
    assert refused.value.reason == "calendar_empty"


@pytest.mark.rule("CLK-07")
@pytest.mark.parametrize(
    ("text", "kind", "works", "name"),
    [
        ("2026-03-02", DayKind.WEEKDAY, True, ""),
        ("2026-03-07", DayKind.WEEKEND, False, ""),
        ("2026-04-06", DayKind.HOLIDAY, False, "清明节"),
        ("2026-02-28", DayKind.MAKE_UP, True, "春节"),
    ],
)
def test_a_day_says_why_it_works_or_rests(text, kind, works, name):
    why = CN.why(day(text))
    assert (why.kind, why.works, why.name) == (kind, works, name)


def test_a_day_names_the_notice_that_moved_it():
    assert CN.why(day("2020-01-24")).notice == "国办发明电〔2019〕16号"
    assert CN.why(day("2020-02-01")).notice == "国办发明电〔2020〕1号"


@pytest.mark.rule("CAL-07")
def test_an_area_may_rest_on_a_day_of_its_own():
    own = CalendarDay(day("2026-04-20"), works=False, name="三月三", notice="桂政发〔2025〕1号")
    guangxi = WorkCalendar.compile("CN/450000", 1, YEARS, [own])
    assert guangxi.why(own.date).kind is DayKind.OVERLAY
    assert not guangxi.is_workday(own.date)
    assert guangxi.add(day("2026-04-17"), 1) == day("2026-04-21")
    assert CN.add(day("2026-04-17"), 1) == own.date


# arithmetic


def stepped(start: date, n: int) -> date:
    """The same by walking, as the law writes it."""
    step = timedelta(days=1 if n > 0 else -1)
    while n:
        start += step
        n -= step.days if CN.is_workday(start) else 0
    return start


@given(DATES, COUNTS)
def test_adding_is_what_walking_gives(start, n):
    assert CN.add(start, n) == stepped(start, n)


@given(DATES, DATES)
def test_between_is_what_counting_gives(one, other):
    first, last = sorted((one, other))
    walked = sum(CN.is_workday(each) for each in days_from(first + timedelta(days=1), (last - first).days))
    assert CN.between(first, last) == walked
    assert CN.between(last, first) == -walked


@given(DATES, st.integers(0, 250))
def test_add_and_between_undo_each_other(start, n):
    assert CN.between(start, CN.add(start, n)) == n
    work = CN.on_or_after(start)
    assert CN.add(CN.add(work, n), -n) == work
    assert CN.between(CN.add(work, -n), work) == n


@given(DATES)
def test_the_nearest_working_day_is_the_day_itself_or_the_next(start):
    after, before = CN.on_or_after(start), CN.on_or_before(start)
    assert before <= start <= after
    assert CN.is_workday(after)
    assert CN.is_workday(before)
    assert CN.between(before, after) == (0 if before == after else 1)


# amendment


@pytest.mark.rule("CLK-08", "R-117")
def test_an_amendment_names_the_first_day_it_changed():
    strike = CalendarDay(day("2026-03-10"), works=False, name="停电", notice="云政发〔2026〕9号")
    make_up = CalendarDay(day("2026-03-14"), works=True, name="停电", notice="云政发〔2026〕9号")
    new = with_days(make_up, strike)
    assert amended(CN, new) == strike.date
    assert CN.changed(new) == new.changed(CN) == (strike.date, make_up.date)
    assert amended(CN, CN) is None


def test_naming_a_day_anew_changes_nothing_that_counts():
    assert amended(CN, with_days(CalendarDay(day("2026-04-06"), works=False, name="清明"))) is None


def test_a_new_year_changes_only_the_days_its_notice_moves():
    without = WorkCalendar.compile("CN", 1, [each for each in YEARS if each.year < 2026])
    assert amended(without, CN) == day("2026-01-01")
    assert all(each.year == 2026 for each in without.changed(CN))


# office hours


@pytest.mark.rule("R-077")
def test_the_hall_is_closed_over_noon():
    assert HOURS.is_open(at("2026-03-02 08:30"))
    assert not HOURS.is_open(at("2026-03-02 11:45"))
    assert HOURS.is_open(at("2026-03-02 13:30"))
    assert not HOURS.is_open(at("2026-03-02 17:00"))
    assert not HOURS.is_open(at("2026-03-07 10:00"))
    assert not HOURS.is_open(at("2026-04-06 10:00"))


@pytest.mark.rule("R-077")
def test_the_hours_of_two_halls_are_independent():
    through = OfficeHours.compile(CN, [[Period(time(8), time(18))]] * 6 + [[]])
    noon, saturday = at("2026-03-02 11:45"), at("2026-03-07 11:45")
    assert through.is_open(noon)
    assert through.is_open(saturday)
    assert not HOURS.is_open(noon)


def test_a_moment_is_read_on_the_halls_wall_wherever_it_was_written():
    assert HOURS.is_open(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))  # nine in Shanghai
    assert not HOURS.is_open(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.mark.rule("CAL-07")
def test_a_make_up_day_keeps_mondays_hours():
    assert HOURS.periods(day("2026-02-28")) == WEEK[0]
    assert HOURS.close_of(day("2026-02-28")) == at("2026-02-28 17:00")


@pytest.mark.rule("CAL-07", "R-061")
def test_opening_on_a_rest_day_moves_no_clock():
    served = OfficeHours.compile(CN, [*WEEK[:5], [Period(time(9), time(12))], []])
    saturday = at("2026-03-07 09:30")
    assert served.is_open(saturday)
    assert not served.is_open(at("2026-04-04 09:30")), "a holiday is not an ordinary Saturday"
    assert served.minutes_between(saturday, at("2026-03-07 11:30")) == 0
    assert served.add_minutes(saturday, 30) == HOURS.add_minutes(saturday, 30) == at("2026-03-09 09:00")
    assert served.close_of(saturday.date()) == at("2026-03-09 17:00")


@pytest.mark.rule("CAL-07")
def test_a_day_closed_for_repair_stays_a_working_day_without_office_time():
    repair = day("2026-03-03")
    hours = OfficeHours.compile(CN, WEEK, {repair: [], day("2026-03-04"): [Period(time(10), time(12))]})
    assert CN.is_workday(repair)
    assert not hours.is_open(at("2026-03-03 10:00"))
    assert hours.next_opening(at("2026-03-03 10:00")) == at("2026-03-04 10:00")
    assert hours.minutes_between(at("2026-03-02 17:00"), at("2026-03-05 08:30")) == 120


def test_the_next_opening_is_now_while_the_hall_is_open():
    assert HOURS.next_opening(at("2026-03-02 09:10")) == at("2026-03-02 09:10")
    assert HOURS.next_opening(at("2026-03-02 11:30")) == at("2026-03-02 13:30")
    assert HOURS.next_opening(at("2026-03-06 17:00")) == at("2026-03-09 08:30")
    assert HOURS.next_opening(at("2026-02-14 00:00")) == at("2026-02-14 08:30"), "a make-up Saturday"


def test_business_closes_at_the_end_of_the_last_period():
    assert HOURS.close_of(day("2026-03-02")) == at("2026-03-02 17:00")
    assert HOURS.close_of(day("2026-02-15")) == at("2026-02-24 17:00")


MOMENTS = st.integers(0, 715 * 24 * 60).map(lambda minutes: at("2025-01-01") + timedelta(minutes=minutes))


def ticked(start: datetime, end: datetime) -> int:
    """Office minutes by looking at every single one."""
    count = 0
    while start < end:
        count += HOURS.is_open(start)  # this hall serves on working days only
        start += timedelta(minutes=1)
    return count


@given(MOMENTS, st.integers(0, 6000))
def test_office_minutes_are_what_ticking_gives(start, wall_minutes):
    end = start + timedelta(minutes=wall_minutes)
    assert HOURS.minutes_between(start, end) == ticked(start, end)
    assert HOURS.minutes_between(end, start) == -ticked(start, end)


@given(MOMENTS, st.integers(-3000, 3000))
def test_office_minutes_added_are_office_minutes_between(start, n):
    assert HOURS.minutes_between(start, HOURS.add_minutes(start, n)) == n


def test_office_time_ends_with_the_period_and_begins_with_it():
    assert HOURS.add_minutes(at("2026-03-02 10:30"), 60) == at("2026-03-02 11:30"), "not half past one"
    assert HOURS.add_minutes(at("2026-03-02 10:30"), -120) == at("2026-03-02 08:30"), "not the evening before"
    assert HOURS.add_minutes(at("2026-03-02 12:00"), 0) == at("2026-03-02 12:00")


def test_the_first_second_too_late_is_a_minute_over():
    closing = at("2026-03-02 10:00")
    assert HOURS.minutes_between(closing + timedelta(seconds=1), closing) == -1
    assert HOURS.minutes_between(closing - timedelta(seconds=1), closing) == 0


@pytest.mark.parametrize(
    ("week", "reason"),
    [
        ([[]] * 7, "hours_empty"),
        (list(WEEK[:5]), "hours_empty"),
        ([[Period(time(9), time(12)), Period(time(11), time(17))], *WEEK[1:]], "hours_overlap"),
        ([[Period(time(17), time(9))], *WEEK[1:]], "hours_overlap"),
    ],
)
def test_hours_that_make_no_sense_are_refused(week, reason):
    with pytest.raises(Refused) as refused:
        OfficeHours.compile(CN, week)
    assert refused.value.reason == reason


# a window's hours

MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)
TEN_TO_THREE = (Period(time(10), time(11, 30)), Period(time(13, 30), time(15)))
WINDOW = WindowHours.compile(HOURS, [TEN_TO_THREE] * 5 + [(), ()])
MINUTES = st.integers(0, 24 * 60 - 1)


def clock(text: str) -> Period:
    return Period(*map(time.fromisoformat, text.split("-")))


def drawn(edges: list[int]) -> tuple[Period, ...]:
    times = [time(each // 60, each % 60) for each in sorted(set(edges))]
    return tuple(Period(a, b) for a, b in zip(times[::2], times[1::2], strict=False))


def covers(periods: tuple[Period, ...], minute: int) -> bool:
    return any(each.opens <= time(minute // 60, minute % 60) < each.closes for each in periods)


@pytest.mark.rule("R-077")
def test_a_window_keeps_its_own_hours_and_one_without_any_the_hall_s():
    assert WINDOW.periods(MONDAY) == TEN_TO_THREE
    assert WINDOW.doors(MONDAY)[0] == (at("2026-03-02 10:00"), at("2026-03-02 11:30"))
    assert WINDOW.weekly[0] == TEN_TO_THREE
    plain = WindowHours(HOURS)
    assert (plain.as_hall, WINDOW.as_hall) == (True, False)
    assert (plain.periods(MONDAY), plain.weekly) == (HOURS.periods(MONDAY), HOURS.weekly)


@pytest.mark.rule("R-077", "CAL-07")
def test_a_special_day_of_the_hall_closes_the_window_too_and_a_shorter_one_cuts_it():
    closed = OfficeHours.compile(CN, WEEK, {MONDAY: []})
    short = OfficeHours.compile(CN, WEEK, {MONDAY: [clock("09:00-10:30")]})
    assert WindowHours(closed, WINDOW.own).periods(MONDAY) == ()
    assert WindowHours(closed, None, {MONDAY: TEN_TO_THREE}).periods(MONDAY) == ()
    assert WindowHours(short, WINDOW.own).periods(MONDAY) == (clock("10:00-10:30"),)


@pytest.mark.rule("R-077", "CAL-07")
def test_a_date_of_the_window_s_own_stands_before_its_week_and_closes_nothing_else():
    excepted = WindowHours.compile(HOURS, WINDOW.weekly, {MONDAY: [clock("08:30-09:00")]})
    assert excepted.periods(MONDAY) == (clock("08:30-09:00"),)
    assert excepted.periods(MONDAY + timedelta(days=1)) == TEN_TO_THREE
    away = WindowHours.compile(HOURS, None, {MONDAY: []})
    assert (away.periods(MONDAY), away.as_hall) == ((), True)
    assert HOURS.periods(MONDAY)


@pytest.mark.rule("R-077", "CAL-04")
def test_a_window_rests_on_holidays_and_keeps_its_hours_on_a_day_worked_in_exchange():
    assert WINDOW.periods(day("2026-05-01")) == ()
    assert WINDOW.periods(day("2026-02-14")) == TEN_TO_THREE
    assert WINDOW.periods(SATURDAY) == ()


@pytest.mark.rule("R-077")
def test_where_the_hall_s_hours_change_afterwards_the_window_s_are_cut_by_them():
    later = OfficeHours.compile(CN, [[clock("11:00-14:00")]] * 5 + [[], []])
    assert WindowHours(later, WINDOW.own).periods(MONDAY) == (clock("11:00-11:30"), clock("13:30-14:00"))


@pytest.mark.rule("R-077")
@pytest.mark.parametrize(
    ("week", "reason"),
    [
        ([[clock("08:00-10:00")]] * 5 + [[], []], "hours_beyond_hall"),
        ([[clock("09:00-16:00")]] * 5 + [[], []], "hours_beyond_hall"),  # across the hall's break
        ([[clock("09:00-10:00")]] * 6 + [[]], "hours_beyond_hall"),  # a Saturday
        ([[]] * 7, "hours_empty"),
        ([[clock("10:00-09:00")]] * 5 + [[], []], "hours_overlap"),
    ],
    ids=["early", "break", "rest-day", "never", "backwards"],
)
def test_a_week_that_the_hall_s_hours_do_not_hold_is_refused(week, reason):
    with pytest.raises(Refused) as refused:
        WindowHours.compile(HOURS, week)
    assert refused.value.reason == reason


@pytest.mark.rule("R-077")
def test_a_date_is_held_against_the_hall_s_hours_of_that_date():
    long = OfficeHours.compile(CN, WEEK, {SATURDAY: [clock("09:00-12:00")], MONDAY: []})
    assert WindowHours.compile(long, None, {SATURDAY: [clock("09:00-12:00")]}).periods(SATURDAY)
    for hall, on in ((HOURS, SATURDAY), (long, MONDAY)):
        with pytest.raises(Refused) as refused:
            WindowHours.compile(hall, None, {on: [clock("09:00-10:00")]})
        assert refused.value.reason == "hours_beyond_hall"


@pytest.mark.rule("R-077")
@given(st.lists(MINUTES, max_size=6), st.lists(MINUTES, max_size=6), MINUTES)
def test_shared_is_what_lies_in_both_and_joined_what_lies_in_any(one, other, minute):
    a, b = drawn(one), drawn(other)
    assert covers(shared(a, b), minute) is (covers(a, minute) and covers(b, minute))
    assert covers(joined([a, b]), minute) is (covers(a, minute) or covers(b, minute))
    for periods in (shared(a, b), joined([a, b])):
        edges = [edge for each in periods for edge in (each.opens, each.closes)]
        assert edges == sorted(edges)
    assert all(x.closes < y.opens for x, y in pairwise(joined([a, b]))), "what touches is one"
