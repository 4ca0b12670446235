"""A sign-in code to a telephone: `people` makes it, here it is sent, and its words forgotten."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from yimen.base import crypto
from yimen.modules.ledger.commands import add_todo
from yimen.rules.refused import Refused

from ..models import PHONE, TEXT, Channel, Message, State
from ..wording import Severity
from ..writing import AS_SENT, CODE, SEND


@transaction.atomic
def send_code(phone: str, text: str, *, now: datetime) -> None:
    """Send it once; nobody waits for a second try. It is on nobody's list. Refused: sms_away, where no gateway is connected."""
    if not settings.YIMEN_SMS_URL:
        raise Refused("sms_away")
    key = f"code.{uuid4()}"
    Message.objects.create(
        key=key,
        event=CODE,
        addressee="",
        channel=Channel.SMS,
        severity=Severity.INFO,
        text=crypto.seal_json(TEXT, {AS_SENT: text}),
        phone=crypto.seal(PHONE, phone.encode()),
        state=State.QUEUED,
        created_at=now,
        due_at=now,
    )
    add_todo(SEND, now, {"key": key})
