"""The management desk: every page opens for who keeps what stands on it, and for nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from office import ADVERT, DRAFT, Office
from yimen.desks.office.access import PAGES as OPEN_TO
from yimen.desks.office.urls import urlpatterns
from yimen.modules.catalogue.access import KEEPERS as OF_ITEMS
from yimen.modules.people.access import KEEPERS as OF_PEOPLE
from yimen.modules.workdays.access import KEEPERS as OF_DAYS
from yimen.rules.actors import Role

pytestmark = pytest.mark.rule("R-022")

# Statements of each page. Four are every page's: the session, who asks, the demo's moved time, where the reader sits.
COST = {
    "/office/": 16,
    "/office/items/": 5,
    "/office/items/?state=draft": 5,
    "/office/items/?q=广告": 5,
    "/office/items/new/": 5,
    "/office/items/online/": 5,
    "/office/items/import/": 4,
    f"/office/items/{ADVERT}/": 10,
    f"/office/items/{DRAFT}/": 13,
    f"/office/items/{ADVERT}/edit/": 9,
    f"/office/items/{DRAFT}/edit/?section=materials": 12,
    "/office/items/workbook/": 7,
    "/office/items/workbook/?template=1": 3,
    "/office/parameters/": 6,
    "/office/parameters/?q=提醒": 6,
    "/office/parameters/?own=1": 6,
    "/office/parameters/reminder.days_before/": 7,
    "/office/parameters/intake.accept_with_promise/": 6,
    "/office/parameters/disclosure.check_set/": 7,
    "/office/units/": 5,
    "/office/units/new/": 6,
    "/office/units/{CG}/": 8,
    "/office/units/{centre}/": 8,
    "/office/units/{CG}/edit/": 6,
    "/office/units/{centre}/hall/": 6,
    "/office/units/{CG}/section/": 7,
    "/office/windows/": 6,
    "/office/windows/new/": 6,
    "/office/windows/{A01}/": 8,
    "/office/staff/": 6,
    "/office/staff/?closed=1": 6,
    "/office/staff/?q=陈": 6,
    "/office/staff/new/": 5,
    "/office/staff/{chief}/": 7,
    "/office/letters/": 8,
    "/office/letters/?ended=1": 8,
    "/office/letters/new/": 7,
    "/office/calendar/": 5,
    "/office/calendar/2026/": 6,
    "/office/calendar/2027/": 6,
    "/office/calendar/new/": 5,
    "/office/calendar/amend/": 4,
    "/office/hours/": 8,
    "/office/hours/{centre}/": 6,
    "/office/hours/{centre}/day/": 5,
    "/office/hours/windows/{A01}/": 7,
    "/office/hours/windows/{A01}/day/": 6,
}
_NAMED = {
    "code": ADVERT,
    "key": "reminder.days_before",
    "what": "publish",
    "year": 2026,
    "device": 1,
    "notice": 1,
    "category": 1,
}
_NAMED |= {"mode": "ordinary"}


def address(office: Office, path: str) -> str:
    return path.format(**office.ground.world.unit, **office.ground.world.staff)


def addresses(office: Office) -> dict[str, str]:
    """Every address of the desk by its name, with something that is really there."""
    there = {
        **_NAMED,
        "unit": office.ground.unit("CG"),
        "window": office.ground.unit("A01"),
        "hall": office.ground.unit("centre"),
        "account": office.ground.world.staff["chief"],
    }
    found = {}
    for each in urlpatterns:
        wanted = {name: there[name] for name in each.pattern.converters}
        found[each.name] = reverse(f"office:{each.name}", kwargs=wanted)
    return found


@pytest.mark.parametrize("path", COST)
def test_each_page_opens_for_the_office_at_a_stated_cost(
    office: Office, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = office.client()
    client.get("/office/")  # what a process keeps is kept now
    with django_assert_num_queries(COST[path]):
        answer = client.get(address(office, path))
    assert answer.status_code == 200


@pytest.mark.parametrize("path", COST)
def test_each_page_is_written_in_chinese_too(office: Office, path: str) -> None:
    answer = office.client(language="zh-hans").get(address(office, path))
    assert answer.status_code == 200
    if "workbook" not in path:
        assert '<html lang="zh-' in answer.content.decode()


def test_the_desks_of_others_do_not_lead_here(office: Office) -> None:
    for name in ("clerk", "reviewer", "chief", "director", "supervisor", "agent", "operator"):
        client = office.client(name)
        for page, path in addresses(office).items():
            assert client.get(path).status_code == 404, f"{name} opens {page}"
            assert client.post(path).status_code == 404, f"{name} sends to {page}"


def test_a_stranger_is_led_to_the_door_and_can_send_nothing(office: Office, client) -> None:
    for page, path in addresses(office).items():
        answer = client.get(path)
        assert answer.status_code == 302, page
        assert answer["Location"].startswith("/sign-in/?next="), page
        assert client.post(path).status_code == 401, page


def test_each_page_is_shown_to_exactly_those_who_may_act_on_it() -> None:
    assert OPEN_TO["items"] == OF_ITEMS
    assert OPEN_TO["places"] == OF_PEOPLE["units"] == OF_PEOPLE["windows"]
    assert OPEN_TO["letters"] == OF_PEOPLE["letters"]
    assert OPEN_TO["staff"] == OF_PEOPLE["staff"]
    assert OPEN_TO["days"] == OF_DAYS


def test_the_business_office_keeps_neither_staff_nor_days_and_is_shown_no_way_there(office: Office) -> None:
    client = office.hire("business-clerk", "business", Role.BUSINESS_OFFICE)
    shown = client.get("/office/").content.decode()
    for hidden in ("staff", "calendar", "hours"):
        assert f'href="/office/{hidden}/' not in shown
        assert client.get(f"/office/{hidden}/").status_code == 404
    assert 'href="/office/items/"' in shown
    assert client.get("/office/items/").status_code == 200


def test_a_township_s_office_sees_and_keeps_its_own_alone(office: Office) -> None:
    ground = office.ground
    client = office.hire("township-office", "township", Role.CENTRE_OFFICE)
    for path in (
        "units/{CG}/",
        "units/{centre}/hall/",
        "windows/{A01}/",
        "staff/{chief}/",
        "hours/{centre}/",
    ):
        assert client.get(address(office, f"/office/{path}")).status_code == 404, path
    assert client.post(f"/office/windows/{ground.unit('A01')}/close/").status_code == 404
    assert client.post(f"/office/staff/{ground.world.staff['chief']}/reset/").status_code == 404
    for path in ("units/{township}/", "windows/{B01}/", "staff/{clerk2}/", "hours/{village}/"):
        assert client.get(address(office, f"/office/{path}")).status_code == 200, path
    staff = client.get("/office/staff/").content.decode()
    assert "Li He" in staff
    assert "Chen Shouzheng" not in staff
    assert "A01" not in client.get("/office/windows/").content.decode()


def test_only_an_administrator_sees_an_administrator_s_account(office: Office) -> None:
    admin = office.hire("admin", "centre", Role.SYSTEM_ADMIN)
    path = f"/office/staff/{office.ground.world.staff['admin']}/"
    assert office.client().get(path).status_code == 404
    assert office.client().post(f"{path}reset/").status_code == 404
    assert admin.get(path).status_code == 200


def test_what_is_not_there_is_not_found(office: Office) -> None:
    client = office.client()
    for path in ("items/NO-SUCH/", "items/NO-SUCH/edit/", "units/1/", "windows/1/", "staff/1/", "calendar/1990/", "hours/1/",
                 "parameters/no.such/", "parameters/clock.count_weekends_holidays/", f"units/{2**63}/"):  # fmt: skip
        assert client.get(f"/office/{path}").status_code == 404, path
    assert client.post(f"/office/items/{ADVERT}/dance/").status_code == 404
    assert client.post(f"/office/windows/{office.ground.unit('A01')}/dance/").status_code == 404
    assert client.post(f"/office/staff/{office.ground.world.staff['chief']}/dance/").status_code == 404
