"""Tickets and windows as programs use them."""

from __future__ import annotations

from typing import Any

import pytest

from caller import Caller, problem, signed_in
from floor import SETUP
from ground import Ground, rows
from yimen.modules.reception import commands


@pytest.fixture
def line(hall: Ground) -> None:
    """A queue of the general counter."""
    unit = hall.world.unit
    commands.create_queue(
        SETUP, unit["centre"], "A", name="综合", name_en="General", departments=[unit["CG"]], windows=[unit["A01"]],
        now=hall.now,
    )  # fmt: skip


def take(caller: Caller, **told: Any) -> Any:
    return caller.post("/tickets", {"hall": "centre", "queue": "A", "source": "kiosk", **told})


@pytest.mark.rule("R-055")
def test_a_ticket_is_taken_called_and_served_through_the_doors(
    line: None, anybody: Caller, clerk: Caller
) -> None:
    told = take(anybody)
    assert told.status_code == 201, told.content
    ticket = told.json()
    assert (ticket["number"], ticket["state"], ticket["ahead"], ticket["wait"]) == (
        "A001",
        "waiting",
        0,
        None,
    )
    assert problem(clerk.post("/windows/centre-A01/call"), 409, "window_not_open")
    assert clerk.post("/windows/centre-A01/open").json()["state"] == "open"
    assert clerk.post("/windows/centre-A01/call").json()["ticket"]["number"] == "A001"
    assert anybody.get(f"/tickets/{ticket['token']}").json()["window"] == "A01"
    assert clerk.post("/windows/centre-A01/start").json()["state"] == "serving"
    assert anybody.get("/floors/centre").json()["windows"][0]["ticket"] == "A001"
    assert clerk.post("/windows/centre-A01/finish").json()["state"] == "served"
    problem(clerk.post("/windows/centre-A01/finish"), 409, "nobody_here")
    assert clerk.post("/windows/centre-A01/call").json() == {"ticket": None}
    assert clerk.post("/windows/centre-A01/close").json()["state"] == "closed"


def test_the_same_key_gives_the_same_ticket(line: None, anybody: Caller) -> None:
    body = {"hall": "centre", "queue": "A", "source": "phone"}
    first, again = (anybody.post("/tickets", body, key="once").json() for _ in range(2))
    assert first == again
    assert rows("SELECT count(*) FROM reception_ticket") == [(1,)]


@pytest.mark.rule("R-055", "R-069")
def test_only_staff_give_a_priority_and_call_out_of_turn_with_a_reason(
    line: None, anybody: Caller, clerk: Caller
) -> None:
    problem(take(anybody, priority_reason="孕妇"), 401, "not_signed_in")
    problem(take(anybody, source="guide"), 401, "not_signed_in")
    take(anybody)
    second = take(anybody).json()
    clerk.post("/windows/centre-A01/open")
    problem(clerk.post("/windows/centre-A01/call", {"number": "A002"}), 422, "reason_missing")
    assert (
        clerk.post("/windows/centre-A01/call", {"number": "A002", "reason": "同意先办"}).json()["ticket"][
            "token"
        ]
        == second["token"]
    )
    assert take(clerk, source="guide", priority_reason="孕妇").json()["ahead"] == 0


def test_a_ticket_is_given_up_by_whoever_holds_it(line: None, anybody: Caller) -> None:
    token = take(anybody).json()["token"]
    assert anybody.post(f"/tickets/{token}/cancel").json()["state"] == "cancelled"
    problem(anybody.post(f"/tickets/{token}/cancel"), 409, "ticket_state")
    problem(anybody.get("/tickets/nothing"), 404, "no_such_ticket")


def test_what_is_elsewhere_is_not_there(line: None, anybody: Caller, clerk: Caller, clerk2: Caller) -> None:
    problem(take(anybody, hall="nowhere"), 404, "no_such_hall")
    problem(take(anybody, queue="Z"), 404, "no_such_queue")
    problem(clerk2.post("/windows/centre-A01/open"), 404, "not_permitted")
    problem(anybody.post("/windows/centre-A01/open"), 401, "not_signed_in")
    problem(anybody.get("/floors/nowhere"), 404, "no_such_hall")
    assert take(anybody, queue=None, item="11990100MB0000035A3000117002002").json()["number"] == "A001"
    assert signed_in("clerk").post("/windows/centre-A01/pause", {"reason": "送件"}).status_code == 409


@pytest.mark.rule("R-055")
def test_a_ticket_costs_ten_statements_and_a_call_eleven(
    line: None, clerk: Caller, django_assert_num_queries: Any
) -> None:
    """Three are a demo's moved time; two the savepoint that stands here for a transaction's begin and end."""
    for _ in range(2):
        take(clerk)
    clerk.post("/windows/centre-A01/open")
    with django_assert_num_queries(10):
        assert take(clerk).status_code == 201
    with django_assert_num_queries(11):
        assert clerk.post("/windows/centre-A01/call").json()["ticket"]["number"] == "A001"
