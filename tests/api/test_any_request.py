"""Whatever a program may send, read from the document itself: never a 5xx, never a status or a shape nobody was told of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pytest
import schemathesis
from django.conf import LazySettings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from caller import Caller, file, signed_in
from ground import WASTE, Ground
from yimen.api.app import openapi
from yimen.api.schemas.acts import ACTS

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    allow_header_conformance,
    unsupported_method,
]
MORE: Final = os.environ.get("YIMEN_EXAMPLES")  # for a long look; else each run is the same
EXAMPLES: Final = int(MORE or 5)  # of each operation, each way

some = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not MORE,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def spelled_out() -> dict[str, Any]:
    """The document's one door of acts as a door for each, so that each is asked with its own facts."""
    document = openapi()
    path, door = next(
        (path, door) for path, door in document["paths"].items() if path.endswith("/acts/{act}")
    )
    number = [each for each in door["post"]["parameters"] if each["name"] != "act"]
    document["paths"] = {
        path.replace("{act}", act): {
            "post": {**door["post"], "operationId": act, "parameters": number, "requestBody": body}
        }
        for act, body in ((act, _body(model.__name__)) for act, model in ACTS.items())
    }
    return document


def _body(shape: str) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape}"}}}}


api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
acts = schemathesis.openapi.from_dict(spelled_out())
acts.app = api.app


class There(NamedTuple):
    """Tokens, and words of addresses that lead somewhere."""

    clerk: dict[str, str]
    reviewer: dict[str, str]
    words: dict[str, str]


@pytest.fixture
def there(hall: Ground, settings: LazySettings) -> Iterator[There]:
    """A hall in which nobody has to wait, and all requests share the test's own transaction."""
    told = file(Caller(), WASTE)
    words = {
        "number": told["number"],
        "paper_no": told["papers"][0]["paper_no"],
        "code": WASTE,
        "date": "2026-01-01",
    }
    clerk, reviewer = ({"Authorization": f"Bearer {signed_in(who).token}"} for who in ("clerk", "reviewer"))
    settings.YIMEN_RATES = dict.fromkeys(settings.YIMEN_RATES, (10**9, 60))
    settings.YIMEN_DOORS = dict.fromkeys(settings.YIMEN_DOORS, (10**6, 1, 1))
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield There(clerk, reviewer, words)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@api.parametrize()
@some
def test_anybody_may_send_anything(case: schemathesis.Case, there: There) -> None:
    case.call_and_validate(checks=[*CHECKS, negative_data_rejection])


@api.parametrize()
@some
def test_staff_may_send_anything_to_what_is_there(case: schemathesis.Case, there: There) -> None:
    given = case.path_parameters or {}
    case.path_parameters = {name: there.words.get(name, value) for name, value in given.items()}
    case.call_and_validate(headers=there.clerk, checks=CHECKS)


@acts.parametrize()
@some
def test_staff_may_try_every_act_with_any_facts(case: schemathesis.Case, there: There) -> None:
    """By the clerk before the case is accepted, by the clerk and the reviewer after it."""
    case.path_parameters = {"number": there.words["number"]}
    case.call_and_validate(headers=there.clerk, checks=CHECKS)
    accept = f"/api/v1/cases/{there.words['number']}/acts/accept"
    Caller().client.post(accept, {}, content_type="application/json", headers=there.clerk)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    case.call_and_validate(headers=there.reviewer, checks=CHECKS)
