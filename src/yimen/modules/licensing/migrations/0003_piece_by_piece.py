"""Install the one write anew: it touches only the tables that a line names."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "write_1.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("licensing", "0002_the_one_write")]
    operations: ClassVar = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
