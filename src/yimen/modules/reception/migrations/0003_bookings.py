import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_who_and_where"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reception", "0002_written_by_lines"),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField()),
                ("name", models.TextField()),
                ("name_en", models.TextField(db_default="", default="")),
                ("summary", models.TextField(db_default="", default="")),
                ("summary_en", models.TextField(db_default="", default="")),
                ("capacity", models.SmallIntegerField()),
                (
                    "departments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                ("week", models.JSONField(null=True)),
                ("rank", models.SmallIntegerField(db_default=0, default=0)),
                ("active", models.BooleanField(db_default=True, default=True)),
                (
                    "hall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
                (
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reception.queue"
                    ),
                ),
            ],
            options={
                "db_table": "reception_category",
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField(unique=True)),
                ("mode", models.TextField()),
                ("lane", models.TextField(db_default="", default="")),
                ("item", models.TextField(null=True)),
                ("day", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.SmallIntegerField()),
                ("state", models.TextField()),
                ("channel", models.TextField()),
                ("id_index", models.BinaryField()),
                ("phone_index", models.BinaryField()),
                ("password", models.TextField()),
                ("language", models.TextField(db_default="zh-hans", default="zh-hans")),
                ("booked_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(null=True)),
                ("served_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ticket", models.BigIntegerField(null=True)),
                ("case_number", models.TextField(db_default="", default="")),
                (
                    "booked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hall",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reception.category",
                    ),
                ),
            ],
            options={
                "db_table": "reception_booking",
            },
        ),
        migrations.CreateModel(
            name="CategoryMode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mode", models.TextField()),
                ("enabled", models.BooleanField(db_default=False, default=False)),
                ("capacity", models.SmallIntegerField(null=True)),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                ("object_zh", models.TextField(db_default="", default="")),
                ("object_en", models.TextField(db_default="", default="")),
                ("conditions_zh", models.TextField(db_default="", default="")),
                ("conditions_en", models.TextField(db_default="", default="")),
                ("procedure_zh", models.TextField(db_default="", default="")),
                ("procedure_en", models.TextField(db_default="", default="")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="modes",
                        to="reception.category",
                    ),
                ),
                (
                    "queue",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reception.queue",
                    ),
                ),
            ],
            options={
                "db_table": "reception_categorymode",
            },
        ),
        migrations.CreateModel(
            name="PreReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("id_index", models.BinaryField()),
                ("item", models.TextField()),
                ("passed", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hall",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "reception_prereview",
            },
        ),
        migrations.CreateModel(
            name="Reserved",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.TextField()),
                ("stands_in", models.BooleanField(db_default=False, default=False)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reserved",
                        to="reception.booking",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "reception_reserved",
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="visit",
                        serialize=False,
                        to="reception.booking",
                    ),
                ),
                ("place", models.BinaryField()),
                (
                    "team",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "seals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "papers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                ("arranged_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("back_at", models.DateTimeField(null=True)),
                (
                    "arranged_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "back_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "left_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "reception_visit",
            },
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(fields=("hall", "code"), name="category_code_of_hall"),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 1)), name="category_has_places"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["id_index"], name="booking_by_number"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("state", "booked")), fields=["phone_index"], name="booking_by_phone"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["hall", "day", "starts_at", "id"], name="booking_of_day"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("category", "lane", "starts_at", "place"),
                name="place_held_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("booked", "arrived"))),
                fields=("id_index", "category", "day"),
                name="booking_open_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("booked", "arrived", "served", "no_show", "cancelled"))),
                name="booking_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__gte", 1)), name="booking_place_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="booking_slot_runs"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["web", "kiosk", "window", "phone_centre", "phone_window"])
                ),
                name="booking_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "mode__in",
                        ["ordinary", "while_you_wait", "door_step", "in_hall", "holiday", "workflow"],
                    )
                ),
                name="booking_mode_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mode", "holiday"), _negated=True),
                    ("confirmed_by__isnull", False),
                    _connector="OR",
                ),
                name="holiday_is_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="categorymode",
            constraint=models.UniqueConstraint(fields=("category", "mode"), name="mode_of_category_once"),
        ),
        migrations.AddConstraint(
            model_name="categorymode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "mode__in",
                        ["ordinary", "while_you_wait", "door_step", "in_hall", "holiday", "workflow"],
                    )
                ),
                name="category_mode_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="categorymode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("enabled", False),
                    models.Q(
                        ("object_zh", ""),
                        ("object_en", ""),
                        ("conditions_zh", ""),
                        ("conditions_en", ""),
                        ("procedure_zh", ""),
                        ("procedure_en", ""),
                        _connector="OR",
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="mode_is_explained",
            ),
        ),
        migrations.AddIndex(
            model_name="prereview",
            index=models.Index(fields=["id_index", "item", "-at"], name="prereview_latest"),
        ),
        migrations.AddIndex(
            model_name="reserved",
            index=models.Index(fields=["staff", "starts_at"], name="reserved_of_staff"),
        ),
        migrations.AddConstraint(
            model_name="reserved",
            constraint=models.UniqueConstraint(fields=("booking", "step"), name="step_reserved_once"),
        ),
        migrations.AddConstraint(
            model_name="reserved",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="reserved_stretch_runs"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("team__len__gte", 1)), name="visit_has_a_team"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("back_at", None), ("left_at__isnull", False), _connector="OR"),
                name="visit_leaves_before_it_is_back",
            ),
        ),
    ]
