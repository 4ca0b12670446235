"""Fill the catalogue of the demo hall: some twenty items with whole guides, and a few drafts that cannot go out yet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from django.db import transaction

from yimen.base.sheets import Entry
from yimen.rules.actors import Actor
from yimen.rules.refused import Refused

from .. import access
from ..importing import plan, reading
from ..kinds import State
from ..models import Category, ItemVersion
from .publish import publish

_DEMO: Final = files("yimen.modules.catalogue") / "demo"


@transaction.atomic
def load_demo(actor: Actor, *, now: datetime) -> tuple[str, ...]:
    """Import the demo's items and publish those of `demo/items`; those of `demo/drafts` stay drafts. Their codes.

    Refused: demo_departments_missing. Loading twice changes nothing.
    """
    access.demand(actor)
    for place, theme in enumerate(_read(_DEMO / "categories.json")):
        Category.objects.update_or_create(
            name=theme["name"], defaults={"name_en": theme["name_en"], "place": place}
        )
    entries = [Entry(n, each) for n, each in enumerate(_all("items", "drafts"), start=1)]
    rows = [reading.read(reading.row_of(entry)[0]) for entry in entries]
    report = plan.run(
        actor, rows, [], digest="demo", dry_run=False, create_departments=None, tell_lacks=False, now=now
    )
    if report.refused:
        missing = sorted({each.value for each in report.problems if each.reason == "department_unknown"})
        raise Refused("demo_departments_missing", names="、".join(missing))
    codes = tuple(reading.read(reading.row_of(Entry(0, each))[0]).code for each in _all("items"))
    waiting = ItemVersion.objects.filter(item__code__in=codes, state=State.DRAFT)
    for code in waiting.order_by("id").values_list("item__code", flat=True):
        publish(actor, code, now=now)
    return codes


def _all(*folders: str) -> Iterator[dict[str, object]]:
    for folder in folders:
        for file in sorted((_DEMO / folder).iterdir(), key=lambda each: each.name):
            yield json.loads(file.read_text("utf-8"))


def _read(file: Traversable) -> list[dict[str, str]]:
    content: list[dict[str, str]] = json.loads(file.read_text("utf-8"))
    return content
