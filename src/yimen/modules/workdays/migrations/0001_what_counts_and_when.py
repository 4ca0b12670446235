"""Years, days, hours, and the number of their state."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        # A version must never come twice, not even after a rollback or a flush: hence a sequence that no table owns.
        migrations.RunSQL("CREATE SEQUENCE workdays_version_k", "DROP SEQUENCE workdays_version_k"),
        migrations.CreateModel(
            name="SpecialDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("unit", models.BigIntegerField()),
                ("day", models.DateField()),
                ("periods", models.JSONField()),
                ("reason", models.TextField()),
            ],
            options={
                "db_table": "workdays_special_day",
            },
        ),
        migrations.CreateModel(
            name="Week",
            fields=[
                ("unit", models.BigIntegerField(primary_key=True, serialize=False)),
                ("periods", models.JSONField()),
            ],
            options={
                "db_table": "workdays_week",
            },
        ),
        migrations.CreateModel(
            name="Day",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "calendar", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("calendar", models.TextField()),
                ("day", models.DateField()),
                ("year", models.SmallIntegerField()),
                ("works", models.BooleanField()),
                ("name", models.TextField()),
                ("notice", models.TextField(null=True)),
            ],
            options={
                "db_table": "workdays_day",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="day_is_named"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("one", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("n", models.BigIntegerField()),
            ],
            options={
                "db_table": "workdays_version",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("one", 1)), name="version_is_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="Year",
            fields=[
                ("year", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("notice", models.TextField(null=True)),
                ("notice_verified", models.BooleanField(db_default=False, default=False)),
                ("source", models.TextField()),
                ("provisional", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "db_table": "workdays_year",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("notice_verified", False), ("notice__isnull", False), _connector="OR"
                        ),
                        name="only_a_notice_is_verified",
                    )
                ],
            },
        ),
    ]
