"""Ratings. Written once by the line that names them, never changed."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q

from yimen.rules.ratings import Level, Way

WORDS: Final = "evaluation.rating.words"  # what the sealed field is sealed for


class Rating(models.Model):
    """评价: what somebody said of one service that had ended (R-191)."""

    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", db_index=False)
    ticket = models.OneToOneField("reception.Ticket", models.PROTECT, related_name="+")
    window = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    case_number = models.TextField(default="", db_default="")  # digits, of the case the service was for
    level = models.SmallIntegerField()
    way = models.TextField()
    words = models.BinaryField(null=True)  # sealed
    at = models.DateTimeField()

    class Meta:
        db_table = "evaluation_rating"
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[int(each) for each in Level]), name="rating_level_known"
            ),
            models.CheckConstraint(
                condition=Q(way__in=[each.value for each in Way]), name="rating_way_known"
            ),
        ]
        indexes = [models.Index(fields=["hall", "at"], name="rating_of_hall")]
