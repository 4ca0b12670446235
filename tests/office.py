"""The office of the demo's hall: its people at their screens, and forms filled in as a browser sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from ground import OPENED, Ground
from town import PASSWORD, SETUP
from yimen.base import clock
from yimen.modules.people import commands as people
from yimen.rules.actors import Role

ADVERT = "11990100MB0000035A3000117002001"  # committed, of the streets; a review, then a survey
TRADER = "11990100MB0000019L3000131001003"  # instant, of trade
WASTE = "11990100MB0000035A3000117004001"  # committed, online to the end
DRAFT = "YX-ZX-04"  # lacks several things
JOINT = "11990100MB0000035A3000117006001"  # a draft of a joint item


@dataclass
class Office:
    """The hall at nine on Monday."""

    ground: Ground

    def client(self, name: str = "office", language: str = "en") -> Client:
        """Somebody of the staff, signed in, reading that language."""
        client = Client(headers={"accept-language": language})
        session = client.session
        session["account"], session["epoch"] = self.ground.world.staff[name], 1
        session.save()
        return client

    def hire(self, name: str, unit: str, *roles: Role) -> Client:
        """One more of the staff, at a unit, signed in."""
        self.ground.world.staff[name] = people.create_account(
            SETUP, username=name, name=name.title(), unit=self.ground.unit(unit), roles=roles, password=PASSWORD,
            must_change_password=False, now=self.ground.now,
        )  # fmt: skip
        return self.client(name)


@pytest.fixture
def office(ground: Ground) -> Office:
    """Rolled back afterwards."""
    clock.set_hall_time(OPENED)
    ground.world.staff = dict(ground.world.staff)
    return Office(ground)


@pytest.fixture
def own_office(own_ground: Ground) -> Office:
    """In a database of its own, which a browser sees."""
    clock.set_hall_time(OPENED)
    return Office(own_ground)


# forms


@dataclass
class Sent:
    """A form of a page as a browser would send it: where to, and what."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields[name][-1]

    def but(self, **changes: Any) -> dict[str, Any]:
        """The fields with some written otherwise: `form__basics__name` is `form.basics.name`; None leaves one out."""
        fields: dict[str, Any] = dict(self.fields)
        for name, value in changes.items():
            fields.pop(name.replace("__", "."), None)
            if value is not None:
                fields[name.replace("__", ".")] = value
        return fields


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Sent] = []
        self._open: Sent | None = None
        self._text: str | None = None  # the name of the textarea being read
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value if value is not None else name for name, value in attrs}
        if tag == "form":
            self._open = Sent(given.get("action", "")) if given.get("method") == "post" else None
            if self._open:
                self.forms.append(self._open)
        if self._open is None or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in {"submit", "file"}:
            if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
                self._open.fields.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._text = name
            self._open.fields.setdefault(name, []).append("")
        elif tag == "select":
            self._select = name
            self._open.fields[name] = [""]
        elif tag == "option" and self._select and "selected" in given:
            self._open.fields[self._select] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self._open and self._text:
            self._open.fields[self._text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None


def forms_of(answer: HttpResponse) -> list[Sent]:
    """Every form of a page that is sent, as it stands."""
    parser = _Forms()
    parser.feed(answer.content.decode())
    return [
        each for each in parser.forms if "/sign-out/" not in each.action and "/language/" not in each.action
    ]


def form_of(answer: HttpResponse, holding: str = "") -> Sent:
    """The one form of a page; of several, the one that holds a field."""
    found = [each for each in forms_of(answer) if not holding or holding in each.fields]
    assert len(found) == 1, [each.action for each in found]
    return found[0]


__all__ = [
    "ADVERT",
    "DRAFT",
    "JOINT",
    "TRADER",
    "WASTE",
    "Office",
    "form_of",
    "forms_of",
    "office",
    "own_office",
]
