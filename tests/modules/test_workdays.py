"""The calendar and the hours in the database: seeded once, amended with a notice, never served stale."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from calendars import CN, HOURS, YEARS, at, day
from yimen.base.refusals import SENTENCES, sentence
from yimen.modules.ledger import queries as ledger
from yimen.modules.workdays import commands, queries
from yimen.modules.workdays.commands import Counter
from yimen.modules.workdays.events import touches_clocks
from yimen.modules.workdays.models import Day, Week, Year
from yimen.rules import deadlines
from yimen.rules.actors import Actor, Kind, Role
from yimen.rules.deadlines import Clock
from yimen.rules.limits import Limit
from yimen.rules.refused import Refused
from yimen.rules.workdays import CalendarDay, CalendarYear, DayKind, Period

pytestmark = pytest.mark.django_db

OFFICE = Actor(Kind.STAFF, 7, "Office", frozenset({Role.CENTRE_OFFICE}), unit=3, division="990100")
CLERK = Actor(Kind.STAFF, 8, "Clerk", frozenset({Role.WINDOW_CLERK}), unit=4, division="990100")
NOTICE = "云政发〔2026〕9号"
STORM = CalendarDay(date(2026, 3, 10), works=False, name="防汛停工")
TOWNSHIP = "990100101"
HALL, OTHER_HALL = 990100_000000000011, 990100_000000000012
LATE_WEEK = [[Period(time(10), time(19))]] * 5 + [[Period(time(10), time(12))], []]


@pytest.fixture
def national(now):
    return commands.load_national(now=now)


def refusal(act, *args, **facts) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        act(*args, **facts)
    said = [sentence(refused.value, language) for language in ("zh-hans", "en")]
    assert all(said)
    return refused.value.reason


def lines(book: str):
    return ledger.lines({name: id_ for id_, name in ledger.books()}[book])


# seeding


@pytest.mark.rule("R-117", "CAL-03")
def test_the_published_years_are_loaded_once(national, now):
    assert national.changed == ()
    assert commands.load_national(now=now) is None
    assert [each.year for each in Year.objects.order_by("year")] == [each.year for each in YEARS]
    assert CN.changed(queries.calendar()) == ()
    assert queries.calendar().years == CN.years
    assert queries.calendar().why(day("2020-02-01")).notice == "国办发明电〔2020〕1号"


def test_seeding_leaves_an_amended_year_alone(national, now):
    commands.amend(OFFICE, "CN", [STORM], NOTICE, now=now)
    assert commands.load_national(now=now) is None
    assert not queries.calendar().is_workday(STORM.date)


@pytest.mark.rule("CLK-08")
def test_a_year_that_comes_with_an_update_is_loaded_and_told(national, now):
    Year.objects.filter(year=2026).delete()
    Day.objects.filter(year=2026).delete()
    came = commands.load_national(now=now)
    assert came.first_changed == day("2026-01-01")
    assert touches_clocks(lines("calendar:CN")[-1].body)


def test_without_any_year_the_calendar_says_what_to_do():
    assert refusal(queries.calendar) == "calendar_empty"


# the shelf


@pytest.mark.rule("R-117")
def test_calendar_and_hours_ask_nothing_but_the_version(national, django_assert_num_queries):
    queries.calendar(), queries.hours(HALL)
    with django_assert_num_queries(1):
        one = queries.calendar()
    with django_assert_num_queries(1):
        assert queries.hours(HALL).calendar is one
    known = queries.version()
    with django_assert_num_queries(0):
        assert queries.calendar(version=known) is one
        assert queries.calendar(TOWNSHIP, version=known) is one
        assert queries.hours(HALL, TOWNSHIP, version=known).calendar is one


def test_a_larger_statement_can_read_the_version_along_the_way(national):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 'more', {queries.VERSION_SQL}")
        assert cursor.fetchone() == ("more", queries.version())
    assert queries.calendar().version == queries.version()


def test_an_act_that_is_rolled_back_leaves_nothing_behind_in_the_process(national, now):
    before = queries.version()
    with transaction.atomic():
        commands.amend(OFFICE, "CN", [STORM], NOTICE, now=now)
        assert not queries.calendar().is_workday(STORM.date), "inside, the act is seen"
        transaction.set_rollback(True)
    assert queries.version() == before
    assert queries.calendar().is_workday(STORM.date)
    other = replace(STORM, date=date(2026, 3, 11))
    commands.amend(OFFICE, "CN", [other], NOTICE, now=now)
    assert queries.calendar().is_workday(STORM.date)
    assert not queries.calendar().is_workday(other.date)


# amendment


@pytest.mark.rule("R-117", "CLK-08")
def test_an_amended_day_moves_open_dates_and_is_a_line_with_its_notice(national, now):
    clock, old, hours = Clock(now, Limit(10)), queries.calendar(), queries.hours()
    done = commands.amend(OFFICE, "CN", [STORM], NOTICE, now=now)
    new = queries.calendar()
    assert (done.first_changed, done.version) == (STORM.date, queries.version())
    moved = deadlines.retimed(clock, old, new, hours)
    assert (moved.before.date(), moved.after.date()) == (day("2026-03-16"), day("2026-03-17"))
    assert new.why(STORM.date).notice == NOTICE
    line = lines("calendar:CN")[-1]
    assert (line.act, line.at, line.actor) == ("amend_calendar", now, OFFICE.id)
    assert line.body["facts"] == {
        "calendar": "CN",
        "version": done.version,
        "notice": NOTICE,
        "days": [{"date": "2026-03-10", "works": False, "name": "防汛停工"}],
        "first_changed": "2026-03-10",
        "last_changed": "2026-03-10",
    }
    assert touches_clocks(line.body)


@pytest.mark.rule("CLK-08")
def test_a_holiday_may_be_shortened_and_lengthened_again(national, now):
    back = CalendarDay(day("2026-05-05"), works=True, name="劳动节")
    assert commands.amend(OFFICE, "CN", [back], NOTICE, now=now).changed == (back.date,)
    assert queries.calendar().is_workday(back.date)
    commands.amend(OFFICE, "CN", [replace(back, works=False)], "云政发〔2026〕10号", now=now)
    assert CN.changed(queries.calendar()) == ()
    assert Day.objects.get(calendar="CN", day=back.date).year == 2026


def test_renaming_a_day_touches_no_clock(national, now):
    named = CalendarDay(day("2026-04-06"), works=False, name="清明节补休")
    assert commands.amend(OFFICE, "CN", [named], NOTICE, now=now).first_changed is None
    assert not touches_clocks(lines("calendar:CN")[-1].body)


@pytest.mark.rule("CAL-07")
def test_a_division_may_rest_on_days_of_its_own(national, now):
    own = CalendarDay(day("2026-04-20"), works=False, name="三月三")
    done = commands.amend(OFFICE, "CN/990100", [own], NOTICE, now=now)
    assert done.changed == (own.date,)
    for inside in ("990100", TOWNSHIP, "990100101201"):
        local = queries.calendar(inside)
        assert (local.name, local.why(own.date).kind) == ("CN/990100", DayKind.OVERLAY)
        assert queries.hours(HALL, inside).close_of(own.date) == at("2026-04-21 17:00")
    assert queries.calendar("410185").name == queries.calendar().name == "CN"
    assert queries.calendar("410185").is_workday(own.date)
    assert queries.overlays() == {"CN/990100": (replace(own, notice=NOTICE),)}
    assert queries.hours().close_of(own.date) == at("2026-04-20 17:00")


@pytest.mark.rule("CAL-07")
def test_the_nearest_division_has_the_last_word(national, now):
    own = CalendarDay(day("2026-04-20"), works=False, name="三月三")
    commands.amend(OFFICE, "CN/990100", [own], NOTICE, now=now)
    works = replace(own, works=True, name="照常上班")
    done = commands.amend(OFFICE, f"CN/{TOWNSHIP}", [works], NOTICE, now=now)
    assert done.changed == (own.date,)
    assert queries.calendar(TOWNSHIP).is_workday(own.date)
    assert not queries.calendar("990100102").is_workday(own.date)


@pytest.mark.rule("R-117")
@pytest.mark.parametrize(
    ("actor", "calendar", "days", "notice", "reason"),
    [
        (CLERK, "CN", [STORM], NOTICE, "not_permitted"),
        (OFFICE, "CN/410185", [STORM], NOTICE, "not_permitted"),
        (OFFICE, "US", [STORM], NOTICE, "calendar_unknown"),
        (OFFICE, "CN/", [STORM], NOTICE, "calendar_unknown"),
        (OFFICE, "CN/9901001", [STORM], NOTICE, "division_form"),
        (OFFICE, "CN", [STORM], " ", "calendar_notice_missing"),
        (OFFICE, "CN", [replace(STORM, date=date(2031, 3, 10))], NOTICE, "calendar_year_unknown"),
        (OFFICE, "CN", [STORM, replace(STORM, name="再停")], NOTICE, "calendar_day_twice"),
        (OFFICE, "CN", [replace(STORM, name=" ")], NOTICE, "calendar_day_unnamed"),
        (OFFICE, "CN", [replace(STORM, works=True)], NOTICE, "calendar_make_up_weekday"),
        (
            OFFICE,
            "CN",
            [CalendarDay(date(2026, 4, 6), works=False, name="清明节")],
            NOTICE,
            "calendar_nothing_new",
        ),
    ],
)
def test_an_amendment_that_makes_no_sense_is_refused_and_leaves_no_trace(
    national, now, actor, calendar, days, notice, reason
):
    before = queries.version()
    assert refusal(commands.amend, actor, calendar, days, notice, now=now) == reason
    assert queries.version() == before
    assert len(lines("calendar:CN")) == 1


# a new year

YEAR_2027 = CalendarYear(
    2027,
    "国办发明电〔2026〕99号",
    "a notice invented for this test",
    (
        CalendarDay(date(2026, 12, 31), works=False, name="元旦"),
        CalendarDay(date(2027, 1, 1), works=False, name="元旦"),
        CalendarDay(date(2027, 1, 9), works=True, name="元旦"),
    ),
)


@pytest.mark.rule("CAL-03", "CLK-08", "R-117")
def test_a_new_year_makes_provisional_dates_firm(national, now):
    new_year = day("2027-01-01")
    assert queries.calendar().is_provisional(new_year)
    done = commands.add_year(OFFICE, YEAR_2027, now=now)
    assert done.changed == tuple(each.date for each in YEAR_2027.days)
    calendar = queries.calendar()
    assert not calendar.is_provisional(new_year)
    assert (calendar.why(new_year).kind, calendar.why(new_year).notice) == (DayKind.HOLIDAY, YEAR_2027.notice)
    assert calendar.why(day("2027-01-09")).kind is DayKind.MAKE_UP


@pytest.mark.rule("CAL-03")
def test_an_estimate_stays_provisional_until_its_notice_comes(national, now):
    estimate = replace(YEAR_2027, notice=None, provisional=True, days=YEAR_2027.days[1:2])
    commands.add_year(OFFICE, estimate, now=now)
    assert queries.calendar().is_provisional(day("2027-01-01"))
    assert commands.add_year(OFFICE, YEAR_2027, now=now).first_changed == day("2026-12-31")
    assert not queries.calendar().is_provisional(day("2027-01-01"))
    assert refusal(commands.add_year, OFFICE, YEAR_2027, now=now) == "calendar_year_known"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"notice": None}, "calendar_notice_missing"),
        ({"days": ()}, "calendar_year_empty"),
        ({"days": (CalendarDay(date(2028, 1, 1), works=False, name="元旦"),)}, "calendar_day_elsewhere"),
        ({"days": (CalendarDay(date(2026, 11, 30), works=False, name="元旦"),)}, "calendar_day_elsewhere"),
        ({"days": YEAR_2027.days * 2}, "calendar_day_twice"),
        ({"days": (CalendarDay(date(2027, 1, 4), works=True, name="元旦"),)}, "calendar_make_up_weekday"),
    ],
)
def test_a_year_that_makes_no_sense_is_refused(national, now, change, reason):
    assert refusal(commands.add_year, OFFICE, replace(YEAR_2027, **change), now=now) == reason


def test_only_the_office_loads_a_year(national, now):
    assert refusal(commands.add_year, CLERK, YEAR_2027, now=now) == "not_permitted"


def test_a_year_is_read_from_its_file():
    body = {
        "year": 2027,
        "notice": YEAR_2027.notice,
        "notice_verified": False,
        "source": YEAR_2027.source,
        "days": [{"date": str(each.date), "works": each.works, "name": each.name} for each in YEAR_2027.days],
    }
    assert commands.read_year(json.dumps(body)) == YEAR_2027


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"year": 2027, "days": 1}', "不是日历", '{"year": "2027"}']
)
def test_a_file_that_is_no_calendar_is_refused(text):
    assert refusal(commands.read_year, text) == "calendar_file"


@pytest.mark.rule("CAL-05")
def test_the_office_sees_every_year_and_the_next(national):
    cards = {each.year: each for each in queries.years()}
    assert list(cards) == list(range(2027, 2003, -1))
    assert (cards[2026].total, cards[2026].months[1]) == (248, 16)
    assert cards[2027].provisional
    assert cards[2027].known is None
    assert cards[2026].known.notice == "国办发明电〔2025〕7号"


def test_the_database_keeps_a_checked_number_and_a_name_to_what_they_say(national):
    with pytest.raises(IntegrityError), transaction.atomic():
        Year.objects.create(year=2030, notice=None, notice_verified=True, source="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Day.objects.create(calendar="CN", day=date(2030, 1, 1), year=2030, works=False, name="")


# hours


@pytest.mark.rule("R-077")
def test_a_hall_without_hours_of_its_own_keeps_the_ordinary_ones(national):
    assert queries.hours(HALL).weekly == queries.hours().weekly == HOURS.weekly


@pytest.mark.rule("R-077")
def test_the_hours_of_two_halls_are_independent(national, now):
    commands.set_hours(OFFICE, HALL, LATE_WEEK, division="990100", now=now)
    assert queries.hours(HALL).is_open(at("2026-03-02 11:45"))
    assert queries.hours(HALL).is_open(at("2026-03-07 11:00"))
    assert not queries.hours(OTHER_HALL).is_open(at("2026-03-02 11:45"))
    assert queries.hours(OTHER_HALL).is_open(at("2026-03-02 13:30"))
    assert lines("hours")[-1].body["facts"]["unit"] == HALL


@pytest.mark.rule("R-077", "CAL-07")
def test_a_special_day_changes_the_doors_and_no_working_day(national, now):
    commands.keep_hours_on(OFFICE, HALL, date(2026, 3, 3), [], "线路检修", division="990100", now=now)
    hours = queries.hours(HALL)
    assert not hours.is_open(at("2026-03-03 10:00"))
    assert hours.next_opening(at("2026-03-02 18:00")) == at("2026-03-04 08:30")
    assert queries.hours(OTHER_HALL).is_open(at("2026-03-03 10:00"))
    assert queries.calendar().is_workday(date(2026, 3, 3))
    assert Week.objects.count() == 1, "the hall still keeps the ordinary week"
    told = queries.special_days(HALL, date(2026, 3, 2))
    assert [(each.day, each.periods, each.reason) for each in told] == [(date(2026, 3, 3), (), "线路检修")]
    assert (
        queries.special_days(HALL, date(2026, 3, 4))
        == queries.special_days(OTHER_HALL, date(2026, 3, 2))
        == ()
    )


WINDOW, OTHER_WINDOW = 990100_000000000021, 990100_000000000022
COUNTER = Counter(WINDOW, HALL, "990100")
MORNINGS = [[Period(time(9), time(11))]] * 5 + [[], []]


@pytest.mark.rule("R-077")
def test_a_window_keeps_hours_of_its_own_until_it_is_as_the_hall_again(national, now):
    tuesday = date(2026, 3, 3)
    commands.set_window_hours(OFFICE, COUNTER, MORNINGS, now=now)
    commands.keep_window_hours_on(OFFICE, COUNTER, tuesday, [], "培训", now=now)
    kept = queries.window_hours(WINDOW, HALL)
    assert kept.periods(date(2026, 3, 2)) == (Period(time(9), time(11)),)
    assert kept.periods(tuesday) == ()
    told = queries.special_days_of([HALL, WINDOW], tuesday)
    assert (told[HALL], [each.reason for each in told[WINDOW]]) == ((), ["培训"])
    assert queries.window_hours(OTHER_WINDOW, HALL).periods(tuesday) == queries.hours(HALL).periods(tuesday)
    commands.keep_window_as_hall(OFFICE, COUNTER, now=now)
    kept = queries.window_hours(WINDOW, HALL)
    assert kept.as_hall
    assert kept.periods(tuesday) == queries.hours(HALL).periods(tuesday)
    acts = [(each.act, each.body["facts"]["unit"]) for each in lines("hours")]
    assert acts == [("amend_window_hours", WINDOW)] * 3, "and no clock is re-timed by them"


@pytest.mark.rule("R-077", "CAL-07")
def test_a_hall_that_closes_closes_its_windows(national, now):
    commands.set_window_hours(OFFICE, COUNTER, MORNINGS, now=now)
    commands.keep_hours_on(OFFICE, HALL, date(2026, 3, 3), [], "线路检修", division="990100", now=now)
    assert queries.window_hours(WINDOW, HALL).periods(date(2026, 3, 3)) == ()
    assert queries.window_hours(WINDOW, HALL).periods(date(2026, 3, 4))


@pytest.mark.rule("R-077")
def test_a_window_s_hours_ask_nothing_but_the_version(national, django_assert_num_queries):
    queries.window_hours(WINDOW, HALL)
    with django_assert_num_queries(1):
        queries.window_hours(WINDOW, HALL)
    known = queries.version()
    with django_assert_num_queries(0):
        queries.window_hours(WINDOW, HALL, version=known)


@pytest.mark.rule("R-077")
def test_a_window_s_hours_outside_the_hall_s_are_refused_and_leave_no_trace(national, now):
    monday, before = date(2026, 3, 2), queries.version()
    keep = commands.keep_window_hours_on
    assert refusal(commands.set_window_hours, OFFICE, COUNTER, LATE_WEEK, now=now) == "hours_beyond_hall"
    assert refusal(keep, OFFICE, COUNTER, monday, LATE_WEEK[0], "加班", now=now) == "hours_beyond_hall"
    assert refusal(keep, OFFICE, COUNTER, monday, [], " ", now=now) == "hours_reason_missing"
    elsewhere = replace(COUNTER, division="410185")
    for who, counter in ((CLERK, COUNTER), (OFFICE, elsewhere)):
        assert refusal(commands.set_window_hours, who, counter, MORNINGS, now=now) == "not_permitted"
        assert refusal(keep, who, counter, monday, [], "培训", now=now) == "not_permitted"
        assert refusal(commands.keep_window_as_hall, who, counter, now=now) == "not_permitted"
    assert queries.version() == before
    assert not Week.objects.filter(unit=WINDOW).exists()


@pytest.mark.rule("R-077")
def test_hours_that_make_no_sense_are_refused(national, now):
    where = {"division": "990100", "now": now}
    crossing = [Period(time(9), time(12)), Period(time(11), time(17))]
    assert refusal(commands.set_hours, OFFICE, HALL, [[]] * 7, **where) == "hours_empty"
    assert refusal(commands.set_hours, OFFICE, HALL, [crossing] * 7, **where) == "hours_overlap"
    assert refusal(commands.set_hours, CLERK, HALL, LATE_WEEK, **where) == "not_permitted"
    assert refusal(commands.set_hours, OFFICE, HALL, LATE_WEEK, division="410185", now=now) == "not_permitted"
    assert (
        refusal(commands.keep_hours_on, OFFICE, HALL, day("2026-03-03"), [], "", **where)
        == "hours_reason_missing"
    )


def test_every_refusal_of_days_and_limits_has_its_sentence():
    extensions = ("extension_empty", "extension_twice", "extension_stopped", "extension_late")
    assert set(extensions) <= SENTENCES.keys()
    assert "2026-03-30" in sentence(Refused("extension_late", due_on=date(2026, 3, 30)))
    assert refusal(CN.add, date(1900, 1, 1), 1) == "calendar_out_of_range"
    assert CN.add(date(2026, 3, 2), 1) == date(2026, 3, 2) + timedelta(days=1)
