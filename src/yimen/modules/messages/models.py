"""What was said to whom, by which way, and whether it arrived."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db import models
from django.db.models import Q

TEXT: Final = "messages.message.text"  # the fields they are sealed for
PHONE: Final = "messages.message.phone"


class Channel(StrEnum):
    """How a message goes out. Whoever signs in reads theirs on the site, whichever way it went."""

    SMS = "sms"
    IN_SITE = "in_site"


class State(StrEnum):
    """What became of it."""

    QUEUED = "queued"
    SENT = "sent"  # the gateway took it
    DELIVERED = "delivered"  # it arrived; on the site it does at once
    FAILED = "failed"  # for good
    SKIPPED = "skipped"  # nobody wanted it sent: `error` says why; it can be read on the site


def _words(kind: type[StrEnum]) -> list[str]:
    return [each.value for each in kind]


class Message(models.Model):
    """One message to one addressee. Its text is frozen when it is written."""

    id = models.BigAutoField(primary_key=True)
    key = models.TextField()  # line, event and addressee: nothing is written, or sent, twice
    case_id = models.BigIntegerField(null=True)
    case_number = models.TextField(default="", db_default="")
    event = models.TextField()
    addressee = models.TextField()  # addressees.py; empty: a telephone that nobody has signed in with
    channel = models.TextField()
    severity = models.TextField()
    text = models.BinaryField(null=True)  # sealed: by language, and as sent
    phone = models.BinaryField(null=True)  # sealed
    state = models.TextField()
    tries = models.SmallIntegerField(default=0, db_default=0)
    error = models.TextField(default="", db_default="")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # when it is sent, or tried again
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.BigIntegerField(null=True)  # null beside a moment: what it warned of is over

    class Meta:
        db_table = "messages_message"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_once"),
            models.CheckConstraint(condition=Q(channel__in=_words(Channel)), name="message_channel_known"),
            models.CheckConstraint(condition=Q(state__in=_words(State)), name="message_state_known"),
            models.CheckConstraint(
                condition=Q(read_by=None) | Q(read_at__isnull=False), name="message_read_when"
            ),
        ]
        indexes = [
            models.Index(fields=["addressee", "-id"], name="message_inbox"),
            models.Index(fields=["addressee", "severity"], name="message_unread", condition=Q(read_at=None)),
            models.Index(fields=["case_id", "id"], name="message_of_case"),
            models.Index(fields=["-id"], name="message_outbox", condition=Q(channel="sms")),
            models.Index(fields=["id"], name="message_waiting", condition=Q(state="queued")),
        ]


class Cursor(models.Model):
    """How far the reports of a gateway were read."""

    gateway = models.TextField(primary_key=True)  # its address: another gateway counts anew
    place = models.TextField()

    class Meta:
        db_table = "messages_cursor"
