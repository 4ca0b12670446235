"""What follows from a contact's line: whoever it was passed to finds it on their desk, and every reminder of it (R-050)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yimen.modules.catalogue import queries as catalogue
from yimen.modules.ledger.events import Line
from yimen.modules.messages import commands as messages
from yimen.modules.messages.commands import Both
from yimen.modules.people import queries as people

from ..commands.contacts import close_followed
from ..models import Contact

__all__ = ["close_followed", "is_passed_on", "tell_handler", "tell_reminder"]


def is_passed_on(body: Mapping[str, Any]) -> bool:
    return bool(body["facts"].get("to"))


def tell_handler(line: Line, now: datetime) -> None:
    _tell(line, "contact_passed_on", now)


def tell_reminder(line: Line, now: datetime) -> None:
    _tell(line, "contact_reminder", now)


def _tell(line: Line, event: str, now: datetime) -> None:
    facts = line.body["facts"]
    row = Contact.objects.select_related("first").get(id=facts["contact"])
    item = next(iter(catalogue.cards([row.item])), None) if row.item else None
    by = people.account(line.actor) if line.actor else None
    said = {
        "by": by.name if by else row.first.name,
        "what": Both(f"“{item.name}”", f"“{item.name_en or item.name}”")
        if item
        else Both("咨询", "a question"),
        "at": Both(*(f"{row.at.astimezone(now.tzinfo):%H:%M}",) * 2),
    }
    messages.say_to_staff(f"{line.book}.{line.n}", [facts["to"]], event, said, now=now)
