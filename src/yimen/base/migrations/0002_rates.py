from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0001_hall_time")]

    operations = [
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("n", models.IntegerField()),
            ],
            options={"indexes": [models.Index(fields=["began_at"], name="rate_began_at")]},
        )
    ]
