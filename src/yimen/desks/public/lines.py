"""Items as lists show them to the public, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from yimen.base.bilingual import told
from yimen.modules.catalogue.queries import ItemCard
from yimen.rules.limits import Limit

from .online import Level, level


@dataclass(frozen=True, slots=True)
class Line:
    """One item: what it is called, whose it is, how long it takes, what it costs, how far one gets online."""

    name: str
    href: str
    summary: str
    department: str
    promised: Limit
    charged: bool
    online: Level


def lines(cards: Iterable[ItemCard]) -> tuple[Line, ...]:
    return tuple(
        Line(
            name=told(each, "name"),
            href=reverse("public:guide", args=[each.code]),
            summary=told(each, "summary"),
            department=told(each, "department"),
            promised=each.promised_limit,
            charged=each.charged,
            online=level(each.online),
        )
        for each in cards
    )
