"""The one row by which a demo's time is ahead of the machine's, and how often addresses have asked."""

from __future__ import annotations

from django.db import models


class HallTime(models.Model):
    id = models.SmallIntegerField(primary_key=True)
    ahead = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_hall_time")]
        db_table = "base_halltime"


class Rate(models.Model):
    """How often an address has used a door of the public since it last began to be counted."""

    key = models.BinaryField(primary_key=True)
    began_at = models.DateTimeField()  # machine time
    n = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["began_at"], name="rate_began_at")]
