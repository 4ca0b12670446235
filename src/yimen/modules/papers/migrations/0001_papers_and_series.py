"""The tables of papers: series, papers, sealed files."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "series", "k", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("series", models.TextField()),
                ("k", models.BigIntegerField()),
                ("case_id", models.BigIntegerField()),
                ("n", models.IntegerField()),
                ("kind", models.TextField()),
                ("template", models.TextField()),
                ("content", models.BinaryField(null=True)),
                ("digest", models.TextField()),
                ("sealed_at", models.DateTimeField(null=True)),
                ("served_at", models.DateTimeField(null=True)),
                ("served_by", models.TextField(null=True)),
                ("void", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "db_table": "papers_paper",
                "indexes": [models.Index(fields=["case_id"], name="paper_of_case")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("k__gte", 1)), name="paper_counts_from_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedFile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "series", "k", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("series", models.TextField()),
                ("k", models.BigIntegerField()),
                ("digest", models.TextField()),
                ("size", models.BigIntegerField()),
            ],
            options={
                "db_table": "papers_file",
                "indexes": [models.Index(fields=["digest"], name="paper_by_file")],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("last", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "papers_series",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("last__gte", 0)), name="series_counts_up"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("last__lte", models.F("until")), _connector="OR"
                        ),
                        name="series_ends",
                    ),
                ],
            },
        ),
    ]
