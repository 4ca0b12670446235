"""Slots are stretches of open doors; who lets too many go to waste asks at the counter for a while (R-059)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars import CN
from yimen.rules.reception import slots
from yimen.rules.reception.slots import Standing, Terms
from yimen.rules.refused import Refused
from yimen.rules.workdays import SHANGHAI, OfficeHours, Period, WindowHours

pytestmark = pytest.mark.rule("R-059")
MORNING, AFTERNOON = Period(time(8, 30), time(11, 30)), Period(time(13, 30), time(17))
WEEK = ((MORNING, AFTERNOON),) * 5 + ((), ())
HOURS = OfficeHours.compile(CN, WEEK)
WINDOW = WindowHours(HOURS)
MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)
TERMS = Terms()
HALF = timedelta(minutes=30)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def reason(call: object, *told: object, **named: object) -> str:
    with pytest.raises(Refused) as refused:
        call(*told, **named)  # type: ignore[operator]
    return refused.value.reason


def test_slots_lie_within_the_open_doors_and_leave_the_break_alone() -> None:
    found = slots.slots(MONDAY, slots.open_on([WINDOW], MONDAY), HALF, 4)
    assert [each.starts_at for each in found[:6]] == [at(8, 30), at(9), at(9, 30), at(10), at(10, 30), at(11)]
    assert found[6].starts_at == at(13, 30)
    assert (len(found), found[-1].ends_at) == (13, at(17))


def test_what_is_left_before_a_break_is_no_slot() -> None:
    found = slots.slots(MONDAY, (MORNING,), timedelta(minutes=50), 1)
    assert [each.starts_at for each in found] == [at(8, 30), at(9, 20), at(10, 10)]


def test_a_day_the_hall_is_closed_has_none_and_a_special_day_its_own() -> None:
    hours = OfficeHours.compile(CN, WEEK, {SATURDAY: [Period(time(9), time(10))], MONDAY: []})
    assert slots.open_on([WindowHours(hours)], MONDAY) == ()
    assert slots.open_on([WINDOW], SATURDAY) == ()
    assert len(slots.slots(SATURDAY, slots.open_on([WindowHours(hours)], SATURDAY), HALF, 1)) == 2


def test_a_category_s_own_hours_hold_only_within_the_hall_s() -> None:
    own = (Period(time(8), time(9)), Period(time(11), time(14)))
    assert slots.open_on([WINDOW], MONDAY, own) == (
        Period(time(8, 30), time(9)),
        Period(time(11), time(11, 30)),
        Period(time(13, 30), time(14)),
    )


@pytest.mark.rule("R-077")
def test_there_are_slots_while_at_least_one_window_has_hours_and_no_more_places_for_two() -> None:
    def only(*periods: Period) -> WindowHours:
        return WindowHours.compile(HOURS, [periods] * 5 + [(), ()])

    early, late = only(Period(time(9), time(10))), only(Period(time(9, 30), time(11)), AFTERNOON)
    open_ = slots.open_on([early, late], MONDAY)
    assert open_ == (Period(time(9), time(11)), AFTERNOON)
    assert [(each.starts_at, each.places) for each in slots.slots(MONDAY, open_, HALF, 4)[:4]] == [
        (at(9), 4),
        (at(9, 30), 4),
        (at(10), 4),
        (at(10, 30), 4),
    ]
    assert slots.open_on([early, WINDOW], MONDAY) == (MORNING, AFTERNOON)
    assert slots.open_on([], MONDAY) == (), "nobody is there to serve"


@given(
    st.lists(st.times(), min_size=2, max_size=6, unique=True).map(sorted),
    st.integers(10, 120),
    st.integers(1, 9),
)
def test_no_slot_is_ever_outside_a_period_nor_across_another(
    edges: list[time], minutes: int, places: int
) -> None:
    periods = tuple(Period(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))
    found = slots.slots(MONDAY, periods, timedelta(minutes=minutes), places)
    for each in found:
        assert any(
            each.starts_at.time() >= period.opens
            and each.ends_at <= datetime.combine(MONDAY, period.closes, SHANGHAI)
            for period in periods
        )
    assert all(one.ends_at <= next_.starts_at for one, next_ in pairwise(found))


@pytest.mark.rule("R-061")
def test_a_closed_day_can_be_served_at_an_ordinary_day_s_hours() -> None:
    assert slots.rest_day_periods(HOURS, SATURDAY) == (MORNING, AFTERNOON)
    assert slots.rest_day_periods(HOURS, MONDAY) == ()


def test_one_books_from_tomorrow_to_a_fortnight_hence() -> None:
    now = at(9)
    assert (slots.days(MONDAY, TERMS)[0], slots.days(MONDAY, TERMS)[-1]) == (
        date(2026, 3, 3),
        date(2026, 3, 16),
    )
    for day in (date(2026, 3, 3), date(2026, 3, 16)):
        slots.demand_bookable(at(8, 30, day), now=now, terms=TERMS)
    assert reason(slots.demand_bookable, at(8, 30), now=now, terms=TERMS) == "slot_past"
    assert reason(slots.demand_bookable, at(10), now=now, terms=TERMS) == "slot_too_soon"
    assert reason(slots.demand_bookable, at(9, day=date(2026, 3, 17)), now=now, terms=TERMS) == "slot_too_far"
    slots.demand_bookable(at(10), now=now, terms=Terms(first_day=0))


def test_until_two_hours_before_it_can_be_given_back_and_not_a_second_later() -> None:
    slots.demand_changeable(at(11), now=at(9), terms=TERMS)
    assert (
        reason(slots.demand_changeable, at(11), now=at(9) + timedelta(seconds=1), terms=TERMS)
        == "booking_fixed"
    )


@pytest.mark.rule("R-065")
@pytest.mark.parametrize(
    ("moment", "stands"),
    [
        (at(8, 59), Standing.EARLY),
        (at(9), Standing.IN_SLOT),
        (at(9, 29), Standing.IN_SLOT),
        (at(9, 30), Standing.LATE),
        (at(9, 45), Standing.LATE),
        (at(9, 45) + timedelta(seconds=1), Standing.LAPSED),
    ],
)
def test_late_by_a_quarter_of_an_hour_keeps_the_place(moment: datetime, stands: Standing) -> None:
    assert slots.standing(at(9), at(9, 30), moment, TERMS) is stands


def days_ago(*ns: int) -> list[date]:
    return [MONDAY - timedelta(days=n) for n in ns]


def test_three_no_shows_in_ninety_days_close_online_booking_for_thirty() -> None:
    assert slots.blocked_until(days_ago(60, 30), MONDAY, TERMS) is None
    assert slots.blocked_until(days_ago(60, 30, 0), MONDAY, TERMS) == MONDAY + timedelta(days=29)
    assert slots.blocked_until(days_ago(89, 30, 29), MONDAY, TERMS) == MONDAY
    assert slots.blocked_until(days_ago(89, 31, 30), MONDAY, TERMS) is None
    assert slots.blocked_until(days_ago(90, 30, 0), MONDAY, TERMS) is None
    with pytest.raises(Refused, match="booking_blocked"):
        slots.demand_not_blocked(days_ago(2, 1, 0), MONDAY, TERMS)


@given(st.lists(st.integers(0, 200), max_size=8), st.integers(0, 200))
def test_one_more_no_show_never_opens_a_door(ns: list[int], more: int) -> None:
    before = slots.blocked_until(days_ago(*ns), MONDAY, TERMS) or date.min
    after = slots.blocked_until(days_ago(*ns, more), MONDAY, TERMS) or date.min
    assert after >= before


def test_nobody_hoards_places() -> None:
    slots.demand_room(2, 5, TERMS)
    assert reason(slots.demand_room, 3, 3, TERMS) == "bookings_enough"
    assert reason(slots.demand_room, 0, 6, TERMS) == "bookings_enough"


def test_the_nearest_free_slots_come_in_the_order_of_time() -> None:
    free = [at(8, 30), at(9), at(10), at(13, 30), at(9, day=date(2026, 3, 3))]
    assert slots.nearest(at(9, 30), free) == (at(8, 30), at(9), at(10))
    assert slots.nearest(at(9, 30), []) == ()


def test_one_is_reminded_as_the_hall_opens_on_the_working_day_before() -> None:
    assert slots.reminder_at(HOURS, at(9, day=date(2026, 3, 3))) == at(8, 30)
    assert slots.reminder_at(HOURS, at(9, day=date(2026, 3, 9))) == at(8, 30, date(2026, 3, 6))
    assert slots.reminder_at(HOURS, at(9, day=SATURDAY)) == at(8, 30, date(2026, 3, 6))


@pytest.mark.rule("R-063")
def test_ready_while_you_wait_is_due_as_the_hall_closes_that_day() -> None:
    assert slots.same_day_limit(HOURS, at(9)) == at(17)
    assert slots.same_day_limit(HOURS, at(9, day=SATURDAY)) == at(17, day=SATURDAY)
