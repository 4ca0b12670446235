"""Where people sit: divisions, the one tree of units, and what is special about halls and windows."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Concat

from ..kinds import (
    DecisionPlace,
    Device,
    HallLevel,
    HallType,
    Point,
    UnitKind,
    WindowMode,
    WindowState,
    words,
)


class Division(models.Model):
    """行政区划. A division that was merged keeps its row: old cases carry its code (ID-03)."""

    code = models.TextField(primary_key=True)  # as printed: 990100, 990100101, 990100101201
    name = models.TextField()
    level = models.TextField()  # rules/identifiers.py Level, in small letters
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["province", "city", "county", "township", "village"]),
                name="division_level_known",
            ),
        ]


class Unit(models.Model):
    """A place in the tree: tasks of cases point here. Never deleted: a unit that is no more is closed."""

    code = models.TextField(unique=True)
    kind = models.TextField()
    name = models.TextField()
    name_en = models.TextField(default="", db_default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.TextField(db_collation="C")  # '/1/4/9/': ids from the root down to this one
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    word = models.TextField(default="", db_default="")  # 机关代字, as in 云城管〔2026〕1号
    phone = models.TextField(default="", db_default="")  # the office's own, not a person's
    address = models.TextField(default="", db_default="")
    active = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path"], name="unit_path"
            ),  # C collation: it also finds what is below
            models.CheckConstraint(condition=Q(kind__in=words(UnitKind)), name="unit_kind_known"),
            models.CheckConstraint(
                condition=Q(
                    path__endswith=Concat(
                        models.Value("/"), Cast("id", models.CharField()), models.Value("/")
                    )
                ),
                name="unit_path_ends_here",
            ),
        ]


class Hall(models.Model):
    """What a hall's unit is as a place. Its opening hours lie in `workdays`, its rules in the parameters."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="hall")
    hall_type = models.TextField()
    level = models.TextField()
    site_area = models.DecimalField(max_digits=10, decimal_places=2, null=True)  # m²
    floor_area = models.DecimalField(max_digits=10, decimal_places=2, null=True)  # m²
    introduction = models.TextField(default="", db_default="")
    introduction_en = models.TextField(default="", db_default="")
    decision_place = models.TextField(
        default=DecisionPlace.DEPARTMENT.value, db_default=DecisionPlace.DEPARTMENT.value
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hall_type__in=words(HallType)), name="hall_type_known"),
            models.CheckConstraint(condition=Q(level__in=words(HallLevel)), name="hall_level_known"),
            models.CheckConstraint(
                condition=Q(decision_place__in=words(DecisionPlace)), name="decision_place_known"
            ),
        ]


class Window(models.Model):
    """A counter of a hall (R-019). Open only once all five points are confirmed (R-008)."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="window")
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="windows")
    number = models.TextField()
    floor = models.SmallIntegerField(default=1, db_default=1)
    mode = models.TextField(default=WindowMode.ORDINARY.value, db_default=WindowMode.ORDINARY.value)
    state = models.TextField(default=WindowState.PREPARING.value, db_default=WindowState.PREPARING.value)
    devices = ArrayField(models.TextField(), default=list, db_default=[])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="window_number_of_hall"),
            models.CheckConstraint(condition=Q(mode__in=words(WindowMode)), name="window_mode_known"),
            models.CheckConstraint(condition=Q(state__in=words(WindowState)), name="window_state_known"),
            models.CheckConstraint(
                condition=Q(devices__contained_by=words(Device)), name="window_devices_known"
            ),
        ]


class Serving(models.Model):
    """A department whose matters a window takes in; a comprehensive window has several (R-014)."""

    pk = models.CompositePrimaryKey("window_id", "department_id")
    window = models.ForeignKey(Window, models.PROTECT, related_name="serving")
    department = models.ForeignKey(Unit, models.PROTECT, related_name="served_at")


class InPlace(models.Model):
    """One of the five points, confirmed for one window: by whom, for which organ, when (R-008)."""

    pk = models.CompositePrimaryKey("window_id", "point")
    window = models.ForeignKey(Window, models.PROTECT, related_name="in_place")
    point = models.TextField()
    organ = models.TextField(default="", db_default="")  # 市委办、政府办、组织部、纪检委、法治局、编办 …
    confirmed_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(point__in=words(Point)), name="in_place_point_known")
        ]


class ServiceSection(models.Model):
    """行政服务科: the one section of a department that took over all its approvals (R-010)."""

    department = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="service_section")
    section = models.OneToOneField(Unit, models.PROTECT, related_name="+")
    document = models.TextField(default="", db_default="")  # by which it was set up
    since_on = models.DateField()
