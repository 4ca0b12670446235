"""The tables of messages, and of how far a gateway's reports were read."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("gateway", models.TextField(primary_key=True, serialize=False)),
                ("place", models.TextField()),
            ],
            options={"db_table": "messages_cursor"},
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("case_id", models.BigIntegerField(null=True)),
                ("case_number", models.TextField(db_default="", default="")),
                ("event", models.TextField()),
                ("addressee", models.TextField()),
                ("channel", models.TextField()),
                ("severity", models.TextField()),
                ("text", models.BinaryField(null=True)),
                ("phone", models.BinaryField(null=True)),
                ("state", models.TextField()),
                ("tries", models.SmallIntegerField(db_default=0, default=0)),
                ("error", models.TextField(db_default="", default="")),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("read_by", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "messages_message",
                "constraints": [
                    models.UniqueConstraint(fields=["key"], name="message_once"),
                    models.CheckConstraint(
                        condition=models.Q(channel__in=["sms", "in_site"]), name="message_channel_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state__in=["queued", "sent", "delivered", "failed", "skipped"]),
                        name="message_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(read_by=None) | models.Q(read_at__isnull=False),
                        name="message_read_when",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["addressee", "-id"], name="message_inbox"),
                    models.Index(
                        fields=["addressee", "severity"],
                        name="message_unread",
                        condition=models.Q(read_at=None),
                    ),
                    models.Index(fields=["case_id", "id"], name="message_of_case"),
                    models.Index(fields=["-id"], name="message_outbox", condition=models.Q(channel="sms")),
                    models.Index(fields=["id"], name="message_waiting", condition=models.Q(state="queued")),
                ],
            },
        ),
    ]
