"""What can be booked, and who holds which place; who was looked at before a visit, who goes, who keeps the time free."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from yimen.rules.reception.modes import Channel, Mode

PLACE: Final = "reception.visit.place"  # the field it is sealed for

BOOKED: Final = "booked"
ARRIVED: Final = "arrived"
SERVED: Final = "served"
NO_SHOW: Final = "no_show"
CANCELLED: Final = "cancelled"
STATES: Final = (BOOKED, ARRIVED, SERVED, NO_SHOW, CANCELLED)
THAT_DAY: Final = (BOOKED, ARRIVED)
"""Of which a person has one a day in a category."""


class Category(models.Model):
    """预约类别: what people choose first. Its slots lie in the hall's hours, and in its own where it has some."""

    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    code = models.TextField()
    name = models.TextField()
    name_en = models.TextField(default="", db_default="")
    summary = models.TextField(default="", db_default="")
    summary_en = models.TextField(default="", db_default="")
    queue = models.ForeignKey("reception.Queue", models.PROTECT, related_name="+")
    capacity = models.SmallIntegerField()  # places of a slot
    departments = ArrayField(models.BigIntegerField(), default=list, db_default=[])  # whose matters it is for
    items = ArrayField(
        models.TextField(), default=list, db_default=[]
    )  # codes of items; they win over departments
    week = models.JSONField(null=True)  # hours of its own, Monday first; null: the hall's
    rank = models.SmallIntegerField(default=0, db_default=0)  # as shown
    active = models.BooleanField(default=True, db_default=True)

    class Meta:
        db_table = "reception_category"
        constraints = [
            models.UniqueConstraint(fields=["hall", "code"], name="category_code_of_hall"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="category_has_places"),
        ]


class CategoryMode(models.Model):
    """A way of booking within a category, and what people read about it before it is open (R-066)."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="modes")
    mode = models.TextField()
    enabled = models.BooleanField(default=False, db_default=False)
    capacity = models.SmallIntegerField(null=True)  # places of its own; null: the category's
    queue = models.ForeignKey(
        "reception.Queue", models.PROTECT, null=True, related_name="+"
    )  # null: the category's
    items = ArrayField(
        models.TextField(), default=list, db_default=[]
    )  # only these; empty: all of the category
    object_zh = models.TextField(default="", db_default="")  # 服务对象
    object_en = models.TextField(default="", db_default="")
    conditions_zh = models.TextField(default="", db_default="")  # 申请条件
    conditions_en = models.TextField(default="", db_default="")
    procedure_zh = models.TextField(default="", db_default="")  # 预约流程
    procedure_en = models.TextField(default="", db_default="")

    class Meta:
        db_table = "reception_categorymode"
        constraints = [
            models.UniqueConstraint(fields=["category", "mode"], name="mode_of_category_once"),
            models.CheckConstraint(
                condition=Q(mode__in=[each.value for each in Mode]), name="category_mode_known"
            ),
            models.CheckConstraint(
                condition=Q(enabled=False)
                | ~(
                    Q(object_zh="")
                    | Q(object_en="")
                    | Q(conditions_zh="")
                    | Q(conditions_en="")
                    | Q(procedure_zh="")
                    | Q(procedure_en="")
                ),
                name="mode_is_explained",
            ),
        ]


class Booking(models.Model):
    """One numbered place of a slot, held by one person."""

    number = models.TextField(unique=True)
    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", db_index=False)
    mode = models.TextField()
    lane = models.TextField(
        default="", db_default=""
    )  # a mode that has places of its own; empty: the category's
    item = models.TextField(null=True)
    day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.SmallIntegerField()  # from 1
    state = models.TextField()  # served: of a visit; of who came, their ticket says so
    channel = models.TextField()
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+"
    )  # name, number, telephone: sealed there
    id_index = models.BinaryField()  # blind
    phone_index = models.BinaryField()  # blind
    password = models.TextField()  # salted and hashed
    language = models.TextField(default="zh-hans", db_default="zh-hans")
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, related_name="+", db_index=False
    )
    confirmed_by = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, related_name="+", db_index=False
    )
    arrived_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # cancelled, or missed
    ticket = models.BigIntegerField(null=True)
    case_number = models.TextField(default="", db_default="")  # digits of the case that came of it

    class Meta:
        db_table = "reception_booking"
        constraints = [
            models.UniqueConstraint(
                fields=["category", "lane", "starts_at", "place"],
                condition=~Q(state=CANCELLED),
                name="place_held_once",
            ),
            models.UniqueConstraint(
                fields=["id_index", "category", "day"],
                condition=Q(state__in=THAT_DAY),
                name="booking_open_once_a_day",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="booking_state_known"),
            models.CheckConstraint(condition=Q(place__gte=1), name="booking_place_numbered"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_slot_runs"),
            models.CheckConstraint(
                condition=Q(channel__in=[each.value for each in Channel]), name="booking_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=[each.value for each in Mode]), name="booking_mode_known"
            ),
            models.CheckConstraint(
                condition=~Q(mode=Mode.HOLIDAY.value) | Q(confirmed_by__isnull=False),
                name="holiday_is_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["id_index"], name="booking_by_number"),
            models.Index(fields=["phone_index"], name="booking_by_phone", condition=Q(state=BOOKED)),
            models.Index(fields=["hall", "day", "starts_at", "id"], name="booking_of_day"),
        ]


class PreReview(models.Model):
    """预审: papers looked at before somebody is visited (R-064)."""

    hall = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    id_index = models.BinaryField()
    item = models.TextField()
    passed = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "reception_prereview"
        indexes = [models.Index(fields=["id_index", "item", "-at"], name="prereview_latest")]


class Visit(models.Model):
    """上门服务单: who goes where, with which seals and papers, and what came of it (R-064)."""

    booking = models.OneToOneField(Booking, models.PROTECT, primary_key=True, related_name="visit")
    place = models.BinaryField()  # sealed
    team = ArrayField(models.BigIntegerField())  # accounts
    seals = ArrayField(models.TextField(), default=list, db_default=[])
    papers = ArrayField(models.TextField(), default=list, db_default=[])
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+", db_index=False)
    left_at = models.DateTimeField(null=True)  # the seals are checked out
    left_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    back_at = models.DateTimeField(null=True)  # and checked in again
    back_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "reception_visit"
        constraints = [
            models.CheckConstraint(condition=Q(team__len__gte=1), name="visit_has_a_team"),
            models.CheckConstraint(
                condition=Q(back_at=None) | Q(left_at__isnull=False), name="visit_leaves_before_it_is_back"
            ),
        ]


class Reserved(models.Model):
    """A stretch of somebody's day kept free for a booked workflow (R-062)."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="reserved")
    step = models.TextField()  # as the item's path calls it
    staff = models.ForeignKey("people.Account", models.PROTECT, related_name="+", db_index=False)
    stands_in = models.BooleanField(
        default=False, db_default=False
    )  # for whoever the step is usually done by
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "reception_reserved"
        constraints = [
            models.UniqueConstraint(fields=["booking", "step"], name="step_reserved_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="reserved_stretch_runs"),
        ]
        indexes = [models.Index(fields=["staff", "starts_at"], name="reserved_of_staff")]
