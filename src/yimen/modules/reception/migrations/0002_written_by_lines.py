"""Tickets and seats are written by the lines that name them."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations

WRITE = (Path(__file__).resolve().parent.parent / "sql" / "floor.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reception", "0001_floor"), ("ledger", "0003_one_statement_a_line")]
    operations: ClassVar = [migrations.RunSQL(WRITE, "DROP FUNCTION reception_write")]
