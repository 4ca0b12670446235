"""The day book: the page and the printed book are one list, with what was returned or not accepted in it (R-141)."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO

import pypdf
import pytest

from counter import ADVERT, TRADER, Counter, in_order, piece, seen

pytestmark = pytest.mark.rule("R-141", "R-078")

Counted = Callable[[int], AbstractContextManager[object]]


def printed(counter: Counter, who: str = "lin", **asked: object) -> str:
    """The book in plain words, white space gone."""
    response = counter.client(who).get("/window/day-book/printed/", asked)
    assert response["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(BytesIO(response.content)).pages
    return re.sub(r"\s+", "", "".join(each.extract_text() for each in pages))


def busy(counter: Counter) -> list[str]:
    """A day on which everything happens once: taken in, accepted, returned, declined, withdrawn."""
    numbers = [counter.take_in() for _ in range(4)]
    counter.act("lin", numbers[0], "accept")
    counter.act("lin", numbers[1], "decline", why="no_approval_needed", text="不需要许可")
    counter.act("lin", numbers[2], "withdraw", text="改期")
    lacking = counter.take_in(submitted=(piece("design"),))
    counter.act("lin", lacking, "return", ground="main_missing", text="缺少主件。")
    return [*numbers, lacking]


def test_the_book_holds_every_matter_of_the_day_in_order_whatever_became_of_it(counter: Counter) -> None:
    numbers = busy(counter)
    text = seen(counter.client().get("/window/day-book/"))
    assert in_order(text, *numbers)
    for state in ("Accepted", "Not accepted", "Withdrawn", "Returned", "Received"):
        assert state in text, state


def test_the_printed_book_is_the_same_list(counter: Counter) -> None:
    numbers = busy(counter)
    shown = re.findall(r"990100-\d{8}-\d{5}-\d", seen(counter.client().get("/window/day-book/")))
    book = printed(counter)
    found = re.findall(r"990100-\d{8}-\d{5}-\d", book)
    assert found == shown == numbers
    assert "收件登记簿" in book
    assert "共5件" in book
    for word in ("未受理", "已撤回", "退回", "林晓", "王**"):
        assert word in book, word
    assert "王小明" not in book


def test_another_day_and_another_window_have_books_of_their_own(counter: Counter) -> None:
    mine = counter.take_in()
    theirs = counter.take_in(TRADER, who="mei")
    today = counter.now.date()
    counter.goes_to(counter.now + timedelta(days=1))
    next_day = counter.take_in()
    client = counter.client()
    window = counter.hall.town.unit["window-2"]

    def book(**asked: object) -> str:
        return seen(client.get("/window/day-book/", asked))

    assert next_day in book()
    assert mine not in book()
    assert mine in book(on=today.isoformat())
    assert theirs not in book(on=today.isoformat())
    assert theirs in book(on=today.isoformat(), window=window)
    assert in_order(book(on=today.isoformat(), window=0), mine, theirs)
    assert "Nothing was taken in on this day" in book(on="2026-01-05")


def test_what_came_online_is_in_the_book_from_the_day_it_was_received(counter: Counter) -> None:
    online = counter.send_in()
    waiting = counter.send_in(ADVERT)
    text = seen(counter.client().get("/window/day-book/", {"window": 0}))
    assert online in text
    assert "by itself, online" in text
    assert waiting not in text  # pre-registered only: nothing was received yet


def test_a_date_that_is_none_is_today(counter: Counter) -> None:
    number = counter.take_in()
    assert number in seen(counter.client().get("/window/day-book/?on=gestern&window=x"))


def test_the_book_of_a_day_costs_twelve_statements(
    counter: Counter, django_assert_num_queries: Counted
) -> None:
    busy(counter)
    client = counter.client()
    client.get("/window/day-book/")
    # session, time, actor; lines of the day, cards, applicants, staff; window, hall, tally, unread, windows
    with django_assert_num_queries(12):
        client.get("/window/day-book/")


def test_another_hall_has_nothing_of_it(counter: Counter) -> None:
    number = counter.take_in()
    for window in (0, counter.hall.town.unit["window-1"]):
        assert number not in seen(counter.client("li").get("/window/day-book/", {"window": window}))
        assert number not in printed(counter, "li", window=window)


def test_reception_reads_the_book(counter: Counter) -> None:
    number = counter.take_in()
    assert number in seen(counter.client("he").get("/window/day-book/"))
