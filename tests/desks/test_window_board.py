"""The morning board and the search: what waits at a window, the most urgent first (R-122)."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from conftest import MONDAY
from counter import ADVERT, TRADER, Counter, digits, in_order, seen, three_at
from yimen.modules.ledger import queries as ledger
from yimen.modules.people import queries as people
from yimen.modules.workdays import queries as workdays

pytestmark = pytest.mark.rule("R-122", "R-120", "R-121", "S-03")

Counted = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(scope="module")
def build() -> Callable[[], Counter]:
    return lambda: three_at(MONDAY)


def test_overdue_come_first_then_what_is_due_within_three_days_then_the_others(counter: Counter) -> None:
    text = seen(counter.client().get("/window/"))
    late, soon, fresh = (counter.numbers[key] for key in ("late", "soon", "fresh"))
    rows = text[text.index("Pending cases") :]
    assert in_order(rows, "Overdue", late, "Due within 3 working days", soon, "In time", fresh)
    assert "over" in text
    assert "5 working days left" in text


@pytest.mark.rule("R-121")
def test_a_red_once_earned_stands_with_the_overdue_ones_though_its_clock_rests(counter: Counter) -> None:
    late, soon = counter.numbers["late"], counter.numbers["soon"]
    task = counter.hall.task("zhao", digits(late), "review")
    counter.act("zhao", late, "take_task", task=task)
    resting = {"reason": "expert_review", "needed": {"n": 5, "unit": "working_day"}, "text": "需组织专家评审"}
    counter.act("zhao", late, "suspend", task=task, **resting)
    text = seen(counter.client().get("/window/"))
    rows = text[text.index("Pending cases") :]
    assert in_order(rows, "Overdue", late, "Due within 3 working days", soon)
    assert rows.count(late) == rows.count(soon)


def test_an_overdue_row_is_red_in_more_than_colour(counter: Counter) -> None:
    page = counter.client().get("/window/").content.decode()
    row = page[page.index('<tr class="ym-red">') :].partition("</tr>")[0]
    assert counter.numbers["late"] in row
    assert 'ym-light-red"' in row


def test_a_row_masks_the_applicant_and_says_whom_it_waits_for(counter: Counter) -> None:
    text = seen(counter.client().get("/window/"))
    assert "李**" in text
    assert "李春梅" not in text
    assert "云岫市城市管理局" in text


def test_the_button_of_a_row_is_the_next_step_and_where_others_work_there_is_only_a_look(
    counter: Counter,
) -> None:
    page = counter.client().get("/window/").content.decode()
    assert f'href="/window/cases/{counter.numbers["fresh"]}/answer/"' in page
    assert f'href="/window/cases/{counter.numbers["late"]}/"' in page
    assert f'/cases/{counter.numbers["late"]}/answer/"' not in page


def test_the_counters_count_by_light_and_lead_to_their_rows(counter: Counter) -> None:
    client = counter.client()
    page = client.get("/window/").content.decode()
    for light in ("red", "yellow", "green"):
        assert f'href="/window/?light={light}"' in page
    red = seen(client.get("/window/?light=red"))
    assert counter.numbers["late"] in red
    assert counter.numbers["fresh"] not in red


def test_whoever_looks_at_the_whole_hall_does_so_until_they_choose_otherwise(counter: Counter) -> None:
    other = counter.take_in(TRADER, who="mei")
    client = counter.client()
    assert other not in seen(client.get("/window/"))
    assert other in seen(client.get("/window/?scope=hall"))
    assert other in seen(client.get("/window/"))
    assert other not in seen(client.get("/window/?scope=window"))
    assert "Nothing waits here" in seen(client.get("/window/?scope=mine"))


def test_what_was_handed_over_to_me_is_mine(counter: Counter) -> None:
    number = counter.numbers["fresh"]
    task = counter.hall.task("lin", digits(number), "keep")
    counter.act("lin", number, "hand_over_task", task=task, to=counter.hall.town.staff["mei"])
    client = counter.client("mei")
    assert number in seen(client.get("/window/?scope=mine"))


def test_each_heap_holds_what_it_says(counter: Counter) -> None:
    lacking = counter.take_in(whole=False)
    counter.act("lin", lacking, "ask_supplement")
    online = counter.send_in(ADVERT)
    spot = counter.take_in(TRADER)
    counter.act("lin", spot, "accept")
    back = counter.take_in()
    counter.act("lin", back, "withdraw")
    client = counter.client()
    held = {
        "answer": counter.numbers["fresh"],
        "issue": spot,
        "await": lacking,
        "file": back,
    }
    for heap, number in held.items():
        text = seen(client.get(f"/window/to/{heap}/"))
        assert number in text, heap
        assert not any(other in text for other in held.values() if other != number), heap
    assert online in seen(client.get("/window/to/await/?scope=hall"))
    assert client.get("/window/to/nowhere/").status_code == 404


def test_the_board_costs_ten_statements_however_much_lies_on_it(
    counter: Counter, django_assert_num_queries: Counted
) -> None:
    client = counter.client()
    client.get("/window/")
    with django_assert_num_queries(
        10
    ):  # session, time, actor, window, hall, tally, messages; desk, cards, applicants
        client.get("/window/")
    for _ in range(4):
        counter.take_in()
    with django_assert_num_queries(10):
        client.get("/window/")


def test_a_fragment_is_the_board_alone_and_keeps_its_place(counter: Counter) -> None:
    client = counter.client()
    page = client.get("/window/?light=red", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert 'hx-get="/window/?light=red"' in page
    assert f'id="c{digits(counter.numbers["late"])}"' in page  # by which the focus finds its row again


def test_more_than_a_page_goes_on_by_its_cursor(counter: Counter) -> None:
    numbers = [*counter.numbers.values(), *(counter.take_in() for _ in range(29))]
    client = counter.client()
    first = client.get("/window/").content.decode()
    more = re.search(r'href="(\?after=[^"]+)"', first)
    assert more
    rest = client.get("/window/" + more[1].replace("&amp;", "&")).content.decode()
    assert sum(number in first for number in numbers) == 30
    assert sum(number in rest for number in numbers) == 2
    assert client.get("/window/?after=invented").status_code == 422


def opened(counter: Counter) -> list[int]:
    name = f"board:{counter.hall.town.unit['centre']}"
    book = next((id_ for id_, known in ledger.books() if known == name), None)
    return [line.actor or 0 for line in ledger.lines(book)] if book else []


def test_opening_the_board_is_a_line_once_a_day_each(counter: Counter) -> None:
    lin, mei = counter.hall.town.staff["lin"], counter.hall.town.staff["mei"]
    for client in (counter.client(), counter.client(), counter.client("mei")):
        client.get("/window/")
        client.get("/window/")
    assert opened(counter) == [lin, mei]
    counter.goes_to(counter.now + timedelta(days=1))
    counter.client().get("/window/")
    assert opened(counter) == [lin, mei, lin]


def test_other_pages_do_not_count_as_opening_the_board(counter: Counter) -> None:
    counter.client().get("/window/to/answer/")
    counter.client().get("/window/find/")
    assert opened(counter) == []


def test_the_report_names_the_windows_that_had_not_opened_their_board_by_opening_time(
    counter: Counter,
) -> None:
    centre = counter.hall.town.unit["centre"]
    tomorrow = counter.now.date() + timedelta(days=1)
    opens = workdays.hours(centre, "990100").periods(tomorrow)[0].opens
    opens_at = datetime.combine(tomorrow, opens, counter.now.tzinfo)
    counter.goes_to(opens_at - timedelta(minutes=20))
    counter.client().get("/window/")
    counter.goes_to(opens_at + timedelta(minutes=5))
    counter.client("mei").get("/window/")
    reports = people.boards(centre, opens_at=opens_at, now=counter.now)
    assert [(each.window.number, each.late) for each in reports] == [("1", False), ("2", True)]
    text = seen(counter.client("director").get("/window/openings/"))
    assert in_order(text, "Opened in time", "Not opened in time")


def test_whoever_is_not_signed_in_is_led_to_the_door(counter: Counter) -> None:
    from django.test import Client

    for path in ("/window/", "/window/find/", "/window/new/", "/window/day-book/"):
        response = Client().get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=/window/")


@pytest.mark.parametrize("who", ["zhao", "qian", "supervisor", "clerk-of-office"])
def test_to_those_of_other_desks_it_does_not_exist(counter: Counter, who: str) -> None:
    for path in ("/window/", "/window/find/", "/window/new/", "/window/day-book/", "/window/openings/"):
        assert counter.client(who).get(path).status_code == 404


@pytest.mark.parametrize("who", ["he", "director"])
def test_reception_and_director_read_the_board_and_take_nothing_in(counter: Counter, who: str) -> None:
    client = counter.client(who)
    page = client.get("/window/").content.decode()
    assert counter.numbers["late"] in page
    assert "/window/new/" not in page
    assert f"/cases/{counter.numbers['fresh']}/answer/" not in page
    assert client.get("/window/new/").status_code == 404


def test_the_agent_of_a_village_room_has_the_same_desk(counter: Counter) -> None:
    number = counter.take_in(TRADER, who="village-agent", channel="agent")
    page = counter.client("village-agent").get("/window/").content.decode()
    assert number in page
    assert "/window/new/" in page
    assert "石桥村便民服务室" in page


def test_another_hall_sees_nothing_of_it(counter: Counter) -> None:
    text = seen(counter.client("li").get("/window/?scope=hall"))
    assert not any(number in text for number in counter.numbers.values())


# finding


@pytest.mark.parametrize(
    "words",
    ["number", "digits", "李春梅", "李", "990100199003077763", "13900001111"],
    ids=lambda each: each[:6],
)
def test_a_case_is_found_by_number_name_identity_number_or_telephone(counter: Counter, words: str) -> None:
    number = counter.numbers["late"]
    words = {"number": number, "digits": digits(number)}.get(words, words)
    response = counter.client().post("/window/find/", {"q": words})
    assert response.status_code == 302
    assert response["Location"] == f"/window/cases/{number}/"


def test_several_are_listed_the_newest_first(counter: Counter) -> None:
    numbers = [counter.take_in() for _ in range(3)]
    text = seen(counter.client().post("/window/find/", {"q": "王小明"}))
    assert in_order(text, *reversed(numbers))


def test_many_go_on_by_their_cursor(counter: Counter) -> None:
    numbers = [counter.take_in() for _ in range(22)]
    client = counter.client()
    first = client.post("/window/find/", {"q": "王小明"}).content.decode()
    after = re.search(r'name="after" value="([^"]+)"', first)
    assert after
    rest = client.post("/window/find/", {"q": "王小明", "after": after[1]}).content.decode()
    assert numbers[0] in rest
    assert numbers[0] not in first


def test_what_is_looked_for_stands_in_no_address(counter: Counter) -> None:
    page = counter.client().get("/window/find/").content.decode()
    assert re.search(r'<form[^>]*role="search"[^>]*method="post"', page)


def test_nothing_found_says_how_to_look(counter: Counter) -> None:
    assert "No case of this hall was found" in seen(counter.client().post("/window/find/", {"q": "无此人"}))
    assert "Type, then press Enter" in seen(counter.client().get("/window/find/"))


def test_no_case_of_another_hall_is_found(counter: Counter) -> None:
    text = seen(counter.client("li").post("/window/find/", {"q": counter.numbers["late"]}))
    assert "No case of this hall was found" in text
