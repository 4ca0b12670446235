"""The office's devices and maps: registered, told once, drawn as a table, hung as signs (R-218, R-227)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ground import Ground
from kiosks import Furnished, furnish
from yimen.modules.reception.models.devices import Device
from yimen.modules.reception.queries.plans import plan

pytestmark = pytest.mark.rule("R-218", "S-40")


@pytest.fixture
def place(ground: Ground) -> Furnished:
    return furnish(ground)


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_token_is_shown_once(place: Furnished) -> None:
    office = place.staff("office")
    answer = office.post(
        f"/office/halls/{place.hall}/devices/new/",
        {
            "form.kind": "kiosk",
            "form.name": "三号自助机",
            "form.functions": ["ticket"],
            "form.printer": "",
            "form.place": "",
        },
    )
    found = re.search(r"<code>([\w-]{30,})</code>", answer.content.decode())
    assert found, text(answer)
    row = Device.objects.get(name="三号自助机")
    assert found[1].encode() not in bytes(row.token)
    for path in ("/office/devices/", f"/office/devices/{row.id}/"):
        assert found[1] not in office.get(path).content.decode()
    taken = office.post(
        f"/office/halls/{place.hall}/devices/new/",
        {"form.kind": "kiosk", "form.name": "三号自助机", "form.printer": "", "form.place": ""},
    )
    assert taken.status_code == 409
    assert "已有设备" in text(taken)


def test_a_retired_device_is_gone_and_prints_no_more(place: Furnished) -> None:
    office, printer = place.staff("office"), place.device("号票打印机")
    office.post(f"/office/devices/{printer.id}/retire/")
    assert "号票打印机" not in text(office.get("/office/devices/"))
    assert place.device("K1").printer is None
    assert office.get(f"/office/devices/{printer.id}/").status_code == 404


def test_devices_are_kept_by_offices_alone(place: Furnished) -> None:
    clerk, device = place.staff("clerk"), place.device("K1")
    for path in (
        "/office/devices/",
        "/office/maps/",
        f"/office/maps/{place.hall}/",
        f"/office/devices/{device.id}/",
    ):
        assert clerk.get(path).status_code == 404
    assert clerk.post(f"/office/devices/{device.id}/renew/").status_code == 404


@pytest.mark.rule("R-227", "S-96")
def test_a_map_is_drawn_from_its_table_and_comes_back_whole(place: Furnished) -> None:
    office = place.staff("office")
    path = f"/office/maps/{place.hall}/"
    fields = _sent(office.get(path).content.decode())
    before = plan(place.hall)
    assert office.post(path, fields).status_code == 302
    assert plan(place.hall) == before, "drawn as it stood"
    at = fields["key"].index("bank")
    fields["x"][at] = "2"
    refused = office.post(path, fields)
    assert refused.status_code == 422
    assert "重叠" in text(refused) or "overlap" in text(refused)
    assert _sent(refused.content.decode())["x"][at] == "2", "nothing that was typed is lost"
    assert plan(place.hall) == before
    fields["x"][at] = "x"
    assert office.post(path, fields).status_code == 422
    fields["key"][at] = ""
    assert office.post(path, fields).status_code == 302
    assert plan(place.hall).find("bank") is None


@pytest.mark.rule("R-227", "S-96")
def test_every_window_has_its_sign(place: Furnished) -> None:
    page = place.staff("office").get(f"/office/maps/{place.hall}/signs/").content.decode()
    assert re.findall(r'office-sign-number">(\w+)<', page) == ["A01", "A02", "A04", "A03"]
    assert "人社窗口" in page


@pytest.mark.rule("R-021", "R-046")
def test_the_public_map_shows_the_way_from_the_entrance(place: Furnished) -> None:
    from django.test import Client

    page = (
        Client(headers={"accept-language": "zh-hans"})
        .get("/halls/centre/map/", {"at": "A03"})
        .content.decode()
    )
    assert page.count('class="plan"') == 2
    assert "plan-way" in page
    assert "云岫银行中心支行" in page
    assert Client().get("/halls/nowhere/map/").status_code == 404


def _sent(page: str) -> dict[str, list[str]]:
    """The table as a browser would send it."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input class="form-control[^"]*" name="(\w+)"(?: value="([^"]*)")?', page
    ):
        fields.setdefault(name, []).append(value.replace("&#x27;", "'"))
    fields["kind"] = [
        (re.search(r'value="(\w+)" selected', each) or re.search(r'value="(\w+)"', each))[1]  # type: ignore[index]
        for each in re.findall(r'<select class="form-select" name="kind".*?</select>', page, re.DOTALL)
    ]
    return fields


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/office/devices/", 8),
        ("/office/maps/", 9),
        ("/office/maps/{hall}/", 8),
        ("/office/messages/", 6),
        ("/halls/centre/map/", 7),
    ],
)
def test_a_page_asks_the_database_so_often(
    place: Furnished, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    office = place.staff("office")
    with django_assert_max_num_queries(most):
        assert office.get(path.format(hall=place.hall)).status_code == 200
