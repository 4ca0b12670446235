"""The calendar and the hours as they stand. How they came to stand so is in the ledger."""

from __future__ import annotations

from django.db import models


class Version(models.Model):
    """One row: which state of this module's tables is in force. Never the same number twice, not even rolled back."""

    one = models.SmallIntegerField(primary_key=True, default=1)
    n = models.BigIntegerField()

    class Meta:
        db_table = "workdays_version"
        constraints = [models.CheckConstraint(condition=models.Q(one=1), name="version_is_one_row")]


class Year(models.Model):
    """A year of the national calendar and the notice that published it (CAL-03)."""

    year = models.SmallIntegerField(primary_key=True)
    notice = models.TextField(null=True)
    notice_verified = models.BooleanField(default=False, db_default=False)
    source = models.TextField()
    provisional = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "workdays_year"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(notice_verified=False) | models.Q(notice__isnull=False),
                name="only_a_notice_is_verified",
            )
        ]


class Day(models.Model):
    """A day that a notice names, in the national calendar `CN` or in a division's own, `CN/450000` (CAL-07)."""

    pk = models.CompositePrimaryKey("calendar", "day")
    calendar = models.TextField()
    day = models.DateField()
    year = (
        models.SmallIntegerField()
    )  # whose notice moved it: the last days of December belong to the next year's
    works = models.BooleanField()
    name = models.TextField()
    notice = models.TextField(null=True)  # where another than the year's own says so

    class Meta:
        db_table = "workdays_day"
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="day_is_named")]


class Week(models.Model):
    """When a hall or a window opens and closes, Monday first: `[[["08:30", "11:30"], ["13:30", "17:00"]], …]` (R-077)."""

    unit = models.BigIntegerField(
        primary_key=True
    )  # a hall or a window of `people`; 0 for halls that set none
    periods = models.JSONField()

    class Meta:
        db_table = "workdays_week"


class SpecialDay(models.Model):
    """A date on which a hall or a window keeps other hours, or none."""

    pk = models.CompositePrimaryKey("unit", "day")
    unit = models.BigIntegerField()
    day = models.DateField()
    periods = models.JSONField()
    reason = models.TextField()

    class Meta:
        db_table = "workdays_special_day"
