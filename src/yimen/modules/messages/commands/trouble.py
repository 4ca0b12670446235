"""What could not be done by itself: operators hear of it, and of a paper that was not drawn the window does."""

from __future__ import annotations

from datetime import datetime

from yimen.modules.ledger import queries as ledger

from ..matter import matter
from ..places import places
from ..wording import Audience
from ..writing import Cause, post


def tell_troubled(now: datetime) -> None:
    """Of each to-do that nobody tries any more, once."""
    for todo in ledger.troubled():
        cause = Cause(f"todo.{todo['id']}")
        told = {"run": todo["run"], "why": todo["error"]}
        post(cause, Audience.OPERATOR, "gave_up", places("").operators(), told, now=now)
        if todo["run"].endswith("draw_papers"):
            about = matter(todo["book"])
            cause = Cause(cause.key, about.id, about.number)
            post(cause, Audience.DESK, "not_drawn", about.callers, about.facts, now=now)
