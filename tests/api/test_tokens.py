"""Tokens: by password, for staff, once under a key."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from caller import Caller, problem, signed_in
from ground import Ground
from yimen.base import clock
from yimen.modules.people import commands as people
from yimen.modules.people.models import Account, Token
from yimen.wiring.world import PASSWORD

CLERK = {"username": "clerk", "password": PASSWORD}


def test_a_password_gives_a_token_its_end_and_whom_it_speaks_for(hall: Ground, anybody: Caller) -> None:
    answer = anybody.post("/tokens", CLERK)
    assert answer.status_code == 200
    told = answer.json()
    assert set(told) == {"token", "expires_at", "actor"}
    assert told["actor"] == {
        "username": "clerk",
        "name": "林若溪",
        "roles": ["window_clerk"],
        "unit": "centre-A01",
        "hall": "centre",
        "department": None,
    }
    ends = datetime.fromisoformat(told["expires_at"]) - clock.machine_now()
    assert timedelta(seconds=settings.YIMEN_TOKEN_AGE - 60) < ends


def test_the_token_speaks_for_its_holder_however_its_scheme_is_written(hall: Ground) -> None:
    token = signed_in("clerk").token
    for scheme in ("Bearer", "bearer", "BEARER"):
        answer = Caller().client.get("/api/v1/cases", headers={"authorization": f"{scheme} {token}"})
        assert answer.status_code == 200


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer nonsense", "Basic bGluOng=", "Token x"])
def test_without_a_token_that_works_staff_are_not_signed_in(hall: Ground, sent: str) -> None:
    answer = Caller().client.get("/api/v1/cases", headers={"authorization": sent} if sent else {})
    problem(answer, 401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_expired_token_is_no_token(clerk: Caller) -> None:
    Token.objects.update(expires_at=clock.machine_now())
    problem(clerk.get("/cases"), 401, "not_signed_in")


def test_a_browsers_session_opens_nothing_here(hall: Ground) -> None:
    """Else any page anywhere could act for whoever is signed in."""
    browser = Caller()
    session = browser.client.session
    session["account"], session["epoch"] = hall.world.staff["clerk"], 1
    session.save()
    problem(browser.get("/cases"), 401, "not_signed_in")


def test_a_wrong_password_and_an_unknown_name_are_the_same(anybody: Caller) -> None:
    wrong = problem(anybody.post("/tokens", CLERK | {"password": "guess"}), 401, "wrong_password")
    unknown = problem(anybody.post("/tokens", CLERK | {"username": "nobody"}), 401, "wrong_password")
    assert wrong == unknown


def test_guessing_has_to_wait_longer_each_time(anybody: Caller) -> None:
    for _ in range(settings.YIMEN_DOORS["password"][0]):
        problem(anybody.post("/tokens", CLERK | {"password": "guess"}), 401, "wrong_password")
    answer = anybody.post("/tokens", CLERK)
    told = problem(answer, 429, "too_many")
    assert answer.headers["Retry-After"] == str(told["facts"]["wait_s"])


def test_a_password_set_by_others_is_changed_first(hall: Ground, anybody: Caller) -> None:
    Account.objects.filter(username="clerk").update(must_change_password=True)
    problem(anybody.post("/tokens", CLERK), 409, "must_change_password")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": "clerk"}, "password"),
        (CLERK | {"password": 1}, "password"),
        (CLERK | {"username": ""}, "username"),
        (CLERK | {"username": "x" * 151}, "username"),
        (CLERK | {"username": "li\0n"}, "username"),
        (CLERK | {"remember": True}, "remember"),
    ],
)
def test_a_malformed_body_names_its_field(anybody: Caller, body: dict[str, object], field: str) -> None:
    told = problem(anybody.post("/tokens", body), 422, "malformed")
    assert [each["field"] for each in told["facts"]["errors"]] == [field]
    assert field in told["detail"]


def test_under_one_key_the_same_token_is_given_while_it_works(hall: Ground, anybody: Caller) -> None:
    first = anybody.post("/tokens", CLERK, key="once").json()
    assert anybody.post("/tokens", CLERK, key="once").json() == first
    assert Token.objects.count() == 1
    people.revoke_token(first["token"])
    second = anybody.post("/tokens", CLERK, key="once").json()
    assert second["token"] != first["token"]
    assert anybody.post("/tokens", CLERK, key="once").json() == second


def test_another_body_under_the_key_is_refused(anybody: Caller) -> None:
    anybody.post("/tokens", CLERK, key="once")
    problem(anybody.post("/tokens", CLERK | {"username": "clerk2"}, key="once"), 409, "key_reused")


def test_a_wrong_password_is_judged_anew_each_time_also_under_a_key(anybody: Caller) -> None:
    wrong = CLERK | {"password": "guess"}
    for _ in range(settings.YIMEN_DOORS["password"][0]):
        problem(anybody.post("/tokens", wrong, key="once"), 401, "wrong_password")
    problem(anybody.post("/tokens", wrong, key="once"), 429, "too_many")


def test_a_token_costs_ten_statements(
    anybody: Caller, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The demo's time, held and let go; the door, the try, the account; the try forgiven, the token kept, its holder and their places."""
    with django_assert_num_queries(10):
        anybody.post("/tokens", CLERK)
