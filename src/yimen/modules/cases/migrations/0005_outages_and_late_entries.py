"""Outages as the supervisor registers them, and what was entered late under them (R-100)."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_numbers_are_claimed")]

    operations = [
        migrations.CreateModel(
            name="Outage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.BigIntegerField()),
                ("division", models.TextField()),
                ("from_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("reason", models.TextField()),
                ("registered_by", models.BigIntegerField()),
                ("registered_at", models.DateTimeField()),
            ],
            options={
                "db_table": "cases_outage",
                "indexes": [models.Index(fields=["unit", "-from_at"], name="outage_unit")],
            },
        ),
        migrations.CreateModel(
            name="LateEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id", "n", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("case_id", models.BigIntegerField()),
                ("n", models.IntegerField()),
                ("number", models.TextField()),
                ("act", models.TextField()),
                ("outage", models.BigIntegerField()),
                ("staff", models.BigIntegerField()),
                ("entered_at", models.DateTimeField()),
                ("happened_at", models.DateTimeField()),
                ("private", models.BinaryField()),
            ],
            options={
                "db_table": "cases_late_entry",
                "indexes": [
                    models.Index(fields=["outage", "-entered_at", "case_id", "n"], name="late_entry_outage")
                ],
            },
        ),
    ]
