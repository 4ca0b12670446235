"""Bookings: a numbered place held once, changed and given back in time, kept from those who waste or hoard (R-058 to R-062)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from booked import PASSWORD, SETUP, TRADER, TUESDAY, Booked, lay, resident
from ground import BANNER, ROAD, WASTE, Ground, at, rows
from yimen.modules.cases import commands as cases
from yimen.modules.messages import queries as messages
from yimen.modules.people import queries as people
from yimen.modules.reception import commands
from yimen.modules.reception.commands import Described, Explained
from yimen.modules.reception.queries import bookings
from yimen.modules.workdays import commands as workdays
from yimen.modules.workdays.commands import Counter
from yimen.rules.actors import Actor, Kind
from yimen.rules.reception.modes import TEXTS, Channel, Mode
from yimen.rules.reception.order import Klass
from yimen.rules.refused import Refused
from yimen.rules.workdays import Period

pytestmark = pytest.mark.rule("R-058", "R-059")


@pytest.fixture
def booked(ground: Ground) -> Booked:
    return lay(ground)


def refusal(call: Any, *told: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        call(*told, **named)
    return refused.value


def told(booked: Booked, card: Any) -> list[str]:
    """What whoever booked was told, in order."""
    booked.ground.catch_up()
    person = Actor(Kind.PERSON, persons=frozenset({card.person}))
    return [each.event for each in reversed(messages.inbox(person).results)]


# the five fields


def test_five_fields_hold_a_place_and_open_it_again(booked: Booked) -> None:
    card = booked.book(item=BANNER)
    assert (card.state, card.starts_at, card.item, card.channel) == ("booked", TUESDAY, BANNER, Channel.WEB)
    (found,) = bookings.held(resident(1), PASSWORD, today=booked.now.date())
    assert found.number == card.number
    given = commands.cancel_booking(
        booked.ground.actor("web"), card.number, held=[card.digits], now=booked.now
    )
    assert given.state == "cancelled"
    assert told(booked, card) == ["booked", "booking_cancelled"]


def test_nobody_finds_a_booking_with_half_of_what_it_takes(booked: Booked) -> None:
    card = booked.book()
    today = booked.now.date()
    for number, password in ((resident(1), "another"), (resident(2), PASSWORD), ("", ""), ("x", PASSWORD)):
        assert refusal(bookings.held, number, password, today=today).reason == "no_such_booking"
    web = booked.ground.actor("web")
    assert refusal(bookings.booking, web, card.number).reason == "no_such_booking"
    assert refusal(commands.cancel_booking, web, card.number, now=booked.now).reason == "no_such_booking"
    assert bookings.booking(web, card.number, held=[card.digits]).number == card.number


def test_the_password_is_kept_as_a_salted_hash_and_numbers_are_sealed(booked: Booked) -> None:
    booked.book(n=1)
    booked.book(n=2, starts_at=at(3, 3, 10))
    (one,), (two,) = rows("SELECT password FROM reception_booking ORDER BY id")
    assert one != two
    assert PASSWORD not in one + two
    stored = str(
        rows("SELECT b::text, p::text FROM reception_booking b JOIN people_person p ON p.id = b.person_id")
    )
    assert resident(1) not in stored
    assert "13800000001" not in stored


def test_all_that_is_wrong_with_the_fields_is_said_at_once(booked: Booked) -> None:
    no = refusal(booked.book, name=" ", id_number="990100198804121177", phone="138", password="123")
    assert no.reason == "booking_unclear"
    assert no.facts["fields"] == {
        "name": "name_missing",
        "id_number": "identity_number_check",
        "phone": "mobile_form",
        "password": "booking_password",
    }
    assert refusal(booked.book, password=resident(1)[-6:]).reason == "booking_password"
    assert rows("SELECT count(*) FROM reception_booking") == [(0,)]


# slots and places


def test_two_want_the_last_place_and_the_second_is_told_the_nearest_free_ones(booked: Booked) -> None:
    booked.book(n=1)
    booked.book(n=2)
    no = refusal(booked.book, n=3)
    assert no.reason == "slot_full"
    assert no.facts["free"] == [
        at(3, 3, 8, 30).isoformat(),
        at(3, 3, 9, 30).isoformat(),
        at(3, 3, 10).isoformat(),
    ]
    assert rows("SELECT array_agg(place ORDER BY place) FROM reception_booking") == [([1, 2],)]


def test_a_place_given_back_is_free_at_once(booked: Booked) -> None:
    card = booked.book(n=1)
    booked.book(n=2)
    commands.cancel_booking(booked.ground.actor("web"), card.number, held=[card.digits], now=booked.now)
    assert booked.book(n=3).place == card.place


@pytest.mark.parametrize(
    ("starts_at", "reason"),
    [
        (at(3, 3, 9, 10), "no_such_slot"),
        (at(3, 3, 12), "no_such_slot"),
        (at(3, 3, 16, 45), "no_such_slot"),
        (at(3, 7, 9), "holiday_only"),
        (at(3, 2, 10), "slot_too_soon"),
        (at(3, 17, 9), "slot_too_far"),
    ],
)
def test_only_slots_of_the_hall_s_own_hours_are_booked(
    booked: Booked, starts_at: datetime, reason: str
) -> None:
    assert refusal(booked.book, starts_at).reason == reason


def test_a_category_keeps_hours_of_its_own_within_the_hall_s(booked: Booked) -> None:
    mornings = [[("08:00", "10:00")]] * 5 + [[], []]
    described = Described(name="城市管理", queue=booked.queue, capacity=2, items=(BANNER,), week=mornings)
    booked.category = commands.keep_category(SETUP, booked.hall, "streets", described, now=booked.now)
    ordinary = booked.category.mode(Mode.ORDINARY)
    assert ordinary is not None
    _, days = bookings.calendar(booked.category, ordinary, now=booked.now)
    assert [f"{each.starts_at:%H:%M}" for each in days[0].slots] == ["08:30", "09:00", "09:30"]
    assert refusal(booked.book, at(3, 3, 13, 30)).reason == "no_such_slot"


@pytest.mark.rule("R-077")
def test_slots_are_offered_only_while_a_window_of_the_queue_has_hours(booked: Booked) -> None:
    mornings = [[Period(time(9), time(10))]] * 5 + [[], []]
    counter = Counter(booked.ground.actor("clerk").unit, booked.hall, "990100")
    workdays.set_window_hours(SETUP, counter, mornings, now=booked.now)
    workdays.keep_window_hours_on(SETUP, counter, at(3, 4).date(), [], "培训", now=booked.now)
    ordinary = booked.category.mode(Mode.ORDINARY)
    assert ordinary is not None
    _, days = bookings.calendar(booked.category, ordinary, now=booked.now)
    assert [(f"{each.starts_at:%H:%M}", each.places) for each in days[0].slots] == [
        ("09:00", 2),
        ("09:30", 2),
    ]
    assert days[1].slots == ()
    assert refusal(booked.book, at(3, 3, 13, 30)).reason == "no_such_slot"
    rows("UPDATE people_window SET state = 'preparing' WHERE unit_id = %s", counter.window)
    _, days = bookings.calendar(booked.category, ordinary, now=booked.now)
    assert not any(each.slots for each in days), "no window serves the queue"


def test_the_calendar_shows_what_is_free_and_what_is_full(booked: Booked) -> None:
    booked.book(n=1)
    booked.book(n=2)
    ordinary = booked.category.mode(Mode.ORDINARY)
    assert ordinary is not None
    hall, days = bookings.calendar(booked.category, ordinary, now=booked.now)
    assert hall.id == booked.hall
    assert (days[0].day, days[-1].day) == (at(3, 3).date(), at(3, 16).date())
    nine = next(each for each in days[0].slots if each.starts_at == TUESDAY)
    assert (nine.free, nine.full, nine.places) == (0, True, 2)
    assert [each.day.isoweekday() for each in days if not each.slots] == [6, 7, 6, 7]


def test_a_calendar_costs_two_statements(booked: Booked, django_assert_num_queries: Any) -> None:
    ordinary = booked.category.mode(Mode.ORDINARY)
    assert ordinary is not None
    bookings.calendar(booked.category, ordinary, now=booked.now)
    with django_assert_num_queries(2):
        bookings.calendar(booked.category, ordinary, now=booked.now)


def test_an_item_is_booked_where_it_belongs(booked: Booked) -> None:
    assert [each.id for each in bookings.categories_for(BANNER)] == [booked.category.id]
    assert bookings.categories_for("11990100MB000004353002023030001") == ()
    assert refusal(booked.book, item="11990100MB000004353002023030001").reason == "item_not_bookable"


# limits


def test_of_one_person_one_booking_a_day_in_a_category_and_three_in_all(booked: Booked) -> None:
    booked.book(at(3, 3, 9))
    assert refusal(booked.book, at(3, 3, 10)).reason == "booked_already"
    booked.book(at(3, 4, 9))
    booked.book(at(3, 5, 9))
    assert refusal(booked.book, at(3, 6, 9)).reason == "bookings_enough"


def test_one_telephone_holds_no_more_than_a_family_needs(booked: Booked) -> None:
    for n in range(6):
        booked.book(at(3, 3, 9) + n * timedelta(days=1 if n < 4 else 2), n=n + 1, phone="13900000000")
    assert refusal(booked.book, at(3, 13, 9), n=9, phone="13900000000").reason == "bookings_enough"


def test_three_no_shows_close_online_booking_but_neither_telephone_nor_counter(booked: Booked) -> None:
    for day in (3, 4, 5):
        booked.book(at(3, day, 9))
        booked.ground.pass_to(at(3, day, 10))
    states = rows("SELECT state, count(*) FROM reception_booking GROUP BY state")
    assert states == [("no_show", 3)]
    no = refusal(booked.book, at(3, 9, 9))
    assert no.reason == "booking_blocked"
    assert no.facts["until_on"] == at(4, 3).date()
    booked.book(at(3, 9, 9), by="operator", channel=Channel.PHONE_CENTRE)


# change and cancel


def test_a_booking_moves_to_another_slot_and_its_place_is_free(booked: Booked) -> None:
    card = booked.book()
    moved = commands.change_booking(
        booked.ground.actor("web"), card.number, at(3, 4, 10), held=[card.digits], now=booked.now
    )
    assert (moved.number, moved.starts_at) == (card.number, at(3, 4, 10))
    assert told(booked, card) == ["booked", "booking_changed"]
    booked.ground.pass_to(at(3, 3, 12))
    assert booked.read(card).state == "booked"  # the old slot's moment has passed it by
    booked.ground.pass_to(at(3, 4, 11))
    assert booked.read(card).state == "no_show"


def test_it_moves_to_no_full_slot(booked: Booked) -> None:
    booked.book(at(3, 4, 9), n=1)
    booked.book(at(3, 4, 9), n=2)
    card = booked.book(n=3)
    no = refusal(
        commands.change_booking,
        booked.ground.actor("web"),
        card.number,
        at(3, 4, 9),
        held=[card.digits],
        now=booked.now,
    )
    assert no.reason == "slot_full"
    assert booked.read(card).starts_at == TUESDAY


def test_two_hours_before_only_staff_can_still_give_it_back(booked: Booked) -> None:
    card = booked.book()
    late = at(3, 3, 7, 0) + timedelta(seconds=1)
    web = booked.ground.actor("web")
    assert (
        refusal(commands.cancel_booking, web, card.number, held=[card.digits], now=late).reason
        == "booking_fixed"
    )
    assert (
        refusal(commands.change_booking, web, card.number, at(3, 4, 9), held=[card.digits], now=late).reason
        == "booking_fixed"
    )
    clerk2 = booked.ground.actor("clerk2")
    assert refusal(commands.cancel_booking, clerk2, card.number, now=late).reason == "no_such_booking"
    assert commands.cancel_booking(booked.ground.actor("clerk"), card.number, now=late).state == "cancelled"


# by telephone


@pytest.mark.rule("R-060")
def test_an_operator_books_the_same_slots_for_a_caller(booked: Booked) -> None:
    centre = booked.book(n=1, by="operator", channel=Channel.PHONE_CENTRE)
    window = booked.book(n=2, by="clerk", channel=Channel.PHONE_WINDOW)
    assert (centre.channel, window.channel) == (Channel.PHONE_CENTRE, Channel.PHONE_WINDOW)
    assert refusal(booked.book, n=3).reason == "slot_full"
    assert refusal(booked.book, n=3, by="clerk", channel=Channel.PHONE_CENTRE).reason == "not_permitted"
    assert refusal(booked.book, n=3, by="clerk2", channel=Channel.WINDOW).reason == "not_permitted"
    assert refusal(booked.book, n=3, channel=Channel.WINDOW).reason == "not_permitted"
    operator = booked.ground.actor("operator")
    found = bookings.find(operator, resident(1), today=booked.now.date())
    assert [each.number for each in found] == [centre.number]


@pytest.mark.rule("R-061", "R-116")
def test_holiday_service_needs_somebody_of_that_window_who_will_be_there(booked: Booked) -> None:
    booked.open(Mode.HOLIDAY)
    saturday = at(3, 7, 9)
    asked: dict[str, Any] = {"by": "operator", "channel": Channel.PHONE_CENTRE, "mode": Mode.HOLIDAY}
    assert refusal(booked.book, saturday, **asked).reason == "holiday_unconfirmed"
    chief = booked.ground.world.staff["chief"]
    assert refusal(booked.book, saturday, confirmed_by=chief, **asked).reason == "holiday_unconfirmed"
    clerk = booked.ground.world.staff["clerk"]
    card = booked.book(saturday, confirmed_by=clerk, **asked)
    assert (card.confirmed_by, card.channel) == (clerk, Channel.PHONE_CENTRE)
    assert refusal(booked.book, at(3, 4, 9), n=2, confirmed_by=clerk, **asked).reason == "no_such_slot"
    assert refusal(booked.book, saturday, n=3, mode=Mode.HOLIDAY).reason == "mode_by_phone"
    (line,) = rows("SELECT body::jsonb #>> '{facts,confirmed_by}' FROM ledger_line WHERE act = 'book'")
    assert line == (str(clerk),)
    web = booked.ground.actor("web")
    ticket = commands.check_in(web, card.number, source="kiosk", hall=booked.hall, now=at(3, 7, 9, 5))
    assert ticket.klass == Klass.BOOKED


# the ways


@pytest.mark.rule("R-066")
def test_a_mode_without_all_of_its_texts_stays_closed(booked: Booked) -> None:
    texts = dict.fromkeys(TEXTS, "…") | {"procedure_en": ""}
    told = Explained(enabled=True, texts=texts)
    no = refusal(commands.keep_mode, SETUP, booked.category.id, Mode.IN_HALL, told, now=booked.now)
    assert (no.reason, no.facts["lacking"]) == ("mode_unexplained", ["procedure_en"])
    assert refusal(booked.book, mode=Mode.IN_HALL).reason == "mode_closed"


@pytest.mark.rule("R-065")
def test_in_its_slot_a_green_channel_stands_before_all_who_wait_and_outside_it_does_not(
    booked: Booked,
) -> None:
    booked.open(Mode.IN_HALL, queue=booked.green, capacity=1)
    green = booked.book(mode=Mode.IN_HALL, n=1)
    ordinary = booked.book(n=2)
    late = booked.book(at(3, 3, 8, 30), mode=Mode.IN_HALL, n=3)
    booked.ground.now = at(3, 3, 8, 40)
    web = booked.ground.actor("web")
    walked_in = commands.issue(web, booked.hall, queue=booked.queue, source="kiosk", now=booked.now)
    booked.ground.now = at(3, 3, 9, 5)
    booked_ticket = commands.check_in(web, ordinary.number, source="kiosk", hall=booked.hall, now=booked.now)
    head = commands.check_in(web, green.number, source="kiosk", hall=booked.hall, now=booked.now)
    lapsed = commands.check_in(web, late.number, source="kiosk", hall=booked.hall, now=booked.now)
    assert (head.klass, head.queue) == (Klass.GREEN, booked.green)
    assert (booked_ticket.klass, booked_ticket.queue) == (Klass.BOOKED, booked.queue)
    assert lapsed.klass == Klass.BOOKED  # within the quarter of an hour its place is kept, but not ahead
    clerk = booked.ground.actor("clerk")
    commands.open_window(clerk, clerk.unit, now=booked.now)
    called = []
    for _ in range(4):
        ticket = commands.call_next(clerk, clerk.unit, now=booked.now)
        assert ticket is not None
        called.append(ticket.number)
        commands.start(clerk, ticket.id, now=booked.now)
        commands.finish(clerk, ticket.id, now=booked.now)
    assert called[0] == head.number
    assert called[-1] == walked_in.number
    assert booked.read(green).state == "served"


def test_one_checks_in_once_on_the_day_and_in_the_hall_one_booked(booked: Booked) -> None:
    card = booked.book()
    web = booked.ground.actor("web")
    told: dict[str, Any] = {"source": "kiosk", "hall": booked.hall}
    assert refusal(commands.check_in, web, card.number, now=booked.now, **told).reason == "booking_not_today"
    now = at(3, 3, 9)
    other = booked.ground.actor("clerk2").hall
    assert (
        refusal(commands.check_in, web, card.number, source="kiosk", hall=other, now=now).reason
        == "booking_elsewhere"
    )
    assert refusal(commands.check_in, web, card.number, source="web", now=now).reason == "no_such_booking"
    commands.check_in(web, card.number, now=now, **told)
    assert refusal(commands.check_in, web, card.number, now=now, **told).reason == "booking_closed"
    assert refusal(commands.check_in, web, "123-456-7890", now=now, **told).reason == "no_such_booking"
    booked.ground.pass_to(at(3, 3, 12))
    assert booked.read(card).state == "arrived"


@pytest.mark.rule("R-063", "R-102")
def test_ready_while_you_wait_is_done_by_the_end_of_that_day_s_hours(booked: Booked) -> None:
    booked.open(Mode.WHILE_YOU_WAIT)
    assert refusal(booked.book, mode=Mode.WHILE_YOU_WAIT).reason == "item_needed"
    assert refusal(booked.book, mode=Mode.WHILE_YOU_WAIT, item=ROAD).reason == "item_not_bookable"
    assert refusal(booked.book, mode=Mode.WHILE_YOU_WAIT, item=WASTE).reason == "item_not_same_day"
    card = booked.book(mode=Mode.WHILE_YOU_WAIT, item=TRADER)
    assert bookings.same_day_limit(card.number) == at(3, 3, 17)
    assert bookings.same_day_limit(booked.book(n=2).number) is None
    ground = booked.ground
    ground.now = at(3, 3, 9, 10)
    case = ground.accepted(TRADER)
    promised = next(each for each in ground.dossier(case).clocks if each.name == "promised")
    assert promised.due_at == bookings.same_day_limit(card.number)


@pytest.mark.rule("R-064", "R-142")
def test_a_visit_is_pre_reviewed_arranged_gone_on_and_come_back_from_with_its_seals(booked: Booked) -> None:
    booked.open(Mode.DOOR_STEP, capacity=1)
    asked: dict[str, Any] = {"mode": Mode.DOOR_STEP, "item": BANNER}
    assert refusal(booked.book, **asked).reason == "pre_review_missing"
    clerk = booked.ground.actor("clerk")
    seen: dict[str, Any] = {
        "name": "王小明",
        "id_number": resident(1),
        "phone": "13800000001",
        "now": booked.now,
    }
    commands.pre_review(clerk, booked.hall, BANNER, passed=False, note="缺图", **seen)
    assert refusal(booked.book, **asked).reason == "pre_review_missing"
    commands.pre_review(
        clerk, booked.hall, BANNER, passed=True, **{**seen, "now": booked.now + timedelta(minutes=5)}
    )
    booked.ground.now += timedelta(minutes=10)
    assert refusal(booked.book, **{**asked, "item": WASTE}).reason == "pre_review_missing"
    card = booked.book(**asked)
    assert card.waits_for_visit
    web = booked.ground.actor("web")
    no = refusal(commands.check_in, web, card.number, source="kiosk", hall=booked.hall, now=at(3, 3, 9))
    assert no.reason == "visit_needs_no_ticket"

    team = commands.Team(
        place="枕溪镇石桥村 12 号", staff=[clerk.id], seals=["受理专用章"], papers=["申请表"]
    )
    assert (
        refusal(commands.leave_for_visit, clerk, card.number, now=booked.now).reason == "visit_not_arranged"
    )
    arranged = commands.arrange_visit(clerk, card.number, team, now=booked.now)
    assert not arranged.booking.waits_for_visit
    assert told(booked, card) == ["visit_booked", "visit_arranged"]
    assert "石桥村" not in str(rows("SELECT v::text FROM reception_visit v"))

    booked.ground.now = at(3, 3, 8, 45)
    commands.leave_for_visit(clerk, card.number, now=booked.now)
    case = booked.ground.file(BANNER, by="clerk")
    done: dict[str, Any] = {"result": "已当场收件", "case": case, "now": at(3, 3, 11)}
    assert refusal(commands.return_from_visit, clerk, card.number, seals=[], **done).reason == "visit_seals"
    back = commands.return_from_visit(clerk, card.number, seals=["受理专用章"], **done)
    assert (back.booking.state, back.booking.case_number) == ("served", case)
    assert (
        refusal(commands.return_from_visit, clerk, card.number, seals=["受理专用章"], **done).reason
        == "visit_not_gone"
    )


@pytest.mark.rule("R-064")
def test_what_a_visit_takes_in_is_registered_on_the_same_day(booked: Booked) -> None:
    booked.open(Mode.DOOR_STEP, capacity=1)
    clerk = booked.ground.actor("clerk")
    commands.pre_review(
        clerk,
        booked.hall,
        BANNER,
        passed=True,
        name="王小明",
        id_number=resident(1),
        phone="13800000001",
        now=booked.now,
    )
    card = booked.book(mode=Mode.DOOR_STEP, item=BANNER)
    commands.arrange_visit(
        clerk, card.number, commands.Team(place="石桥村", staff=[clerk.id]), now=booked.now
    )
    early = booked.ground.file(BANNER, by="clerk")
    commands.leave_for_visit(clerk, card.number, now=at(3, 3, 9))
    no = refusal(
        commands.return_from_visit,
        clerk,
        card.number,
        seals=[],
        result="已收件",
        case=early,
        now=at(3, 3, 11),
    )
    assert no.reason == "visit_case_late"


@pytest.mark.rule("R-062")
def test_a_reserved_workflow_is_in_every_step_owner_s_calendar_and_on_their_desk(booked: Booked) -> None:
    booked.open(Mode.WORKFLOW, capacity=5)
    card = booked.book(mode=Mode.WORKFLOW, item=BANNER)
    booked.ground.catch_up()
    owners = rows("SELECT step, staff_id, stands_in FROM reception_reserved ORDER BY id")
    assert [step for step, _, _ in owners] == ["check", "内容与位置审查", "decide"]
    assert not any(stands for _, _, stands in owners)
    for _, staff, _ in owners:
        mine = people.actor(staff, today=booked.now.date())
        assert [each.event for each in messages.inbox(mine).results] == ["workflow_booked"]
        (entry,) = bookings.reserved(mine, booked.now.date())
        assert (entry.booking, entry.starts_at, entry.ends_at) == (card.number, TUESDAY, at(3, 3, 11))
    commands.cancel_booking(booked.ground.actor("web"), card.number, held=[card.digits], now=booked.now)
    booked.ground.catch_up()
    assert rows("SELECT count(*) FROM reception_reserved") == [(0,)]
    assert [each.event for each in messages.inbox(mine).results] == ["workflow_off", "workflow_booked"]


@pytest.mark.rule("R-062")
def test_where_the_owner_s_time_is_taken_somebody_stands_in_and_where_nobody_is_left_it_is_refused(
    booked: Booked,
) -> None:
    booked.open(Mode.WORKFLOW, capacity=9)
    booked.book(mode=Mode.WORKFLOW, item=BANNER, n=1)
    half_past: dict[str, Any] = {"starts_at": at(3, 3, 9, 30), "mode": Mode.WORKFLOW, "item": BANNER}
    no = refusal(lambda: [booked.book(n=n, **half_past) for n in range(2, 6)])
    assert no.reason == "workflow_unattended"
    kept = rows("SELECT staff_id, count(*) FROM reception_reserved GROUP BY staff_id HAVING count(*) > 1")
    assert kept == []
    booked.book(at(3, 3, 13, 30), mode=Mode.WORKFLOW, item=BANNER, n=9)


# afterwards


@pytest.mark.rule("R-159")
def test_one_is_reminded_once_on_the_working_day_before(booked: Booked) -> None:
    card = booked.book(at(3, 9, 9))
    booked.ground.pass_to(at(3, 6, 8, 29))
    assert told(booked, card) == ["booked"]
    booked.ground.pass_to(at(3, 9, 8))
    assert told(booked, card) == ["booked", "booking_soon"]


@pytest.mark.rule("R-067")
def test_from_sending_and_from_checking_in_to_done_are_two_measures(booked: Booked) -> None:
    card = booked.book()
    web, clerk = booked.ground.actor("web"), booked.ground.actor("clerk")
    booked.ground.now = at(3, 3, 9)
    ticket = commands.check_in(web, card.number, source="kiosk", hall=booked.hall, now=booked.now)
    commands.open_window(clerk, clerk.unit, now=booked.now)
    commands.call_next(clerk, clerk.unit, now=booked.now)
    commands.start(clerk, ticket.id, now=at(3, 3, 9, 10))
    commands.finish(clerk, ticket.id, now=at(3, 3, 9, 25))
    sent, came = bookings.spreads(
        booked.ground.actor("director"), booked.hall, at(3, 1).date(), at(3, 31).date()
    )
    assert (sent.count, sent.within, sent.median, sent.share) == (1, 0, 24 * 60 + 25, 0)
    assert (came.count, came.within, came.median, came.share) == (1, 1, 25, 100)
    assert sum(n for _, n in sent.buckets) == sum(n for _, n in came.buckets) == 1


def test_every_act_is_a_line_of_the_hall_s_book_and_all_of_it_verifies(booked: Booked) -> None:
    card = booked.book()
    commands.change_booking(
        booked.ground.actor("web"), card.number, at(3, 4, 9), held=[card.digits], now=booked.now
    )
    commands.cancel_booking(booked.ground.actor("clerk"), card.number, reason="来电取消", now=booked.now)
    acts = rows(
        "SELECT l.act FROM ledger_line l JOIN ledger_book b ON b.id = l.book WHERE b.name = 'bookings:centre' ORDER BY l.n"
    )
    assert [act for (act,) in acts][-3:] == ["book", "change_booking", "cancel_booking"]
    assert list(cases.verify_all()) == []
