"""The engine's rows. They serve reads and migrations; only the write function of a subject fills them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q

OPEN = Q(closed_at=None)
FAR = datetime(9000, 1, 1, tzinfo=UTC)


class Case(models.Model):
    id = models.BigIntegerField(primary_key=True)
    number = models.TextField(unique=True)
    procedure = models.TextField()
    state = models.TextField()
    track = models.TextField(null=True)
    outcome = models.TextField(null=True)
    disposition = models.TextField(null=True)
    item_version = models.BigIntegerField(null=True)
    department = models.BigIntegerField(null=True)
    home = models.BigIntegerField()
    division = models.TextField()
    channel = models.TextField()
    guarded = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    light = models.TextField()
    n = models.IntegerField()
    head = models.BinaryField()

    class Meta:
        db_table = "cases_case"
        indexes = [
            models.Index(fields=["due_at", "id"], name="case_due", condition=OPEN),
            models.Index(fields=["home", "-id"], name="case_home"),
            models.Index(
                fields=["-accepted_at", "-id"],
                name="case_promised",
                condition=OPEN & Q(track="committed", accepted_at__isnull=False),
            ),
        ]


class Task(models.Model):
    pk = models.CompositePrimaryKey("case_id", "n")
    case_id = models.BigIntegerField()
    n = models.IntegerField()
    kind = models.TextField()
    stage = models.TextField(null=True)
    unit = models.BigIntegerField(null=True)
    post = models.TextField(null=True)
    staff = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    holds = models.TextField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result = models.TextField(null=True)
    due_at = models.DateTimeField()
    light = models.TextField()
    guarded = models.BooleanField(default=False)
    data = models.JSONField(null=True)

    class Meta:
        db_table = "cases_task"
        indexes = [
            models.Index(fields=["unit", "due_at", "case_id", "n"], name="task_desk", condition=OPEN),
            models.Index(fields=["unit", "-case_id"], name="task_unit"),
            models.Index(
                fields=["staff", "due_at", "case_id", "n"],
                name="task_mine",
                condition=OPEN & Q(staff__isnull=False),
            ),
        ]


class Clock(models.Model):
    pk = models.CompositePrimaryKey("case_id", "n")
    case_id = models.BigIntegerField()
    n = models.IntegerField()
    task = models.IntegerField(null=True)
    name = models.TextField()
    rule = models.TextField()
    calendar = models.TextField()
    limit_n = models.IntegerField()
    limit_unit = models.TextField()
    more = models.IntegerField(default=0)
    warn = models.JSONField(null=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    turns_at = models.DateTimeField(null=True)
    light = models.TextField()
    zero = models.TextField(null=True)
    rolls = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    result = models.TextField(null=True)

    class Meta:
        db_table = "cases_clock"
        indexes = [
            models.Index(
                fields=["turns_at", "case_id", "n"], name="clock_turns", condition=Q(turns_at__isnull=False)
            ),
            models.Index(fields=["due_at", "case_id"], name="clock_runs", condition=Q(stopped_at=None)),
        ]


class Party(models.Model):
    pk = models.CompositePrimaryKey("case_id", "n")
    case_id = models.BigIntegerField()
    n = models.IntegerField()
    role = models.TextField()
    person = models.BigIntegerField(null=True)
    until = models.DateTimeField(null=True)
    told_by = models.TextField(null=True)

    class Meta:
        db_table = "cases_party"
        indexes = [
            models.Index(
                fields=["person", "-case_id"], name="party_person", condition=Q(person__isnull=False)
            )
        ]


class Link(models.Model):
    pk = models.CompositePrimaryKey("case_id", "other", "kind")
    case_id = models.BigIntegerField()
    other = models.BigIntegerField()
    kind = models.TextField()

    class Meta:
        db_table = "cases_link"
        indexes = [models.Index(fields=["other"], name="link_other")]


class Outage(models.Model):
    """Where and when nothing could be entered, as the supervisor registered it (R-100)."""

    unit = models.BigIntegerField()
    division = models.TextField()
    from_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.TextField()
    registered_by = models.BigIntegerField()
    registered_at = models.DateTimeField()

    class Meta:
        db_table = "cases_outage"
        indexes = [models.Index(fields=["unit", "-from_at"], name="outage_unit")]


class LateEntry(models.Model):
    """A line that says it happened before it was entered, listed for supervision (R-100)."""

    pk = models.CompositePrimaryKey("case_id", "n")
    case_id = models.BigIntegerField()
    n = models.IntegerField()
    number = models.TextField()
    act = models.TextField()
    outage = models.BigIntegerField()
    staff = models.BigIntegerField()
    entered_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    private = models.BinaryField()  # what it is taken from, in words; sealed

    class Meta:
        db_table = "cases_late_entry"
        indexes = [models.Index(fields=["outage", "-entered_at", "case_id", "n"], name="late_entry_outage")]
