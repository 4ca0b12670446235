"""All numbers a hall or an item may set: the shipped ones and theirs (R-284)."""

from __future__ import annotations

from functools import lru_cache

from django.db import connection

from yimen.base.packs import shipped_parameters
from yimen.rules.parameters import Parameters, Scope

from .access import PARAMETERS
from .models import Setting


def parameters(head: str | None = None) -> Parameters:
    """What is set, as of the head of the book `parameters`, hexadecimal; it is read first where nobody gives it.

    Kept by its head, so that a change is seen by the next question in every process.
    """
    return _as_of(_head() if head is None else head)


@lru_cache(maxsize=8)
def _as_of(head: str) -> Parameters:
    shipped = shipped_parameters()
    if not head:
        return shipped
    rows = Setting.objects.order_by("effective_from", "id")
    return shipped.with_rows(
        shipped.setting(
            row.key,
            row.value,
            scope=Scope(row.scope),
            scope_id=row.scope_id,
            basis=row.basis,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
        )
        for row in rows
        if row.key in shipped.keys
    )


def _head() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(head, 'hex') FROM ledger_book WHERE name = %s", [PARAMETERS])
        row = cursor.fetchone()
    return row[0] if row else ""
