"""How people come in: tries counted, codes by telephone, tokens. All in machine time, nothing readable."""

from __future__ import annotations

from django.db import models


class Attempt(models.Model):
    """How often somebody has knocked in vain, and until when the door stays shut."""

    key = models.BinaryField(primary_key=True)  # a keyed digest: what people type may be a password
    tries = models.IntegerField()
    until_at = models.DateTimeField()  # machine time

    class Meta:
        indexes = [models.Index(fields=["until_at"], name="attempt_until")]


class PhoneCode(models.Model):
    """The last code sent to a telephone."""

    phone_index = models.BinaryField(primary_key=True)
    digest = models.BinaryField()
    tries = models.SmallIntegerField(default=0, db_default=0)
    expires_at = models.DateTimeField()  # machine time


class Token(models.Model):
    """A bearer token, kept as a digest: whoever reads the table cannot use it."""

    digest = models.BinaryField(primary_key=True)
    account = models.ForeignKey("people.Account", models.CASCADE, related_name="tokens")
    epoch = models.IntegerField()  # the account's when it was issued
    expires_at = models.DateTimeField()  # machine time

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="token_expires")]
