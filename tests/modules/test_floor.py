"""The floor of a hall: tickets, seats and calls, each act a line of the day's book."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from floor import SETUP, Lobby, lobby
from ground import Ground, at, rows
from yimen.modules.ledger import queries as lines
from yimen.modules.messages.models import Message
from yimen.modules.messages.writing import opened
from yimen.modules.reception import commands, queries
from yimen.modules.reception.queries import Booked
from yimen.modules.workdays import commands as workdays
from yimen.modules.workdays.commands import Counter
from yimen.rules.actors import NOBODY
from yimen.rules.reception.replay import deviations, replay
from yimen.rules.refused import Refused
from yimen.rules.workdays import Period


@pytest.fixture
def hall(ground: Ground) -> Lobby:
    made = lobby(ground)
    made.open()
    return made


def refusal(run: Any) -> str:
    with pytest.raises(Refused) as refused:
        run()
    return refused.value.reason


def book(hall: Lobby, day: str = "20260302") -> list[Any]:
    (id_,) = [id_ for id_, name in lines.books() if name.startswith("floor:") and name.endswith(day)]
    return [line.body for line in lines.lines(id_)]


def holds() -> None:
    assert [f"{each.where}: {each.what}" for each in commands.verify_floors()] == []


@pytest.mark.rule("R-055")
def test_a_ticket_is_taken_called_served_and_finished(hall: Lobby):
    ticket = hall.take()
    assert (ticket.number, ticket.ahead, ticket.state) == ("X001", 0, "waiting")
    hall.after(minutes=4)
    called = hall.called()
    assert (called.id, called.window_number, called.calls) == (ticket.id, "3", 1) or called.id == ticket.id
    commands.start(hall.clerk, ticket.id, now=hall.now)
    hall.after(minutes=6)
    done = commands.finish(hall.clerk, ticket.id, now=hall.now)
    assert (done.state, done.ended_at - done.started_at) == ("served", timedelta(minutes=6))
    assert hall.next() is None
    holds()


@pytest.mark.rule("R-055")
def test_a_number_is_given_once_and_a_new_day_begins_a_new_serial(hall: Lobby):
    assert [hall.take().number for _ in range(3)] == ["X001", "X002", "X003"]
    assert hall.take("Y").number == "Y001"
    ticket = hall.take()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows("UPDATE reception_ticket SET n = 1 WHERE id = %s", ticket.id)
    hall.ground.now = at(3, 3, 8, 40)
    assert hall.take().number == "X001"
    holds()


@pytest.mark.rule("R-055")
def test_green_comes_before_booked_and_booked_before_who_walked_in(hall: Lobby):
    slot = (at(3, 2, 9, 0), at(3, 2, 9, 30))
    walk_in = hall.take()
    booked = hall.take(booking=Booked(1, *slot))
    green = hall.take(booking=Booked(2, *slot, "in_hall"))
    early = hall.take(booking=Booked(3, at(3, 2, 10, 0), at(3, 2, 10, 30), "in_hall"))
    assert [hall.served().id for _ in range(3)] == [green.id, booked.id, walk_in.id]
    assert hall.called().id == early.id, "who is early is called if nobody else waits"
    holds()


@pytest.mark.rule("R-059")
def test_who_is_late_keeps_the_place_for_a_quarter_of_an_hour(hall: Lobby):
    slot = (at(3, 2, 8, 30), at(3, 2, 9, 0))
    hall.after(minutes=10)
    walk_in = hall.take()
    late = hall.take(booking=Booked(1, *slot))
    hall.after(minutes=6)
    too_late = hall.take(booking=Booked(2, *slot))
    assert [hall.served(minutes=1).id for _ in range(3)] == [late.id, walk_in.id, too_late.id]


@pytest.mark.rule("R-055", "R-069")
def test_priority_has_a_reason_and_only_staff_of_the_hall_give_it(hall: Lobby):
    first = hall.take()
    assert refusal(lambda: hall.take(priority_reason="孕妇")) == "not_permitted"
    urgent = commands.issue(
        hall.clerk, hall.hall, queue=hall.queue["X"], source="guide", priority_reason="孕妇", now=hall.now
    )
    assert (urgent.klass, urgent.reason) == (0, "孕妇")
    assert [hall.served().id for _ in range(2)] == [urgent.id, first.id]


@pytest.mark.rule("R-055")
def test_who_is_called_out_of_turn_is_called_with_a_reason_that_stays(hall: Lobby):
    first, second = hall.take(), hall.take()
    unit = hall.clerk.unit
    assert (
        refusal(lambda: commands.call(hall.clerk, unit, second.id, reason=" ", now=hall.now))
        == "reason_missing"
    )
    commands.call(hall.clerk, unit, second.id, reason="老人久站不适", now=hall.now)
    (deviation,) = deviations(book(hall))
    assert (deviation.ticket, deviation.first, deviation.reason) == (second.id, first.id, "老人久站不适")
    holds()


@pytest.mark.rule("R-055")
def test_after_three_calls_in_vain_a_ticket_is_set_aside_and_taken_up_again_the_same_day(hall: Lobby):
    ticket, other = hall.take(), hall.take()
    hall.called()
    for calls in (1, 2):
        assert refusal(lambda: commands.skip(hall.clerk, ticket.id, now=hall.now)) == "call_again"
        assert commands.recall(hall.clerk, ticket.id, now=hall.now).calls == calls + 1
    assert commands.skip(hall.clerk, ticket.id, now=hall.now).state == "no_show"
    hall.after(minutes=20)
    assert commands.reactivate(hall.clerk, ticket.id, now=hall.now).rank_at == ticket.rank_at, "soon back"
    assert hall.served().id == ticket.id
    assert hall.called().id == other.id
    holds()


@pytest.mark.rule("R-055")
def test_who_comes_back_late_begins_anew_and_not_on_another_day(hall: Lobby):
    ticket, other = hall.take(), hall.take()
    hall.called()
    for _ in range(2):
        commands.recall(hall.clerk, ticket.id, now=hall.now)
    commands.skip(hall.clerk, ticket.id, now=hall.now)
    hall.after(minutes=31)
    commands.reactivate(hall.clerk, ticket.id, now=hall.now)
    assert [hall.served().id for _ in range(2)] == [other.id, ticket.id]
    gone = hall.take()
    hall.ground.now = at(3, 3)
    commands.end_days(hall.now)
    assert hall.state(gone) == "no_show"
    assert refusal(lambda: commands.reactivate(hall.clerk, gone.id, now=hall.now)) == "not_of_today"


@pytest.mark.rule("R-094")
def test_who_is_back_within_today_re_enters_first_at_the_same_window(hall: Lobby):
    ticket, others = hall.take(), [hall.take() for _ in range(4)]
    commands.start(hall.clerk, hall.called().id, now=hall.now)
    commands.hold(hall.clerk, ticket.id, reason="补材料", now=hall.now)
    assert hall.called().id == others[0].id
    hall.after(minutes=50)
    commands.reactivate(hall.other, ticket.id, now=hall.now)
    assert hall.called(hall.other).id == others[1].id, "another window does not call them"
    commands.start(hall.clerk, others[0].id, now=hall.now)
    commands.finish(hall.clerk, others[0].id, now=hall.now)
    assert hall.called().id == ticket.id
    holds()


@pytest.mark.rule("R-055")
def test_who_is_passed_on_keeps_the_rank_and_ends_as_transferred_and_served(hall: Lobby):
    ticket, _ = hall.take(), hall.take()
    waits = hall.take("Y")
    commands.start(hall.clerk, hall.called().id, now=hall.now)
    told = {"to_queue": hall.queue["Y"], "reason": "需办证照", "now": hall.now}
    passed = commands.transfer(hall.clerk, ticket.id, **told)
    assert (passed.state, passed.from_window, passed.rank_at, passed.number) == (
        "waiting", hall.clerk.unit, ticket.rank_at, "X001",
    )  # fmt: skip
    assert hall.called(hall.other).id == ticket.id
    commands.start(hall.other, ticket.id, now=hall.now)
    assert commands.finish(hall.other, ticket.id, now=hall.now).state == "transferred"
    assert hall.state(waits) == "waiting"
    holds()


@pytest.mark.rule("R-055")
def test_to_one_window_alone_nobody_else_calls_them(hall: Lobby):
    ticket = hall.take()
    commands.start(hall.clerk, hall.called().id, now=hall.now)
    commands.transfer(hall.clerk, ticket.id, to_window=hall.other.unit, reason="专窗办理", now=hall.now)
    assert hall.next() is None
    assert hall.called(hall.other).id == ticket.id


@pytest.mark.rule("R-055")
def test_several_matters_of_one_person_are_one_visit_and_end_together(hall: Lobby):
    ticket, other, third = hall.take(), hall.take("Y"), hall.take()
    commands.start(hall.clerk, hall.called().id, now=hall.now)
    commands.merge(hall.clerk, ticket.id, [other.id], now=hall.now)
    assert hall.called(hall.other).id == third.id
    assert hall.state(other) == "held"
    commands.finish(hall.clerk, ticket.id, now=hall.now)
    assert [hall.state(each) for each in (ticket, other)] == ["served", "served"]
    holds()


@pytest.mark.rule("R-076", "S-28")
def test_whoever_is_away_says_why_until_when_and_who_stands_in_at_once(hall: Lobby):
    hall.take()
    until = hall.now + timedelta(minutes=20)
    assert (
        refusal(lambda: commands.pause_window(hall.clerk, hall.clerk.unit, reason="", now=hall.now))
        == "reason_missing"
    )
    commands.pause_window(
        hall.clerk, hall.clerk.unit, reason="送件", until=until, substitute=hall.other.id, now=hall.now
    )
    seat = queries.seat(hall.clerk.unit, now=hall.now)
    assert seat is not None
    assert (seat.state, seat.reason, seat.until, seat.substitute_name) == ("paused", "送件", until, "91号")
    assert refusal(hall.next) == "window_not_open"
    commands.open_window(hall.clerk, hall.clerk.unit, now=hall.now)
    seat = queries.seat(hall.clerk.unit, now=hall.now)
    assert seat is not None
    assert (seat.state, seat.reason, seat.until, seat.substitute) == ("open", "", None, None)
    assert hall.next() is not None


@pytest.mark.rule("R-068")
def test_a_window_does_not_close_before_somebody_and_what_is_extended_is_logged_and_summed(hall: Lobby):
    hall.ground.now = at(3, 2, 16, 50)
    ticket = hall.take()
    commands.start(hall.clerk, hall.called().id, now=hall.now)
    hall.after(minutes=12)
    assert (
        refusal(lambda: commands.close_window(hall.clerk, hall.clerk.unit, now=hall.now))
        == "visitor_unfinished"
    )
    commands.close_window(hall.clerk, hall.clerk.unit, extend=True, now=hall.now)
    assert refusal(hall.next) == "window_not_open"
    hall.ground.now = at(3, 2, 20, 0)
    commands.finish(hall.clerk, ticket.id, now=hall.now)
    seat = queries.seat(hall.clerk.unit, now=hall.now)
    assert seat is not None
    assert (seat.state, seat.ticket) == ("closed", None)
    (served,) = queries.extended(hall.hall, since=hall.now.date(), until=hall.now.date())
    assert (served.window, served.staff, served.minutes, served.times) == (
        hall.clerk.unit,
        hall.clerk.id,
        180,
        1,
    )
    holds()


@pytest.mark.rule("R-068")
def test_the_end_of_a_day_leaves_nobody_over_and_sends_nobody_away(hall: Lobby):
    served, called, held, waits = (hall.take() for _ in range(4))
    commands.start(hall.clerk, hall.called().id, now=hall.now)
    commands.hold(hall.clerk, served.id, now=hall.now)
    held, served = served, called
    commands.start(hall.clerk, hall.called().id, now=hall.now)
    hall.called(hall.other)
    hall.ground.now = at(3, 3, 0, 1)
    assert commands.end_days(hall.now) == 1
    assert commands.end_days(hall.now) == 0
    assert [hall.state(each) for each in (served, held, waits)] == ["serving", "no_show", "no_show"]
    hall.after(minutes=9)
    assert commands.finish(hall.clerk, served.id, now=hall.now).state == "served"
    states = rows("SELECT state, count(*) FROM reception_ticket GROUP BY state ORDER BY state")
    assert states == [("no_show", 3), ("served", 1)]
    assert rows("SELECT DISTINCT state, ticket_id FROM reception_seat") == [("closed", None)]
    holds()


def test_whoever_holds_a_ticket_gives_it_up_with_it(hall: Lobby):
    ticket, other = hall.take(), hall.take()
    assert commands.cancel(ticket.token, now=hall.now).state == "cancelled"
    assert refusal(lambda: commands.cancel(ticket.token, now=hall.now)) == "ticket_state"
    assert refusal(lambda: commands.cancel("nothing", now=hall.now)) == "no_such_ticket"
    assert hall.called().id == other.id
    commands.cancel(other.token, now=hall.now)
    seat = queries.seat(hall.clerk.unit, now=hall.now)
    assert seat is not None
    assert seat.ticket is None


def test_a_window_calls_one_person_at_a_time(hall: Lobby):
    hall.take()
    hall.take()
    hall.called()
    assert refusal(hall.next) == "window_busy"


@pytest.mark.rule("R-056")
def test_without_any_machine_a_clerk_gives_calls_and_serves_at_the_window(hall: Lobby):
    ticket = commands.receive(hall.clerk, hall.clerk.unit, queue=hall.queue["X"], now=hall.now)
    assert (ticket.state, ticket.source, ticket.number) == ("serving", "window", "X001")
    hall.after(minutes=7)
    commands.finish(hall.clerk, ticket.id, now=hall.now)
    assert [each["act"] for each in book(hall)][-4:] == ["issue", "call_next", "start", "finish"]
    waits = hall.take()
    urgent = commands.receive(
        hall.clerk, hall.clerk.unit, queue=hall.queue["X"], reason="只问一句", now=hall.now
    )
    assert urgent.state == "serving"
    assert deviations(book(hall))[0].first == waits.id
    holds()


def test_only_whoever_sits_there_acts_at_a_window(hall: Lobby):
    ticket = hall.take()
    assert refusal(lambda: commands.call_next(hall.other, hall.clerk.unit, now=hall.now)) == "not_permitted"
    assert refusal(lambda: commands.call_next(NOBODY, hall.clerk.unit, now=hall.now)) == "not_permitted"
    hall.called()
    assert refusal(lambda: commands.start(hall.other, ticket.id, now=hall.now)) == "not_permitted"
    assert refusal(lambda: commands.finish(hall.clerk, ticket.id, now=hall.now)) == "ticket_state"


@pytest.mark.rule("R-077")
def test_beyond_its_hours_a_hall_gives_no_tickets_by_itself_and_a_window_says_why_it_opens(hall: Lobby):
    hall.ground.now = at(3, 7, 9)  # a Saturday
    assert refusal(hall.take) == "hall_closed"
    assert refusal(hall.open) == "beyond_hours"
    commands.open_window(hall.clerk, hall.clerk.unit, reason="假日预约", now=hall.now)
    slot = (at(3, 7, 9), at(3, 7, 9, 30))
    ticket = hall.take(booking=Booked(9, *slot, "holiday"))
    commands.start(hall.clerk, hall.called().id, now=hall.now)
    hall.after(minutes=25)
    commands.finish(hall.clerk, ticket.id, now=hall.now)
    assert queries.extended(hall.hall, since=hall.now.date(), until=hall.now.date())[0].minutes == 25


@pytest.mark.rule("R-077", "R-068")
def test_a_window_with_hours_of_its_own_is_opened_beyond_them_with_a_reason_and_what_it_serves_is_logged(
    hall: Lobby,
):
    counter = Counter(hall.clerk.unit, hall.hall, "990100")
    mornings = [[Period(time(9), time(10))]] * 5 + [[], []]
    workdays.set_window_hours(SETUP, counter, mornings, now=hall.now)
    hall.ground.now = at(3, 3, 9, 50)
    hall.open()
    ticket = hall.take()
    commands.start(hall.clerk, hall.called().id, now=hall.now)
    hall.after(minutes=25)
    commands.finish(hall.clerk, ticket.id, now=hall.now)
    (found,) = queries.extended(hall.hall, since=hall.now.date(), until=hall.now.date())
    assert found.minutes == 15, "the hall is open until 11:30, the window was until ten"
    commands.close_window(hall.clerk, hall.clerk.unit, now=hall.now)
    assert refusal(hall.open) == "beyond_hours"
    commands.open_window(hall.clerk, hall.clerk.unit, reason="延时服务", now=hall.now)
    hall.take()
    holds()


def test_what_was_altered_behind_the_book_is_found(hall: Lobby):
    ticket = hall.take()
    rows("UPDATE reception_ticket SET rank_at = rank_at - interval '1 hour' WHERE id = %s", ticket.id)
    assert [each.what for each in commands.verify_floors()] == [
        f"its lines say otherwise: ticket {ticket.id} rank_at"
    ]


def test_the_moment_of_a_line_is_never_before_the_one_before_it(hall: Lobby):
    hall.take()
    hall.after(minutes=-3)
    later = hall.take()
    assert later.arrived_at == hall.now + timedelta(minutes=3)
    assert replay(book(hall)).wrong == []
    assert SETUP.name == "set-up"


@pytest.mark.rule("R-055", "R-159")
def test_who_left_a_telephone_is_told_once_when_three_are_ahead(hall: Lobby):
    rows("DELETE FROM ledger_todo")
    people = [hall.take() for _ in range(5)]
    told = hall.take(phone="13800000001")
    near = hall.take(phone="13800000002")
    sent = []
    for _ in range(5):
        hall.served(minutes=1)
        hall.ground.catch_up()
        ((count,),) = rows("SELECT count(*) FROM messages_message WHERE event = 'ticket_near'")
        sent.append(count)
    assert sent == [0, 1, 2, 2, 2]
    assert (
        rows("SELECT told_near FROM reception_ticket WHERE id = ANY (%s)", [told.id, near.id])
        == [(True,)] * 2
    )
    text = opened(Message.objects.filter(event="ticket_near").order_by("id")[0])["sms"]
    assert "X006" in text
    assert "前面还有 3 位" in text
    assert people[0].told_near, "who has so few ahead reads it there and then"
    holds()


def test_a_telephone_lies_sealed_and_is_in_no_line(hall: Lobby):
    ticket = hall.take(phone="13800000001", question="怎样办食品经营许可")
    assert queries.ticket(ticket.token, now=hall.now).question == "怎样办食品经营许可"
    ((stored, body),) = rows(
        "SELECT t.phone_sealed, l.body FROM reception_ticket t JOIN ledger_line l ON l.act = 'issue' WHERE t.id = %s",
        ticket.id,
    )
    assert b"13800000001" not in bytes(stored)
    assert "13800000001" not in body
    assert "食品" not in body
    assert ticket.has_phone


def test_an_act_costs_a_handful_of_statements(hall: Lobby, django_assert_num_queries: Any):
    for _ in range(3):
        hall.take()
    with django_assert_num_queries(6):  # two of them the savepoint, for a transaction's begin and end
        hall.take()
    with django_assert_num_queries(7):
        called = hall.called()
    with django_assert_num_queries(7):
        commands.start(hall.clerk, called.id, now=hall.now)
    with django_assert_num_queries(8):
        commands.finish(hall.clerk, called.id, now=hall.now)
    with django_assert_num_queries(5):
        queries.floor(hall.hall, now=hall.now)
    waits = hall.take()
    with django_assert_num_queries(2):
        queries.ticket(waits.token, now=hall.now)


def test_a_queue_is_amended_by_the_office_of_its_hall_and_who_waits_stays(hall: Lobby):
    waits = hall.take()
    assert (
        refusal(lambda: commands.amend_queue(hall.clerk, hall.queue["X"], name="别名", now=hall.now))
        == "not_permitted"
    )
    commands.amend_queue(SETUP, hall.queue["X"], windows=[hall.other.unit], now=hall.now)
    assert hall.next() is None
    assert hall.called(hall.other).id == waits.id
    commands.amend_queue(SETUP, hall.queue["X"], active=False, now=hall.now)
    assert refusal(hall.take) == "no_such_queue"
