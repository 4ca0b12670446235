"""The ledger's public side: a day's root, and a chain that anybody can check for themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from caller import Caller, problem
from ground import Ground
from yimen.modules.ledger import commands as ledger
from yimen.modules.ledger import queries as lines
from yimen.rules import chain


def test_a_sealed_day_shows_its_root_and_count(anybody: Caller, hall: Ground, filed: dict[str, Any]) -> None:
    ledger.seal_due_days(hall.now + timedelta(days=1))
    answer = anybody.get("/ledger/days/2026-03-02")
    sealed = lines.root(hall.now.date())
    assert sealed is not None
    assert answer.json() == {"date": "2026-03-02", "count": sealed.count, "root": sealed.root.hex()}
    assert sealed.count >= 1


def test_a_day_that_is_not_sealed_says_when_it_will_be(anybody: Caller) -> None:
    told = problem(anybody.get("/ledger/days/2026-03-02"), 404, "day_not_sealed")
    assert "2026-03-02" in told["detail"]


@pytest.mark.parametrize(
    "date", ["2026-02-30", "2026-3-2", "20260302", "0", "yesterday", "2026-03-02T00:00", "9" * 300]
)
def test_what_is_no_date_is_malformed(anybody: Caller, date: str) -> None:
    for caller in (anybody, anybody.reading("en")):
        assert "date" in problem(caller.get(f"/ledger/days/{date}"), 422, "malformed")["detail"]


def test_the_chain_of_a_case_proves_itself(clerk: Caller, filed: dict[str, Any]) -> None:
    clerk.act(filed["number"], "accept")
    told = clerk.get(f"/cases/{filed['number']}/ledger").json()
    assert [each["act"] for each in told["results"]] == ["receive", "accept"]
    before = bytes.fromhex(told["start"])
    assert before == filed["number"].replace("-", "").encode()
    for line in told["results"]:
        before = chain.line_hash(before, line["body"].encode())
        assert before.hex() == line["hash"]


def test_what_people_wrote_is_not_in_the_chain(clerk: Caller, filed: dict[str, Any]) -> None:
    clerk.act(filed["number"], "note", text="申请人来电询问")
    answer = clerk.get(f"/cases/{filed['number']}/ledger")
    assert "申请人来电" not in answer.content.decode()
    assert "王小明" not in answer.content.decode()
