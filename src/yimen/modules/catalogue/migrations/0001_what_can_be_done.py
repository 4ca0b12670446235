"""Items, versions, what people find them by, and what halls and items set."""

from __future__ import annotations

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_who_and_where"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField(unique=True)),
                ("name_en", models.TextField(db_default="", default="")),
                ("place", models.SmallIntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField(unique=True)),
                ("scheme", models.TextField()),
                ("retired_on", models.DateField(null=True)),
                ("categories", models.ManyToManyField(related_name="items", to="catalogue.category")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ItemVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.SmallIntegerField()),
                ("state", models.TextField(db_default="draft", default="draft")),
                ("effective_from", models.DateField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("name", models.TextField()),
                ("name_en", models.TextField(db_default="", default="")),
                ("kind", models.TextField(db_default="", default="")),
                ("subject", models.TextField(db_default="both", default="both")),
                ("track", models.TextField(db_default="committed", default="committed")),
                ("convertible", models.BooleanField(db_default=False, default=False)),
                ("statutory_n", models.SmallIntegerField(null=True)),
                ("statutory_unit", models.TextField(null=True)),
                ("promised_n", models.SmallIntegerField(null=True)),
                ("promised_unit", models.TextField(null=True)),
                ("extension", models.SmallIntegerField(null=True)),
                ("online", models.TextField(null=True)),
                ("charged", models.BooleanField(null=True)),
                ("intake_checks", models.SmallIntegerField(db_default=1, default=1)),
                ("accepts_promise", models.BooleanField(db_default=False, default=False)),
                ("retention", models.TextField(db_default="10", default="10")),
                ("power_entry", models.JSONField(null=True)),
                ("guide", models.JSONField(default=dict)),
                ("materials", models.JSONField(default=list)),
                ("preconditions", models.JSONField(default=list)),
                ("form", models.JSONField(null=True)),
                ("flow", models.JSONField(null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="catalogue.item",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="item",
            name="current",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.itemversion",
            ),
        ),
        migrations.CreateModel(
            name="Setting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField()),
                ("scope", models.TextField()),
                ("scope_id", models.TextField()),
                ("value", models.JSONField()),
                ("basis", models.TextField()),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "scope", "scope_id", "effective_from"), name="setting_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["hall", "item"])), name="setting_scope_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to", None),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="setting_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phrase", models.TextField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="synonyms",
                        to="catalogue.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="listing",
                        serialize=False,
                        to="catalogue.item",
                    ),
                ),
                ("sort_key", models.TextField(db_collation="C")),
                ("name", models.TextField()),
                ("phrases", models.TextField()),
                ("letters", models.TextField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_key", "item"], name="listing_in_order"),
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="listing_words"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("name", name="gin_trgm_ops"),
                        name="listing_name",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("phrases", name="gin_trgm_ops"),
                        name="listing_phrases",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("letters", name="gin_trgm_ops"),
                        name="listing_letters",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="itemversion",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["effective_from"], name="version_to_come"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.UniqueConstraint(fields=("item", "n"), name="item_version_n"),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("item",), name="item_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "published", "superseded", "retired"])),
                name="version_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__in", ["person", "organisation", "both"])),
                name="version_subject_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("track__in", ["instant", "committed", "joint", "escalated"])),
                name="version_track_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("online__in", ["guide", "booking", "pre_registration", "pre_review", "full"])
                ),
                name="version_online_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("retention__in", ["10", "30", "permanent"])),
                name="version_retention_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("intake_checks__in", [1, 2])), name="version_checks_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("statutory_n__isnull", True), ("statutory_unit__isnull", True)),
                    models.Q(
                        ("statutory_n__gte", 0),
                        (
                            "statutory_unit__in",
                            ["working_day", "day", "month", "hour", "clock_hour", "minute"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="version_statutory_limit",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("promised_n__isnull", True), ("promised_unit__isnull", True)),
                    models.Q(
                        ("promised_n__gte", 0),
                        (
                            "promised_unit__in",
                            ["working_day", "day", "month", "hour", "clock_hour", "minute"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="version_promised_limit",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(
                        ("charged__isnull", False),
                        ("effective_from__isnull", False),
                        ("promised_n__isnull", False),
                        ("published_at__isnull", False),
                        ("statutory_n__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="version_published_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(("promised_unit", models.F("statutory_unit")), _negated=True),
                    ("promised_n__lte", models.F("statutory_n")),
                    _connector="OR",
                ),
                name="version_promise_within_statute",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("scheme__in", ["national", "other"])), name="item_scheme_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="synonym",
            constraint=models.UniqueConstraint(fields=("item", "phrase"), name="synonym_once"),
        ),
    ]
