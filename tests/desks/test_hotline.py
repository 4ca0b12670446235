"""The telephone's desk before calls are taken there: a guide, a case's progress, whom to ask."""

from __future__ import annotations

import re
from typing import Any

import pytest

from counter import Counter
from section import Section
from town import PASSWORD, SETUP
from yimen.base.landing import landing
from yimen.modules.people import commands as people
from yimen.rules.actors import Role

pytestmark = pytest.mark.rule("R-027", "R-216")


@pytest.fixture
def operator(counter: Counter) -> Counter:
    town = counter.hall.town
    town.staff["operator"] = people.create_account(
        SETUP,
        username="operator",
        name="何晴",
        unit=town.unit["office"],
        roles=(Role.HOTLINE_OPERATOR,),
        password=PASSWORD,
        must_change_password=False,
        now=counter.now,
    )
    return counter


def test_an_operator_arrives_at_what_can_be_told_already(operator: Counter) -> None:
    assert landing(operator.hall.actor("operator")) == "/hotline/"
    page = operator.client("operator").get("/hotline/").content.decode()
    assert "Calls are taken here later" in page
    assert 'action="/items/"' in page
    assert 'action="/progress/"' in page


def test_a_search_tells_whom_to_ask_and_their_telephone(operator: Counter) -> None:
    client = operator.client("operator")
    found = re.sub(r"<[^>]+>", " ", client.get("/hotline/?who=窗口").content.decode())
    assert "林晓" in found
    assert "0990-8812345" in found
    assert "Nobody found" in client.get("/hotline/?who=无此部门").content.decode()
    assert client.post("/hotline/").status_code == 405


def test_the_page_costs_four_statements_and_a_search_one_more(
    operator: Counter, django_assert_num_queries: Any
) -> None:
    client = operator.client("operator")
    with django_assert_num_queries(4):
        client.get("/hotline/")
    with django_assert_num_queries(5):
        client.get("/hotline/?who=科")


@pytest.mark.parametrize("who", ["lin", "zhao", "supervisor"])
def test_to_others_it_is_not_there(section: Section, who: str) -> None:
    assert section.counter.client(who).get("/hotline/").status_code == 404
