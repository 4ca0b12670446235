"""Tell people of what is no case: a booking, a visit. The words are of the one table, the rules those of every message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from yimen.base import crypto
from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.ledger.commands import add_todo
from yimen.modules.people import queries as people

from .. import addressees
from ..models import PHONE, TEXT, Channel, Message, State
from ..wishes import NOT_WANTED, OFF, SWITCHED_OFF, unasked
from ..wording import CHINESE, Audience, render, wording
from ..writing import AS_SENT, SEND, Cause, post, way

OF_BOOKINGS: Final = frozenset(
    {"booked", "visit_booked", "visit_arranged", "booking_changed", "booking_cancelled", "booking_soon"}
    | {"workflow_booked", "workflow_off"}  # to those who keep the time free
    | {"device_silent", "device_trouble"}  # to those who keep a hall's devices
    | {"contact_passed_on", "contact_reminder"}  # to whoever was named to a visitor
)
"""Whatever is said here, so that every sentence of the table has somebody who says it."""


OF_TICKETS: Final = frozenset({"ticket_near", "rate_service"})
"""To a telephone that was left with a ticket: whose it is nobody asked."""


class Speaker(NamedTuple):
    """The hall in whose name it is said."""

    code: str
    name: str


def say(key: str, person: int, event: str, facts: Mapping[str, Any], *, hall: Speaker, now: datetime) -> None:
    """Tell one person, once: on the site always, by telephone where the hall texts who has said nothing (R-158, R-159).

    `key` is what it follows from: the same again writes nothing.
    """
    assert event in OF_BOOKINGS, event
    card = people.person(person, unmasked=True)
    if card is not None:
        today = now.astimezone(ZONE).date()
        unsent = "" if unasked(hall.code, "", today=today) else NOT_WANTED
        _text(key, addressees.person(person), card.phone, event, facts, unsent, hall=hall, now=now)


def say_to_phone(
    key: str,
    phone: str,
    event: str,
    facts: Mapping[str, Any],
    *,
    hall: Speaker,
    language: str = CHINESE,
    now: datetime,
) -> None:
    """Text a telephone that was left for this, once; on nobody's list, for nobody said whose it is.

    Who leaves one has asked for it; a hall may still have switched the event off (R-159).
    """
    assert event in OF_TICKETS, event
    _text(key, "", phone, event, facts, "", hall=hall, language=language, now=now)


def _text(
    key: str,
    addressee: str,
    to: str,
    event: str,
    facts: Mapping[str, Any],
    unsent: str,
    *,
    hall: Speaker,
    language: str = CHINESE,
    now: datetime,
) -> None:
    words = render(Audience.APPLICANT, event, facts)
    off = event in catalogue.parameters().get(OFF, now.astimezone(ZONE).date(), hall.code)
    state, error, phone = way(to, SWITCHED_OFF if off else unsent)
    row = Message(
        key=Cause(key).key_of(event, addressee),
        event=event,
        addressee=addressee,
        channel=Channel.SMS,
        severity=wording(Audience.APPLICANT, event).severity,
        text=crypto.seal_json(
            TEXT, {**words, AS_SENT: f"【{hall.name}】{words.get(language) or words[CHINESE]}"}
        ),
        phone=crypto.seal(PHONE, phone.encode()),
        state=state,
        error=error,
        created_at=now,
        due_at=now if state is State.QUEUED else None,
    )
    Message.objects.bulk_create([row], ignore_conflicts=True)
    if state is State.QUEUED:
        add_todo(SEND, now, {"key": row.key})


def say_to_staff(
    key: str, accounts: Iterable[int], event: str, facts: Mapping[str, Any], *, now: datetime
) -> None:
    """Lay it on the desks of some of the staff, each by name."""
    post(Cause(key), Audience.DESK, event, map(addressees.account, accounts), facts, now=now)
