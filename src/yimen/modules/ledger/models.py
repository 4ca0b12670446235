"""Lines in their books, their veils, the days' roots, to-dos and answers. Rows are written by SQL, never by `save`."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Line(models.Model):
    pk = models.CompositePrimaryKey("book", "n")
    book = models.BigIntegerField()
    n = models.IntegerField()
    at = models.DateTimeField()
    act = models.TextField()
    actor = models.BigIntegerField(null=True)
    unit = models.BigIntegerField(null=True)
    body = models.TextField()
    hash = models.BinaryField()

    class Meta:
        db_table = "ledger_line"
        indexes = [BrinIndex(fields=["at"], name="line_at")]


class Veil(models.Model):
    pk = models.CompositePrimaryKey("book", "n")
    book = models.BigIntegerField()
    n = models.IntegerField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "ledger_veil"


class Book(models.Model):
    id = models.BigIntegerField(primary_key=True)
    name = models.TextField(unique=True)
    n = models.IntegerField(default=0)
    head = models.BinaryField()
    at = models.DateTimeField(null=True)  # of its last line

    class Meta:
        db_table = "ledger_book"


class Root(models.Model):
    day = models.DateField(primary_key=True)
    count = models.IntegerField()
    root = models.BinaryField()

    class Meta:
        db_table = "ledger_root"


class Todo(models.Model):
    id = models.BigAutoField(primary_key=True)
    due_at = models.DateTimeField()
    run = models.TextField()
    book = models.BigIntegerField(null=True)
    n = models.IntegerField(null=True)
    data = models.JSONField(null=True)
    tries = models.SmallIntegerField(default=0)
    error = models.TextField(null=True)

    class Meta:
        db_table = "ledger_todo"
        indexes = [
            models.Index(fields=["due_at", "id"], name="todo_due", condition=models.Q(tries__lt=5)),
            models.Index(fields=["book"], name="todo_book"),
        ]


class Answer(models.Model):
    pk = models.CompositePrimaryKey("actor", "key")
    actor = models.TextField()
    key = models.TextField()
    digest = models.BinaryField()
    status = models.SmallIntegerField()
    sealed = models.BinaryField()
    at = models.DateTimeField()  # machine time

    class Meta:
        db_table = "ledger_answer"
        indexes = [models.Index(fields=["at"], name="answer_at")]
