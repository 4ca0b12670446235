"""Hall time: the one row by which a demo is ahead of the machine."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="HallTime",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("ahead", models.DurationField()),
            ],
            options={
                "db_table": "base_halltime",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_hall_time")],
            },
        ),
    ]
