"""Answering on one page: the computed conclusion first, the other lawful answers with what each needs (R-083, R-108)."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from counter import BANNER, FOOD, TRADER, Counter, digits, filled, in_order, offer, piece, seen
from yimen.modules.licensing import queries
from yimen.modules.licensing.queries import DossierView

pytestmark = pytest.mark.rule("R-082", "R-083", "R-084", "R-101", "R-106", "R-107", "R-108", "KIND-01")

Counted = Callable[[int], AbstractContextManager[object]]
TWICE = "YX-TWICE-01"  # checked twice before it is accepted


def view(counter: Counter, number: str) -> DossierView:
    return queries.dossier(counter.hall.actor("lin"), digits(number), now=counter.now)


def page(client: Client, number: str, **said: Any) -> str:
    address = f"/window/cases/{number}/answer/"
    response = client.post(address, said) if said else client.get(address)
    assert response.status_code == 200, response.content.decode()[:600]
    return response.content.decode()


def conclusion(client: Client, number: str, **said: Any) -> str:
    """The panel in words."""
    text = page(client, number, **said)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index('id="conclusion"') :])).partition(
        "Work the answer"
    )[0]


def give(client: Client, number: str, **said: Any) -> Any:
    """Press the button the page shows for what is said."""
    mark = re.search(r'name="do" value="([^"]+)"', page(client, number, **(said or {"judgement": "found"})))
    assert mark, "no answer can be given"
    told = {"idempotency_key": uuid4().hex, **said, "do": mark[1]}
    return client.post(f"/window/cases/{number}/answer/", told)


def papers(counter: Counter, number: str) -> list[str]:
    return [str(each.kind) for each in view(counter, number).papers]


# accepted


@pytest.mark.rule("R-103")
def test_what_is_whole_is_accepted_and_the_notice_names_its_last_day(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    text = conclusion(client, number)
    assert in_order(
        text, "Accept", "Within powers, complete and in legal form.", "Committed", "article 32(1)(5)"
    )
    response = give(client, number)
    assert response["Location"] == f"/window/cases/{number}/"
    accepted = view(counter, number)
    assert accepted.card.state == "accepted"
    assert accepted.card.kind == "committed"
    assert papers(counter, number) == ["receipt", "acceptance"]
    assert accepted.card.due_on == counter.now.date() + timedelta(days=3)


def test_a_promised_piece_is_accepted_with_the_promise_in_writing(counter: Counter) -> None:
    given = (piece("application"), piece("design"), piece("consent", original=None, copies=0, promise=True))
    number = counter.take_in(submitted=given)
    assert "Accept" in conclusion(counter.client(), number)
    give(counter.client(), number)
    assert "promise" in papers(counter, number)


def test_the_page_costs_twelve_statements(counter: Counter, django_assert_num_queries: Counted) -> None:
    number = counter.take_in()
    client = counter.client()
    page(client, number)
    with django_assert_num_queries(12):
        page(client, number)


# told once


@pytest.mark.rule("LIC-07", "R-107")
def test_everything_that_lacks_is_told_in_one_notice(counter: Counter) -> None:
    wrong = {**filled(BANNER), "from_day": "2026-3-9"}
    given = (piece("application"), piece("design", original=None, copies=0, exists=True))
    number = counter.take_in(submitted=given, form=wrong)
    client = counter.client()
    text = conclusion(client, number)
    assert in_order(
        text,
        "Tell once everything that lacks",
        "exists but was not brought",
        "Supplement",
        "3 things to put right",
    )
    give(client, number)
    assert view(counter, number).card.state == "supplement_pending"
    assert papers(counter, number)[-1] == "supplement"


def test_what_the_clerk_finds_by_hand_goes_into_the_same_notice(counter: Counter) -> None:
    number = counter.take_in()
    said = {
        "judgement": "found",
        "extra.subject": ["material:design", "field:place", ""],
        "extra.text": ["示意图没有标注尺寸", "地点没有写门牌号", ""],
        "extra.remedy": ["请补标尺寸", "", ""],
    }
    client = counter.client()
    assert "Tell once everything that lacks" in conclusion(client, number, **said)
    assert "示意图没有标注尺寸" in page(client, number, **said)
    give(client, number, **said)
    told = view(counter, number)
    assert told.card.state == "supplement_pending"
    line = next(line for line in told.lines if line.act == "ask_supplement")
    assert "示意图没有标注尺寸" in str(line.private)


@pytest.mark.rule("R-108")
def test_whoever_will_not_complete_it_gets_the_notice_and_the_withdrawal(counter: Counter) -> None:
    number = counter.take_in(TRADER, submitted=(piece("application"), piece("id_card")))
    client = counter.client()
    assert "Tell once everything that lacks" in conclusion(client, number)
    said = {"judgement": "found", "will_supply": "no"}
    assert "record the withdrawal" in conclusion(client, number, **said)
    give(client, number, **said)
    assert view(counter, number).card.state == "withdrawn"


# the guarantee


def asked_again(counter: Counter) -> tuple[str, dict[str, Any]]:
    """A case supplemented as asked, and a demand that could have been made before."""
    number = counter.take_in(submitted=(piece("application"), piece("consent")))
    counter.act("lin", number, "ask_supplement")
    counter.client().post(
        f"/window/cases/{number}/supply/",
        {"m.design.here": "1", "m.design.copies": "1", "m.design.pages": "1"}
        | {f"form.{name}": value for name, value in filled(BANNER).items()},
    )
    said = {"judgement": "found", "extra.subject": "material:application", "extra.text": "申请表没有签名"}
    return number, said


@pytest.mark.rule("LIC-32", "LIC-07b")
def test_a_second_demand_that_could_have_been_made_first_is_explained_with_the_way_to_the_director(
    counter: Counter,
) -> None:
    number, said = asked_again(counter)
    text = conclusion(counter.client(), number, **said)
    assert in_order(
        text,
        "This may not be asked now",
        "could have been named in the first notice",
        "陈中",
        "Ask the director",
    )
    assert 'name="do"' not in page(counter.client(), number, **said)


@pytest.mark.rule("LIC-32")
def test_the_director_is_asked_in_the_case_and_with_leave_it_may_be_asked(counter: Counter) -> None:
    number, said = asked_again(counter)
    client = counter.client()
    asked = client.post(f"/window/cases/{number}/ask-director/", {**said, "idempotency_key": uuid4().hex})
    assert asked["Location"] == f"/window/cases/{number}/"
    director = counter.client("director")
    there = director.get(f"/window/cases/{number}/").content.decode()
    assert "申请表没有签名" in there
    assert "acts/allow_demand/" in there
    leave = director.post(f"/window/cases/{number}/acts/allow_demand/", {"reason": "签名为法定要件"})
    assert leave.status_code == 302
    assert "The director has given leave" in conclusion(client, number, **said)
    give(client, number, **said)
    assert view(counter, number).card.state == "supplement_pending"
    line = [line for line in view(counter, number).lines if line.act == "ask_supplement"][-1]
    assert line.body["facts"]["breach"]


def test_leave_without_a_reason_is_none(counter: Counter) -> None:
    number, _ = asked_again(counter)
    response = counter.client("director").post(f"/window/cases/{number}/acts/allow_demand/", {"reason": ""})
    assert response.status_code == 422
    assert view(counter, number).application.override is None


def test_a_clerk_gives_no_leave(counter: Counter) -> None:
    number, _ = asked_again(counter)
    assert (
        counter.client().post(f"/window/cases/{number}/acts/allow_demand/", {"reason": "x"}).status_code
        == 404
    )


# not accepted, returned


@pytest.mark.rule("LIC-05")
def test_what_is_another_bodys_names_it(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    said = {"judgement": "remit"}
    text = conclusion(client, number, **said)
    assert in_order(
        text, "Do not accept: not in our remit", "Name the body in whose remit it lies.", "Give the reason"
    )
    said |= {"competent": "云岫市交通运输局", "contact": "0990-8812355", "reason": "属于公路用地范围"}
    give(client, number, **said)
    assert view(counter, number).card.state == "not_accepted"
    assert papers(counter, number)[-1] == "not_accepted_remit"


@pytest.mark.rule("LIC-04")
def test_what_needs_no_approval_is_told_so(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    assert "no approval is needed" in conclusion(client, number, judgement="none")
    give(client, number, judgement="none", reason="室内张贴不需要许可")
    assert papers(counter, number)[-1] == "not_accepted_no_need"


def test_what_lacks_its_main_piece_is_returned_with_the_ground_proposed(counter: Counter) -> None:
    number = counter.take_in(whole=False)
    client = counter.client()
    text = page(client, number)
    assert "Return, with the ground in writing" in text
    reason = re.search(r'name="reason" rows="2">([^<]+)<', text)
    assert reason
    assert "缺少主件" in reason[1]  # proposed, so that nothing is typed twice
    give(client, number, judgement="found", reason=reason[1])
    assert view(counter, number).card.state == "returned"
    assert papers(counter, number)[-1] == "returned"


def test_against_policy_says_first_what_that_is_in_law(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    text = conclusion(client, number, judgement="policy", reason="禁设路段")
    assert "Say first what this is in law" in text
    said = {"judgement": "policy", "policy": "refusal", "reason": "禁设路段"}
    assert "Return, with the ground in writing" in conclusion(client, number, **said)


@pytest.mark.parametrize("said", [{"judgement": "remit"}, {"judgement": "none"}, {"judgement": "policy"}])
def test_an_answer_that_says_too_little_has_no_live_button_and_is_refused(
    counter: Counter, said: dict[str, str]
) -> None:
    number = counter.take_in()
    client = counter.client()
    text = page(client, number, **said)
    button = text[text.index('name="do"') :].partition(">")[0]
    assert "disabled" in button
    mark = button.partition('value="')[2].partition('"')[0]
    response = client.post(
        f"/window/cases/{number}/answer/", {**said, "do": mark, "idempotency_key": uuid4().hex}
    )
    assert response.status_code in {409, 422}
    assert view(counter, number).card.state == "received"


# two checks


@pytest.mark.rule("R-082")
def test_where_two_checks_are_asked_the_department_looks_before_anything_is_accepted(
    counter: Counter,
) -> None:
    offer(counter.now, "banner_display", code=TWICE, intake_checks=2)
    number = counter.take_in(TWICE)
    client = counter.client()
    assert "Record the check" in conclusion(client, number)
    assert give(client, number).status_code == 302
    assert "It is not on your desk now." in conclusion(client, number)
    task = counter.hall.task("zhao", digits(number), "second_check")
    counter.act("zhao", number, "check", task=task, text="同意受理")
    text = conclusion(client, number)
    assert "Record the check" not in text
    give(client, number)
    assert view(counter, number).card.state == "accepted"


# what may have changed meanwhile


def test_the_button_gives_the_answer_that_was_seen_and_no_other(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    seen_mark = re.search(r'name="do" value="([^"]+)"', page(client, number))
    assert seen_mark
    told = {"judgement": "none", "reason": "不需要", "do": seen_mark[1], "idempotency_key": uuid4().hex}
    response = client.post(f"/window/cases/{number}/answer/", told)
    assert response.status_code == 409
    assert "changes the answer" in response.content.decode()
    assert "不需要" in response.content.decode()
    assert view(counter, number).card.state == "received"


def test_answered_by_a_colleague_meanwhile_it_is_said_calmly(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    mark = re.search(r'name="do" value="([^"]+)"', page(client, number))
    assert mark
    counter.act("mei", number, "accept")
    text = seen(client.get(f"/window/cases/{number}/answer/"))
    assert "It is not on your desk now." in text
    response = client.post(f"/window/cases/{number}/answer/", {"do": mark[1], "idempotency_key": "k"})
    assert response.status_code == 409
    assert "is not open now" in response.content.decode()


def test_sent_twice_it_is_answered_once(counter: Counter) -> None:
    number = counter.take_in()
    client = counter.client()
    mark = re.search(r'name="do" value="([^"]+)"', page(client, number))
    assert mark
    for _ in range(2):
        response = client.post(f"/window/cases/{number}/answer/", {"do": mark[1], "idempotency_key": "twice"})
        assert response.status_code == 302
    assert [line.act for line in view(counter, number).lines].count("accept") == 1


# on the spot


@pytest.mark.rule("R-102")
def test_an_instant_case_goes_from_acceptance_to_the_counter_on_one_guided_page(counter: Counter) -> None:
    number = counter.take_in(TRADER)
    client = counter.client()
    response = give(client, number)
    spot = f"/window/cases/{number}/spot/"
    assert response["Location"] == spot
    text = seen(client.get(spot))
    assert re.search(r"\b(29|30) minutes left of 30", text)
    for act, told in (
        ("grant", {"text": ""}),
        ("complete", {}),
        ("deliver", {"way": "pickup", "to": "applicant", "identity_checked": "1"}),
    ):
        shown = client.get(spot).content.decode()
        assert f'action="/window/cases/{number}/acts/{act}/"' in shown
        key = {"idempotency_key": uuid4().hex, "from": "spot"}
        done = client.post(f"/window/cases/{number}/acts/{act}/", {**told, **key})
        assert done.status_code == 302, act
        assert done["Location"] == spot
    assert view(counter, number).card.state == "delivered"
    assert "acts/archive/" in client.get(spot).content.decode()


@pytest.mark.rule("R-102")
def test_past_thirty_minutes_the_countdown_says_so(counter: Counter) -> None:
    number = counter.take_in(TRADER)
    counter.act("lin", number, "accept")
    counter.goes_to(counter.now + timedelta(minutes=40))
    page_now = counter.client().get(f"/window/cases/{number}/spot/").content.decode()
    assert "wd-countdown-over" in page_now
    assert re.search(r"<b>-1\d</b>", page_now)


@pytest.mark.rule("R-011")
def test_whoever_has_no_letter_decides_nothing_on_the_spot(counter: Counter) -> None:
    number = counter.take_in(TRADER, who="mei")
    counter.act("mei", number, "accept")
    response = counter.client("mei").post(f"/window/cases/{number}/acts/grant/", {"from": "spot"})
    assert response.status_code == 409
    assert "authorisation letter" in response.content.decode()
    assert view(counter, number).card.state == "accepted"


def test_an_instant_case_is_refused_on_the_spot_in_writing(counter: Counter) -> None:
    number = counter.take_in(TRADER)
    counter.act("lin", number, "accept")
    client = counter.client()
    lacking = client.post(f"/window/cases/{number}/acts/refuse/", {"text": "", "basis": "x", "from": "spot"})
    assert lacking.status_code == 422
    told = {"text": "经营场所属于违法建设", "basis": "《个体工商户条例》第八条", "from": "spot"}
    assert client.post(f"/window/cases/{number}/acts/refuse/", told).status_code == 302
    assert papers(counter, number)[-1] == "refusal"


def test_the_larger_items_of_other_departments_are_answered_alike(counter: Counter) -> None:
    number = counter.take_in(FOOD)
    assert "The answer that follows" in page(counter.client(), number)
