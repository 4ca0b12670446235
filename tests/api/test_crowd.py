"""Many at once, each on a connection of its own, committing for real: one key does one thing, and one of many wins."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.http import HttpResponse

from caller import Caller, application, file, signed_in
from ground import WASTE, Ground, rows
from yimen.base import clock
from yimen.modules.cases import commands as cases
from yimen.modules.papers import queries as papers
from yimen.wiring.world import PASSWORD

pytestmark = pytest.mark.commits
CROWD = 16


@pytest.fixture
def open_hall(own_ground: Ground, settings: LazySettings, tmp_path: Path) -> Iterator[Ground]:
    settings.YIMEN_FILES = tmp_path
    clock.set_hall_time(own_ground.now)
    yield own_ground
    assert list(cases.verify_all()) == []
    assert papers.gaps() == ()


def at_once(*calls: Callable[[], HttpResponse]) -> list[HttpResponse]:
    """What each was answered, all having started together."""
    answers: list[HttpResponse] = []
    gate = threading.Barrier(len(calls))

    def one(call: Callable[[], HttpResponse]) -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            answers.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[each]) for each in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(calls)
    return answers


def told(answers: list[HttpResponse]) -> Counter[tuple[int, str]]:
    """How often which answer was given: its status, and the reason of a refusal."""
    return Counter((each.status_code, each.json().get("reason", "")) for each in answers)


def filing(body: dict[str, Any], key: str | None = None) -> Callable[[], HttpResponse]:
    return lambda: Caller().post("/applications", body, key=key)


def test_sixteen_with_one_key_file_one_case_and_are_answered_alike(open_hall: Ground) -> None:
    answers = at_once(*[filing(application(WASTE), "one") for _ in range(CROWD)])
    assert told(answers) == {(201, ""): CROWD}
    assert len({each.content for each in answers}) == 1
    assert rows("SELECT count(*) FROM cases_case") == [(1,)]
    assert rows("SELECT count(*) FROM ledger_answer") == [(1,)]


def test_sixteen_with_a_key_each_file_sixteen_and_no_papers_number_is_skipped(open_hall: Ground) -> None:
    answers = at_once(*[filing(application(WASTE), f"key-{n}") for n in range(CROWD)])
    assert told(answers) == {(201, ""): CROWD}
    numbers = {each.json()["papers"][0]["paper_no"] for each in answers}
    assert numbers == {f"云城管收〔2026〕{n}号" for n in range(1, CROWD + 1)}
    assert len({each.json()["number"] for each in answers}) == CROWD


def test_of_two_bodies_under_one_key_one_is_filed_and_the_other_refused(open_hall: Ground) -> None:
    one, other = application(WASTE), application(WASTE, materials=[])
    answers = at_once(*[filing(body, "one") for body in (one, other) * (CROWD // 2)])
    assert told(answers) == {(201, ""): CROWD // 2, (409, "key_reused"): CROWD // 2}
    assert rows("SELECT count(*) FROM cases_case") == [(1,)]


def test_of_sixteen_acts_at_once_one_wins_and_the_rest_are_told_so(open_hall: Ground) -> None:
    number = file(Caller(), WASTE)["number"]
    clerks = [signed_in(name) for name in ("clerk", "clerk-a01b")]
    answers = at_once(*[lambda each=each: each.act(number, "accept") for each in clerks * (CROWD // 2)])
    counted = told(answers)
    assert counted[200, ""] == 1
    assert set(counted) <= {(200, ""), (409, "act_not_open"), (409, "not_yours_to_do"), (409, "busy")}
    acts = [each["act"] for each in clerks[0].get(f"/cases/{number}/ledger").json()["results"]]
    assert acts == ["receive", "accept"]


def test_sixteen_notes_under_one_key_are_one_note(open_hall: Ground) -> None:
    number = file(Caller(), WASTE)["number"]
    clerk = signed_in("clerk")
    answers = at_once(*[lambda: clerk.act(number, "note", key="one", text="备注")] * CROWD)
    assert told(answers) == {(200, ""): CROWD}
    assert len({each.content for each in answers}) == 1
    acts = [each["act"] for each in clerk.get(f"/cases/{number}/ledger").json()["results"]]
    assert acts == ["receive", "note"]


def test_those_who_sign_in_at_once_under_one_key_get_one_token(open_hall: Ground) -> None:
    """Or have to wait: tries at one door are counted as well."""
    body = {"username": "clerk", "password": PASSWORD}
    answers = at_once(*[lambda: Caller().post("/tokens", body, key="one")] * 4)
    assert set(told(answers)) <= {(200, ""), (429, "too_many")}
    (token,) = {each.json()["token"] for each in answers if each.status_code == 200}
    assert Caller(token).get("/cases").status_code == 200
