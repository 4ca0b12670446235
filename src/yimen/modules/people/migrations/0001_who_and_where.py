"""The tables of people and places."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Division",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("level", models.TextField()),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.division",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["province", "city", "county", "township", "village"])
                        ),
                        name="division_level_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField(unique=True)),
                ("kind", models.TextField()),
                ("name", models.TextField()),
                ("name_en", models.TextField(db_default="", default="")),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="people.unit",
                    ),
                ),
                ("path", models.TextField(db_collation="C")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.division"
                    ),
                ),
                ("word", models.TextField(db_default="", default="")),
                ("phone", models.TextField(db_default="", default="")),
                ("address", models.TextField(db_default="", default="")),
                ("active", models.BooleanField(db_default=True, default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("path",), name="unit_path"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["government", "centre", "hall", "department", "section", "window", "office"],
                            )
                        ),
                        name="unit_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "path__endswith",
                                django.db.models.functions.text.Concat(
                                    models.Value("/"),
                                    django.db.models.functions.comparison.Cast("id", models.CharField()),
                                    models.Value("/"),
                                ),
                            )
                        ),
                        name="unit_path_ends_here",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hall",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="hall",
                        serialize=False,
                        to="people.unit",
                    ),
                ),
                ("hall_type", models.TextField()),
                ("level", models.TextField()),
                ("site_area", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("floor_area", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("introduction", models.TextField(db_default="", default="")),
                ("introduction_en", models.TextField(db_default="", default="")),
                ("decision_place", models.TextField(db_default="department", default="department")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "hall_type__in",
                                [
                                    "city_centre",
                                    "department_window",
                                    "street_station",
                                    "township_centre",
                                    "village_room",
                                    "ministry_hall",
                                    "tax_hall",
                                    "real_estate_hall",
                                    "quality_hall",
                                    "environmental_hall",
                                    "grid_centre",
                                ],
                            )
                        ),
                        name="hall_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["city", "township", "village"])),
                        name="hall_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision_place__in", ["hall", "department"])),
                        name="decision_place_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Window",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="window",
                        serialize=False,
                        to="people.unit",
                    ),
                ),
                (
                    "hall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="windows", to="people.hall"
                    ),
                ),
                ("number", models.TextField()),
                ("floor", models.SmallIntegerField(db_default=1, default=1)),
                ("mode", models.TextField(db_default="ordinary", default="ordinary")),
                ("state", models.TextField(db_default="preparing", default="preparing")),
                (
                    "devices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("hall", "number"), name="window_number_of_hall"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "mode__in",
                                ["ordinary", "comprehensive", "special", "green_channel", "consultation"],
                            )
                        ),
                        name="window_mode_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["preparing", "open", "closed"])),
                        name="window_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "devices__contained_by",
                                ["display", "caller", "evaluation", "id_reader", "scanner", "printer"],
                            )
                        ),
                        name="window_devices_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Serving",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "window_id",
                        "department_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="serving",
                        to="people.window",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="served_at",
                        to="people.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ServiceSection",
            fields=[
                (
                    "department",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="service_section",
                        serialize=False,
                        to="people.unit",
                    ),
                ),
                (
                    "section",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
                ("document", models.TextField(db_default="", default="")),
                ("since_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.TextField()),
                ("username", models.TextField(unique=True)),
                ("name", models.TextField()),
                ("name_en", models.TextField(db_default="", default="")),
                ("phone", models.BinaryField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="staff", to="people.unit"
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="people.window",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("employee_no", models.TextField(db_default="", default="")),
                ("title", models.TextField(db_default="", default="")),
                ("appointment", models.TextField(db_default="", default="")),
                ("appointed_on", models.DateField(null=True)),
                ("photo", models.TextField(null=True)),
                ("active", models.BooleanField(db_default=True, default=True)),
                ("expires_on", models.DateField(null=True)),
                ("must_change_password", models.BooleanField(db_default=False, default=False)),
                ("epoch", models.IntegerField(db_default=1, default=1)),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["roles"], name="account_roles")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "roles__contained_by",
                                [
                                    "receptionist",
                                    "window_clerk",
                                    "dept_reviewer",
                                    "chief_representative",
                                    "service_section_chief",
                                    "hall_director",
                                    "supervisor",
                                    "centre_office",
                                    "business_office",
                                    "agent_officer",
                                    "hotline_operator",
                                    "system_admin",
                                ],
                            )
                        ),
                        name="account_roles_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InPlace",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "window_id", "point", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_place",
                        to="people.window",
                    ),
                ),
                ("point", models.TextField()),
                ("organ", models.TextField(db_default="", default="")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("point__in", ["staff", "authorisation", "equipment", "business", "procedures"])
                        ),
                        name="in_place_point_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorisationLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField(unique=True)),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="people.unit"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "powers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), null=True, size=None
                    ),
                ),
                ("signed_by", models.TextField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("powers__contained_by", ["accept", "review", "decide", "seal"]),
                            ("powers__len__gte", 1),
                        ),
                        name="letter_powers_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                        name="letter_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("name", models.TextField()),
                ("id_type", models.TextField()),
                ("id_number", models.BinaryField()),
                ("id_index", models.BinaryField()),
                ("id_masked", models.TextField()),
                ("phone", models.BinaryField()),
                ("phone_index", models.BinaryField()),
                ("phone_masked", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["phone_index"], name="person_by_phone"),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass("name", name="text_pattern_ops"),
                        name="person_by_name",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id_index", "phone_index", "id_type", "name"), name="person_known_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["person", "organisation"])), name="person_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("tries", models.IntegerField()),
                ("until_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["until_at"], name="attempt_until")],
            },
        ),
        migrations.CreateModel(
            name="PhoneCode",
            fields=[
                ("phone_index", models.BinaryField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField()),
                ("tries", models.SmallIntegerField(db_default=0, default=0)),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("epoch", models.IntegerField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="token_expires")],
            },
        ),
    ]
