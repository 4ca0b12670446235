"""Who comes to the hall."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q

from ..kinds import PersonKind, words


class Person(models.Model):
    """An applicant exactly as told once: name, document and telephone together.

    A row is never changed, since nobody proves by filing that an earlier row is theirs to correct: who comes
    with a new telephone or name is a new row with the same `id_index`.
    """

    kind = models.TextField()
    name = models.TextField()
    id_type = models.TextField(null=True)  # rules/identifiers.py DocumentKind
    id_number = models.BinaryField(null=True)  # sealed
    id_index = models.BinaryField(
        null=True
    )  # blind: equal numbers have equal indexes, nothing else can be told
    id_masked = models.TextField(default="", db_default="")
    phone = models.BinaryField(null=True)  # sealed
    phone_index = models.BinaryField(null=True)
    phone_masked = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_index", "phone_index", "id_type", "name"],
                nulls_distinct=False,
                name="person_known_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=words(PersonKind)), name="person_kind_known"),
        ]
        indexes = [
            models.Index(
                fields=["phone_index"], name="person_by_phone", condition=Q(phone_index__isnull=False)
            ),
            models.Index(OpClass("name", name="text_pattern_ops"), name="person_by_name"),
        ]
