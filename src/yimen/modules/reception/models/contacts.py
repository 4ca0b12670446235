"""接待记录: who asked what, who met them first, how it ended; and the sheets on which everything is told at once."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q

from yimen.rules.reception.contacts import FOLLOWED, Channel, End

QUESTION: Final = "reception.contact.question"  # what the sealed fields are sealed for
ANSWER: Final = "reception.contact.answer"
RECIPIENT: Final = "reception.sheet.recipient"


class Contact(models.Model):
    """One question of one person. Its first contact person stays answerable until it is closed (R-050)."""

    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.TextField()
    first = models.ForeignKey("people.Account", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    item = models.TextField(null=True)
    ticket = models.ForeignKey(
        "reception.Ticket", models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    case_number = models.TextField(default="", db_default="")  # digits
    booking = models.TextField(default="", db_default="")  # digits
    question = models.BinaryField(null=True)  # sealed
    answer = models.BinaryField(null=True)  # sealed
    end = models.TextField(null=True)
    ended_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, related_name="+", db_index=False
    )
    to = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.TextField(default="", db_default="")  # whose it is, if not ours
    reminders = models.SmallIntegerField(default=0, db_default=0)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reception_contact"
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[each.value for each in Channel]), name="contact_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__in=[each.value for each in End]),
                name="contact_end_known",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True, ended_at=None) | Q(end__isnull=False, ended_at__isnull=False),
                name="contact_end_dated",
            ),
            models.CheckConstraint(
                condition=~Q(end="transferred") | Q(to__isnull=False), name="contact_handler_named"
            ),
            models.CheckConstraint(
                condition=~Q(end__in=["not_our_remit", "coordinated"]) | ~Q(body=""),
                name="contact_body_named",
            ),
            models.CheckConstraint(
                condition=~Q(end="registered") | ~Q(case_number=""), name="contact_case_named"
            ),
            models.CheckConstraint(condition=~Q(end="booked") | ~Q(booking=""), name="contact_booking_named"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(end__isnull=False), name="contact_ends_first"
            ),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(end__isnull=True), name="contact_open_once_of_ticket"
            ),
        ]
        indexes = [
            models.Index(fields=["hall", "-at", "-id"], name="contact_of_hall"),
            models.Index(fields=["first"], condition=Q(closed_at=None), name="contact_on_first"),
            models.Index(
                fields=["to"], condition=Q(closed_at=None, end="transferred"), name="contact_on_handler"
            ),
            models.Index(
                fields=["case_number"],
                condition=Q(closed_at=None, end__in=sorted(each.value for each in FOLLOWED))
                & ~Q(case_number=""),
                name="contact_follows_case",
            ),
            models.Index(fields=["ticket"], name="contact_of_ticket"),
            models.Index(fields=["case_number"], condition=~Q(case_number=""), name="contact_of_case"),
        ]


class Sheet(models.Model):
    """一次性告知单: all five contents of an item's guide as they stood, numbered within its hall and year (R-053)."""

    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    n = models.IntegerField()
    number = models.TextField()  # as printed
    item = models.TextField()
    content = models.JSONField()
    language = models.TextField()
    recipient = models.BinaryField(null=True)  # sealed
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "reception_sheet"
        constraints = [models.UniqueConstraint(fields=["hall", "year", "n"], name="sheet_number_once")]
