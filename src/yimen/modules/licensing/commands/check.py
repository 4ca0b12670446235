"""The applicant's self-check: everything that lacks, and nothing is stored (R-080)."""

from __future__ import annotations

from datetime import datetime

from yimen.modules.catalogue import queries as catalogue
from yimen.rules.findings import Finding

from ..checking import doubts, find
from .file import Filing


def self_check(filing: Filing, *, now: datetime) -> tuple[Finding, ...]:
    """What the clerk's check will find on the same facts. Refused: `no_such_item`."""
    item = catalogue.published(filing.item)
    return find(item, filing.submitted, filing.form, today=now.date(), more=doubts(filing, today=now.date()))
