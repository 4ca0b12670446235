"""Take in a list of service items: CSV, Excel, ODS or JSON (contract: `yimen items import`)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from yimen.base import sheets
from yimen.rules.actors import Actor

from .. import access
from ..importing import headings, plan, reading
from ..importing.reading import Wanted
from ..importing.report import Problem, Report, problem


def import_items(
    actor: Actor,
    content: bytes,
    *,
    dry_run: bool = False,
    create_departments: str | None = None,
    now: datetime,
) -> Report:
    """Good rows go in as drafts, every other one is reported; running twice changes nothing.

    `create_departments` names the division in which departments that are not there yet are created.
    Refused, with nothing read: file_empty, file_too_large, file_not_a_table, file_not_json, file_damaged, file_locked,
    file_unfolds_too_far, file_rows_too_many, file_encoding_unknown, file_columns_missing, not_permitted.
    """
    access.demand(actor, create_departments or "")
    rows, noted = read_list(content)
    return plan.run(
        actor,
        rows,
        noted,
        digest=hashlib.sha256(content).hexdigest(),
        dry_run=dry_run,
        create_departments=create_departments,
        tell_lacks=False,
        now=now,
    )


def read_list(content: bytes) -> tuple[list[Wanted], list[Problem]]:
    """The rows of a list in whatever form it comes, and what is to be said of its columns."""
    if sheets.is_json(content):
        pairs = [reading.row_of(entry) for entry in sheets.read_json(content)]
        return [reading.read(row) for row, _ in pairs], [each for _, found in pairs for each in found]
    rows, unknown, at = headings.rows_of(sheets.read_table(content), ("code", "name", "department"))
    noted = [problem(at, heading, heading, "column_unknown") for heading in unknown]
    return [reading.read(row) for row in rows], noted
