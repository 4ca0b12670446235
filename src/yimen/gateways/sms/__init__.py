"""Text messages to telephones: sent once per key, with a report when they arrived. The protocol is in README.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Receipt:
    """The gateway has taken a message."""

    id: str
    duplicate: bool  # its key had been taken before; nothing was sent again


class Arrival(StrEnum):
    """What became of a message."""

    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """The gateway's word on a message it took."""

    message_id: str
    receipt: str
    arrival: Arrival
    at: datetime  # machine time of the gateway
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports in order, and the cursor to ask with next."""

    reports: tuple[Report, ...]
    cursor: str


class SmsGateway(Protocol):
    """Whoever sends the hall's text messages."""

    def send(self, message_id: str, phone: str, text: str) -> Receipt:
        """Send once: the same `message_id` again sends nothing more. Raises Unreachable."""

    def reports(self, after: str = "") -> Reports:
        """What arrived since the cursor. Raises Unreachable."""


def in_use() -> SmsGateway:
    return _http(settings.YIMEN_SMS_URL, settings.YIMEN_SMS_ACCOUNT, settings.YIMEN_SMS_SECRET)


@lru_cache(maxsize=2)
def _http(url: str, account: str, secret: str) -> SmsGateway:
    from yimen.gateways.sms.over_http import SmsOverHttp  # noqa: PLC0415  the adapter imports this page's words

    return SmsOverHttp(url, account, secret)
