"""Cases for staff: found, read, explained; who has nothing to do with one does not learn that it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from caller import IDENTITY, PHONE, Caller, file, guard_all, problem, signed_in
from ground import BANNER, WASTE, Ground

CARD = {
    "number", "procedure", "item", "kind", "state", "light", "due_on", "remaining", "owner", "open_acts",
    "applicant", "received_on", "tasks",
}  # fmt: skip
WHOLE = CARD | {
    "hall", "window", "person", "agent", "form", "findings", "materials", "opinions", "papers", "archive_no", "earlier",
}  # fmt: skip
CLOCK = {
    "name", "rule", "started_on", "limit", "more", "pauses", "due_on", "remaining", "light", "runs", "result",
    "explanation",
}  # fmt: skip


def listed(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [each["number"] for each in answer.json()["results"]]


def test_a_card_has_the_contracts_fields(clerk: Caller, filed: dict[str, Any]) -> None:
    told = clerk.get("/cases").json()
    assert set(told) == {"results", "next"}
    (card,) = told["results"]
    assert set(card) == CARD
    assert card["number"] == filed["number"]
    assert (card["procedure"], card["state"], card["kind"], card["light"]) == (
        "licensing",
        "received",
        None,
        "green",
    )
    assert (card["due_on"], card["remaining"]) == ("2026-03-09", {"n": 5, "unit": "working_day"})
    assert card["owner"] == "A01 综合窗口"
    assert {"accept", "ask_supplement", "decline", "return"} <= set(card["open_acts"])
    assert card["applicant"] == "王**"
    assert set(card["tasks"][0]) == {
        "n", "kind", "name", "unit", "staff", "mine", "opened_at", "due_on", "light", "holds",
    }  # fmt: skip


@pytest.fixture
def three(anybody: Caller, clerk: Caller, hall: Ground) -> dict[str, str]:
    """Three cases: one on the web, one at the counter and taken by the reviewer, one at the township."""
    told = {
        "web": file(anybody, WASTE)["number"],
        "counter": file(clerk, BANNER, channel="window")["number"],
        "township": file(signed_in("clerk2"), "YX-ZX-01", channel="window")["number"],
    }
    clerk.act(told["counter"], "accept")
    reviewer = signed_in("reviewer")
    (task,) = [
        each["n"]
        for each in reviewer.get(f"/cases/{told['counter']}").json()["tasks"]
        if each["kind"] == "review"
    ]
    assert reviewer.act(told["counter"], "take_task", task=task).status_code == 200
    return told


@pytest.mark.parametrize(
    ("who", "asked", "found"),
    [
        ("supervisor", {}, {"web", "counter", "township"}),
        ("supervisor", {"state": "in_review"}, {"counter"}),
        ("supervisor", {"state": "suspended"}, set()),
        ("supervisor", {"light": "green"}, {"web", "township"}),
        ("supervisor", {"light": "yellow"}, {"counter"}),
        ("supervisor", {"light": "red"}, set()),
        ("supervisor", {"procedure": "licensing"}, {"web", "counter", "township"}),
        ("supervisor", {"procedure": "licens"}, set()),
        ("supervisor", {"department": "CG"}, {"web", "counter"}),
        ("supervisor", {"department": "ZX"}, {"township"}),
        ("supervisor", {"department": "nowhere"}, set()),
        ("supervisor", {"window": "centre-A01"}, {"web", "counter"}),
        ("supervisor", {"window": "township-B01"}, {"township"}),
        ("supervisor", {"window": "nowhere"}, set()),
        ("supervisor", {"q": "王小"}, {"web", "counter", "township"}),
        ("supervisor", {"q": IDENTITY}, {"web", "counter", "township"}),
        ("supervisor", {"q": PHONE}, {"web", "counter", "township"}),
        ("supervisor", {"q": "李四"}, set()),
        ("reviewer", {}, {"counter"}),
        ("reviewer", {"mine": "true"}, {"counter"}),
        ("reviewer-cg2", {"mine": "true"}, set()),
        ("clerk", {}, {"web", "counter"}),
        ("clerk2", {}, {"township"}),
        ("office", {}, {"web", "counter", "township"}),
        ("reviewer-sj", {}, set()),
        ("operator", {}, set()),
    ],
    ids=lambda each: str(sorted(each)) if isinstance(each, set) else str(each),
)
def test_a_list_shows_what_its_reader_may_see(
    three: dict[str, str], who: str, asked: dict[str, str], found: set[str]
) -> None:
    assert set(listed(signed_in(who).get("/cases", **asked))) == {three[each] for each in found}


def test_a_case_is_found_by_its_number_however_it_is_typed(clerk: Caller, filed: dict[str, Any]) -> None:
    for typed in (filed["number"], filed["number"].replace("-", "")):
        assert listed(clerk.get("/cases", q=typed)) == [filed["number"]]


def test_pages_follow_one_another_the_newest_first(anybody: Caller, clerk: Caller) -> None:
    numbers = [file(anybody, WASTE)["number"] for _ in range(23)]
    first = clerk.get("/cases").json()
    second = clerk.get("/cases", after=first["next"]).json()
    assert [each["number"] for each in first["results"] + second["results"]] == numbers[::-1]
    assert (len(second["results"]), second["next"]) == (3, None)
    problem(clerk.get("/cases", after="2"), 422, "bad_cursor")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"state": "lost"}, "state"),
        ({"light": "blue"}, "light"),
        ({"mine": "perhaps"}, "mine"),
        ({"q": "\0"}, "q"),
    ],
)
def test_a_wrong_filter_is_named(clerk: Caller, asked: dict[str, str], field: str) -> None:
    assert field in problem(clerk.get("/cases", **asked), 422, "malformed")["detail"]


def test_a_case_whole_has_everything_but_peoples_numbers(clerk: Caller, filed: dict[str, Any]) -> None:
    answer = clerk.get(f"/cases/{filed['number']}")
    told = answer.json()
    assert set(told) == WHOLE
    assert told["person"] == {
        "kind": "person",
        "name": "王小明",
        "id_type": "resident_id",
        "id_number": "990***********1176",
        "phone": "138****0001",
    }
    assert IDENTITY not in answer.content.decode()
    assert PHONE not in answer.content.decode()
    assert (told["hall"], told["window"]) == ("云岫市政务服务中心", "A01 综合窗口")
    assert told["form"]
    assert {"no", "code", "name", "class", "given_at", "copies", "file", "rounds"} <= set(
        told["materials"][0]
    )
    assert [each["kind"] for each in told["papers"]] == ["receipt"]


@pytest.mark.rule("CLK-07")
def test_each_clock_says_what_is_left_and_why(clerk: Caller, filed: dict[str, Any]) -> None:
    clerk.act(filed["number"], "accept")
    clocks = {each["name"]: each for each in clerk.get(f"/cases/{filed['number']}/clocks").json()["results"]}
    assert set(clocks) == {"intake", "statutory", "promised", "step"}
    assert all(set(each) == CLOCK for each in clocks.values())
    promised = clocks["promised"]
    assert (promised["started_on"], promised["limit"]) == ("2026-03-02", {"n": 5, "unit": "working_day"})
    assert (promised["due_on"], promised["remaining"]["n"], promised["runs"]) == ("2026-03-09", 5, True)
    assert [each["n"] for each in promised["explanation"] if each["mark"] == "counted"] == [1, 2, 3, 4, 5]
    assert promised["explanation"][-1]["due"]
    assert (clocks["intake"]["runs"], clocks["intake"]["result"]) == (False, "accept")


READS: list[Callable[[str], str]] = [
    lambda number: f"/cases/{number}",
    lambda number: f"/cases/{number}/ledger",
    lambda number: f"/cases/{number}/clocks",
]


@pytest.mark.parametrize("path", READS)
def test_absent_mistyped_guarded_and_anothers_are_one_answer(
    clerk: Caller, clerk2: Caller, filed: dict[str, Any], path: Callable[[str], str]
) -> None:
    number = filed["number"]
    told = [
        problem(clerk2.get(path(number)), 404, "no_such_case"),
        problem(clerk.get(path("990100-20260302-00002-4")), 404, "no_such_case"),
        problem(clerk.get(path(number[:-1] + "x")), 404, "no_such_case"),
        problem(clerk.get(path("1" * 450)), 404, "no_such_case"),
    ]
    guard_all()
    told.append(problem(clerk.get(path(number)), 404, "no_such_case"))
    told.append(problem(signed_in("supervisor").get(path(number)), 404, "no_such_case"))
    assert all(each == told[0] for each in told)


@pytest.mark.parametrize("path", [lambda _number: "/cases", *READS])
def test_staff_alone_read_cases(anybody: Caller, filed: dict[str, Any], path: Callable[[str], str]) -> None:
    problem(anybody.get(path(filed["number"])), 401, "not_signed_in")


def test_what_reading_costs(
    anybody: Caller, clerk: Caller, filed: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The demo's time and the token are two of each; a list of many costs what a list of one does."""
    number = filed["number"]
    clerk.get("/cases")
    for n, path in (
        (5, "/cases"),
        (6, f"/cases/{number}"),
        (4, f"/cases/{number}/ledger"),
        (3, f"/cases/{number}/clocks"),
    ):
        with django_assert_num_queries(n):
            clerk.get(path)
    for _ in range(3):
        file(anybody, WASTE)
    with django_assert_num_queries(5):
        clerk.get("/cases")
