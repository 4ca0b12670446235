"""Install the one write of licensing, as its file has it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "write_1.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("licensing", "0001_initial"),
        ("cases", "0002_the_chain_is_the_lock"),
        ("ledger", "0002_append_only"),
        ("papers", "0001_papers_and_series"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            SQL, "DROP FUNCTION licensing_write(bigint[], integer[], text[], bytea[], bytea[], jsonb[])"
        )
    ]
