"""Papers: the PDF for whoever has the code of its case, and for everybody whether one is genuine."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.conf import LazySettings
from pytest_django import DjangoAssertNumQueries

from caller import Caller, file, guard_all, paper, problem
from ground import WASTE, Ground
from yimen.modules.licensing import commands as licensing
from yimen.modules.papers.models import Paper


@pytest.fixture
def receipt(filed: dict[str, Any]) -> str:
    """Its 文号."""
    number: str = filed["papers"][0]["paper_no"]
    return number


@pytest.mark.rule("R-142")
def test_the_code_of_its_case_opens_a_paper(anybody: Caller, filed: dict[str, Any], receipt: str) -> None:
    answer = anybody.get(paper(receipt), code=filed["query_code"])
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert answer.content.startswith(b"%PDF-")
    assert anybody.get(paper(receipt), code=filed["query_code"]).content == answer.content


@pytest.mark.parametrize(
    "typed", ["云城管收(2026)1号", "云城管收[2026]1", "云城管收【2026】第1号", "云城管收〔2026〕001号"]
)
def test_any_brackets_will_do(anybody: Caller, filed: dict[str, Any], typed: str) -> None:
    assert anybody.get(paper(typed), code=filed["query_code"]).status_code == 200
    assert anybody.get(paper(typed, "/verify")).json()["paper_no"] == "云城管收〔2026〕1号"


def test_without_the_code_of_its_own_case_there_is_no_paper(
    anybody: Caller, filed: dict[str, Any], receipt: str
) -> None:
    other = file(anybody, WASTE)
    asked = [
        (receipt, {}),
        (receipt, {"code": ""}),
        (receipt, {"code": "12345-67890"}),
        (receipt, {"code": other["query_code"]}),
        (other["papers"][0]["paper_no"], {"code": filed["query_code"]}),
        ("云城管收〔2026〕99号", {"code": filed["query_code"]}),
        ("云城管收2026-1", {"code": filed["query_code"]}),
    ]
    told = [problem(anybody.get(paper(number), **code), 404, "no_such_paper") for number, code in asked]
    guard_all()
    told.append(problem(anybody.get(paper(receipt), code=filed["query_code"]), 404, "no_such_paper"))
    assert all(each == told[0] for each in told)


@pytest.mark.rule("PII-05")
def test_a_genuine_paper_is_told_with_what_anybody_may_know(anybody: Caller, receipt: str) -> None:
    assert anybody.get(paper(receipt, "/verify")).json() == {
        "paper_no": receipt,
        "genuine": True,
        "finding": "genuine",
        "title": "收件凭证",
        "organ": "云岫市城市管理局",
        "issued_on": "2026-03-02",
        "item": "城市建筑垃圾处置核准",
        "applicant": "王**",
        "compared": False,
    }


def test_the_file_at_hand_may_be_compared(
    anybody: Caller, hall: Ground, filed: dict[str, Any], receipt: str
) -> None:
    licensing.seal_papers(filed["number"].replace("-", ""), now=hall.now)
    content = anybody.get(paper(receipt), code=filed["query_code"]).content
    ours = anybody.get(paper(receipt, "/verify"), digest=hashlib.sha256(content).hexdigest().upper()).json()
    assert (ours["genuine"], ours["compared"]) == (True, True)
    theirs = anybody.get(paper(receipt, "/verify"), digest=hashlib.sha256(content + b" ").hexdigest()).json()
    assert (theirs["genuine"], theirs["finding"]) == (False, "altered")


def test_a_number_never_issued_is_not_genuine(anybody: Caller, hall: Ground) -> None:
    told = anybody.get(paper("云城管收〔2026〕99号", "/verify")).json()
    assert (told["genuine"], told["finding"], told["applicant"]) == (False, "unknown", None)


@pytest.mark.rule("R-138")
def test_a_void_paper_is_not_genuine(anybody: Caller, receipt: str) -> None:
    Paper.objects.update(void=True)
    assert anybody.get(paper(receipt, "/verify")).json()["finding"] == "void"


def test_what_is_no_papers_number_is_not_found(anybody: Caller) -> None:
    problem(anybody.get(paper("城管局收字1号", "/verify")), 404, "no_such_paper")


def test_a_digest_has_sixty_four_digits(anybody: Caller, receipt: str) -> None:
    told = problem(anybody.get(paper(receipt, "/verify"), digest="abc"), 422, "malformed")
    assert "digest" in told["detail"]


def test_a_verdict_is_told_in_the_readers_language(anybody: Caller, receipt: str) -> None:
    assert anybody.reading("en").get(paper(receipt, "/verify")).json()["title"] == "Receipt of application"


@pytest.mark.parametrize(("door", "rest"), [("progress", ""), ("verify", "/verify")])
def test_numbers_cannot_be_tried_out_by_the_thousand(
    anybody: Caller, receipt: str, settings: LazySettings, door: str, rest: str
) -> None:
    settings.YIMEN_RATES = settings.YIMEN_RATES | {door: (1, 60)}
    anybody.get(paper(receipt, rest))
    answer = anybody.get(paper(receipt, rest))
    problem(answer, 429, "too_many")
    assert "Retry-After" in answer.headers


def test_a_paper_costs_five_statements_and_a_verdict_two(
    anybody: Caller, filed: dict[str, Any], receipt: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The rate, the paper, its case's number, its file; before it is one, what it says. A verdict: the rate and the paper."""
    with django_assert_num_queries(5):
        anybody.get(paper(receipt), code=filed["query_code"])
    with django_assert_num_queries(2):
        anybody.get(paper(receipt, "/verify"))
