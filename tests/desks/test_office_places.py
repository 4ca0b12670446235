"""Units, halls and windows kept at the office."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from office import Office, form_of
from yimen.modules.people import queries as people
from yimen.modules.people.queries import DecisionPlace, Device, WindowMode, WindowState


def test_a_unit_is_created_below_another_and_changed(office: Office) -> None:
    client, streets = office.client(), office.ground.unit("CG")
    form = form_of(client.get(f"/office/units/new/?below={streets}"))
    assert form["form.parent"] == str(streets)
    assert form["form.division"] == "990100"
    client.post(
        "/office/units/new/", form.but(form__kind="section", form__code="CG-FW", form__name="行政服务科")
    )
    made = people.unit_id("CG-FW")
    assert made
    path = f"/office/units/{made}/"
    assert "行政服务科" in client.get(path).content.decode()
    change = form_of(client.get(f"{path}edit/"))
    client.post(
        f"{path}edit/", change.but(form__phone="0990-8812399", form__parent=str(office.ground.unit("SJ")))
    )
    found = people.unit(made)
    assert found is not None
    assert (found.phone, found.parent) == ("0990-8812399", office.ground.unit("SJ"))


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"form__name": ""}, 422, "Please fill in: Name."),
        ({"form__code": "CG"}, 409, "is taken"),
        ({"form__kind": "palace"}, 422, "choose one of those offered"),
    ],
)
def test_a_unit_with_a_fault_comes_back_as_it_was_sent(
    office: Office, changes: Any, status: int, words: str
) -> None:
    client = office.client()
    form = form_of(client.get("/office/units/new/"))
    told = {
        "form__kind": "office",
        "form__code": "NEW",
        "form__name": "信访室",
        "form__division": "990100",
        "form__phone": "0990-1",
    }
    answer = client.post("/office/units/new/", form.but(**{**told, **changes}))
    assert answer.status_code == status
    assert words in unescape(answer.content.decode())
    assert 'value="0990-1"' in answer.content.decode()


def test_a_unit_is_never_hung_below_itself(office: Office) -> None:
    client, centre = office.client(), office.ground.unit("centre")
    shown = client.get(f"/office/units/{centre}/edit/").content.decode()
    assert f'value="{office.ground.unit("city")}"' in shown
    assert f'value="{office.ground.unit("township")}"' not in shown
    form = form_of(client.get(f"/office/units/{centre}/edit/"))
    answer = client.post(
        f"/office/units/{centre}/edit/", form.but(form__parent=str(office.ground.unit("township")))
    )
    assert answer.status_code == 422


def test_a_unit_with_staff_is_not_closed_and_an_empty_one_can_be_opened_again(office: Office) -> None:
    client, streets = office.client(), office.ground.unit("CG")
    answer = client.post(f"/office/units/{streets}/turn/", {"close": ""})
    assert answer.status_code == 409
    assert "3 staff" in answer.content.decode()
    form = form_of(client.get("/office/units/new/"))
    told = {"form__kind": "office", "form__code": "NEW", "form__name": "信访室", "form__division": "990100"}
    client.post("/office/units/new/", form.but(**told))
    path = f"/office/units/{people.unit_id('NEW')}/"
    client.post(f"{path}turn/", {"close": ""})
    assert "closed" in client.get("/office/units/").content.decode()
    client.post(f"{path}turn/", {"reopen": ""})
    assert people.unit(people.unit_id("NEW") or 0).active  # type: ignore[union-attr]


@pytest.mark.rule("R-001", "R-111")
def test_a_hall_is_described_before_it_has_windows(office: Office) -> None:
    client = office.client()
    form = form_of(client.get("/office/units/new/"))
    told = {"form__kind": "hall", "form__code": "east", "form__name": "东城便民服务中心", "form__name_en": "East Centre",
            "form__parent": str(office.ground.unit("centre")), "form__division": "990100"}  # fmt: skip
    made = client.post("/office/units/new/", form.but(**told))
    hall = people.unit_id("east")
    assert made["Location"] == f"/office/units/{hall}/hall/"
    assert "East Centre" not in client.get("/office/windows/").content.decode()
    form = form_of(client.get(made["Location"]))
    client.post(
        made["Location"],
        form.but(
            form__hall_type="street_station",
            form__level="township",
            form__floor_area="320.5",
            form__decision_place="hall",
        ),
    )
    found = people.hall(hall or 0)
    assert found is not None
    assert (found.decision_place, float(found.floor_area or 0)) == (DecisionPlace.HALL, 320.5)
    assert "East Centre" in client.get("/office/windows/").content.decode()
    assert "320.50 m²" in client.get(f"/office/units/{hall}/").content.decode()


@pytest.mark.rule("R-010")
def test_the_service_section_shows_its_members_with_post_and_appointment(office: Office) -> None:
    client, streets = office.client(), office.ground.unit("CG")
    assert "has no section yet" in client.get(f"/office/units/{streets}/section/").content.decode()
    form = form_of(client.get(f"/office/units/new/?below={streets}"))
    client.post(
        "/office/units/new/", form.but(form__kind="section", form__code="CG-FW", form__name="行政服务科")
    )
    made = people.unit_id("CG-FW")
    account = office.ground.world.staff["chief"]
    move = form_of(client.get(f"/office/staff/{account}/"), "form.name")
    client.post(
        f"/office/staff/{account}/",
        move.but(
            form__unit=str(made), form__appointment="云组干〔2025〕12号", form__appointed_on="2025-06-01"
        ),
    )
    path = f"/office/units/{streets}/section/"
    form = form_of(client.get(path))
    client.post(
        path, form.but(form__section=str(made), form__document="云编〔2025〕3号", form__since_on="2025-05-01")
    )
    shown = unescape(client.get(f"/office/units/{streets}/").content.decode())
    for words in (
        "云编〔2025〕3号",
        "2025-05-01",
        "Members of the service section",
        "Chen Shouzheng",
        "Chief representative",
        "云组干〔2025〕12号",
        "2025-06-01",
    ):
        assert words in shown, words
    assert "Zhao Qiming" not in shown, "who stayed outside is no member"


@pytest.mark.rule("R-008")
def test_with_four_of_five_points_a_window_prepares_with_the_fifth_it_opens(office: Office) -> None:
    client, ground = office.client(), office.ground
    form = form_of(client.get(f"/office/windows/new/?hall={ground.unit('centre')}"))
    sent = form.but(form__number="A09", form__name="A09 综合窗口", form__mode="comprehensive", form__floor="3",
                    form__serves=[str(ground.unit(each)) for each in ("CG", "SJ", "MZ")], form__devices=["display", "scanner"])  # fmt: skip
    made = client.post("/office/windows/new/", sent)
    window = int(made["Location"].strip("/").split("/")[-1])
    for point in ("staff", "authorisation", "equipment", "business"):
        client.post(f"/office/windows/{window}/confirm/", {"point": point, "organ": "市委编办"})
    card = people.window(window)
    assert card is not None
    assert card.state is WindowState.PREPARING
    shown = client.get(f"/office/windows/{window}/").content.decode()
    assert "being prepared, 4 of 5" in shown
    assert "市委编办" in shown
    refused = client.post(f"/office/windows/{window}/open/")
    assert refused.status_code == 409
    answer = client.post(
        f"/office/windows/{window}/confirm/", {"point": "procedures", "organ": "市政府办"}, follow=True
    )
    assert "the window is open now" in answer.content.decode()
    shown = client.get(f"/office/windows/{window}/").content.decode()
    assert "市政府办 · entered by 严谨 · 2026-03-02" in shown


@pytest.mark.rule("R-008")
def test_a_point_is_confirmed_on_somebody_s_word(office: Office) -> None:
    client, ground = office.client(), office.ground
    form = form_of(client.get("/office/windows/new/"))
    made = client.post(
        "/office/windows/new/",
        form.but(form__hall=str(ground.unit("centre")), form__number="A09", form__name="A09"),
    )
    path = made["Location"]
    for told in ({"point": "staff", "organ": " "}, {"point": "nothing", "organ": "市政府办"}):
        answer = client.post(f"{path}confirm/", told)
        assert answer.status_code == 422
        assert "being prepared, 0 of 5" in answer.content.decode()


@pytest.mark.rule("R-014", "R-019")
def test_a_comprehensive_window_serves_several_departments_on_its_floor(office: Office) -> None:
    client, window = office.client(), office.ground.unit("A02")
    form = form_of(client.get(f"/office/windows/{window}/"), "form.mode")
    serves = [str(office.ground.unit(each)) for each in ("RS", "ZJ", "ZG")]
    client.post(
        f"/office/windows/{window}/",
        form.but(form__mode="comprehensive", form__serves=serves, form__floor="2", form__devices=["caller"]),
    )
    card = people.window(window)
    assert card is not None
    assert (card.mode, card.floor, card.devices, len(card.departments)) == (
        WindowMode.COMPREHENSIVE,
        2,
        {Device.CALLER},
        3,
    )
    for department in ("RS", "ZJ", "ZG"):
        assert window in [each.id for each in people.windows_for(office.ground.unit(department))]


def test_a_window_s_form_with_a_fault_keeps_what_was_written(office: Office) -> None:
    client, window = office.client(), office.ground.unit("A02")
    form = form_of(client.get(f"/office/windows/{window}/"), "form.mode")
    answer = client.post(f"/office/windows/{window}/", form.but(form__floor="ground", form__mode="special"))
    assert answer.status_code == 422
    again = form_of(answer, "form.mode")
    assert (again["form.floor"], again["form.mode"]) == ("ground", "special")


def test_an_open_window_is_closed_and_opened_again(office: Office) -> None:
    client, window = office.client(), office.ground.unit("A01")
    client.post(f"/office/windows/{window}/close/")
    assert people.window(window).state is WindowState.CLOSED  # type: ignore[union-attr]
    client.post(f"/office/windows/{window}/open/")
    assert people.window(window).state is WindowState.OPEN  # type: ignore[union-attr]


def test_a_number_taken_is_said_and_nothing_lost(office: Office) -> None:
    client = office.client()
    form = form_of(client.get("/office/windows/new/"))
    answer = client.post(
        "/office/windows/new/",
        form.but(form__hall=str(office.ground.unit("centre")), form__number="A01", form__name="又一个窗口"),
    )
    assert answer.status_code == 409
    assert "Window number A01 is taken" in answer.content.decode()
    assert form_of(answer)["form.name"] == "又一个窗口"
