"""What is estimated is learnt from the last finished tickets of a queue."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reception", "0004_screens")]
    operations: ClassVar = [
        migrations.AddIndex(
            "ticket",
            models.Index(
                condition=models.Q(("state__in", ["served", "transferred"])),
                fields=["queue", "ended_at"],
                name="ticket_finished",
            ),
        ),
    ]
