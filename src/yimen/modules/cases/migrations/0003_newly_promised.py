"""The director's list: pending committed cases, the one accepted last first (R-103)."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_the_chain_is_the_lock")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["-accepted_at", "-id"],
                name="case_promised",
                condition=Q(closed_at=None) & Q(accepted_at__isnull=False, track="committed"),
            ),
        ),
    ]
