"""Contacts at the window's desk, the guide desk's one flow, the sheet that tells all, and what the director sees of the day."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from counter import BANNER, FOOD, Counter, seen
from town import SETUP
from yimen.modules.evaluation import commands as evaluation
from yimen.modules.reception import commands, queries
from yimen.modules.reception.queries import contacts
from yimen.rules.actors import NOBODY
from yimen.rules.ratings import Level, Way
from yimen.rules.reception.contacts import Channel, Ending


def last(counter: Counter, who: str = "lin") -> Any:
    actor = counter.hall.actor(who)
    return contacts.register(actor, actor.hall).results[0]


@pytest.mark.rule("R-050", "R-051")
def test_a_question_by_telephone_is_passed_on_followed_reminded_and_closed(counter: Counter) -> None:
    lin, mei = counter.client("lin"), counter.client("mei")
    assert "Nothing is left to follow" in seen(lin.get("/window/contacts/"))
    answer = lin.post("/window/contacts/new/", {"channel": "phone", "question": "营业执照丢了怎么补"})
    page = answer.headers["Location"]
    assert "Begun and not ended 营业执照丢了怎么补" in seen(lin.get("/window/contacts/"))
    for wrong in ({"end": "gone"}, {"end": "answered", "answer": "不归我管"}, {"end": "transferred"}):
        assert lin.post(f"{page}end/", wrong).status_code == 422
    to = counter.hall.town.staff["mei"]
    lin.post(f"{page}end/", {"end": "transferred", "to": to, "answer": "请联系梅青，电话 0990-8812310"})
    assert "I follow 营业执照丢了怎么补" in seen(lin.get("/window/contacts/"))
    assert "Passed to me 营业执照丢了怎么补" in seen(mei.get("/window/contacts/"))
    shown = seen(lin.get(page))
    assert "梅青 has it" in shown
    lin.post(f"{page}remind/", {"text": "群众来电催问"})
    assert "reminded once" in seen(lin.get("/window/contacts/"))
    assert mei.post(f"{page}remind/").status_code == 409
    assert mei.post(f"{page}close/", {"result": "不知道"}).status_code == 422
    mei.post(f"{page}close/", {"result": "已告知补领程序"})
    assert "Nothing is left to follow" in seen(lin.get("/window/contacts/"))
    assert "已告知补领程序" in seen(lin.get(page))
    assert lin.post(f"{page}dance/").status_code == 404


@pytest.mark.rule("R-052")
def test_the_register_names_channel_end_and_first_contact_and_is_for_the_hall_alone(counter: Counter) -> None:
    lin = counter.client("lin")
    assert "Nobody has asked anything yet" in seen(lin.get("/window/contacts/register/"))
    answer = lin.post("/window/contacts/new/", {"channel": "wechat", "question": "路灯不亮"})
    lin.post(f"{answer.headers['Location']}end/", {"end": "coordinated", "body": "照明所 12319"})
    shown = seen(lin.get("/window/contacts/register/"))
    assert re.search(
        r"路灯不亮 .* By WeChat Another unit&#x27;s: we see it through .* first contact: 林晓", shown
    )
    assert "All 1" in shown
    assert counter.client("zhao").get("/window/contacts/").status_code == 404


@pytest.mark.rule("R-053")
def test_a_sheet_is_handed_over_from_a_question(counter: Counter) -> None:
    lin = counter.client("lin")
    page = lin.post("/window/contacts/new/", {"channel": "window", "question": "横幅"}).headers["Location"]
    assert BANNER in lin.get(page).content.decode()
    number = re.search(r"/contacts/(\d+)/", page)
    assert number
    answer = lin.post("/window/sheets/", {"item": BANNER, "contact": number[1], "recipient": "王小明"})
    shown = seen(lin.get(answer.headers["Location"]))
    for words in (
        "一次告〔2026〕1号",
        "Handed to: 王小明",
        "Told by 林晓",
        "Materials",
        "Procedure",
        "Promised limit",
        "Fee",
        "Legal basis",
    ):
        assert words in shown
    assert lin.get("/window/sheets/999/").status_code == 404


@pytest.mark.rule("R-054")
def test_the_guide_desk_finds_the_matter_and_prints_sheet_and_number_in_one_flow(counter: Counter) -> None:
    he = counter.hall.actor("he")
    lin = counter.hall.actor("lin")
    client = counter.client("he")
    assert "No queues here" in seen(client.get("/window/guide/"))
    commands.create_queue(
        SETUP,
        he.hall,
        "A",
        name="综合业务",
        name_en="General",
        windows=[lin.unit],
        items=[FOOD],
        now=counter.now,
    )
    assert "A General 0 wait 0 windows open" in seen(client.get("/window/guide/"))
    assert f"/window/guide/{FOOD}/" in client.get("/window/guide/?q=开餐馆").content.decode()
    assert "A General" in seen(client.get(f"/window/guide/{FOOD}/?q=开餐馆"))
    answer = client.post(
        f"/window/guide/{FOOD}/take/",
        {"q": "开餐馆", "recipient": "王小明", "priority": "行动不便", "phone": "13900001111"},
    )
    shown = seen(client.get(answer.headers["Location"]))
    assert re.search(r"Your number A001 General · 0 people ahead", shown)
    assert "One-time notice" in shown
    assert "王小明" in shown
    contact = last(counter, "he")
    assert (contact.channel, contact.first_name, contact.item, contact.question) == (
        Channel.GUIDE,
        "何静",
        FOOD,
        "开餐馆",
    )
    ticket = queries.ticket_by_id(contact.ticket, now=counter.now)
    assert (ticket.source, ticket.reason, ticket.has_phone) == ("guide", "行动不便", True)
    assert client.get("/window/guide/NONE/").status_code == 404


@pytest.mark.rule("R-050", "R-054")
def test_who_met_them_at_the_guide_desk_stays_their_first_contact_at_the_window(counter: Counter) -> None:
    he, lin = counter.hall.actor("he"), counter.hall.actor("lin")
    commands.create_queue(SETUP, he.hall, "A", name="综合", windows=[lin.unit], items=[FOOD], now=counter.now)
    counter.client("he").post(f"/window/guide/{FOOD}/take/", {"q": "开餐馆"})
    counter.goes_to(timedelta(minutes=1))
    window = counter.client("lin")
    for name, told in (("open", {}), ("next", {}), ("start", {}), ("finish", {"end": "handled"})):
        assert window.post(f"/window/call/{name}/", told).status_code == 302
    contact = last(counter)
    assert (contact.first_name, str(contact.end)) == ("何静", "handled")


@pytest.mark.rule("R-055", "R-057", "R-068", "R-192")
def test_the_director_sees_waits_calls_out_of_turn_visits_and_satisfaction(counter: Counter) -> None:
    lin = counter.hall.actor("lin")
    director = counter.client("director")
    assert "No numbers were given" in seen(director.get("/supervisor/floor/"))
    queue = commands.create_queue(SETUP, lin.hall, "A", name="综合", windows=[lin.unit], now=counter.now)
    commands.open_window(lin, lin.unit, now=counter.now)
    number = counter.take_in(BANNER)
    taken = [commands.issue(NOBODY, lin.hall, queue=queue, source="kiosk", now=counter.now) for _ in range(3)]
    counter.goes_to(timedelta(minutes=10))
    for ticket, reason in ((taken[1], "老人行动不便"), (taken[0], "再次呼叫"), (taken[2], "轮到")):
        commands.call(lin, lin.unit, ticket.id, reason=reason, now=counter.now)
        commands.start(lin, ticket.id, now=counter.now)
        contact = commands.meet(
            lin, lin.hall, channel="window", item=BANNER, ticket=ticket.id, now=counter.now
        )
        commands.take_case(lin, ticket.id, number, now=counter.now)
        commands.end_contact(lin, contact.id, Ending("handled"), now=counter.now)
        commands.finish(lin, ticket.id, now=counter.now)
    evaluation.rate(taken[0].token, Level.SATISFIED, Way.TICKET, now=counter.now)
    shown = seen(director.get("/supervisor/floor/"))
    assert "Numbers given 3 Average wait 10 min Wait, 95th percentile 10 min" in shown
    assert "Calls out of turn 1 Satisfaction 100.0 % 1 of 3 rated, 7 days" in shown
    assert re.search(r"A002 A001 1 · 林晓 老人行动不便", shown)
    assert "3.000 on average, 1 cases · goal 1, alarm above 3" in shown
    assert f"3 visits {number}" in shown
    assert "Everybody was called in turn" in seen(director.get("/supervisor/floor/?on=2026-03-01"))
    assert seen(counter.client("supervisor").get("/supervisor/floor/?on=soon"))
    assert counter.client("lin").get("/supervisor/floor/").status_code == 404


def test_what_the_pages_cost(counter: Counter) -> None:
    lin, director, he = counter.client("lin"), counter.client("director"), counter.client("he")
    page = lin.post("/window/contacts/new/", {"channel": "phone", "question": "横幅"}).headers["Location"]
    wanted = {
        (lin, "/window/contacts/"): 10,
        (lin, "/window/contacts/register/"): 10,
        (lin, page): 10,
        (he, "/window/guide/"): 12,
        (director, "/supervisor/floor/"): 18,
    }
    cost = {}
    for client, path in wanted:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        cost[client, path] = len(asked)
    assert {path: n for (_, path), n in cost.items()} == {path: n for (_, path), n in wanted.items()}
