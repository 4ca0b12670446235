"""Progress by number: six facts for anybody, the whole way with the code, and one answer for all that is not so."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from django.conf import LazySettings
from pytest_django import DjangoAssertNumQueries

from caller import Caller, guard_all, problem
from ground import Ground
from yimen.api.schemas.words import State
from yimen.base.words import STATES

KNOWN = {
    "number", "accepting_unit", "item", "applicant", "accepted_on", "state", "state_text", "due_on",
}  # fmt: skip
WHOLE = KNOWN | {"received_on", "light", "steps", "papers", "why"}


@pytest.mark.rule("R-216", "S-80", "C-26")
def test_anybody_with_the_number_sees_the_facts_and_nothing_more(
    anybody: Caller, filed: dict[str, Any]
) -> None:
    answer = anybody.get(f"/progress/{filed['number']}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json() == {
        "number": filed["number"],
        "accepting_unit": "云岫市政务服务中心",
        "item": "城市建筑垃圾处置核准",
        "applicant": "王**",
        "accepted_on": None,
        "state": "received",
        "state_text": "已收件",
        "due_on": None,
    }


@pytest.mark.rule("R-216")
def test_the_promised_date_is_told_once_the_case_is_accepted(
    anybody: Caller, clerk: Caller, filed: dict[str, Any]
) -> None:
    clerk.act(filed["number"], "accept")
    told = anybody.get(f"/progress/{filed['number']}").json()
    assert (told["state"], told["accepted_on"], told["due_on"]) == ("accepted", "2026-03-02", "2026-03-09")


@pytest.mark.rule("R-216", "CLK-07")
def test_the_code_opens_light_steps_papers_and_why_the_date_is_what_it_is(
    anybody: Caller, clerk: Caller, filed: dict[str, Any]
) -> None:
    clerk.act(filed["number"], "accept")
    told = anybody.get(f"/progress/{filed['number']}", code=filed["query_code"]).json()
    assert set(told) == WHOLE
    assert told["light"] == "green"
    assert [each["act"] for each in told["steps"]] == ["receive", "accept"]
    assert all(each["at"].endswith("+08:00") for each in told["steps"])
    assert [each["kind"] for each in told["papers"]] == ["receipt", "acceptance"]
    assert set(told["papers"][0]) == {"paper_no", "kind", "title", "issued_on", "served_on", "void"}
    assert told["why"]["due_on"] == told["due_on"]
    assert [each["on"] for each in told["why"]["days"] if each["due"]] == [told["due_on"]]


@pytest.mark.parametrize("shape", ["{0}", "{1}", " {0} ", "９{2}"])
def test_a_number_is_read_as_people_type_it(anybody: Caller, filed: dict[str, Any], shape: str) -> None:
    number = filed["number"]
    digits = number.replace("-", "")
    typed = shape.format(number, digits, digits[1:])
    assert anybody.get(f"/progress/{typed}", code=filed["query_code"].replace("-", "")).status_code == 200


@pytest.mark.rule("R-216")
def test_mistyped_absent_guarded_and_a_wrong_code_are_one_answer(
    anybody: Caller, filed: dict[str, Any]
) -> None:
    number = filed["number"]
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    asked = [
        (mistyped, None),
        ("990100-20260302-00002-4", None),
        ("0", None),
        ("x" * 400, None),
        ("a/b", None),
        (number, "00000-00000"),
        (number, ""),
        (number, "nonsense"),
        ("990100-20260302-00002-4", filed["query_code"]),
    ]
    told = [
        problem(
            anybody.get(f"/progress/{typed}", **({} if code is None else {"code": code})), 404, "no_such_case"
        )
        for typed, code in asked
    ]
    guard_all()
    told.append(problem(anybody.get(f"/progress/{number}"), 404, "no_such_case"))
    told.append(problem(anybody.get(f"/progress/{number}", code=filed["query_code"]), 404, "no_such_case"))
    assert all(each == told[0] for each in told)


def test_the_same_words_in_english(anybody: Caller) -> None:
    told = problem(anybody.reading("en").get("/progress/1"), 404, "no_such_case")
    assert told["detail"] == "No such case. Please check the number and the query code."


def test_a_state_is_said_in_the_readers_language(anybody: Caller, filed: dict[str, Any]) -> None:
    assert anybody.reading("en").get(f"/progress/{filed['number']}").json()["state_text"] == "Received"


def test_every_state_people_see_is_in_the_contract() -> None:
    assert set(get_args(State)) == set(STATES)


@pytest.mark.rule("R-216")
def test_an_address_that_asks_too_often_has_to_wait(
    anybody: Caller, filed: dict[str, Any], settings: LazySettings
) -> None:
    settings.YIMEN_RATES = settings.YIMEN_RATES | {"progress": (2, 60)}
    for _ in range(2):
        anybody.get(f"/progress/{filed['number']}")
    answer = anybody.get(f"/progress/{filed['number']}")
    told = problem(answer, 429, "too_many")
    assert answer.headers["Retry-After"] == str(told["facts"]["wait_s"])
    elsewhere = Caller()
    elsewhere.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert elsewhere.get(f"/progress/{filed['number']}").status_code == 200


def test_progress_costs_four_statements_and_five_with_the_code(
    anybody: Caller, filed: dict[str, Any], hall: Ground, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The rate, the demo's time, the case, the applicant; with the code its papers."""
    anybody.get(f"/progress/{filed['number']}", code=filed["query_code"])
    with django_assert_num_queries(4):
        anybody.get(f"/progress/{filed['number']}")
    with django_assert_num_queries(5):
        anybody.get(f"/progress/{filed['number']}", code=filed["query_code"])
