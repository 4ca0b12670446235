"""Somebody from outside the hall: they apply step by step, and come in with a code on their telephone."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from counter import FOOD, filled
from yimen.base import crypto, visit
from yimen.desks.applicant import drafts
from yimen.modules.messages.models import TEXT, Message

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n"
WHO = {"kind": "person", "name": "王小明", "id_number": "11010519491231002X", "phone": "13812345678"}


def pdf(name: str = "申请书.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class Somebody:
    """A visitor who applies; `language` as their browser asks for it."""

    def __init__(self, item: str = FOOD, language: str = "zh-hans") -> None:
        self.client = Client(headers={"accept-language": language})
        self.item = item
        self.at = f"/items/{item}/apply/"

    def step(self, name: str, told: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
        address = self.at + (f"{name}/" if name != "who" else "")
        return self.client.post(address, {"to": "next", **(told or {}), **more})  # type: ignore[return-value]

    def see(self, name: str) -> HttpResponse:
        return self.client.get(self.at + (f"{name}/" if name != "who" else ""))  # type: ignore[return-value]

    def fill(self, form: dict[str, Any] | None = None) -> None:
        """Who and form as they should be, unless told otherwise."""
        assert self.step("who", WHO).status_code == 302
        self.step("form", as_posted(filled(self.item) if form is None else form), to="later")

    def bring(self, *codes: str, **absent: str) -> None:
        told: dict[str, Any] = {f"has.{code}": "1" for code in (*codes, *absent)}
        told |= {f"file.{code}": pdf(f"{code}.pdf") for code in codes}
        told |= {f"absent.{code}": why for code, why in absent.items()}
        self.step("materials", told, to="later")

    def send(self, key: str = "one", **more: Any) -> HttpResponse:
        return self.step("check", {"confirmed": "1", "idempotency_key": key, **more})

    @property
    def draft(self) -> drafts.Draft:
        return drafts.load(self.client.session, self.item)

    @property
    def number(self) -> str:
        """Of the case sent last."""
        sent = visit.recall(self.client.session, "sent")[self.item]
        return str(sent["number"])


def as_posted(values: dict[str, Any]) -> dict[str, Any]:
    return {f"form.{name}": each for name, each in values.items() if each is not False}


def code_sent() -> str:
    """The code of the newest text message, as the telephone would show it."""
    text = crypto.open_json(TEXT, bytes(Message.objects.latest("id").text))
    found = re.search(r"\b\d{6}\b", " ".join(map(str, text.values())))
    assert found
    return found[0]


def come_in(phone: str = WHO["phone"], language: str = "zh-hans", to: str = "") -> Client:
    client = Client(headers={"accept-language": language})
    assert (
        client.post("/my/sign-in/", {"phone": phone, "next": to}).headers["Location"] == "/my/sign-in/code/"
    )
    client.post("/my/sign-in/code/", {"code": code_sent()})
    return client
