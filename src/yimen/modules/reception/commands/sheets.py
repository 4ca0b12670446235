"""一次性告知: everything about an item, once, completely, on one numbered sheet (R-053)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from yimen.base import crypto
from yimen.base.clock import ZONE
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import GuideCard
from yimen.modules.catalogue.queries.wording import Entry, form_of_piece, said, sections
from yimen.modules.ledger.commands import lock, write
from yimen.modules.people import queries as people
from yimen.rules.actors import Actor
from yimen.rules.reception import contacts as rules
from yimen.rules.refused import Refused

from ..contact_cards import SheetCard
from ..models import Sheet
from ..models.contacts import RECIPIENT
from .contacts import BOOK

CONTENTS: Final = {
    "materials": ("materials",),
    "procedure": ("process", "flow_chart"),
    "limit": ("promised_limit", "statutory_limit"),
    "fee": ("fee_standard", "fee_basis"),
    "basis": ("legal_basis",),
}
"""需要提交的有关材料、办理程序、承诺时限、收费标准和办事依据: each by the fields of the guide that say it."""


@transaction.atomic
def hand_over_sheet(
    actor: Actor,
    hall: int,
    item: str,
    *,
    recipient: str = "",
    contact: int | None = None,
    language: str = "zh-hans",
    now: datetime,
) -> SheetCard:
    """The sheet with all five contents as they stand today, its number, who handed it over, and to whom.

    Refused: `no_such_item`, `sheet_incomplete` where the guide lacks one of the five, `not_permitted`.
    """
    unit = people.unit(hall)
    if unit is None:
        raise Refused("no_such_hall")
    rules.demand_keeper(actor, hall, unit.division)
    content = contents(item, language)
    head = lock(BOOK.format(code=unit.code))
    year = now.astimezone(ZONE).year
    n = (Sheet.objects.filter(hall=hall, year=year).aggregate(last=Max("n"))["last"] or 0) + 1
    to = recipient.strip()
    row = Sheet.objects.create(
        hall_id=hall,
        year=year,
        n=n,
        number=f"{unit.word}一次告〔{year}〕{n}号",
        item=item,
        content=content,
        language=language,
        recipient=crypto.seal(RECIPIENT, to.encode()) if to else None,
        at=now,
        by_id=actor.id,
        contact_id=contact,
    )
    facts = {"sheet": row.id, "number": row.number, "item": item, "version": content["version"]}
    write(head, "hand_over_sheet", actor, facts, now=now, private={"recipient": to} if to else None)
    return SheetCard.of(row, actor.name)


def contents(item: str, language: str = "zh-hans") -> dict[str, Any]:
    """The five contents of an item's guide, in its own words. Refused: `no_such_item`, `sheet_incomplete`."""
    with translation.override(language):
        guide = catalogue.guide(item, language)
        entries = {each.key: each for part in sections(guide) for each in part.entries}
        parts = [
            _part(key, [entries[name] for name in names if name in entries], guide)
            for key, names in CONTENTS.items()
        ]
    lacking = [each["label"] for each in parts if not each["points"]]
    if lacking:
        raise Refused("sheet_incomplete", item=guide.name, lacking="、".join(lacking))
    return {
        "name": guide.name,
        "department": guide.department,
        "phone": str(guide.document.get("advice_phone", "")),
        "version": guide.version_id,
        "parts": parts,
    }


def _part(key: str, entries: list[Entry], guide: GuideCard) -> dict[str, Any]:
    told = [each for each in entries if each.kind != "none"]
    if key == "procedure":
        told = told[:1]  # the steps in words; the chart only where there are none
    points = [line for each in told for line in _lines(each, guide, named=len(told) > 1)]
    return {"key": key, "label": entries[0].label if entries else key, "points": points}


def _lines(entry: Entry, guide: GuideCard, *, named: bool) -> list[str]:
    """A field in lines; a material or a step is one line each."""
    match entry.kind:
        case "materials" if guide.materials:
            return [_dotted(each.name, form_of_piece(each), each.note) for each in guide.materials]
        case "steps" | "flow":
            return [_dotted(each.name, each.who, each.limit) for each in entry.steps]
    spoken = [line for line in said(entry, guide) if line]
    return [f"{entry.label}：{line}" if named else line for line in spoken]


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
