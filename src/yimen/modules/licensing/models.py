"""What an application is beside its case. Rows are written by the case engine's one statement only."""

from __future__ import annotations

from django.db import models


class Application(models.Model):
    case_id = models.BigIntegerField(primary_key=True)
    item = models.TextField()
    findings = models.JSONField()
    told = models.JSONField(null=True)
    asked_times = models.IntegerField(default=0)
    override = models.BigIntegerField(null=True)
    by_agent = models.BooleanField(default=False)
    self_checked = models.BooleanField(default=False)
    ground = models.TextField(null=True)
    competent = models.TextField(null=True)
    receipt_no = models.TextField(null=True)
    archive_no = models.TextField(null=True)
    retention = models.TextField(null=True)
    shelf = models.TextField(null=True)
    earlier = models.TextField(null=True)
    private = models.BinaryField(null=True)  # form, names, full findings; sealed

    class Meta:
        db_table = "licensing_application"
        indexes = [
            models.Index(
                fields=["archive_no"],
                name="application_archive",
                condition=models.Q(archive_no__isnull=False),
            ),
            models.Index(fields=["item", "-case_id"], name="application_item"),
        ]


class Material(models.Model):
    pk = models.CompositePrimaryKey("case_id", "n")
    case_id = models.BigIntegerField()
    n = models.IntegerField()
    code = models.TextField()
    no = models.IntegerField()
    given_at = models.DateTimeField()
    round = models.IntegerField(default=0)
    original = models.BooleanField(null=True)
    copies = models.IntegerField(default=0)
    pages = models.IntegerField(default=0)
    stamped = models.BooleanField(default=False)
    exists = models.BooleanField(default=False)
    promise = models.BooleanField(default=False)
    valid_until = models.TextField(null=True)
    digital = models.BooleanField(default=False)
    private = models.BinaryField(null=True)  # which file, its name; sealed

    class Meta:
        db_table = "licensing_material"


class Opinion(models.Model):
    pk = models.CompositePrimaryKey("case_id", "n")
    case_id = models.BigIntegerField()
    n = models.IntegerField()
    kind = models.TextField()
    result = models.TextField()
    at = models.DateTimeField()
    task = models.IntegerField(null=True)
    staff = models.BigIntegerField(null=True)
    letter = models.TextField(null=True)
    private = models.BinaryField(null=True)  # what was found, in words; sealed

    class Meta:
        db_table = "licensing_opinion"
