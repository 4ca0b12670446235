"""Write messages: a row for each addressee, and for what goes by telephone the to-do that sends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from yimen.base import crypto
from yimen.modules.ledger.commands import add_todo
from yimen.modules.ledger.events import Line
from yimen.modules.people import queries as people
from yimen.modules.people.queries import PersonKind
from yimen.rules.identifiers import parse_mobile
from yimen.rules.refused import Refused

from . import addressees
from .matter import Matter
from .models import PHONE, TEXT, Channel, Message, State
from .wishes import against
from .wording import CHINESE, FAILURES, Audience, Both, render, wording

SEND: Final = "messages.send"
CODE: Final = "code"  # a sign-in code: it grows old in minutes
NO_GATEWAY: Final = "no_gateway"  # YIMEN_SMS_URL is empty: it waits, and operators see that it does
AS_SENT: Final = "sms"  # beside the languages: the exact words that went out
NO_MOBILE: Final = "no_mobile"
TOO_LATE: Final = "too_late"
BRING: Final = {
    PersonKind.PERSON: Both("本人身份证", "your identity card"),
    PersonKind.ORGANISATION: Both(
        "营业执照（或单位证明）和经办人身份证", "the business licence and the identity card of whoever comes"
    ),
}
"""Who somebody is, is looked at before a result is handed over (R-152)."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What a message follows from. With event and addressee it makes the key: the same again writes nothing."""

    key: str
    case_id: int | None = None
    case_number: str = ""

    @classmethod
    def of(cls, line: Line, matter: Matter) -> Cause:
        return cls(f"{line.book}.{line.n}", matter.id, matter.number)

    def key_of(self, event: str, addressee: str) -> str:
        return f"{self.key}.{event}.{addressee}"


def post(
    cause: Cause,
    audience: Audience,
    event: str,
    to: Iterable[str],
    facts: Mapping[str, Any],
    *,
    now: datetime,
) -> list[str]:
    """Lay it on desks. It has arrived as it is written; whether it was read is another matter. Its keys."""
    text = _sealed(render(audience, event, facts))
    rows = [
        Message(
            key=cause.key_of(event, addressee),
            case_id=cause.case_id,
            case_number=cause.case_number,
            event=event,
            addressee=addressee,
            channel=Channel.IN_SITE,
            severity=wording(audience, event).severity,
            text=text,
            state=State.DELIVERED,
            created_at=now,
            delivered_at=now,
        )
        for addressee in dict.fromkeys(to)
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return [row.key for row in rows]


def tell(cause: Cause, matter: Matter, event: str, facts: Mapping[str, Any], *, now: datetime) -> None:
    """Tell the applicant: on the site always, by telephone where they have one and texts are sent (R-157 to R-159)."""
    person = people.person(matter.person, unmasked=True) if matter.person is not None else None
    if person is None:  # nobody is known any more
        return
    words = render(Audience.APPLICANT, event, {**facts, "bring": BRING[person.kind]})
    addressee = addressees.person(person.id)
    key = cause.key_of(event, addressee)
    state, error, phone = way(person.phone, against(matter, event, today=now.date()))
    text = f"【{matter.hall.name}】{words[CHINESE]}"
    row = Message(
        key=key,
        case_id=cause.case_id,
        case_number=cause.case_number,
        event=event,
        addressee=addressee,
        channel=Channel.SMS,
        severity=wording(Audience.APPLICANT, event).severity,
        text=_sealed({**words, AS_SENT: text}),
        phone=crypto.seal(PHONE, phone.encode()),
        state=state,
        error=error,
        created_at=now,
        due_at=now if state is State.QUEUED else None,
    )
    Message.objects.bulk_create([row], ignore_conflicts=True)
    if state is State.QUEUED:
        add_todo(SEND, now, {"key": key})
    elif state is State.FAILED:
        ask_to_phone(row, matter, now=now)


def way(phone: str, unsent: str) -> tuple[State, str, str]:
    """Whether to send it, else why not, and to which number."""
    if unsent:
        return State.SKIPPED, unsent, phone
    try:
        return State.QUEUED, "", parse_mobile(phone)
    except Refused:
        return State.FAILED, NO_MOBILE, phone


def ask_to_phone(message: Message, matter: Matter, *, now: datetime) -> None:
    """A text that did not arrive and matters: the window is asked to phone (R-157)."""
    if not wording(Audience.APPLICANT, message.event).call:
        return
    words = opened(message)
    facts = {
        "why": FAILURES.get(message.error, Both(message.error)),
        "told": Both(words[CHINESE], words.get("en", "")),
    }
    cause = Cause(message.key, message.case_id, message.case_number)
    post(cause, Audience.DESK, "phone", matter.callers, facts, now=now)


def give_up(message: Message, matter: Matter | None, error: str, *, tries: int, now: datetime) -> None:
    """It failed for good, and whoever can still help is asked to."""
    open_ = Message.objects.filter(id=message.id, state__in=[State.QUEUED, State.SENT])
    if open_.update(state=State.FAILED, tries=tries, error=error, due_at=None) and matter is not None:
        message.error = error
        ask_to_phone(message, matter, now=now)


def opened(message: Message) -> dict[str, str]:
    """The words of a message by language, and as sent; {} once they were erased."""
    words: dict[str, str] = crypto.open_json(TEXT, message.text) if message.text else {}
    return words


def _sealed(words: Mapping[str, str]) -> bytes:
    return crypto.seal_json(TEXT, words)
