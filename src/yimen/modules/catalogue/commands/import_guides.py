"""Take in guides: JSON, or a table with the fields of a guide for columns (contract: `yimen guides import`)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from yimen.rules.actors import Actor

from .. import access
from ..importing import plan
from ..importing.report import Report
from .import_items import read_list


def import_guides(
    actor: Actor,
    content: bytes,
    *,
    dry_run: bool = False,
    create_departments: str | None = None,
    now: datetime,
) -> Report:
    """As `import_items`, and each guide says what it still lacks before it can be published (R-033)."""
    access.demand(actor, create_departments or "")
    rows, noted = read_list(content)
    return plan.run(
        actor,
        rows,
        noted,
        digest=hashlib.sha256(content).hexdigest(),
        dry_run=dry_run,
        create_departments=create_departments,
        tell_lacks=True,
        now=now,
    )
