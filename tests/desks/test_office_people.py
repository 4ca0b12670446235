"""Staff and letters kept at the office."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from office import ADVERT, TRADER, Office, form_of
from yimen.base import clock
from yimen.modules.people import queries as people
from yimen.rules.actors import Role

pytestmark = pytest.mark.rule("R-022")


def hire(client: Client, office: Office, **changes: Any) -> Any:
    form = form_of(client.get("/office/staff/new/"))
    told = {
        "form__username": "new-clerk", "form__name": "顾新", "form__name_en": "Gu Xin", "form__unit": str(office.ground.unit("A02")),
        "form__roles": ["window_clerk"], "form__phone": "13900000000",
    }  # fmt: skip
    return client.post("/office/staff/new/", form.but(**{**told, **changes}))


def password_on(answer: Any) -> str:
    return re.search(r"<code>(.+?)</code>", answer.content.decode())[1]  # type: ignore[index]


def test_a_first_password_is_shown_once_and_opens_nothing_until_it_is_changed(office: Office) -> None:
    client = office.client()
    answer = hire(client, office)
    first = password_on(answer)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert first not in str(client.session.items())
    assert first not in client.get("/office/staff/").content.decode()
    account = next(
        each for each in people.staff_of(office.ground.unit("A02")) if each.username == "new-clerk"
    )
    door = Client().post("/sign-in/", {"username": "new-clerk", "password": first})
    assert "/window/" not in door.get("Location", "")
    assert account.roles == {Role.WINDOW_CLERK}


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"form__username": "New Clerk"}, 422, "User name"),
        ({"form__roles": []}, 422, "Please choose: Roles."),
        ({"form__username": "clerk"}, 409, "clerk"),
        ({"form__phone": "12345"}, 422, "12345"),
    ],
)
def test_an_account_with_a_fault_comes_back_as_it_was_sent(
    office: Office, changes: Any, status: int, words: str
) -> None:
    answer = hire(office.client(), office, **changes)
    assert answer.status_code == status
    assert words in unescape(answer.content.decode())
    assert form_of(answer)["form.name"] == "顾新"


def test_nobody_but_an_administrator_makes_an_administrator(office: Office) -> None:
    client = office.client()
    assert 'value="system_admin"' not in client.get("/office/staff/new/").content.decode()
    assert hire(client, office, form__roles=["system_admin"]).status_code == 422
    admin = office.hire("root", "centre", Role.SYSTEM_ADMIN)
    assert hire(admin, office, form__roles=["system_admin"]).status_code == 200


def test_an_account_is_changed_and_its_telephone_stays_unless_another_is_written(office: Office) -> None:
    client = office.client()
    hire(client, office)
    account = next(
        each.id for each in people.staff_of(office.ground.unit("A02")) if each.username == "new-clerk"
    )
    path = f"/office/staff/{account}/"
    form = form_of(client.get(path), "form.name")
    assert form["form.phone"] == "", "it is never shown"
    sent = form.but(
        form__title="首席窗口",
        form__window=str(office.ground.unit("A03")),
        form__roles=["window_clerk", "receptionist"],
        form__expires_on="2026-12-31",
    )
    client.post(path, sent)
    card = people.account(account)
    assert card is not None
    assert (card.title, card.window_number, card.roles) == (
        "首席窗口",
        "A03",
        {Role.WINDOW_CLERK, Role.RECEPTIONIST},
    )
    assert people.staff_phones([account]) == {account: "13900000000"}
    shown = client.get("/office/staff/").content.decode()
    assert "on duty at A03" in shown
    assert "until 2026-12-31" in shown


def test_a_reset_ends_every_session_and_gives_a_new_first_password(office: Office) -> None:
    client, account = office.client(), office.ground.world.staff["clerk"]
    theirs = office.client("clerk")
    assert theirs.get("/window/").status_code == 200
    answer = client.post(f"/office/staff/{account}/reset/")
    assert answer["Cache-Control"] == "no-store"
    assert len(password_on(answer)) == 19
    assert theirs.get("/window/").status_code == 302


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(office: Office) -> None:
    client, account = office.client(), office.ground.world.staff["clerk-a02"]
    theirs = office.client("clerk-a02")
    client.post(f"/office/staff/{account}/close/")
    assert theirs.get("/window/").status_code == 302
    assert "Shen Zhiyuan" not in client.get("/office/staff/").content.decode()
    assert "Shen Zhiyuan" in client.get("/office/staff/?closed=1").content.decode()
    assert "Open the account again" in client.get(f"/office/staff/{account}/").content.decode()
    client.post(f"/office/staff/{account}/reopen/")
    assert "Shen Zhiyuan" in client.get("/office/staff/").content.decode()


def test_people_are_found_by_name_user_name_and_unit(office: Office) -> None:
    client = office.client()
    for q in ("陈守正", "chen", "chief", "城市管理"):
        assert "Chen Shouzheng" in client.get(f"/office/staff/?q={q}").content.decode(), q
    assert "Nobody of that name" in client.get("/office/staff/?q=查无此人").content.decode()


def letter(client: Client, office: Office, **changes: Any) -> Any:
    form = form_of(client.get("/office/letters/new/"))
    told = {
        "form__number": "云城管授〔2026〕9号", "form__department": str(office.ground.unit("CG")),
        "form__holder": str(office.ground.world.staff["reviewer"]), "form__powers": ["decide"], "form__items": ADVERT,
        "form__signed_by": "局长 高远", "form__valid_from": "2026-03-02", "form__valid_to": "2026-12-31",
    }  # fmt: skip
    return client.post("/office/letters/new/", form.but(**{**told, **changes}))


@pytest.mark.rule("R-011")
def test_under_a_letter_its_holder_decides_and_after_it_is_revoked_no_more(office: Office) -> None:
    client, ground = office.client(), office.ground
    before = ground.actor("reviewer").letters
    assert letter(client, office).status_code == 302
    fresh = ground.actor("reviewer").letters
    assert len(fresh) == len(before) + 1
    assert "云城管授〔2026〕9号" in client.get("/office/letters/").content.decode()
    client.post("/office/letters/revoke/", {"number": "云城管授〔2026〕9号"})
    assert ground.actor("reviewer").letters == before
    assert "云城管授〔2026〕9号" not in client.get("/office/letters/").content.decode()
    assert "revoked on 2026-03-02" in client.get("/office/letters/?ended=1").content.decode()
    assert client.post("/office/letters/revoke/", {"number": "云城管授〔2026〕9号"}).status_code == 404


@pytest.mark.rule("R-011")
@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"form__powers": []}, 422, "Please choose: Powers."),
        ({"form__valid_to": "2025-01-01"}, 422, "before it begins"),
        ({"form__number": "云城管授〔2026〕1号"}, 409, "registered already"),
        ({"form__items": TRADER}, 422, "no items in force of this department"),
        ({"form__items": f"{ADVERT}\nYX-NO-1"}, 422, "YX-NO-1"),
    ],
)
def test_a_letter_that_says_nothing_sound_is_not_registered(
    office: Office, changes: Any, status: int, words: str
) -> None:
    answer = letter(office.client(), office, **changes)
    assert answer.status_code == status
    assert words in unescape(answer.content.decode())
    assert form_of(answer)["form.signed_by"] == "局长 高远"


@pytest.mark.rule("R-012")
def test_the_report_names_the_departments_without_a_chief_representative(office: Office) -> None:
    client = office.client()
    assert "9 of 9 departments have one" in client.get("/office/letters/").content.decode()
    client.post(f"/office/staff/{office.ground.world.staff['chief-ga']}/close/")
    shown = unescape(client.get("/office/letters/").content.decode())
    assert "8 of 9 departments have one" in shown
    assert re.search(r"<td>云岫市公安局</td>\s*<td[^>]*><b>nobody</b>", shown)
    assert "云岫市公安局" in client.get("/office/").content.decode()
    township = office.ground.unit("township")
    assert "3 of 3 departments have one" in client.get(f"/office/letters/?hall={township}").content.decode()


def test_a_letter_that_ran_out_has_ended(office: Office) -> None:
    client = office.client()
    letter(client, office, form__valid_to="2026-03-31")
    clock.set_hall_time(office.ground.now + timedelta(days=31))
    assert "云城管授〔2026〕9号" not in client.get("/office/letters/").content.decode()
    assert "云城管授〔2026〕9号" in client.get("/office/letters/?ended=1").content.decode()
