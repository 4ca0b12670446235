"""Send a text: claimed, handed to the gateway under the message's key, recorded; tried again where it may still succeed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from yimen.base import crypto
from yimen.base.clock import ZONE
from yimen.gateways import sms
from yimen.gateways.unreachable import Unreachable
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.ledger.commands import add_todo, outside

from ..matter import Matter, matter
from ..models import PHONE, Message, State
from ..places import places
from ..wording import Audience
from ..writing import AS_SENT, CODE, NO_GATEWAY, SEND, TOO_LATE, Cause, give_up, opened, post
from .follow import FIRST_LOOK, FOLLOW

ACCOUNT_REFUSED: Final = ("401", "403")


@outside(SEND)
def send(facts: Mapping[str, Any], now: datetime) -> Callable[[], None]:
    """Hand one text to the gateway. A kill in between repeats it under the same key, and the gateway sends nothing more."""
    message = Message.objects.filter(key=facts["key"], state=State.QUEUED).first()
    if message is None or message.phone is None:
        return _nothing
    if not settings.YIMEN_SMS_URL:
        return partial(_wait, message)
    phone = crypto.open_(PHONE, message.phone).decode()
    try:
        sms.in_use().send(message.key, phone, opened(message)[AS_SENT])
    except Unreachable as failure:
        return partial(_failed, message, failure, now)
    return partial(_sent, message, now)


@transaction.atomic
def send_waiting(*, now: datetime) -> int:
    """A gateway has come into use: send what waited for one, but no text staler than a failing one may grow. How many."""
    count = 0
    for message in Message.objects.filter(state=State.QUEUED, error=NO_GATEWAY).order_by("id"):
        _, within = _patience(message, _matter(message), now)
        if now - message.created_at <= within:
            _queued(message).update(error="", due_at=now)
            add_todo(SEND, now, {"key": message.key})
            count += 1
        else:
            _queued(message).update(state=State.SKIPPED, error=TOO_LATE)
    return count


def _nothing() -> None:
    """Somebody quicker has sent it."""


def _wait(message: Message) -> None:
    _queued(message).update(error=NO_GATEWAY, due_at=None)


def _sent(message: Message, now: datetime) -> None:
    _queued(message).update(state=State.SENT, tries=message.tries + 1, sent_at=now, due_at=None, error="")
    _forget_code(message)
    add_todo(FOLLOW, now + FIRST_LOOK, {"key": message.key, "wait": FIRST_LOOK.total_seconds()})


def _failed(message: Message, failure: Unreachable, now: datetime) -> None:
    """Again after a while, each time twice as long, the last time as the stretch ends; else it failed for good (R-157)."""
    about = _matter(message)
    tries = message.tries + 1
    retries, within = _patience(message, about, now)
    error = failure.reason[:200]
    if failure.permanent and error.startswith(ACCOUNT_REFUSED):
        _tell_operators(about, error, now)
    if failure.permanent or tries > retries:
        give_up(message, about, error, tries=tries, now=now)
        _forget_code(message)
        return
    again = now + within * 2 ** (tries - 1) / (2**retries - 1)
    _queued(message).update(tries=tries, error=error, due_at=again)
    add_todo(SEND, again, {"key": message.key})


def _forget_code(message: Message) -> None:
    """A sign-in code opens a door: nobody is to read it later."""
    if message.event == CODE:
        Message.objects.filter(id=message.id).update(text=None)


def _patience(message: Message, about: Matter | None, now: datetime) -> tuple[int, timedelta]:
    """How often it is tried again, and over what stretch. A sign-in code has grown old by then."""
    if message.event == CODE:
        return 0, timedelta()
    rows = catalogue.parameters()
    keys = ("sms.retries", "sms.retry_within_hours")
    retries, hours = (
        about.parameter(key, now.date()) if about else rows.row(key, now.date()) for key in keys
    )
    return int(retries.value), timedelta(hours=int(hours.value))


def _queued(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(id=message.id, state=State.QUEUED)


def _matter(message: Message) -> Matter | None:
    return matter(message.case_id) if message.case_id is not None else None


def _tell_operators(about: Matter | None, error: str, now: datetime) -> None:
    """The gateway knows us no more: to hear so once a day is enough."""
    desks = (about.places if about else places("")).operators()
    cause = Cause(f"gateway.{now.astimezone(ZONE):%Y%m%d}")
    post(cause, Audience.OPERATOR, "gateway_refuses", desks, {"why": error}, now=now)
