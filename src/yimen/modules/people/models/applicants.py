"""Who comes to the hall."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q

from ..kinds import PersonKind, words

ID_NUMBER: Final = "people.person.id_number"  # the fields they are sealed and indexed for
PHONE: Final = "people.person.phone"


class Person(models.Model):
    """An applicant exactly as told once: name, document and telephone together.

    A row is never changed, since nobody proves by filing that an earlier row is theirs to correct: who comes
    with a new telephone or name is a new row with the same `id_index`. What was not told is empty.
    """

    kind = models.TextField()
    name = models.TextField()
    id_type = models.TextField()  # rules/identifiers.py DocumentKind
    id_number = models.BinaryField()  # sealed
    id_index = models.BinaryField()  # blind: equal numbers have equal indexes, nothing else can be told
    id_masked = models.TextField()
    phone = models.BinaryField()  # sealed
    phone_index = models.BinaryField()
    phone_masked = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_index", "phone_index", "id_type", "name"], name="person_known_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=words(PersonKind)), name="person_kind_known"),
        ]
        indexes = [
            models.Index(fields=["phone_index"], name="person_by_phone"),
            models.Index(OpClass("name", name="text_pattern_ops"), name="person_by_name"),
        ]
