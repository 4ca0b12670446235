import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_who_and_where"),
        ("reception", "0003_bookings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("below", models.BooleanField(db_default=False, default=False)),
                ("kind", models.TextField()),
                ("priority", models.SmallIntegerField()),
                ("place", models.IntegerField()),
                ("title", models.TextField()),
                ("title_en", models.TextField(db_default="", default="")),
                ("text", models.TextField()),
                ("text_en", models.TextField(db_default="", default="")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "hall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={
                "db_table": "reception_notice",
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=["hall", "ends_at"],
                        name="notice_not_over",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["announcement", "notice", "result", "culture"])),
                        name="notice_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("priority__in", [1, 2, 3])), name="notice_priority_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="notice_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Screen",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField(db_default="", default="")),
                ("sound", models.TextField()),
                ("since", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                (
                    "hall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={
                "db_table": "reception_screen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sound__in", ["voice", "chime", "silent"])),
                        name="screen_sound_known",
                    )
                ],
            },
        ),
    ]
