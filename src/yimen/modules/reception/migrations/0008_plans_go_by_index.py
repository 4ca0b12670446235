"""What writes a line's rows finds them by index, however long the day already is when its plan is made."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations

WRITE = (Path(__file__).resolve().parent.parent / "sql" / "floor.sql").read_text("utf-8")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reception", "0007_devices")]
    operations: ClassVar = [migrations.RunSQL(WRITE, migrations.RunSQL.noop)]
