"""The API: its resources put together, and the document that describes them."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any, Final

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema, get_schema
from ninja.operation import Operation
from pydantic.json_schema import models_json_schema

from yimen.base.pages import PROBLEM

from . import (
    applications,
    bookings,
    cases,
    floors,
    items,
    ledger,
    papers,
    problems,
    progress,
    slots,
    tickets,
    tokens,
    windows,
)
from .docs import Readable
from .malformed import PlainJson
from .schemas.acts import ACTS

ROOT: Final = "/api/v1/"
ABOUT: Final = """\
Everything the halls' pages do, for programs. JSON in UTF-8; dates `YYYY-MM-DD`; moments ISO 8601 with offset; a limit is
`{n, unit}`. Lists are `{results, next}`: pass `next` as `after` for the following page, null ends the list.
Errors are `application/problem+json`: `reason` for programs, `detail` for people, in Chinese, or by `Accept-Language` in
English. What is absent and what is not yours look alike (404).

Every POST takes an `Idempotency-Key`, kept seven days: the same key and body get the same answer and are done once;
another body under the key is refused (409). Staff send `Authorization: Bearer` with a token of `POST /tokens`.
"""


class Api(NinjaAPI):
    """Ninja, with problems documented as what they are, and operations named by resource and verb."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:
        return _document(self)


@cache
def _document(of: Api) -> OpenAPISchema:
    """Ninja's document, with what it cannot know: errors are problems, a parameter is never null, each act has its facts."""
    document = get_schema(of, path_prefix=ROOT.removeprefix("/"))
    for operation in operations(document):
        for parameter in operation["parameters"]:
            parameter["schema"] = _without_null(parameter["schema"])
        for status, response in operation["responses"].items():
            if status >= 400:
                response["content"] = {PROBLEM: response["content"].pop("application/json")}
            if status == 429:
                response["headers"] = {
                    "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}
                }
    _, facts = models_json_schema([(each, "validation") for each in ACTS.values()], ref_template=REF_TEMPLATE)
    document["components"]["schemas"].update(facts["$defs"])
    move = document["paths"][f"{ROOT}cases/{{number}}/acts/{{act}}"]["post"]
    bodies = [{"$ref": REF_TEMPLATE.format(model=each.__name__)} for each in ACTS.values()]
    move["requestBody"] = {"content": {"application/json": {"schema": {"anyOf": bodies}}}}
    return document


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is there or it is not: no address says null."""
    match schema:
        case {"anyOf": [given, {"type": "null"}], **rest}:
            return {**rest, **given}
    return schema


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for methods in document["paths"].values() for each in methods.values()]


api: Final = Api(
    title="一门 Yimen",
    version="1",
    description=ABOUT,
    parser=PlainJson(),
    docs=Readable(),
    urls_namespace="api",
)
problems.install(api)
for prefix, part in (
    ("/tokens", tokens),
    ("/items", items),
    ("/applications", applications),
    ("/slots", slots),
    ("/bookings", bookings),
    ("/progress", progress),
    ("/papers", papers),
    ("/ledger", ledger),
    ("/cases", cases),
    ("/tickets", tickets),
    ("/windows", windows),
    ("/floors", floors),
):
    api.add_router(prefix, part.router)


def openapi() -> dict[str, Any]:
    """The document as it is committed, `docs/generated/openapi.json`."""
    return deepcopy(dict(_document(api)))
