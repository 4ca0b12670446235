"""The holiday law proves each year's notice: days given less days worked in exchange (CAL-02)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calendars import CN, YEARS, day, days_from
from yimen.base.findings import sentence
from yimen.base.packs import holiday_laws
from yimen.rules.effect import overlap
from yimen.rules.holidays import differences, given, law_of
from yimen.rules.workdays import CalendarDay, CalendarYear

BY_YEAR = {each.year: each for each in YEARS}


def law(year: int):
    found = law_of(year, holiday_laws())
    assert found is not None
    return found


def told(year: CalendarYear) -> list[tuple[str, object]]:
    found = differences(year, law(year.year))
    return [
        (each.rule, each.facts.get("on", each.facts.get("name", each.facts.get("given")))) for each in found
    ]


def without(year: int, *texts: str) -> CalendarYear:
    gone = {day(text) for text in texts}
    return replace(BY_YEAR[year], days=tuple(each for each in BY_YEAR[year].days if each.date not in gone))


@pytest.mark.rule("CAL-02")
def test_thirteen_days_are_everybodys_since_2025_and_eleven_before():
    assert {year: law(year).days for year in (2007, 2008, 2024, 2025, 2026)} == {
        2007: 10, 2008: 11, 2024: 11, 2025: 13, 2026: 13,
    }  # fmt: skip
    now = {each.name: (each.days, each.dates) for each in law(2026).holidays}
    assert now == {
        "元旦": (1, ((1, 1),)),
        "春节": (4, ()),
        "清明节": (1, ()),
        "劳动节": (2, ((5, 1), (5, 2))),
        "端午节": (1, ()),
        "中秋节": (1, ()),
        "国庆节": (3, ((10, 1), (10, 2), (10, 3))),
    }
    assert law_of(1999, holiday_laws()) is None
    assert overlap(each.effect for each in holiday_laws()) is None


@pytest.mark.rule("CAL-02", "CAL-04")
@pytest.mark.parametrize("year", YEARS, ids=lambda each: str(each.year))
def test_every_notice_gives_the_laws_days_but_for_those_the_nation_gave_once(year):
    more = {
        2015: 12,  # 3 September, seventy years after the war
        2020: 13,  # Spring Festival lengthened against the epidemic
    }
    expected = [("holiday_days_differ", more[year.year])] if year.year in more else []
    assert told(year) == expected


@pytest.mark.rule("CAL-02", "CAL-05")
@pytest.mark.parametrize(("year", "total"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_years_working_days_are_its_weekdays_less_the_laws_days(year, total):
    length = date(year + 1, 1, 1) - date(year, 1, 1)
    weekdays = sum(each.weekday() < 5 for each in days_from(date(year, 1, 1), length.days))
    eve = date(year, 1, 1) - timedelta(days=1)
    assert weekdays - law(year).days == CN.between(eve, date(year, 12, 31)) == total


@pytest.mark.rule("CAL-02")
@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        (without(2026, "2026-02-28"), [("holiday_days_differ", 14)]),  # a working Saturday forgotten
        (without(2026, "2026-04-04", "2026-04-05", "2026-04-06"), [("holiday_unnamed", "清明节"), ("holiday_days_differ", 12)]),
        (without(2026, "2026-10-02"), [("holiday_worked", "2026-10-02"), ("holiday_days_differ", 12)]),
        (without(2026, "2026-05-02"), []),  # a Saturday rests without being named
    ],
)  # fmt: skip
def test_what_was_left_out_of_a_notice_shows(entered, expected):
    assert told(entered) == expected


@pytest.mark.rule("CAL-02")
def test_a_fixed_day_entered_as_worked_shows():
    wrong = replace(
        BY_YEAR[2026],
        days=tuple(
            replace(each, works=each.works or each.date == day("2026-05-02")) for each in BY_YEAR[2026].days
        ),
    )
    assert told(wrong) == [("holiday_worked", "2026-05-02"), ("holiday_days_differ", 12)]


@pytest.mark.rule("CAL-02")
def test_a_weekend_off_gives_nothing_and_two_festivals_may_share_their_days():
    assert given([CalendarDay(day("2026-04-04"), works=False, name="清明节")]) == 0
    assert given([CalendarDay(day("2026-04-06"), works=False, name="清明节")]) == 1
    assert given([CalendarDay(day("2026-02-28"), works=True, name="春节")]) == -1
    assert {each.name for each in BY_YEAR[2025].days} >= {"国庆节、中秋节"}
    assert "中秋节" not in {each.name for each in BY_YEAR[2025].days}


def test_what_differs_is_told_in_words():
    (short,) = differences(without(2026, "2026-02-28"), law(2026))
    assert sentence(short)[0] == (
        "扣除周末和调休上班后，2026 年共放假 14 天；全国年节及纪念日放假办法第二条、第六条规定 13 天。"
    )
    assert "2026 has 14 days off; the law gives 13" in sentence(short, "en")[0]
