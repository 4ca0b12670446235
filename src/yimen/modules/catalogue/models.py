"""The tables of the catalogue: items, their versions, what people find them by, and what halls and items set."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from yimen.rules.identifiers import Scheme
from yimen.rules.limits import Unit as Counted

from .kinds import Online, Retention, State, Subject, Track, words


class Category(models.Model):
    """A theme people browse by (R-045)."""

    name = models.TextField(unique=True)
    name_en = models.TextField(default="", db_default="")
    place = models.SmallIntegerField(default=0, db_default=0)  # its order on the page


class Item(models.Model):
    """A matter people can come with. What it says is in its versions; `current` is the one in force."""

    code = models.TextField(unique=True)
    scheme = models.TextField()  # whose convention the code follows (CATL-10, CATL-11)
    department = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    current = models.OneToOneField("catalogue.ItemVersion", models.PROTECT, null=True, related_name="+")
    categories = models.ManyToManyField(Category, related_name="items")
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scheme__in=words(Scheme)), name="item_scheme_known"),
        ]


class ItemVersion(models.Model):
    """What an item says, once. A draft may change; a trigger keeps everything else as it was published."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    n = models.SmallIntegerField()
    state = models.TextField(default=State.DRAFT.value, db_default=State.DRAFT.value)
    effective_from = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")

    name = models.TextField()
    name_en = models.TextField(default="", db_default="")
    kind = models.TextField(default="", db_default="")  # rules/matters.py; empty while nobody said
    subject = models.TextField(default=Subject.BOTH.value, db_default=Subject.BOTH.value)
    track = models.TextField(default=Track.COMMITTED.value, db_default=Track.COMMITTED.value)
    convertible = models.BooleanField(default=False, db_default=False)  # may become instant
    statutory_n = models.SmallIntegerField(null=True)
    statutory_unit = models.TextField(null=True)
    promised_n = models.SmallIntegerField(null=True)
    promised_unit = models.TextField(null=True)
    extension = models.SmallIntegerField(null=True)  # by how many of its unit the limit may grow, once
    online = models.TextField(null=True)
    charged = models.BooleanField(null=True)  # as the guide's fee says; null while nobody said
    intake_checks = models.SmallIntegerField(default=1, db_default=1)
    accepts_promise = models.BooleanField(default=False, db_default=False)  # 容缺受理
    retention = models.TextField(default=Retention.TEN.value, db_default=Retention.TEN.value)
    power_entry = models.JSONField(null=True)  # of the power list: code, basis, effective_from, effective_to
    guide = models.JSONField(default=dict)
    materials = models.JSONField(default=list)
    preconditions = models.JSONField(default=list)
    form = models.JSONField(null=True)  # JSON Schema 2020-12
    flow = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "n"], name="item_version_n"),
            models.UniqueConstraint(fields=["item"], condition=Q(state="draft"), name="item_one_draft"),
            models.CheckConstraint(condition=Q(state__in=words(State)), name="version_state_known"),
            models.CheckConstraint(condition=Q(subject__in=words(Subject)), name="version_subject_known"),
            models.CheckConstraint(condition=Q(track__in=words(Track)), name="version_track_known"),
            models.CheckConstraint(condition=Q(online__in=words(Online)), name="version_online_known"),
            models.CheckConstraint(
                condition=Q(retention__in=words(Retention)), name="version_retention_known"
            ),
            models.CheckConstraint(condition=Q(intake_checks__in=[1, 2]), name="version_checks_known"),
            models.CheckConstraint(
                condition=Q(statutory_n__isnull=True, statutory_unit__isnull=True)
                | Q(statutory_n__gte=0, statutory_unit__in=words(Counted)),
                name="version_statutory_limit",
            ),
            models.CheckConstraint(
                condition=Q(promised_n__isnull=True, promised_unit__isnull=True)
                | Q(promised_n__gte=0, promised_unit__in=words(Counted)),
                name="version_promised_limit",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(
                    effective_from__isnull=False,
                    published_at__isnull=False,
                    statutory_n__isnull=False,
                    promised_n__isnull=False,
                    charged__isnull=False,
                ),
                name="version_published_whole",
            ),
            models.CheckConstraint(  # CLK-06; other units are compared before publication
                condition=Q(state="draft")
                | ~Q(promised_unit=models.F("statutory_unit"))
                | Q(promised_n__lte=models.F("statutory_n")),
                name="version_promise_within_statute",
            ),
        ]
        indexes = [
            models.Index(fields=["effective_from"], name="version_to_come", condition=Q(state="published")),
        ]


class Synonym(models.Model):
    """What people say when they mean the item: 开餐馆 (R-046)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="synonyms")
    phrase = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "phrase"], name="synonym_once")]


class Listing(models.Model):
    """An item as people find it. There is a row exactly while a version is in force; rebuilt, never edited."""

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="listing")
    sort_key = models.TextField(db_collation="C")  # the name in pinyin
    name = models.TextField()
    phrases = models.TextField()  # one everyday phrase a line
    letters = models.TextField()  # pinyin and initials of name and phrases
    words = SearchVectorField()

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "item"], name="listing_in_order"),
            GinIndex(fields=["words"], name="listing_words"),
            GinIndex(OpClass("name", name="gin_trgm_ops"), name="listing_name"),
            GinIndex(OpClass("phrases", name="gin_trgm_ops"), name="listing_phrases"),
            GinIndex(OpClass("letters", name="gin_trgm_ops"), name="listing_letters"),
        ]


class Setting(models.Model):
    """A hall's or an item's own value of a parameter, from a day on (R-284). A later day is a later row."""

    key = models.TextField()
    scope = models.TextField()
    scope_id = models.TextField()  # the hall's or the item's code
    value = models.JSONField()
    basis = models.TextField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)  # the last day it holds

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "scope", "scope_id", "effective_from"], name="setting_once_a_day"
            ),
            models.CheckConstraint(condition=Q(scope__in=["hall", "item"]), name="setting_scope_known"),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=models.F("effective_from")),
                name="setting_ends_after_it_begins",
            ),
        ]
