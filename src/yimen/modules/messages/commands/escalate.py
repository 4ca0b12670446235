"""An overdue warning that nobody reads goes to the hall's director (R-160)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from yimen.modules.ledger.commands import add_todo, inside

from ..matter import Matter, matter
from ..models import Message
from ..wording import Audience
from ..writing import Cause, post

ESCALATE: Final = "messages.escalate"
WAITING: Final = "warning.escalate_hours"


def watch(keys: Iterable[str], about: Matter, *, now: datetime) -> None:
    """Look again at these warnings after so many office hours."""
    due = about.hours.add_minutes(now, 60 * about.parameter(WAITING, now.date()).limit.n)
    for key in keys:
        add_todo(ESCALATE, due, {"key": key})


@inside(ESCALATE)
def escalate(facts: Mapping[str, Any], now: datetime) -> None:
    """Tell the director of a warning that is still unread, unless what it warned of is over."""
    message = Message.objects.filter(key=facts["key"], read_at=None, case_id__isnull=False).first()
    if message is None or message.case_id is None:
        return
    about = matter(message.case_id)
    told = {
        **about.facts,
        "window": about.places.addressed(message.addressee),
        "hours": about.parameter(WAITING, now.date()).limit,
    }
    cause = Cause(message.key, message.case_id, message.case_number)
    director = about.may_hear(about.places.director(about.home))
    post(cause, Audience.LEADER, "unread", director, told, now=now)
