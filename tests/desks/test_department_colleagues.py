"""Who holds what, and handing it over several at once: nobody's absence stops a case."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from section import Section

pytestmark = pytest.mark.rule("R-177", "R-110", "R-114")

COLLEAGUES = "/department/colleagues/"


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def held(section: Section, number: str) -> str:
    return section.view(number).card.tasks[-1].staff_name


def hand(client: Client, who: int, to: object, *tasks: str, **told: Any) -> HttpResponse:
    return client.post(f"{COLLEAGUES}hand-over/", {"who": who, "to": to, "task": tasks, **told})


def word(section: Section, number: str, kind: str = "review") -> str:
    return f"{number}:{section.task(number, 'qian', kind)}"


def test_everybody_of_the_desk_is_shown_with_what_they_hold(section: Section) -> None:
    section.taken("zhou")
    section.counter.goes_to(section.counter.now + timedelta(days=3))
    section.taken("zhou")
    section.accepted()
    shown = words(section.counter.client("zhao").get(COLLEAGUES))
    assert re.search(r"周山 Reviewer · 市容科 1 Overdue 2", shown)
    assert re.search(r"赵敏 you Reviewer · 行政服务科 0", shown)
    assert re.search(r"Free taken by nobody yet 1", shown)
    for stranger in ("吴桐", "林晓", "郑直"):
        assert stranger not in shown


def test_what_a_colleague_holds_is_listed_the_most_urgent_first(section: Section) -> None:
    early = section.taken("zhou")
    section.counter.goes_to(section.counter.now + timedelta(days=1))
    late = section.taken("zhou")
    town = section.counter.hall.town
    page = section.counter.client("zhao").get(f"{COLLEAGUES}?who={town.staff['zhou']}").content.decode()
    assert re.findall(r'name="task" value="([\d-]+):\d+"', page) == [early, late]
    nobody = words(section.counter.client("zhao").get(f"{COLLEAGUES}?who={town.staff['qian']}"))
    assert "Holds nothing now" in nobody
    stranger = words(section.counter.client("zhao").get(f"{COLLEAGUES}?who={town.staff['wu']}"))
    assert "Choose somebody" in stranger


def test_several_steps_go_to_a_colleague_each_by_its_own_move(section: Section) -> None:
    town = section.counter.hall.town
    first, second, stays = section.taken("zhou"), section.taken("zhou"), section.taken("zhou")
    client = section.counter.client("zhao")
    response = hand(
        client,
        town.staff["zhou"],
        town.staff["zhao"],
        word(section, first),
        word(section, second),
        text="周山请假",
    )
    assert "2 steps were handed over." in words(response)
    assert [held(section, each) for each in (first, second, stays)] == ["赵敏", "赵敏", "周山"]
    last = section.view(first).lines[-1]
    assert (last.act, last.private["facts"]["text"]) == ("hand_over_task", "周山请假")
    assert section.sound(first)


def test_steps_go_back_to_the_desk_for_whoever_is_free(section: Section) -> None:
    town = section.counter.hall.town
    number = section.taken("zhou")
    hand(section.counter.client("zhao"), town.staff["zhou"], "desk", word(section, number))
    assert held(section, number) == ""


def test_what_did_not_go_is_named_with_its_reason(section: Section) -> None:
    town = section.counter.hall.town
    goes, decision, done = section.taken("zhou"), section.deciding(), section.taken("zhou")
    gone = word(section, done)
    section.finish(done, "zhou", text="同意。")
    tasks = (word(section, goes), word(section, decision, "decide"), gone, "990100-20260302-00099-9:1", "x")
    shown = words(hand(section.counter.client("qian"), town.staff["zhou"], town.staff["zhao"], *tasks))
    assert "1 step was handed over." in shown
    assert "These did not go" in shown
    assert re.search(rf"{decision}.*?Choose one from the list", shown)  # 赵敏 may not decide
    assert re.search(rf"{done}.*?That step is done", shown)
    assert held(section, goes) == "赵敏"
    assert held(section, decision) == "钱江"


def test_sent_twice_it_goes_once(section: Section) -> None:
    town = section.counter.hall.town
    number = section.taken("zhou")
    before = section.lines(number)
    client, task = section.counter.client("zhao"), word(section, number)
    for _ in range(2):
        shown = hand(client, town.staff["zhou"], town.staff["zhao"], task, idempotency_key="same")
        assert "1 step was handed over." in words(shown)
    assert section.lines(number) == before + 1


def test_without_a_choice_nothing_goes_and_what_was_chosen_stays_chosen(section: Section) -> None:
    town = section.counter.hall.town
    number = section.taken("zhou")
    client, task = section.counter.client("zhao"), word(section, number)
    nothing = hand(client, town.staff["zhou"], "")
    assert nothing.status_code == 422
    assert "Choose the tasks to hand over." in words(nothing)
    assert "Choose to whom." in words(nothing)
    half = hand(client, town.staff["zhou"], "", task, text="交接")
    assert half.status_code == 422
    assert f'value="{task}" checked' in half.content.decode()
    assert 'value="交接"' in half.content.decode()
    assert held(section, number) == "周山"


@pytest.mark.rule("R-162")
@pytest.mark.parametrize("who", ["wu", "lin", "supervisor"])
def test_others_hand_nothing_over(section: Section, who: str) -> None:
    town = section.counter.hall.town
    number = section.taken("zhou")
    response = hand(section.counter.client(who), town.staff["zhou"], "desk", word(section, number))
    assert response.status_code == (200 if who == "wu" else 404)
    assert held(section, number) == "周山"


def test_the_page_costs_eight_statements_and_thirteen_with_somebody_chosen(
    section: Section, django_assert_num_queries: Any
) -> None:
    section.taken("zhou")
    section.taken("zhou")
    client, who = section.counter.client("zhao"), section.counter.hall.town.staff["zhou"]
    with django_assert_num_queries(8):
        client.get(COLLEAGUES)
    with django_assert_num_queries(13):
        client.get(f"{COLLEAGUES}?who={who}")
