"""Papers, the series of their numbers, their files. The engine's one write fills the first two."""

from __future__ import annotations

from django.db import models

from yimen.rules.numbering import PaperNumber


class Series(models.Model):
    """A counter. `paper:登城管受:2026` never skips; it is bumped in the transaction that issues."""

    key = models.TextField(primary_key=True)
    last = models.BigIntegerField()
    until = models.BigIntegerField(null=True)  # the end of a limited number

    class Meta:
        db_table = "papers_series"
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=0), name="series_counts_up"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(last__lte=models.F("until")), name="series_ends"
            ),
        ]


class Paper(models.Model):
    """One issued paper: number `k` of its series, with what it said that day."""

    pk = models.CompositePrimaryKey("series", "k")
    series = models.TextField()
    k = models.BigIntegerField()
    case_id = models.BigIntegerField()
    n = models.IntegerField()  # the case's line that issued it
    kind = models.TextField()  # rules/papers.py
    template = models.TextField()  # the layout's edition, `receipt.1`: an old paper keeps its old look
    content = models.BinaryField(null=True)  # private: sealed JSON; empty once forgotten
    digest = models.TextField()  # of the content, as the line holds it
    sealed_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    served_by = models.TextField(null=True)  # how it reached the applicant: hand, post, online, sms
    void = models.BooleanField(default=False, db_default=False)  # stays listed, never used again

    class Meta:
        db_table = "papers_paper"
        indexes = [models.Index(fields=["case_id"], name="paper_of_case")]
        constraints = [models.CheckConstraint(condition=models.Q(k__gte=1), name="paper_counts_from_one")]

    @property
    def number(self) -> str:
        """Its 文号: 云城管受〔2026〕35号."""
        return str(PaperNumber.in_series(self.series, self.k))


class SealedFile(models.Model):
    """The file a paper became: rendered once, kept by its SHA-256. Never rendered again once it is here."""

    pk = models.CompositePrimaryKey("series", "k")
    series = models.TextField()
    k = models.BigIntegerField()
    digest = (
        models.TextField()
    )  # SHA-256 of the file, hexadecimal: its key in the storage and what a reader compares
    size = models.BigIntegerField()  # bytes

    class Meta:
        db_table = "papers_file"
        indexes = [models.Index(fields=["digest"], name="paper_by_file")]
