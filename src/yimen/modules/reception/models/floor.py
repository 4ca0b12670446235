"""Queues, tickets and seats. Tickets and seats are written by the line that names them, never by `save`."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yimen.rules.reception.floor import SeatState, State

PHONE: Final = "reception.ticket.phone"  # the fields they are sealed for
QUESTION: Final = "reception.ticket.question"


class Queue(models.Model):
    """A line of people for the same windows."""

    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    code = models.TextField()  # the letter its tickets begin with
    name = models.TextField()
    name_en = models.TextField(default="", db_default="")
    departments = ArrayField(models.BigIntegerField(), default=list, db_default=[])  # whose matters it is for
    items = ArrayField(
        models.TextField(), default=list, db_default=[]
    )  # codes of items; they win over departments
    active = models.BooleanField(default=True, db_default=True)

    class Meta:
        db_table = "reception_queue"
        constraints = [models.UniqueConstraint(fields=["hall", "code"], name="queue_code_of_hall")]


class QueueWindow(models.Model):
    """A window that calls from a queue."""

    pk = models.CompositePrimaryKey("window_id", "queue_id")
    window = models.ForeignKey("people.Window", models.PROTECT, related_name="+")
    queue = models.ForeignKey(Queue, models.CASCADE, related_name="windows")

    class Meta:
        db_table = "reception_queuewindow"


class Ticket(models.Model):
    """One person's place on one day."""

    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="+", db_index=False)  # where it waits
    drawn_in = models.ForeignKey(
        Queue, models.PROTECT, related_name="+", db_index=False
    )  # whose number it has
    n = models.IntegerField()  # the serial of that queue and day
    number = models.TextField()  # A007
    token = models.TextField()  # of its own page
    source = models.TextField()  # kiosk, phone, window, guide, web
    klass = models.SmallIntegerField()  # rules/reception/order.py Klass
    ready_at = models.DateTimeField()
    rank_at = models.DateTimeField()
    state = models.TextField()
    item = models.TextField(null=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    booking = models.BigIntegerField(null=True)
    reason = models.TextField(null=True)  # of its priority
    language = models.TextField(default="zh-hans", db_default="zh-hans")
    arrived_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    calls = models.SmallIntegerField(default=0, db_default=0)
    window = models.ForeignKey("people.Window", models.PROTECT, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(null=True)
    joined = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    from_window = models.ForeignKey(
        "people.Window", models.PROTECT, null=True, related_name="+", db_index=False
    )
    bound = models.ForeignKey(  # the only window that may call it: transferred there, or back within today
        "people.Window", models.PROTECT, null=True, related_name="+", db_index=False
    )
    told_near = models.BooleanField(default=False, db_default=False)
    phone_sealed = models.BinaryField(null=True)  # told when three are ahead
    question_sealed = models.BinaryField(null=True)  # what they asked in their own words

    class Meta:
        db_table = "reception_ticket"
        constraints = [
            models.UniqueConstraint(fields=["drawn_in", "day", "n"], name="ticket_number_once"),
            models.UniqueConstraint(fields=["token"], name="ticket_token_once"),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in State]), name="ticket_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "klass", "rank_at", "id"],
                condition=Q(state="waiting"),
                name="ticket_in_line",
            ),
            models.Index(
                fields=["bound"], condition=Q(state="waiting", bound__isnull=False), name="ticket_bound"
            ),
            models.Index(fields=["hall", "day"], name="ticket_of_day"),
            models.Index(
                fields=["queue", "ended_at"],
                condition=Q(state__in=["served", "transferred"]),
                name="ticket_finished",
            ),
        ]


class Seat(models.Model):
    """A window's day: who sits there, whether it calls, and whom."""

    window = models.OneToOneField("people.Window", models.PROTECT, primary_key=True, related_name="+")
    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    day = models.DateField()
    state = models.TextField()
    staff = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    since = models.DateTimeField()
    reason = models.TextField(default="", db_default="")  # why it is paused, or open beyond its hours
    until = models.DateTimeField(null=True)
    substitute = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, related_name="+", db_index=False
    )
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="+", db_index=False)
    closing = models.BooleanField(default=False, db_default=False)  # closes when who is there has been served

    class Meta:
        db_table = "reception_seat"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in SeatState]), name="seat_state_known"
            ),
        ]


class Extended(models.Model):
    """Service beyond a hall's hours: who served whom from when to when (R-068)."""

    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    window = models.ForeignKey("people.Window", models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    minutes = models.IntegerField()

    class Meta:
        db_table = "reception_extended"
        indexes = [models.Index(fields=["hall", "day"], name="extended_of_day")]
