"""The applicant's self-check: everything that lacks, and nothing is stored (R-080)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemFacts
from yimen.rules.findings import Finding
from yimen.rules.materials import Submitted

from ..checking import doubts, find
from .file import Filing


def self_check(filing: Filing, *, now: datetime) -> tuple[Finding, ...]:
    """What the clerk's check will find on the same facts. Refused: `no_such_item`."""
    item = catalogue.published(filing.item)
    return find(item, filing.submitted, filing.form, today=now.date(), more=doubts(filing, today=now.date()))


def check_again(
    item: ItemFacts, submitted: Iterable[Submitted], form: Mapping[str, Any], *, now: datetime
) -> tuple[Finding, ...]:
    """What will lack of a case, by the version of its item, once these pieces and this form are taken in."""
    return find(item, submitted, form, today=now.date())
