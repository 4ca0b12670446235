"""The supervisor's desk: everything in reach may be read, nothing may be changed; the director gives leave to ask again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from counter import BANNER, TRADER, digits, piece
from section import Section
from yimen.modules.cases.commands import OnPaper
from yimen.modules.ledger import commands as ledger
from yimen.modules.licensing import commands

pytestmark = pytest.mark.rule("R-162", "SUP-05", "R-025")

DESK = "/supervisor/"
PAGES = ("", "due/", "delays/", "promised/", "asked/", "cases/", "messages/")


def words(response: HttpResponse) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def numbers(page: HttpResponse) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/supervisor/cases/([\d-]{20,})/", page.content.decode())))


def later(section: Section, **span: float) -> None:
    section.counter.goes_to(section.counter.now + timedelta(**span))


# -- what is watched ----


@pytest.mark.rule("R-121", "R-122")
def test_the_overdue_come_first_then_what_is_due_soon_then_the_rest(section: Section) -> None:
    red = section.counter.take_in(BANNER)
    section.counter.act("lin", red, "accept")  # promised within three working days or so
    promised = section.view(red).item.promised.n
    later(section, days=promised + 4)
    fresh = section.accepted()
    client = section.counter.client("supervisor")
    shown = words(client.get(DESK))
    assert "1 case is overdue." in shown
    assert numbers(client.get(f"{DESK}due/")) == [red, fresh]
    assert numbers(client.get(f"{DESK}due/?light=red")) == [red]
    assert numbers(client.get(f"{DESK}due/?light=calm")) == [fresh]
    assert "No pending case has this light." in words(client.get(f"{DESK}due/?light=yellow"))
    assert 'class="ym-red"' in client.get(f"{DESK}due/").content.decode()


@pytest.mark.rule("R-125")
def test_a_delayed_case_names_the_step_and_whoever_has_it(section: Section) -> None:
    taken, free = section.taken("zhou"), section.accepted()
    later(section, days=3)
    fresh = section.taken("zhao")
    page = section.counter.client("supervisor").get(f"{DESK}delays/")
    assert numbers(page) == [taken, free]
    shown = words(page)
    assert re.search(r"位置与效果审查 周山 云岫市城市管理局 2 working days 1 working day over", shown)
    assert re.search(r"位置与效果审查 云岫市城市管理局 taken by nobody yet", shown)
    assert fresh not in shown
    case = words(section.counter.client("supervisor").get(f"{DESK}cases/{taken}/"))
    assert "位置与效果审查 · 周山 3 working days of a share of 2 working days" in case


@pytest.mark.rule("R-103")
def test_accepting_a_committed_case_puts_it_on_the_directors_list_the_same_moment(section: Section) -> None:
    client = section.counter.client("director")
    number = section.counter.take_in()
    assert "Nothing was promised lately" in words(client.get(f"{DESK}promised/"))
    section.counter.act("lin", number, "accept")
    shown = words(client.get(f"{DESK}promised/"))
    assert re.search(rf"{number} .*? 2 March 2026 09:00 林晓", shown)
    due = section.view(number, "director").card.due_on
    assert due is not None
    assert f"{due.day} March 2026" in shown
    later(section, minutes=5)
    newer = section.accepted()
    assert numbers(client.get(f"{DESK}promised/")) == [newer, number]


def test_an_instant_case_is_no_promise(section: Section) -> None:
    number = section.counter.take_in(TRADER)
    section.counter.act("lin", number, "accept")
    assert numbers(section.counter.client("director").get(f"{DESK}promised/")) == []


# -- a case ----


@pytest.mark.rule("R-163", "PII-05")
def test_a_case_is_read_with_its_dossier_and_its_ledger_line_by_line(section: Section) -> None:
    number = section.reviewed()
    client = section.counter.client("supervisor")
    page = client.get(f"{DESK}cases/{number}/")
    shown = words(page)
    for each in ("1号窗口", "王**", "位置符合规划，标注齐全。", "Promised limit", "The ledger, line by line"):
        assert each in shown, each
    assert "王小明" not in shown
    hashes = re.findall(r"<code>([0-9a-f]{66})</code>", page.content.decode())
    assert len(hashes) == section.lines(number)
    forms = re.findall(r'<form method="post" action="([^"]+)"', page.content.decode())
    assert [each for each in forms if "/cases/" in each or "/department/" in each] == []
    file = client.get(f"/cases/{number}/materials/1/")
    assert file.headers["Content-Type"] == "application/pdf"


def test_whether_its_ledger_holds_is_checked_on_the_spot(section: Section) -> None:
    number, client = section.reviewed(), section.counter.client("supervisor")
    address = f"{DESK}cases/{number}/?verify=1"
    assert "It holds" in words(client.get(address))
    part = client.get(address, headers={"hx-request": "true", "hx-target": "verdict"}).content.decode()
    assert "It holds" in part
    assert "<html" not in part
    with connection.cursor() as cursor:  # somebody with the database in hand
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE ledger_line SET body = replace(body, 'agree', 'disagree') WHERE act = 'finish_task'"
            " AND book = (SELECT id FROM cases_case WHERE number = %s)",
            [digits(number)],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    shown = words(client.get(address))
    assert "It does not hold" in shown
    n = next(each.n for each in section.view(number).lines if each.act == "finish_task")
    assert f"#{n}" in shown


def test_a_case_of_another_city_is_not_there(section: Section) -> None:
    client = section.counter.client("director")
    assert client.get(f"{DESK}cases/990100-20260302-00099-9/").status_code == 404
    assert client.get(f"{DESK}cases/none/").status_code == 404


# -- leave to ask again ----


def asked_once(section: Section) -> str:
    """Told once what lacks; it came, and is checked again."""
    number = section.counter.take_in(BANNER, submitted=())
    section.counter.act("lin", number, "ask_supplement")
    hall = section.counter.hall
    view = section.view(number, "lin")
    pieces = [piece(each.code) for each in view.item.materials]
    commands.supply(hall.actor("lin"), digits(number), pieces, now=section.counter.now)
    return number


@pytest.mark.rule("LIC-32", "R-084")
def test_the_director_gives_leave_in_writing_and_the_window_may_ask_once_more(section: Section) -> None:
    number, client = asked_once(section), section.counter.client("director")
    assert re.search(rf"{number} .*? 1 time .*? Give leave", words(client.get(f"{DESK}asked/")))
    address = f"{DESK}cases/{number}/"
    assert "Leave to ask once more" in words(client.get(address))
    nothing = client.post(f"{address}leave/", {"form.reason": " "})
    assert nothing.status_code == 422
    assert "Please fill in: Reason, in writing." in nothing.content.decode()
    reason = {"form.reason": "首次审核漏看了效果图比例。", "idempotency_key": "k"}
    for _ in range(2):
        assert client.post(f"{address}leave/", reason).headers["Location"] == address
    view = section.view(number, "director")
    assert view.application.override == section.counter.hall.town.staff["director"]
    assert [each.act for each in view.lines].count("allow_demand") == 1
    assert "Leave is given and not used yet." in words(client.get(address))
    assert "given, not used yet" in words(client.get(f"{DESK}asked/"))
    section.counter.act(
        "lin", number, "ask_supplement", extra=[{"material": "application", "text": "比例不清"}]
    )
    assert section.sound(number)


def test_the_supervisor_reads_of_it_but_gives_no_leave(section: Section) -> None:
    number, client = asked_once(section), section.counter.client("supervisor")
    assert number in words(client.get(f"{DESK}asked/"))
    assert "Give leave" not in words(client.get(f"{DESK}cases/{number}/"))
    refused = client.post(f"{DESK}cases/{number}/leave/", {"form.reason": "x"})
    assert refused.status_code == 404


def test_leave_where_nothing_may_be_asked_is_refused_calmly(section: Section) -> None:
    number, client = section.accepted(), section.counter.client("director")
    before = section.lines(number)
    refused = client.post(f"{DESK}cases/{number}/leave/", {"form.reason": "补一次"})
    assert refused.status_code == 409
    assert "is not open now" in refused.content.decode()
    assert section.lines(number) == before


# -- who sits here ----


@pytest.mark.parametrize("who", ["supervisor", "director"])
def test_nothing_here_changes_anything_and_the_supervisor_changes_nothing_anywhere(
    section: Section, who: str
) -> None:
    number, client = section.taken(), section.counter.client(who)
    before = section.lines(number)
    for page in (*PAGES[:-1], f"cases/{number}/"):
        assert client.post(f"{DESK}{page}").status_code == 405, page
    for act in ("take_task", "finish_task", "grant", "note", "hand_over_task"):
        told = {"form.text": "x", "form.result": "agree", "task": "3"}
        assert client.post(f"/department/cases/{number}/{act}/", told).status_code == 404, act
    assert section.lines(number) == before


@pytest.mark.parametrize("who", ["zhao", "qian", "lin", "wu", "clerk-of-office", "admin"])
def test_to_others_the_desk_is_not_there(section: Section, who: str) -> None:
    number, client = section.accepted(), section.counter.client(who)
    for page in (*PAGES, f"cases/{number}/"):
        assert client.get(f"{DESK}{page}").status_code == 404, page
    assert client.post(f"{DESK}cases/{number}/leave/", {"form.reason": "x"}).status_code == 404


def test_whoever_is_not_signed_in_is_led_to_the_door(section: Section) -> None:
    assert Client().get(DESK).headers["Location"] == "/sign-in/?next=/supervisor/"


def test_every_list_says_so_where_it_is_empty(section: Section) -> None:
    client = section.counter.client("supervisor")
    assert "No case is overdue." in words(client.get(DESK))
    assert "No step is over its share" in words(client.get(f"{DESK}delays/"))
    assert "No application is back" in words(client.get(f"{DESK}asked/"))
    assert "Nothing found" in words(client.get(f"{DESK}cases/?q=无此人"))
    assert "No messages" in words(client.get(f"{DESK}messages/"))


def test_every_page_states_what_it_costs(section: Section, django_assert_num_queries: Any) -> None:
    number, client = section.taken(), section.counter.client("supervisor")
    section.taken()
    later(section, days=3)
    costs = {"": 15, "due/": 9, "delays/": 9, "promised/": 10, "asked/": 7, "cases/": 9, "messages/": 7}
    for page, cost in costs.items():
        with django_assert_num_queries(cost):
            client.get(f"{DESK}{page}")
    with django_assert_num_queries(13):
        client.get(f"{DESK}cases/{number}/")


# -- outages and what was entered late ----


@pytest.mark.rule("R-100", "R-288")
def test_an_outage_is_registered_and_what_is_entered_under_it_is_listed(section: Section) -> None:
    hall = section.counter.hall
    client = section.counter.client("supervisor")
    page = f"{DESK}outages/"
    assert "No outage is registered" in words(client.get(page))
    later(section, days=2)
    told = {
        "unit": str(hall.town.unit["centre"]), "from_at": "2026-03-03T09:00", "until": "", "reason": "全楼停电",
    }  # fmt: skip
    assert client.post(page, told).status_code == 302
    shown = words(client.get(page))
    assert "全楼停电" in shown
    assert "It works again since" in shown
    late = OnPaper(section.counter.now - timedelta(hours=20), "手工收件单 7 号")
    number = section.counter.take_in(BANNER)
    filing = commands.Filing(
        item=BANNER, kind="person", name="王小明", id_number="990100198804121176", phone="13800000001", channel="window",
    )  # fmt: skip
    filed = commands.file(hall.actor("lin"), filing, now=section.counter.now, late=late)
    while ledger.run_next(section.counter.now):
        pass
    entered = filed.answer["number"]
    assert numbers(client.get(page)) == [entered]
    assert number not in words(client.get(page))
    shown = words(client.get(page))
    assert re.search(r"Take in 3 March 2026 13:00 4 March 2026 09:00 林晓", shown), shown
    assert "手工收件单 7 号" in shown
    (outage,) = re.findall(r"/outages/(\d+)/end/", client.get(page).content.decode())
    assert client.post(f"{page}{outage}/end/", {"until": "2026-03-04T08:00"}).status_code == 302
    assert "It works again since" not in words(client.get(page))
    assert numbers(client.get(f"{page}?of={outage}")) == [entered]
    assert numbers(client.get(f"{page}?of=0")) == []


@pytest.mark.rule("R-100")
def test_a_mistake_in_the_register_is_told_and_what_was_typed_stays(section: Section) -> None:
    client = section.counter.client("supervisor")
    told = {
        "unit": str(section.counter.hall.town.unit["centre"]),
        "from_at": "2026-03-03T09:00",
        "until": "2026-03-03T08:00",
        "reason": "网络中断",
    }
    answer = client.post(f"{DESK}outages/", told)
    assert answer.status_code == 422
    assert "An outage ends after it began." in answer.content.decode()
    assert "网络中断" in answer.content.decode()
    assert client.post(f"{DESK}outages/", {**told, "from_at": "yesterday"}).status_code == 422


@pytest.mark.rule("R-100")
def test_only_the_supervisor_registers_outages(section: Section) -> None:
    director = section.counter.client("director")
    assert director.get(f"{DESK}outages/").status_code == 404
    assert "outages/" not in director.get(DESK).content.decode()
