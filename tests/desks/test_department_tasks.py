"""My tasks: what I hold, what is free, what rests; and taking one with one key."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from section import Section
from yimen.modules.cases import queries as cases
from yimen.modules.ledger import commands as ledger
from yimen.modules.messages import queries as messages

pytestmark = pytest.mark.rule("R-110", "R-122", "R-125", "R-026")

TASKS = "/department/"


def text(client: Client, address: str = TASKS) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def numbers(client: Client, address: str) -> list[str]:
    """The cases of the list in their order."""
    page = client.get(address).content.decode()
    return list(dict.fromkeys(re.findall(r"/department/cases/([\d-]{20,})/\?task=", page)))


def test_a_step_is_free_until_somebody_takes_it(section: Section) -> None:
    free, mine, theirs = section.accepted(), section.taken(), section.taken("zhou")
    client = section.counter.client("zhao")
    assert numbers(client, f"{TASKS}?whose=free") == [free]
    assert numbers(client, f"{TASKS}?whose=mine") == [mine]
    page = text(client)
    assert "位置与效果审查" in page  # the step by the name its item gives it
    assert "林晓" in page  # who accepted it
    assert "王**" in page
    assert "王小明" not in page
    assert theirs not in page


def test_the_most_urgent_comes_first_by_the_limit_of_its_step(section: Section) -> None:
    early = section.taken()
    section.counter.goes_to(section.counter.now + timedelta(days=3))  # Thursday: its two days are over
    late = section.taken()
    client = section.counter.client("zhao")
    assert numbers(client, TASKS) == [early, late]
    page = client.get(TASKS).content.decode()
    assert re.findall(r'<tr class="ym-(\w+)">', page) == ["red", "green"]
    assert "1 of yours is overdue. Begin with it." in page
    assert numbers(client, f"{TASKS}?whose=mine&light=red") == [early]
    assert numbers(client, f"{TASKS}?whose=mine&light=none-such") == [early, late]


def test_one_key_takes_the_most_urgent_step_and_opens_it(section: Section) -> None:
    first = section.accepted()
    section.counter.goes_to(section.counter.now + timedelta(days=1))
    section.accepted()
    client = section.counter.client("zhao")
    assert 'data-key="T"' in client.get(TASKS).content.decode()
    response = client.post(f"{TASKS}next/", {"idempotency_key": "k1"})
    assert response.headers["Location"] == f"/department/cases/{first}/"
    assert section.view(first).card.tasks[-1].staff_name == "赵敏"


def test_when_nothing_is_free_nothing_is_taken(section: Section) -> None:
    section.taken("zhou")
    client = section.counter.client("zhao")
    response = client.post(f"{TASKS}next/", follow=True)
    assert "Nothing is free now" in response.content.decode()
    assert "You hold nothing now" in text(client, f"{TASKS}?whose=mine")


def test_what_rests_is_listed_apart_with_the_day_it_was_told_to_end(section: Section) -> None:
    number = section.taken()
    assert "Nothing rests" in text(section.counter.client("zhao"), f"{TASKS}?whose=resting")
    section.counter.act(
        "zhao",
        number,
        "suspend",
        reason="expert_review",
        needed={"n": 5, "unit": "working_day"},
        text="专家评审",
    )
    client = section.counter.client("zhou")  # whoever shares the desk sees it
    page = text(client, f"{TASKS}?whose=resting")
    assert number in page
    assert "Expert review" in page
    assert "9 March" in page


def test_whoever_accepted_a_case_is_told_to_hand_it_over(section: Section) -> None:
    section.hire_for_both()
    number = section.accepted(who="both")
    client = section.counter.client("both")
    assert "yourself: hand it over" in text(client, f"{TASKS}?whose=free")
    client.post(f"{TASKS}next/")
    assert section.view(number).card.tasks[-1].staff is None


def test_a_reviewer_is_not_shown_decisions_and_a_decider_is(section: Section) -> None:
    number = section.surveyed()
    assert numbers(section.counter.client("zhao"), f"{TASKS}?whose=free") == []
    assert numbers(section.counter.client("qian"), f"{TASKS}?whose=free") == [number]


def test_pages_follow_each_other_without_a_gap(section: Section, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases.tasks, "__kwdefaults__", {**cases.tasks.__kwdefaults__, "size": 2})
    made = [section.accepted(name=name) for name in ("王一", "王二", "王三")]
    client = section.counter.client("zhao")
    first = client.get(f"{TASKS}?whose=free").content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = numbers(client, TASKS + following[1].replace("&amp;", "&"))
    assert [*numbers(client, f"{TASKS}?whose=free"), *second] == made
    assert client.get(f"{TASKS}?after=invented").status_code == 422


def test_the_page_costs_eleven_statements_however_much_lies_there(
    section: Section, django_assert_num_queries: Any
) -> None:
    client = section.counter.client("zhao")
    for _ in range(3):
        section.taken()
        with django_assert_num_queries(11):
            client.get(TASKS)


@pytest.mark.rule("R-162")
@pytest.mark.parametrize(("who", "status"), [("zhao", 200), ("qian", 200), ("lin", 404), ("supervisor", 404)])
def test_the_desk_is_there_for_reviewers_and_deciders_alone(section: Section, who: str, status: int) -> None:
    client = section.counter.client(who)
    for address in ("", "cases/", "colleagues/", "messages/"):
        assert client.get(f"{TASKS}{address}").status_code == status, address
    assert client.post(f"{TASKS}next/").status_code == (302 if status == 200 else 404)


def test_whoever_is_not_signed_in_is_led_to_the_door_and_back(section: Section) -> None:
    response = Client().get(f"{TASKS}?whose=free")
    assert response.headers["Location"] == "/sign-in/?next=/department/%3Fwhose%3Dfree"
    assert Client().post(f"{TASKS}next/").status_code == 401


# -- finding ----


@pytest.mark.parametrize("asked", ["number", "digits", "王小明", "11010519491231002X", "13812345678"])
def test_a_case_is_found_by_number_name_identity_number_or_telephone(section: Section, asked: str) -> None:
    number = section.accepted()
    section.accepted(name="李桂芳", id_number="990100197804150626", phone="13900003333")
    word = {"number": number, "digits": number.replace("-", "")}.get(asked, asked)
    page = text(section.counter.client("zhao"), f"{TASKS}cases/?q={word}")
    assert page.count("990100-2026") == 1
    assert number in page


def test_what_is_not_found_says_what_to_try(section: Section) -> None:
    section.accepted()
    client = section.counter.client("zhao")
    assert "Nothing found" in text(client, f"{TASKS}cases/?q=无此人")
    assert "No cases here" in text(client, f"{TASKS}cases/?state=archived")


@pytest.mark.rule("R-160")
def test_what_the_house_tells_is_read_and_marked(section: Section) -> None:
    number = section.taken()
    section.counter.goes_to(datetime(2026, 3, 5, 9, 30, tzinfo=section.counter.now.tzinfo))
    while ledger.run_next(now=section.counter.now):
        pass
    client = section.counter.client("zhao")
    actor = section.counter.hall.actor("zhao")
    shown = text(client, f"{TASKS}messages/")
    assert number in shown
    waiting = [each.id for each in messages.inbox(actor).results if each.unread]
    assert waiting
    assert client.post(f"{TASKS}messages/", {"read": waiting}).status_code == 302
    assert messages.unread_count(actor) == 0
    assert "unread" not in text(client)
