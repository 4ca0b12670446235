"""Filing and self-check: what is incomplete is registered, what cannot be read is not, and a key files once."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from pytest_django import DjangoAssertNumQueries

import shelf
from caller import IDENTITY, Caller, application, file, paper, problem, signed_in
from ground import WASTE, Ground
from town import SETUP
from yimen.gateways import storage
from yimen.modules.cases.models import Case, Party
from yimen.modules.catalogue import commands as catalogue
from yimen.modules.people.models import Person
from yimen.rules.numbering import CaseNumber

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ADVERT = "11990100MB0000035A3000117002001"  # checked online first
RELIEF = "YX-ZX-01"  # not online at all


def with_file(name: str = "申请表.pdf", content: bytes = PDF, **changes: Any) -> dict[str, Any]:
    handed_in = {"name": name, "base64": base64.b64encode(content).decode()}
    return application(WASTE, materials=[{"code": "application", "content": handed_in | changes}])


def rows() -> dict[str, int]:
    """How many rows every table has."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


# --- filing ----------------------------------------------------------------------------------------------


@pytest.mark.rule("R-078")
def test_filing_answers_number_code_state_findings_and_papers(anybody: Caller) -> None:
    answer = anybody.post("/applications", application(WASTE))
    assert answer.status_code == 201
    told = answer.json()
    assert set(told) == {"number", "query_code", "state", "findings", "papers"}
    assert told["number"].startswith("990100-20260302-00001-")
    assert (told["state"], told["findings"]) == ("received", [])
    assert told["papers"] == [{"paper_no": "云城管收〔2026〕1号", "kind": "receipt", "title": "收件凭证"}]
    assert anybody.get(f"/progress/{told['number']}", code=told["query_code"]).status_code == 200


@pytest.mark.rule("R-078")
def test_what_is_incomplete_is_registered_with_everything_it_lacks(anybody: Caller) -> None:
    unclear = {"kind": "person", "name": "王小明", "id_number": "123", "phone": "1"}
    findings = file(anybody, WASTE, applicant=unclear, form={}, materials=[])["findings"]
    about = {each.get("material") or each["field"] for each in findings}
    assert {"application", "applicant.id_number", "applicant.phone"} < about
    for each in findings:
        assert each.keys() - {"material", "field"} == {"rule", "severity", "text", "remedy"}
        assert len(each) == 5
        assert each["severity"] in {"blocking", "curable", "hint"}
        assert each["text"]


@pytest.mark.rule("R-158")
@pytest.mark.parametrize("said", ["sms", "none", None])
def test_who_is_told_by_text_may_be_said_and_need_not_be(anybody: Caller, said: str | None) -> None:
    wish = {"told_by": said} if said else {}
    number = file(anybody, WASTE, **wish)["number"]
    case = Case.objects.get(number=CaseNumber.parse(number).digits)
    assert Party.objects.get(case_id=case.id).told_by == said
    told = problem(
        anybody.post("/applications", application(WASTE) | {"told_by": "pigeon"}), 422, "malformed"
    )
    assert {each["field"] for each in told["facts"]["errors"]} == {"told_by"}


def test_findings_are_told_in_the_readers_language(anybody: Caller) -> None:
    said = file(anybody.reading("en"), WASTE, materials=[])["findings"][0]
    assert said["text"].endswith("is missing.")
    said = file(anybody, WASTE, materials=[])["findings"][0]
    assert said["text"].startswith("缺少主件")


@pytest.mark.rule("R-079")
def test_an_item_for_pre_review_waits_for_its_papers(anybody: Caller) -> None:
    told = file(anybody, ADVERT)
    assert (told["state"], told["papers"]) == ("pre_registered", [])


@pytest.mark.rule("R-043")
def test_an_item_that_is_not_online_is_taken_in_at_the_counter_alone(anybody: Caller, clerk2: Caller) -> None:
    problem(anybody.post("/applications", application(RELIEF)), 409, "not_online")
    assert file(clerk2, RELIEF, channel="window")["state"] == "received"


@pytest.mark.parametrize("channel", ["window", "post", "agent"])
def test_the_staffs_channels_need_a_token(anybody: Caller, channel: str) -> None:
    problem(anybody.post("/applications", application(WASTE, channel=channel)), 401, "not_signed_in")


def test_a_clerk_takes_in_at_their_own_window(hall: Ground, clerk: Caller) -> None:
    number = file(clerk, WASTE, channel="window")["number"]
    case = Case.objects.get(number=number.replace("-", ""))
    assert (case.home, case.channel) == (hall.unit("A01"), "window")


def test_whoever_may_not_take_in_finds_no_door_and_leaves_no_trace(hall: Ground) -> None:
    reviewer = signed_in("reviewer")
    before = rows()
    problem(reviewer.post("/applications", application(WASTE, channel="window")), 404, "not_permitted")
    assert rows() == before


def test_a_token_that_is_no_good_is_not_taken_for_nobody(hall: Ground) -> None:
    problem(Caller("expired").post("/applications", application(WASTE)), 401, "not_signed_in")
    assert not Case.objects.exists()


def test_a_hall_may_be_chosen_and_must_exist(anybody: Caller) -> None:
    assert file(anybody, WASTE, hall="centre")["state"] == "received"
    problem(anybody.post("/applications", application(WASTE, hall="moon")), 404, "no_such_hall")


def test_an_item_that_is_not_there_cannot_be_applied_for(anybody: Caller) -> None:
    nothing = application(WASTE) | {"item": "NOTHING"}
    problem(anybody.post("/applications", nothing), 404, "no_such_item")
    problem(anybody.post("/applications/check", nothing), 404, "no_such_item")


def test_an_agent_is_kept_beside_the_applicant(clerk: Caller) -> None:
    agent = {"name": "李春梅", "id_number": "990100199003077763", "phone": "13900001111", "relation": "女儿"}
    whole = clerk.get(f"/cases/{file(clerk, WASTE, agent=agent, channel='window')['number']}").json()
    assert (whole["agent"]["name"], whole["person"]["name"]) == ("李春梅", "王小明")


def test_a_case_named_as_returned_earlier_must_be_one(anybody: Caller, filed: dict[str, Any]) -> None:
    problem(
        anybody.post("/applications", application(WASTE, earlier=filed["number"])), 409, "no_such_earlier"
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"applicant": {"kind": "person", "name": " ", "id_number": "", "phone": ""}}, "applicant.name"),
        ({"applicant": {"kind": "cat", "name": "王", "id_number": "", "phone": ""}}, "applicant.kind"),
        ({"applicant": {"kind": "person", "name": "王", "phone": ""}}, "applicant.id_number"),
        ({"applicant": "王小明"}, "applicant"),
        ({"item": None}, "item"),
        ({"form": []}, "form"),
        ({"form": {"text": "nul\0"}}, "form.text"),
        ({"form": {"text": "\ud800"}}, "form.text"),
        ({"form": {"n": 10**40}}, "form.n"),
        ({"materials": {}}, "materials"),
        ({"materials": [{"code": "a", "copies": "two"}]}, "materials.0.copies"),
        ({"materials": [{"code": "a", "copies": -1}]}, "materials.0.copies"),
        ({"materials": [{"code": "a", "original": 1}]}, "materials.0.original"),
        ({"materials": [{"code": "a", "valid_until": "2026-02-30"}]}, "materials.0.valid_until"),
        ({"materials": [{"code": "a", "valid_until": 20260301}]}, "materials.0.valid_until"),
        ({"materials": [{"code": "a"}, {"code": "a"}]}, "materials"),
        ({"channel": "pigeon"}, "channel"),
        ({"urgent": True}, "urgent"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_named_in_both_languages(
    anybody: Caller, changes: dict[str, Any], field: str
) -> None:
    for caller, words in ((anybody, "请按提示修改"), (anybody.reading("en"), "Correct it as shown")):
        told = problem(caller.post("/applications", application(WASTE) | changes), 422, "malformed")
        assert words in told["detail"]
        assert field in told["detail"]
        assert field in {each["field"] for each in told["facts"]["errors"]}
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '{"item": NaN}', '{"item": 1e999}', "[" * 100_000, '{"n":' + "9" * 5000 + "}"],
)
def test_a_body_that_is_no_json_object_is_malformed(anybody: Caller, body: str) -> None:
    problem(anybody.post("/applications", body), 422, "malformed")


def test_a_body_must_be_utf_8(anybody: Caller) -> None:
    sent = json.dumps(application(WASTE), ensure_ascii=False).encode("gb18030")
    answer = anybody.client.post("/api/v1/applications", sent, content_type="application/json")
    assert "UTF-8" in problem(answer, 422, "malformed")["detail"]


# --- files -----------------------------------------------------------------------------------------------


def test_a_file_is_kept_by_what_it_is(anybody: Caller, clerk: Caller) -> None:
    number = anybody.post("/applications", with_file("../../etc/表.pdf")).json()["number"]
    material = clerk.get(f"/cases/{number}").json()["materials"][0]
    assert (material["file"]["name"], material["file"]["type"]) == ("表.pdf", "application/pdf")
    assert storage.in_use().read(material["file"]["digest"]) == PDF


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("表.png", PDF, "upload_mismatch"),
        ("表.pdf", b"", "upload_empty"),
        ("表.pdf", b"MZ\x90", "upload_kind"),
        ("表.exe.pdf", PDF, "upload_double_extension"),
        ("表.pdf", PDF[:-8], "upload_damaged"),
        ("表.pdf", PDF + bytes(20 * 1024 * 1024) + PDF, "upload_too_large"),
    ],
    ids=["mismatch", "empty", "kind", "double", "damaged", "large"],
)
def test_a_file_that_cannot_be_taken_is_named_and_nothing_is_filed(
    anybody: Caller, name: str, content: bytes, reason: str
) -> None:
    for path in ("/applications", "/applications/check"):
        told = problem(anybody.post(path, with_file(name, content)), 422, reason)
        assert told["facts"]["field"] == "materials.0.content"
    assert not Case.objects.exists()


def test_a_file_must_be_base64(anybody: Caller) -> None:
    told = problem(anybody.post("/applications", with_file(base64="不是")), 422, "malformed")
    assert "materials.0.content.base64" in told["detail"]


def test_a_body_that_is_too_large_is_turned_away(anybody: Caller, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    problem(anybody.post("/applications", with_file(content=PDF * 30)), 413, "too_large")


# --- checking yourself -----------------------------------------------------------------------------------


@pytest.mark.rule("R-080")
def test_the_self_check_finds_what_filing_finds_and_keeps_nothing(anybody: Caller) -> None:
    lacking = application(WASTE, form={}, materials=[{"code": "application", "exists": True}])
    anybody.post("/applications/check", lacking)
    before = rows()
    checked = anybody.post("/applications/check", lacking)
    assert checked.status_code == 200
    assert rows() == before
    assert checked.json() == {"findings": anybody.post("/applications", lacking).json()["findings"]}


@pytest.mark.rule("R-080")
def test_the_self_check_looks_at_files_and_keeps_none(anybody: Caller) -> None:
    found = anybody.post("/applications/check", with_file()).json()["findings"]
    assert "application" not in {each.get("material") for each in found}
    assert not storage.in_use().holds(hashlib.sha256(PDF).hexdigest())


# --- under a key -----------------------------------------------------------------------------------------


def test_the_same_key_and_body_file_once_and_answer_the_same(anybody: Caller) -> None:
    first = anybody.post("/applications", application(WASTE), key="k")
    again = anybody.post("/applications", application(WASTE), key="k")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert Case.objects.count() == 1


def test_the_order_of_words_in_a_body_does_not_matter(anybody: Caller) -> None:
    first = anybody.post("/applications", application(WASTE), key="k")
    turned = json.dumps(dict(reversed(application(WASTE).items())))
    assert anybody.post("/applications", turned, key="k").content == first.content


def test_another_body_under_the_key_is_refused_and_files_nothing(anybody: Caller) -> None:
    anybody.post("/applications", application(WASTE), key="k")
    problem(anybody.post("/applications", application(WASTE, form={}), key="k"), 409, "key_reused")
    problem(anybody.post("/applications/check", application(WASTE), key="k"), 409, "key_reused")
    assert Case.objects.count() == 1


def test_a_refusal_is_answered_again_under_its_key(anybody: Caller, hall: Ground) -> None:
    body = application(WASTE) | {"item": shelf.CODE}
    told = problem(anybody.post("/applications", body, key="k"), 404, "no_such_item")
    shelf.put(hall.now)
    assert problem(anybody.post("/applications", body, key="k"), 404, "no_such_item") == told
    assert anybody.post("/applications", body, key="k-2").status_code == 201


def test_a_check_under_a_key_is_answered_again(anybody: Caller, hall: Ground) -> None:
    body = application(WASTE, materials=[])
    first = anybody.post("/applications/check", body, key="k").json()
    catalogue.retire(SETUP, WASTE, now=hall.now)
    assert anybody.post("/applications/check", body, key="k").json() == first
    problem(anybody.post("/applications/check", body), 404, "no_such_item")


@pytest.mark.parametrize("key", ["x" * 201, "两", "a b", "\x7f"])
def test_a_key_is_plain_and_not_too_long(anybody: Caller, key: str) -> None:
    sent = {"idempotency-key": key.encode().decode("latin-1")}
    answer = anybody.client.post(
        "/api/v1/applications", application(WASTE), content_type="application/json", headers=sent
    )
    assert "Idempotency-Key" in problem(answer, 422, "malformed")["detail"]


# --- who asks too often ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("door", "path"), [("file", "/applications"), ("check", "/applications/check")])
def test_an_address_that_asks_too_often_waits_and_staff_do_not(
    anybody: Caller, clerk: Caller, settings: LazySettings, door: str, path: str
) -> None:
    settings.YIMEN_RATES = settings.YIMEN_RATES | {door: (1, 60)}
    anybody.post(path, application(WASTE))
    answer = anybody.post(path, application(WASTE))
    problem(answer, 429, "too_many")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert clerk.post(path, application(WASTE, channel="window")).status_code in {200, 201}


# --- what it costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [None, "k"])
def test_filing_costs_nine_statements_with_a_key_or_without(
    anybody: Caller, django_assert_num_queries: DjangoAssertNumQueries, key: str | None
) -> None:
    """The rate; the demo's time, held and let go; how far the world has come, the applicant, the serial, the paper's number,
    the one write."""
    body = application(WASTE)
    anybody.post("/applications", body)
    with django_assert_num_queries(9 + 2):  # and the test's own savepoint round the last two
        anybody.post("/applications", body, key=key)


def test_checking_costs_five_statements(
    anybody: Caller, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The rate; the demo's time, held and let go; the item."""
    body = application(WASTE)
    anybody.post("/applications/check", body)
    with django_assert_num_queries(5):
        anybody.post("/applications/check", body)


# --- what is kept ----------------------------------------------------------------------------------------


@pytest.mark.rule("R-285")
def test_nobodys_number_stands_readable_in_any_table(anybody: Caller, filed: dict[str, Any]) -> None:
    anybody.post("/applications", application(WASTE), key="k")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{IDENTITY}%"])
            assert cursor.fetchone()[0] == 0, table
    assert Person.objects.count() == 1


def test_a_paper_is_fetched_with_the_answer_of_filing(anybody: Caller, filed: dict[str, Any]) -> None:
    answer = anybody.get(paper(filed["papers"][0]["paper_no"]), code=filed["query_code"])
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
