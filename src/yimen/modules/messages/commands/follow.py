"""Follow a text up: what the gateway reports of it and of all others since, until it is known to have arrived or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings

from yimen.gateways import sms
from yimen.gateways.sms import Arrival, Reports
from yimen.gateways.unreachable import Unreachable
from yimen.modules.ledger.commands import add_todo, outside

from ..matter import matter
from ..models import Cursor, Message, State
from ..writing import give_up

FOLLOW: Final = "messages.follow"
FIRST_LOOK: Final = timedelta(seconds=5)
LAST_LOOK: Final = timedelta(days=1)  # looks are twice as far apart each time; after this one nobody knows
UNREPORTED: Final = (State.QUEUED, State.SENT)  # a report may be quicker than the record of its sending


@outside(FOLLOW)
def follow(facts: Mapping[str, Any], now: datetime) -> Callable[[], None]:
    """Read the reports since the last look. One look serves every text that was sent."""
    gateway = settings.YIMEN_SMS_URL
    if not gateway or not Message.objects.filter(key=facts["key"], state=State.SENT).exists():
        return _nothing
    row = Cursor.objects.filter(gateway=gateway).first()
    return partial(_record, facts, gateway, _since(row.place if row else ""), now)


def _since(place: str) -> Reports:
    """All reports there are; what a gateway that hangs up has told so far."""
    reports: list[sms.Report] = []
    try:
        while (found := sms.in_use().reports(place)).reports:
            reports += found.reports
            place = found.cursor
    except Unreachable:
        pass  # it is looked for again
    return Reports(tuple(reports), place)


def _record(facts: Mapping[str, Any], gateway: str, found: Reports, now: datetime) -> None:
    arrived = [each.message_id for each in found.reports if each.arrival is Arrival.DELIVERED]
    lost = {each.message_id: each.reason for each in found.reports if each.arrival is Arrival.FAILED}
    if arrived:
        open_ = Message.objects.filter(key__in=arrived, state__in=UNREPORTED)
        open_.update(state=State.DELIVERED, delivered_at=now, due_at=None, error="")
    for message in Message.objects.filter(key__in=lost, state__in=UNREPORTED).order_by("id") if lost else ():
        about = matter(message.case_id) if message.case_id is not None else None
        give_up(message, about, lost[message.key][:200] or "undelivered", tries=message.tries, now=now)
    if found.reports:
        Cursor.objects.update_or_create(gateway=gateway, defaults={"place": found.cursor})
    wait = timedelta(seconds=2 * facts["wait"])
    if wait <= LAST_LOOK and Message.objects.filter(key=facts["key"], state=State.SENT).exists():
        add_todo(FOLLOW, now + wait, {"key": facts["key"], "wait": wait.total_seconds()})


def _nothing() -> None:
    """Another look has found out already."""
