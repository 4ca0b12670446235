"""A number on a telephone: taken, followed, given up or used, rated; and the hall as it is now."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from counter import BANNER, Counter, seen
from town import SETUP
from yimen.modules.evaluation import queries as ratings
from yimen.modules.ledger import commands as ledger
from yimen.modules.messages.models import Message
from yimen.modules.people import queries as people
from yimen.modules.reception import commands, queries
from yimen.modules.reception.models import Ticket
from yimen.rules.actors import NOBODY
from yimen.wiring.live.faces import FACES

pytestmark = pytest.mark.rule("R-055", "R-220")
Counted = Callable[[int], AbstractContextManager[Any]]


@dataclass
class Hall:
    """The city's hall with one queue and a window that calls from it."""

    counter: Counter
    visitor: Client
    id: int
    code: str
    queue: int

    @property
    def lin(self) -> Any:
        return self.counter.hall.actor("lin")

    @property
    def now(self) -> Any:
        return self.counter.now

    def take(self, **told: Any) -> str:
        answer = self.visitor.post(f"/halls/{self.code}/ticket/", {"queue": self.queue, **told})
        assert answer.status_code == 302, seen(answer)
        return str(answer.headers["Location"])

    def open(self) -> None:
        commands.open_window(self.lin, self.lin.unit, now=self.now)

    def next(self) -> Any:
        return commands.call_next(self.lin, self.lin.unit, now=self.now)

    def serve(self) -> None:
        card = self.next()
        commands.start(self.lin, card.id, now=self.now)
        commands.finish(self.lin, card.id, now=self.now)


@pytest.fixture
def hall(counter: Counter) -> Hall:
    lin = counter.hall.actor("lin")
    queue = commands.create_queue(
        SETUP,
        lin.hall,
        "A",
        name="综合业务",
        name_en="General",
        windows=[lin.unit],
        items=[BANNER],
        now=counter.now,
    )
    unit = people.unit(lin.hall)
    assert unit is not None
    return Hall(counter, Client(headers={"accept-language": "en"}), lin.hall, unit.code, queue)


def words(hall: Hall, path: str) -> str:
    return seen(hall.visitor.get(path))


def test_a_number_is_taken_by_phone_and_its_page_says_what_is_known_and_no_more(hall: Hall) -> None:
    first = hall.take()
    page = words(hall, first)
    assert re.search(r"Your number A001 General .*Ahead of you 0", page)
    assert "no estimate yet" in page
    assert "none open yet" in page
    hall.open()
    assert "Windows 1" in words(hall, first)
    second = hall.take()
    assert "Ahead of you 1" in words(hall, second)
    hall.next()
    assert "Please go to window 1" in words(hall, first)
    assert "Ahead of you 0" in words(hall, second)


def test_by_item_or_by_ones_own_words(hall: Hall) -> None:
    page = hall.visitor.get(f"/halls/{hall.code}/ticket/?q=xuanchuan").content.decode()
    assert f'name="item" value="{BANNER}"' in page
    answer = hall.visitor.post(f"/halls/{hall.code}/ticket/", {"item": BANNER, "q": "挂横幅"})
    ticket = queries.ticket(answer.headers["Location"].split("/")[2], now=hall.now)
    assert (ticket.item, ticket.queue, ticket.source, ticket.question) == (
        BANNER,
        hall.queue,
        "phone",
        "挂横幅",
    )
    assert "Nothing found by these words" in words(hall, f"/halls/{hall.code}/ticket/?q=龘靐齉")


def test_one_telephone_holds_no_more_than_it_needs(hall: Hall) -> None:
    first = hall.take()
    hall.take()
    answer = hall.visitor.post(f"/halls/{hall.code}/ticket/", {"queue": hall.queue})
    assert answer.status_code == 409
    assert "already holds 2 tickets" in answer.content.decode()
    assert "You already hold" in answer.content.decode()
    hall.visitor.post(f"{first}cancel/")
    assert "Given up" in words(hall, first)
    hall.take()
    assert hall.visitor.post(f"{first}cancel/").status_code == 409


def test_where_no_numbers_are_given_none_are_offered(hall: Hall) -> None:
    hall.take()
    for path in ("/halls/village/now/", "/halls/village/ticket/"):
        page = words(hall, path)
        assert "Please go straight to any window." in page
        assert "No window is open" not in page
        assert "You already hold" not in page
        assert 'name="q"' not in hall.visitor.get(path).content.decode()
    assert "/halls/village/ticket/" not in hall.visitor.get("/halls/village/now/").content.decode()
    assert "You already hold A001" in words(hall, f"/halls/{hall.code}/ticket/")


def test_only_while_the_hall_is_open(hall: Hall) -> None:
    hall.counter.goes_to(timedelta(hours=12))
    answer = hall.visitor.post(f"/halls/{hall.code}/ticket/", {"queue": hall.queue})
    assert answer.status_code == 409
    assert "closed for today" in answer.content.decode()
    assert hall.visitor.get("/halls/nowhere/ticket/").status_code == 404
    assert hall.visitor.get("/tickets/nothing/").status_code == 404


def test_who_leaves_a_telephone_hears_once_that_few_are_ahead(hall: Hall) -> None:
    hall.open()
    for _ in range(5):
        commands.issue(NOBODY, hall.id, queue=hall.queue, source="kiosk", now=hall.now)
    mine = hall.take()
    assert hall.visitor.post(f"{mine}tell/", {"phone": "123"}).status_code == 422
    hall.visitor.post(f"{mine}tell/", {"phone": "13900001111"})
    assert "We text you when 3 are ahead." in words(hall, mine)
    hall.counter.goes_to(timedelta(minutes=5))
    for _ in range(4):
        hall.serve()
        while ledger.run_next(hall.now):
            pass
    (text,) = Message.objects.filter(event="ticket_near")
    assert b"13900001111" not in bytes(text.phone)
    assert b"13900001111" not in bytes(sealed_phone(mine))


@pytest.mark.rule("R-191")
def test_after_the_service_it_is_rated_once_and_silence_stays_silence(hall: Hall) -> None:
    hall.open()
    mine = hall.take()
    assert "How was it?" not in words(hall, mine)
    assert hall.visitor.post(f"{mine}rate/", {"level": "5"}).status_code == 409
    hall.serve()
    page = words(hall, mine)
    assert "How was it?" in page
    assert "Very satisfied" in page
    today = hall.now.date()
    assert ratings.satisfaction_of(hall.id, today, today).percent is None
    assert hall.visitor.post(f"{mine}rate/", {"level": "7"}).status_code == 422
    hall.visitor.post(f"{mine}rate/", {"level": "4", "words": "很快"})
    assert "Thank you" in words(hall, mine)
    assert hall.visitor.post(f"{mine}rate/", {"level": "1"}).status_code == 409
    (card,) = ratings.latest(hall.id)
    assert (int(card.level), card.words, card.way.value) == (4, "很快", "ticket")


@pytest.mark.rule("R-191")
def test_the_link_for_rating_goes_by_text_to_whoever_wishes_it_and_left_a_telephone(hall: Hall) -> None:
    hall.open()
    mine, other = hall.take(phone="13900001111"), hall.take()
    hall.counter.goes_to(timedelta(minutes=1))
    hall.serve()
    hall.serve()
    ids = [queries.ticket(each.split("/")[2], now=hall.now).id for each in (mine, other)]
    assert [commands.text_rating_link(each, now=hall.now) for each in ids] == [True, False]
    commands.text_rating_link(ids[0], now=hall.now)
    assert Message.objects.filter(event="rate_service").count() == 1
    page = hall.visitor.get(f"{mine}?way=text").content.decode()
    assert 'name="way" value="text"' in page
    hall.visitor.post(f"{mine}rate/", {"level": "5", "way": "text"})
    assert ratings.latest(hall.id)[0].way.value == "text"


@pytest.mark.rule("R-076", "R-077")
def test_the_hall_now_says_who_waits_which_windows_are_open_and_who_is_away(hall: Hall) -> None:
    page = words(hall, f"/halls/{hall.code}/now/")
    assert "Open now" in page
    assert "No window is open" in page
    hall.open()
    hall.take()
    page = words(hall, f"/halls/{hall.code}/now/")
    assert re.search(r"A General 1 window calls 1 waits no estimate yet", page)
    until = hall.now + timedelta(minutes=30)
    mei = hall.counter.hall.town.staff["mei"]
    commands.pause_window(hall.lin, hall.lin.unit, reason="用餐", until=until, substitute=mei, now=hall.now)
    page = words(hall, f"/halls/{hall.code}/now/")
    assert "Windows that pause 1 用餐 · back at 09:30 梅青 stands in" in page
    hall.counter.goes_to(until)
    page = words(hall, f"/halls/{hall.code}/now/")
    assert (
        "Windows that pause 1 用餐 梅青 stands in" in page
    )  # who should be back and is not promises nothing
    commands.open_window(hall.lin, hall.lin.unit, now=hall.now)
    assert "Windows that pause" not in words(hall, f"/halls/{hall.code}/now/")
    assert "1 person waits now" in words(hall, "/")


def test_the_stream_tells_the_line_and_nothing_of_anybody(hall: Hall) -> None:
    hall.open()
    commands.issue(NOBODY, hall.id, queue=hall.queue, source="kiosk", phone="13900001111", now=hall.now)
    hall.take()
    hall.next()
    shown = FACES["line"](hall.code, hall.now)
    assert shown.parts == {"line": {"waiting": {"A": ["A002"]}, "called": {"A001": "1 called"}}}


def test_what_the_pages_cost(hall: Hall, django_assert_num_queries: Counted) -> None:
    hall.open()
    mine = hall.take()
    for path, statements in ((mine, 8), (f"/halls/{hall.code}/now/", 9), (f"/halls/{hall.code}/ticket/", 11)):
        hall.visitor.get(path)
        with django_assert_num_queries(statements):
            hall.visitor.get(path)


def sealed_phone(path: str) -> bytes:
    return bytes(Ticket.objects.get(token=path.split("/")[2]).phone_sealed)
