"""What stands in a hall: the devices that say how they are, and the map they stand on."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yimen.rules.reception.devices import Kind


class Device(models.Model):
    """A kiosk, printer, screen or terminal of a hall (R-218)."""

    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    kind = models.TextField()
    name = models.TextField()
    place = models.TextField(default="", db_default="")  # its key on the hall's map
    functions = ArrayField(models.TextField(), default=list, db_default=[])
    address = models.TextField(default="", db_default="")  # of a printer: host:port
    printer = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    token = models.BinaryField(unique=True)  # SHA-256 of what it shows when it reports
    trouble = models.TextField(default="", db_default="")  # as it said last; empty: none
    paper = models.TextField(default="", db_default="")
    heard_at = models.DateTimeField(null=True)
    watched = models.BooleanField(default=False, db_default=False)  # a to-do waits for its silence
    registered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reception_device"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "name"], condition=Q(retired_at=None), name="device_name_of_hall"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in Kind]), name="device_kind_known"
            ),
        ]


class HallPlan(models.Model):
    """A hall's map (`rules/reception/plan.py`)."""

    hall = models.OneToOneField("people.Unit", models.PROTECT, primary_key=True, related_name="+")
    plan = models.JSONField()

    class Meta:
        db_table = "reception_hallplan"
