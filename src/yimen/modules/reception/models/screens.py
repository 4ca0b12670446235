"""What screens show besides the floor, and how screens that talk are doing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yimen.rules.reception.notices import Kind, Priority


class Notice(models.Model):
    """Words for a hall's screens and the portal, between two moments."""

    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    below = models.BooleanField(default=False, db_default=False)  # in the halls below, too
    kind = models.TextField()
    priority = models.SmallIntegerField()
    place = models.IntegerField()  # among those of its hall and priority: the office says who comes first
    title = models.TextField()
    title_en = models.TextField(default="", db_default="")
    text = models.TextField()
    text_en = models.TextField(default="", db_default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reception_notice"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in Kind]), name="notice_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(priority__in=[each.value for each in Priority]), name="notice_priority_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="notice_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["hall", "ends_at"], condition=Q(withdrawn_at__isnull=True), name="notice_not_over"
            )
        ]


class Screen(models.Model):
    """A screen that said how it can make itself heard. It knows itself by a key of its own making."""

    key = models.TextField(primary_key=True)
    hall = models.ForeignKey("people.Unit", models.CASCADE, related_name="+")
    name = models.TextField(default="", db_default="")  # what the browser says it is
    sound = models.TextField()
    since = models.DateTimeField()  # it is so
    told_at = models.DateTimeField()

    class Meta:
        db_table = "reception_screen"
        constraints = [
            models.CheckConstraint(
                condition=Q(sound__in=["voice", "chime", "silent"]), name="screen_sound_known"
            )
        ]
