"""An overdue warning that nobody reads goes to the hall's director (R-160)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from yimen.modules.ledger.commands import add_todo, outside

from ..addressees import unit_of
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


@outside(ESCALATE)
def escalate(facts: Mapping[str, Any], now: datetime) -> Callable[[], None]:
    """Tell the director of a warning that is still unread while the case is still open."""
    message = Message.objects.filter(key=facts["key"], read_at=None).first()
    if message is None or message.case_id is None:
        return _nothing
    return partial(_tell_director, message, matter(message.case_id), now)


def _tell_director(message: Message, about: Matter, now: datetime) -> None:
    told = {
        **about.facts,
        "window": about.places.name(unit_of(message.addressee)),
        "hours": about.parameter(WAITING, now.date()).limit,
    }
    cause = Cause(message.key, message.case_id, message.case_number)
    post(cause, Audience.LEADER, "unread", about.places.director(about.home), told, now=now)


def _nothing() -> None:
    """It was read, or what it warned of is over."""
