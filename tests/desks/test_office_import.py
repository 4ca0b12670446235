"""Lists taken in at the office: tried first, then for good, with a report to act on."""

from __future__ import annotations

import io
import json
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from office import Office, form_of
from yimen.base.sheets import MOST_UNFOLDED
from yimen.modules.people import queries as people

pytestmark = pytest.mark.rule("R-029", "R-033")

CSV = """事项编码,事项名称,实施部门,事项类型,承诺时限,法定时限
YX-IMP-1,城市树木移植审批,云岫市城市管理局,行政许可,5个工作日,20个工作日
YX-IMP-2,临时占道堆物审批,云岫市城市管理局,行政许可,很快,20个工作日
YX-IMP-3,档案查阅,云岫市档案馆,公共服务,0,1个工作日
,没有编码的事项,云岫市城市管理局,公共服务,1个工作日,2个工作日
"""


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.YIMEN_DRAFT_FILES = tmp_path


def send(client: Client, content: bytes, name: str = "items.csv", **fields: Any) -> HttpResponse:
    return client.post(
        "/office/items/import/", {"kind": "items", "file": SimpleUploadedFile(name, content), **fields}
    )


def exists(client: Client, code: str) -> bool:
    """Whether the office has the item, published or not."""
    return client.get(f"/office/items/{code}/").status_code == 200


@pytest.fixture
def client(office: Office) -> Client:
    return office.client()


def test_a_trial_reports_and_writes_nothing(client: Client) -> None:
    answer = send(client, CSV.encode(), create="1")
    shown = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "A trial: nothing was written yet" in shown
    assert not exists(client, "YX-IMP-1")
    assert "云岫市档案馆" in shown, "the department that would be created is named"
    assert "These rows were not taken in" in shown
    assert "This was left out" in shown
    assert "很快" in shown


def test_what_was_tried_goes_in_for_good_without_choosing_the_file_again(client: Client) -> None:
    tried = send(client, CSV.encode(), create="1")
    answer = client.post("/office/items/import/", form_of(tried, "token").fields)
    assert "Taken in" in answer.content.decode()
    assert all(exists(client, f"YX-IMP-{n}") for n in (1, 2, 3))
    assert any(each.name == "云岫市档案馆" for each in people.departments())
    again = send(client, CSV.encode(), create="1")
    assert "There is nothing to take in" in again.content.decode()
    assert client.post("/office/items/import/", form_of(tried, "token").fields).status_code == 409, (
        "and not twice"
    )


def test_unknown_departments_stay_out_unless_they_are_to_be_created(client: Client) -> None:
    tried = send(client, CSV.encode())
    assert "档案馆" in unescape(tried.content.decode())
    client.post("/office/items/import/", form_of(tried, "token").fields)
    assert exists(client, "YX-IMP-1")
    assert not exists(client, "YX-IMP-3")
    assert not any(each.name == "云岫市档案馆" for each in people.departments())


def test_guides_in_json_go_in_and_say_what_they_lack(client: Client) -> None:
    guide = {"code": "YX-IMP-7", "name": "公园内举办活动备案", "department": "云岫市城市管理局", "kind": "filing",
             "guide": {"content": "备案", "conditions": ["有方案"]}}  # fmt: skip
    answer = send(client, json.dumps([guide]).encode(), "guides.json", kind="guides")
    shown = unescape(answer.content.decode())
    assert "Worth a look" in shown
    assert "Responsible person" in shown
    client.post("/office/items/import/", form_of(answer, "token").fields)
    assert exists(client, "YX-IMP-7")


def test_the_workbook_that_was_taken_away_goes_in_again_and_changes_nothing(client: Client) -> None:
    workbook = client.get("/office/items/workbook/").content
    shown = send(client, workbook, "items.xlsx").content.decode()
    assert "There is nothing to take in" in shown


def bomb() -> bytes:
    """A small workbook that unfolds too far."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/sharedStrings.xml", b"0" * (MOST_UNFOLDED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "items.csv", "empty"),
        (b"%PDF-1.7 no table", "items.pdf", "This is no table"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "items.csv", "This is no table"),
        (b"PK\x03\x04 cut short", "items.xlsx", "damaged or cut short"),
        (b'{"items": [', "items.json", "JSON file cannot be read"),
        ("事项名称,部门\n甲,乙\n".encode(), "items.csv", "The headings"),
        (b"a" * (20 * 1024 * 1024 + 1), "items.csv", "larger than 20 MB"),
    ],
    ids=["empty", "pdf", "png", "cut-short", "broken-json", "no-code-column", "too-large"],
)  # fmt: skip
def test_a_file_of_no_use_is_answered_with_what_to_do(
    client: Client, content: bytes, name: str, words: str
) -> None:
    answer = send(client, content, name)
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())


def test_a_zip_bomb_is_not_unfolded(client: Client) -> None:
    answer = send(client, bomb(), "items.xlsx")
    assert answer.status_code == 422
    assert "unfolds" in answer.content.decode()


def test_more_than_any_list_is_turned_away_unread(client: Client, settings: Any) -> None:
    settings.YIMEN_REQUEST_BYTES = 1000
    assert send(client, b"x" * 2000).status_code == 413


def test_nothing_chosen_is_said_so(client: Client) -> None:
    answer = client.post("/office/items/import/", {"kind": "items"})
    assert answer.status_code == 422
    assert "No file was chosen" in answer.content.decode()


def test_a_trial_left_lying_is_gone_and_says_so(client: Client) -> None:
    answer = client.post("/office/items/import/", {"kind": "items", "token": "0" * 32, "name": "a.csv"})
    assert answer.status_code == 409
    assert "choose the file again" in answer.content.decode()


def test_a_name_of_a_path_is_only_a_name(client: Client) -> None:
    shown = send(client, CSV.encode(), "../../etc/items.csv").content.decode()
    assert "items.csv" in shown
    assert "../" not in shown.split("<main")[1]
