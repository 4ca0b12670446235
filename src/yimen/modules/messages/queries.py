"""All that may be read about messages: frozen cards, each list by one index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from yimen.base import crypto, keyset
from yimen.base.keyset import Page, page_of
from yimen.rules import masking
from yimen.rules.actors import Actor
from yimen.rules.numbering import CaseNumber

from . import addressees
from .models import PHONE, Channel, Message, State
from .wishes import unasked
from .wording import CHINESE, ENGLISH, FAILURES, Severity
from .writing import AS_SENT, CODE, NO_GATEWAY, opened

__all__ = [
    "Channel",
    "MessageCard",
    "Page",
    "Severity",
    "SmsState",
    "State",
    "TextCard",
    "inbox",
    "of_case",
    "outbox",
    "sms_state",
    "told",
    "unasked",
    "unread",
    "unread_count",
]
SIZE: Final = 20
MOST_AT_ONCE: Final = 50  # warnings shown at a sign-in


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message as its addressee reads it, in the language of the page."""

    id: int
    created_at: datetime
    event: str
    severity: Severity
    text: str = field(repr=False)  # empty once it was erased
    case_number: str  # with its hyphens; empty if it is of no case
    digits: str
    addressee: str
    channel: Channel
    state: State
    why: str  # it was not sent
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None

    @property
    def unread(self) -> bool:
        return self.read_at is None


@dataclass(frozen=True, slots=True)
class TextCard:
    """A text message in the outbox; the number masked."""

    message: MessageCard
    phone: str
    words: str = field(repr=False)  # as sent
    tries: int
    due_at: datetime | None  # when it is sent or tried again


@dataclass(frozen=True, slots=True)
class SmsState:
    """How texts fare, for operators."""

    connected: bool  # there is a gateway to send by
    queued: int
    without_gateway: int  # of the queued: they wait for one


def inbox(actor: Actor, after: str | None = None, *, size: int = SIZE) -> Page[MessageCard]:
    """What the actor reads, the newest first: their own and their desks'. One statement, a probe an addressee."""
    place = keyset.after(after, int)
    rows = Message.objects.raw(
        _INBOX,
        {"to": addressees.read_by(actor), "before": place[0] if place else None, "size": size + 1},
    )
    page = page_of(list(rows), size, lambda row: (row.id,))
    return Page(_cards(page.results), page.next)


def unread(actor: Actor) -> tuple[MessageCard, ...]:
    """Warnings and alarms nobody has read, the newest first: shown again at every sign-in (R-160). One statement."""
    rows = _unread(actor).exclude(severity=Severity.INFO).order_by("-id")
    return _cards(rows[:MOST_AT_ONCE])


def unread_count(actor: Actor) -> int:
    """How many messages wait for the actor. One statement over the index of the unread."""
    return _unread(actor).count()


def of_case(case_id: int) -> tuple[MessageCard, ...]:
    """Every message about a case, in order: content, time and state (R-159). One statement."""
    return _cards(Message.objects.filter(case_id=case_id).order_by("id"))


def told(actor: Actor, case_id: int) -> tuple[MessageCard, ...]:
    """What the actor was told about a case, in order. One statement."""
    mine = Message.objects.filter(case_id=case_id, addressee__in=addressees.read_by(actor))
    return _cards(mine.order_by("id"))


def outbox(after: str | None = None, *, size: int = SIZE) -> Page[TextCard]:
    """Every text of the hall, the newest first. One statement."""
    place = keyset.after(after, int)
    rows = Message.objects.filter(channel=Channel.SMS).order_by("-id")
    page = page_of(
        list((rows.filter(id__lt=place[0]) if place else rows)[: size + 1]), size, lambda row: (row.id,)
    )
    return Page(tuple(map(_text, page.results)), page.next)


def sms_state() -> SmsState:
    """Whether texts can leave, and how many wait. One statement."""
    waiting = Message.objects.filter(state=State.QUEUED)
    found = waiting.aggregate(queued=Count("id"), without=Count("id", filter=Q(error=NO_GATEWAY)))
    return SmsState(bool(settings.YIMEN_SMS_URL), found["queued"], found["without"])


def _unread(actor: Actor) -> QuerySet[Message]:
    return Message.objects.filter(addressee__in=addressees.read_by(actor), read_at=None)


_INBOX: Final = """
    SELECT m.* FROM unnest(%(to)s::text[]) AS a(addressee)
    CROSS JOIN LATERAL (
        SELECT * FROM messages_message m
        WHERE m.addressee = a.addressee AND (%(before)s::bigint IS NULL OR m.id < %(before)s::bigint)
        ORDER BY m.id DESC LIMIT %(size)s
    ) m
    ORDER BY m.id DESC LIMIT %(size)s
"""


def _cards(rows: Iterable[Message]) -> tuple[MessageCard, ...]:
    return tuple(map(_card, rows))


def _card(row: Message) -> MessageCard:
    english = (get_language() or "").startswith(ENGLISH)
    words = opened(row) if row.event != CODE else {}  # a code opens a door: it is shown to nobody
    text = words.get(ENGLISH if english else CHINESE) or words.get(AS_SENT, "")
    why = FAILURES.get(row.error)
    return MessageCard(
        id=row.id,
        created_at=row.created_at,
        event=row.event,
        severity=Severity(row.severity),
        text=text,
        case_number=str(CaseNumber.parse(row.case_number)) if row.case_number else "",
        digits=row.case_number,
        addressee=row.addressee,
        channel=Channel(row.channel),
        state=State(row.state),
        why=(why.en if english else why.zh) if why else row.error,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        read_at=row.read_at,
    )


def _text(row: Message) -> TextCard:
    phone = crypto.open_(PHONE, row.phone).decode() if row.phone else ""
    words = opened(row).get(AS_SENT, "") if row.event != CODE else ""
    return TextCard(_card(row), masking.phone(phone), words, row.tries, row.due_at)
