"""What may be read about contacts and sheets: frozen values, never query sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yimen.base import crypto
from yimen.rules.reception.contacts import FOLLOWED, Channel, End

from .models import Contact, Sheet
from .models.contacts import ANSWER, QUESTION, RECIPIENT


@dataclass(frozen=True, slots=True)
class ContactCard:
    """Who asked what, and how it ended. Names stand in none; question and answer are for who has a need."""

    id: int
    hall: int
    window: int | None
    channel: Channel
    first: int
    at: datetime
    item: str | None
    ticket: int | None
    person: int | None
    case_number: str
    booking: str
    end: End | None
    ended_at: datetime | None
    to: int | None
    body: str
    reminders: int
    reminded_at: datetime | None
    closed_at: datetime | None
    question: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    first_name: str = ""
    to_name: str = ""
    ticket_number: str = ""

    @property
    def followed(self) -> bool:
        """Over for the visitor's first question, and not yet for whoever met them first."""
        return self.end in FOLLOWED and self.closed_at is None

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @classmethod
    def of(cls, row: Contact, **names: str) -> ContactCard:
        return cls(
            id=row.id,
            hall=row.hall_id,
            window=row.window_id,
            channel=Channel(row.channel),
            first=row.first_id,
            at=row.at,
            item=row.item,
            ticket=row.ticket_id,
            person=row.person_id,
            case_number=row.case_number,
            booking=row.booking,
            end=End(row.end) if row.end else None,
            ended_at=row.ended_at,
            to=row.to_id,
            body=row.body,
            reminders=row.reminders,
            reminded_at=row.reminded_at,
            closed_at=row.closed_at,
            question=_opened(QUESTION, row.question),
            answer=_opened(ANSWER, row.answer),
            **names,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five contents of a sheet."""

    key: str
    label: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetCard:
    """A one-time notice as it was handed over."""

    id: int
    number: str
    item: str
    item_name: str
    department: str
    phone: str
    version: int
    parts: tuple[Part, ...]
    language: str
    recipient: str = field(repr=False)
    at: datetime
    by: int
    by_name: str
    hall: int
    contact: int | None

    @classmethod
    def of(cls, row: Sheet, by_name: str = "") -> SheetCard:
        content: Mapping[str, Any] = row.content
        parts: Sequence[Mapping[str, Any]] = content["parts"]
        return cls(
            id=row.id,
            number=row.number,
            item=row.item,
            item_name=content["name"],
            department=content["department"],
            phone=content.get("phone", ""),
            version=content["version"],
            parts=tuple(Part(each["key"], each["label"], tuple(each["points"])) for each in parts),
            language=row.language,
            recipient=_opened(RECIPIENT, row.recipient),
            at=row.at,
            by=row.by_id,
            by_name=by_name,
            hall=row.hall_id,
            contact=row.contact_id,
        )


def _opened(purpose: str, sealed: bytes | memoryview | None) -> str:
    return crypto.open_(purpose, bytes(sealed)).decode() if sealed else ""
