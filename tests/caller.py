"""A program that calls the API: over HTTP as Django's test client speaks it, with a token or without."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from yimen.modules.catalogue import queries as catalogue
from yimen.wiring.world import PASSWORD

ROOT = "/api/v1"
IDENTITY = "990100198804121176"
PHONE = "13800000001"


@dataclass
class Caller:
    """`language` is what it reads, `token` whom it speaks for."""

    token: str = ""
    language: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(ROOT + path, query, headers=self._headers())

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> HttpResponse:
        headers = self._headers() | ({"idempotency-key": key} if key else {})
        return self.client.post(ROOT + path, body, content_type="application/json", headers=headers)

    def act(self, number: str, act: str, key: str | None = None, **facts: Any) -> HttpResponse:
        return self.post(f"/cases/{number}/acts/{act}", facts, key=key)

    def reading(self, language: str) -> Caller:
        return Caller(self.token, language)

    def _headers(self) -> dict[str, str]:
        spoken = {"accept-language": self.language} if self.language else {}
        return spoken | ({"authorization": f"Bearer {self.token}"} if self.token else {})


def signed_in(username: str) -> Caller:
    answer = Caller().post("/tokens", {"username": username, "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    return Caller(answer.json()["token"])


def application(item: str, **changes: Any) -> dict[str, Any]:
    """A body of `POST /applications` that lacks nothing its guide asks for."""
    facts = catalogue.published(item)
    fields = (facts.form or {}).get("properties", {})
    pieces = [
        {"code": each.code, "copies": max(1, each.copies), "original": True, "stamped": True}
        for each in facts.materials
        if each.source != "shared"
    ]
    body: dict[str, Any] = {
        "item": item,
        "applicant": {"kind": "person", "name": "王小明", "id_number": IDENTITY, "phone": PHONE},
        "form": {name: part["examples"][0] for name, part in fields.items() if part.get("examples")},
        "materials": pieces,
        "channel": "web",
    }
    return body | changes


def file(caller: Caller, item: str, **changes: Any) -> dict[str, Any]:
    """File it; the answer."""
    answer = caller.post("/applications", application(item, **changes))
    assert answer.status_code == 201, answer.content
    told: dict[str, Any] = answer.json()
    return told


def paper(paper_no: str, rest: str = "") -> str:
    """The address of a paper."""
    return f"/papers/{quote(paper_no)}{rest}"


def guard_all() -> None:
    """Make every case a guarded one, past the trigger that lets nothing but a move change a case."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE cases_case SET guarded = true")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def problem(answer: HttpResponse, status: int, reason: str) -> dict[str, Any]:
    """The answer is this problem, in the contract's shape; its body."""
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body.get("reason")) == (status, reason), body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(body) == {"type", "title", "status", "detail", "reason", "facts"}
    assert body["status"] == status
    return body
