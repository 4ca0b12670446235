"""Call and case, joined: one page by which a window is opened, somebody called, served with what they bring, and asked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from counter import ADVERT, BANNER, Counter, digits, seen
from ground import rows
from town import SETUP
from yimen.modules.evaluation import queries as ratings
from yimen.modules.reception import commands, queries
from yimen.modules.reception.queries import contacts
from yimen.rules.actors import NOBODY
from yimen.rules.reception.contacts import End

pytestmark = pytest.mark.rule("R-055", "R-056", "S-42")
CALL = "/window/call/"
Counted = Callable[[int], AbstractContextManager[Any]]


@dataclass
class Front:
    """林晓's window with its queue, and her page."""

    counter: Counter
    client: Client
    hall: int
    queue: int

    @property
    def window(self) -> int:
        return self.counter.hall.actor("lin").unit

    def take(self, **told: Any) -> Any:
        told = {"source": "kiosk", "queue": self.queue, **told}
        return commands.issue(NOBODY, self.hall, now=self.counter.now, **told)

    def act(self, name: str, **told: Any) -> Any:
        return self.client.post(f"{CALL}{name}/", told)

    def sees(self) -> str:
        return seen(self.client.get(CALL))

    def state(self, ticket: Any) -> str:
        return queries.ticket(ticket.token, now=self.counter.now).state

    def after(self, **span: float) -> None:
        self.counter.goes_to(timedelta(**span))


@pytest.fixture
def front(counter: Counter) -> Front:
    lin = counter.hall.actor("lin")
    queue = commands.create_queue(
        SETUP, lin.hall, "A", name="综合业务", name_en="General", windows=[lin.unit], now=counter.now
    )
    return Front(counter, counter.client("lin"), lin.hall, queue)


def opened(front: Front) -> Front:
    assert front.act("open").status_code == 302
    return front


def serving(front: Front, **told: Any) -> Any:
    opened(front)
    ticket = front.take(**told)
    front.act("next")
    front.act("start")
    assert front.state(ticket) == "serving"
    return ticket


def test_a_window_is_opened_calls_serves_finishes_asks_and_calls_the_next(front: Front) -> None:
    assert "Your window is closed" in front.sees()
    opened(front)
    assert "Nobody waits for this window." in front.sees()
    first, second = front.take(), front.take()
    assert "Next is A001: General" in front.sees()
    front.act("next")
    assert front.state(first) == "called"
    assert "They are here F8" in front.sees()
    front.act("start")
    front.after(minutes=7)
    front.act("finish", end="handled")
    assert front.state(first) == "served"
    page = front.sees()
    assert "A001 is done 7 min" in page
    assert "Ask how it was" in page
    assert f"/window/rate/{first.token}/" in front.client.get(CALL).content.decode()
    front.act("next")
    assert front.state(second) == "called"
    assert "A001 is done" not in front.sees()


def test_nobody_is_skipped_before_the_last_call(front: Front) -> None:
    opened(front)
    ticket = front.take()
    front.act("next")
    assert "called 1 of 3 times" in front.sees()
    assert front.act("skip").status_code == 409
    front.act("recall")
    front.act("recall")
    assert "Did not come K" in front.sees()
    front.act("skip")
    assert front.state(ticket) == "no_show"
    assert "They are back A001" in front.sees()
    front.act("reactivate", ticket=ticket.id)
    assert front.state(ticket) == "waiting"


def test_out_of_turn_only_with_a_reason(front: Front) -> None:
    opened(front)
    front.take()
    second = front.take()
    assert front.act("out-of-turn", ticket=second.id, reason=" ").status_code == 422
    assert front.state(second) == "waiting"
    front.act("out-of-turn", ticket=second.id, reason="行动不便")
    assert front.state(second) == "called"
    (deviation,) = queries.deviations(front.hall, front.counter.now.date())
    assert deviation.reason == "行动不便"


def test_somebody_is_set_aside_passed_on_and_merged(front: Front) -> None:
    serving(front)
    other = front.take()
    front.act("merge", other=[other.id])
    assert front.state(other) == "held"
    front.act("hold", reason="去补一张照片")
    assert "Set aside, or did not come" in front.sees()
    ticket = front.take()
    front.act("next")
    assert front.act("transfer", to=f"queue-{front.queue}", reason="").status_code == 422
    front.act("transfer", to=f"queue-{front.queue}", reason="应在另一窗口办理")
    assert front.state(ticket) == "waiting"


@pytest.mark.rule("R-076")
def test_a_pause_says_why_until_when_and_who_stands_in(front: Front) -> None:
    opened(front)
    mei = front.counter.hall.town.staff["mei"]
    front.act("pause", reason="用餐", until="12:30", substitute=mei)
    page = front.sees()
    assert "Paused 用餐 · until 12:30 · 梅青 stands in" in page
    assert "Back at the window P" in page
    stand_in = front.counter.client("mei")
    assert "Stand in at window" in seen(stand_in.get(CALL))
    front.act("open")
    assert "Pause P" in front.sees()


@pytest.mark.rule("R-068")
def test_closing_with_somebody_unfinished_asks_and_nobody_is_sent_away(front: Front) -> None:
    ticket = serving(front)
    assert "I stay until they are done" in front.sees()
    assert front.act("close").status_code == 409
    front.act("close", way="extend")
    assert "Closes after this visitor" in front.sees()
    front.act("finish", end="handled")
    assert front.state(ticket) == "served"
    assert "Your window is closed" in front.sees()


@pytest.mark.rule("R-068")
def test_or_they_come_back_with_a_booking(front: Front) -> None:
    ticket = serving(front)
    assert front.act("close", way="booked").status_code == 422
    front.act("close", way="booked", booking="3851204769")
    assert front.state(ticket) == "served"
    assert "Your window is closed" in front.sees()


@pytest.mark.rule("R-056")
def test_without_machines_a_visit_begins_at_the_window(front: Front) -> None:
    opened(front)
    front.act("receive", question="怎么办营业执照")
    page = front.sees()
    assert "A001" in page
    assert "怎么办营业执照" in page
    front.act("finish", end="answered", answer="说明了材料和程序")
    (contact,) = contacts.register(front.counter.hall.actor("lin"), front.hall).results
    assert (contact.end, contact.question, contact.first_name) == (End.ANSWERED, "怎么办营业执照", "林晓")


@pytest.mark.rule("R-056")
def test_a_number_is_given_at_the_window(front: Front) -> None:
    opened(front)
    front.act("issue", queue=front.queue, phone="13900001111")
    assert "Number A001 was given." in front.sees()
    assert front.act("issue", queue=front.queue, phone="12345").status_code == 422


@pytest.mark.rule("R-051")
def test_a_service_ends_in_an_allowed_way_or_not_at_all(front: Front) -> None:
    ticket = serving(front)
    for wrong in (
        {"end": ""},
        {"end": "unknown"},
        {"end": "answered", "answer": "不清楚"},
        {"end": "not_our_remit"},
    ):
        assert front.act("finish", **wrong).status_code == 422
    assert front.state(ticket) == "serving"
    front.act("finish", end="not_our_remit", body="市公积金中心，12329")
    assert front.state(ticket) == "served"


@pytest.mark.rule("R-079", "R-057")
def test_who_comes_with_something_pre_registered_is_served_without_retyping(front: Front) -> None:
    number = front.counter.send_in(ADVERT)
    person = _applicant(number)
    opened(front)
    ticket = front.take(person=person)
    assert f"comes with {number}, Pre-registered" in front.sees()
    front.act("next")
    front.act("start")
    answer = front.client.post(f"{CALL}case/", {"number": number})
    assert answer.headers["Location"] == f"/window/cases/{number}/receive/"
    bar = front.client.get(answer.headers["Location"])
    assert "is being served at your window" in bar.content.decode()
    assert queries.cases_of_ticket(ticket.id) == (digits(number),)
    front.act("finish", end="registered", case=number)
    (followed,) = contacts.followed(front.counter.hall.actor("lin"))
    assert followed.case_number == digits(number)


def test_who_is_known_is_filled_in_and_the_case_taken_in_belongs_to_the_visit(front: Front) -> None:
    number = front.counter.send_in(ADVERT)
    ticket = serving(front, person=_applicant(number))
    page = front.client.get(f"/window/new/{BANNER}/").content.decode()
    assert 'value="王小明"' in page
    assert front.state(ticket) == "serving"


def test_others_of_the_hall_have_no_window_to_call_from(front: Front) -> None:
    assert front.counter.client("he").get(CALL).status_code == 404
    assert front.counter.client("supervisor").get(CALL).status_code == 404
    assert front.client.post(f"{CALL}dance/").status_code == 404
    assert front.client.get(f"{CALL}at/{front.counter.hall.actor('mei').unit}/").status_code == 404


def test_what_the_page_costs(front: Front, django_assert_num_queries: Counted) -> None:
    serving(front)
    for _ in range(5):
        front.take(item=BANNER)
    front.client.get(CALL)
    with django_assert_num_queries(18):
        front.client.get(CALL)
    with django_assert_num_queries(9):
        front.client.get(CALL, headers={"hx-request": "true"})


@pytest.mark.rule("R-191")
def test_the_second_screen_asks_once_and_thanks(front: Front) -> None:
    ticket = serving(front)
    screen = Client(headers={"accept-language": "en"})
    assert "once you have been served" in seen(screen.get(f"/window/rate/{ticket.token}/"))
    assert "at your service" in seen(front.client.get("/window/rate/"))
    front.act("finish", end="handled")
    assert "How was it?" in seen(front.client.get("/window/rate/"))
    page = seen(screen.get(f"/window/rate/{ticket.token}/"))
    assert all(each in page for each in ("Very satisfied", "Basically satisfied", "Very dissatisfied"))
    assert "Thank you" in seen(screen.post(f"/window/rate/{ticket.token}/", {"level": "5"}))
    assert screen.post(f"/window/rate/{ticket.token}/", {"level": "1"}).status_code == 409
    assert int(ratings.rating_of(ticket.id) or 0) == 5
    assert "They have said how it was" in front.sees()
    assert "Thank you" in seen(front.client.get("/window/rate/"))


def _applicant(number: str) -> int:
    return rows(
        "SELECT p.person FROM cases_party p JOIN cases_case c ON c.id = p.case_id WHERE c.number = %s AND p.role = 'applicant'",
        digits(number),
    )[0][0]
