"""A book knows the moment of its last line, and a line is written by one statement."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations, models

WRITE = (Path(__file__).resolve().parent.parent / "sql" / "write.sql").read_text("utf-8")
MOMENTS = """
UPDATE ledger_book b SET at = l.at FROM ledger_line l WHERE l.book = b.id AND l.n = b.n;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0002_append_only")]
    operations: ClassVar = [
        migrations.AddField("book", "at", models.DateTimeField(null=True)),
        migrations.RunSQL(MOMENTS, migrations.RunSQL.noop),
        migrations.RunSQL(WRITE, "DROP FUNCTION ledger_write"),
    ]
