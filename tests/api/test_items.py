"""Items and guides: what anybody may read, in the contract's words."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from caller import Caller, problem
from ground import ROAD, WASTE
from yimen.rules.guides import GUIDE_FIELDS

LISTED = {
    "code", "name", "department", "kind", "statutory_limit", "promised_limit", "online", "charged", "summary",
}  # fmt: skip
FOOD = "11990100MB0000019L3000131007001"


def listed(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def test_an_item_in_the_list_has_the_contracts_fields(anybody: Caller) -> None:
    told = anybody.get("/items", q="建筑垃圾").json()
    assert set(told) == {"results", "next"}
    item = told["results"][0]
    assert set(item) == LISTED
    assert item["code"] == WASTE
    assert item["department"] == "云岫市城市管理局"
    assert item["statutory_limit"] == {"n": 20, "unit": "working_day"}
    assert (item["online"], item["charged"]) == ("full", False)


@pytest.mark.rule("R-046")
def test_everyday_words_find_what_is_meant(anybody: Caller) -> None:
    assert listed(anybody.get("/items", q="开餐馆"))[0]["code"] == FOOD


@pytest.mark.parametrize("department", ["SJ", "云岫市市场监督管理局"])
def test_a_department_is_named_by_its_name_or_code(anybody: Caller, department: str) -> None:
    found = listed(anybody.get("/items", department=department))
    assert FOOD in {each["code"] for each in found}
    assert {each["department"] for each in found} == {"云岫市市场监督管理局"}


@pytest.mark.rule("R-043")
def test_items_are_found_by_how_far_one_gets_online(anybody: Caller) -> None:
    assert {each["online"] for each in listed(anybody.get("/items", online="pre_registration"))} == {
        "pre_registration"
    }


def test_items_are_found_by_whom_they_are_for_and_by_theme(anybody: Caller) -> None:
    everybody = listed(anybody.get("/items", limit=100))
    people = listed(anybody.get("/items", limit=100, audience="person"))
    assert 0 < len(people) < len(everybody)
    assert 0 < len(listed(anybody.get("/items", theme="城市管理"))) < len(everybody)
    assert listed(anybody.get("/items", theme="没有这个主题")) == []


def test_pages_follow_one_another_until_null(anybody: Caller) -> None:
    seen: list[str] = []
    after: dict[str, str] = {}
    while after or not seen:
        page = anybody.get("/items", limit=8, **after)
        seen += [each["code"] for each in listed(page)]
        after = {"after": page.json()["next"]} if page.json()["next"] else {}
    assert len(seen) == len(set(seen)) == 21


def test_english_readers_get_english_names(anybody: Caller) -> None:
    (item, *_) = listed(anybody.reading("en").get("/items", q="建筑垃圾"))
    assert item["department"] == "Urban Management Bureau"
    assert item["name"].isascii()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"limit": "9" * 400}, "limit"),
        ({"online": "half"}, "online"),
        ({"q": "nul\0"}, "q"),
        ({"q": "长" * 501}, "q"),
    ],
)
def test_a_wrong_parameter_is_named(anybody: Caller, asked: dict[str, str], field: str) -> None:
    for caller in (anybody, anybody.reading("en")):
        assert field in problem(caller.get("/items", **asked), 422, "malformed")["detail"]


def test_an_invented_place_in_the_list_is_refused(anybody: Caller) -> None:
    problem(anybody.get("/items", after="page-2"), 422, "bad_cursor")


@pytest.mark.rule("R-033", "R-034")
def test_a_guide_has_every_field_a_guide_can_have(anybody: Caller) -> None:
    guide = anybody.get(f"/items/{FOOD}").json()
    assert {each.key for each in GUIDE_FIELDS} <= set(guide)
    assert guide["legal_basis"][0]["law"] == "中华人民共和国食品安全法"
    assert (guide["version"], guide["effective_from"]) == (1, "2026-01-01")
    assert "shop_name" in guide["form"]["properties"]
    assert [task["kind"] for stage in guide["flow"]["stages"] for task in stage["tasks"]] == [
        "review",
        "survey",
    ]


@pytest.mark.rule("R-036")
def test_each_material_says_what_it_is(anybody: Caller) -> None:
    rows = anybody.get(f"/items/{WASTE}").json()["materials"]
    assert {"main"} < {row["class"] for row in rows}
    for row in rows:
        assert {"no", "code", "name", "class", "original", "copies", "blank", "sample"} <= set(row)


def test_the_guide_comes_in_the_readers_language(anybody: Caller) -> None:
    answer = anybody.reading("en").get(f"/items/{ROAD}")
    assert answer.json()["kind_text"] == "Administrative licence"
    assert answer.json()["language"] == answer.headers["Content-Language"] == "en"


def test_an_item_that_is_not_there_is_not_found(anybody: Caller) -> None:
    problem(anybody.get("/items/NOTHING"), 404, "no_such_item")
    problem(anybody.get("/items/%00"), 422, "malformed")


def test_the_list_costs_one_statement_and_the_guide_three(
    anybody: Caller, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        anybody.get("/items", q="道路")
    with django_assert_num_queries(3):
        anybody.get(f"/items/{ROAD}")
