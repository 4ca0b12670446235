"""The document: fresh where it is committed, whole, readable by people, and never saying one name for two things."""

from __future__ import annotations

import importlib
import json
import pkgutil
from typing import Any

import jsonschema_rs
import pytest
from django.conf import settings
from django.utils import translation
from pydantic import BaseModel

from caller import Caller, problem
from yimen.api import schemas
from yimen.api.app import openapi, operations
from yimen.api.docs import Call, groups, shapes

COMMITTED = settings.ROOT / "docs" / "generated" / "openapi.json"
CONTRACT = {
    "POST /tokens",
    "GET /items",
    "GET /items/{code}",
    "POST /applications/check",
    "POST /applications",
    "GET /progress/{number}",
    "GET /papers/{paper_no}",
    "GET /papers/{paper_no}/verify",
    "GET /ledger/days/{date}",
    "GET /cases",
    "GET /cases/{number}",
    "GET /cases/{number}/ledger",
    "GET /cases/{number}/clocks",
    "POST /cases/{number}/acts/{act}",
    "GET /slots",
    "POST /bookings",
    "POST /bookings/{number}/cancel",
    "POST /tickets",
    "GET /tickets/{token}",
    "POST /tickets/{token}/cancel",
    "GET /floors/{hall}",
    "POST /windows/{code}/open",
    "POST /windows/{code}/pause",
    "POST /windows/{code}/close",
    "POST /windows/{code}/call",
    "POST /windows/{code}/{act}",
}


def test_the_committed_document_is_the_one_the_product_serves(client: Any) -> None:
    """`make docs` writes it anew."""
    assert json.loads(COMMITTED.read_text("utf-8")) == json.loads(json.dumps(openapi()))
    answer = client.get("/api/v1/openapi.json")
    assert answer.json() == json.loads(COMMITTED.read_text("utf-8"))


def test_it_names_every_door_of_the_contract_and_no_other() -> None:
    document = openapi()
    assert document["openapi"] == "3.1.0"
    there = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in document["paths"].items()
        for method in methods
    }
    assert there == CONTRACT


def test_every_component_is_a_valid_schema_and_used() -> None:
    document = openapi()
    text = json.dumps(document)
    for name, schema in document["components"]["schemas"].items():
        jsonschema_rs.meta.validate(schema)
        if name != "JsonValue":
            assert f'"#/components/schemas/{name}"' in text, name


def test_every_post_takes_a_key_and_every_no_is_a_problem() -> None:
    document = openapi()
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            keyed = "Idempotency-Key" in {each["name"] for each in said["parameters"]}
            assert keyed == (method == "post"), path
    for said in operations(document):
        for status, response in said["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"]


def test_no_two_shapes_share_a_name() -> None:
    """Else one would be documented as the other."""
    models: dict[str, set[str]] = {}
    for module in pkgutil.iter_modules(schemas.__path__, f"{schemas.__name__}."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, BaseModel):
                models.setdefault(each.__name__, set()).add(each.__module__)
    assert {name: where for name, where in models.items() if len(where) > 1} == {}


def test_bodies_refuse_what_they_do_not_know() -> None:
    document = openapi()
    bodies = [
        each
        for each in document["components"]["schemas"].values()
        if each.get("additionalProperties") is False
    ]
    assert {"Application", "Credentials", "Accept", "GivenMaterial"} <= {each["title"] for each in bodies}


def test_every_word_of_ours_has_its_chinese() -> None:
    """The page of the document is read in Chinese first."""
    document = openapi()
    with translation.override("zh-hans"):
        calls = [call for several in groups(document).values() for call in several]
        told = shapes(document)
        rows = [
            row
            for each in (*calls, *told)
            for row in (each.parameters if isinstance(each, Call) else each.rows)
        ]
        words = [paragraph for each in (*calls, *told) for paragraph in each.about]
        words += [call.title for call in calls] + [row.about for row in rows if row.about]
    assert [each for each in words if not any("\u4e00" <= char <= "\u9fff" for char in each)] == []


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/", "/api/v1/items/"])
def test_what_is_no_door_is_not_found_as_a_problem(address: str) -> None:
    problem(Caller().client.get(address), 404, "not_found")
