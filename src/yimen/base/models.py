"""The one row by which a demo's time is ahead of the machine's."""

from __future__ import annotations

from django.db import models


class HallTime(models.Model):
    id = models.SmallIntegerField(primary_key=True)
    ahead = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_hall_time")]
        db_table = "base_halltime"
