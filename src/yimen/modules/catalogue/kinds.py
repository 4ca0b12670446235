"""The words of this module: states of a version, tracks, subjects, online levels."""

from __future__ import annotations

from enum import StrEnum


def words(kinds: type[StrEnum]) -> list[str]:
    """The words of a kind as plain text: constraints and migrations outlive the classes."""
    return [each.value for each in kinds]


class State(StrEnum):
    """Where a version stands. Only a draft may be changed; what was published stays as it was."""

    DRAFT = "draft"
    PUBLISHED = "published"  # in force, or from the day it names
    SUPERSEDED = "superseded"
    RETIRED = "retired"


class Subject(StrEnum):
    """For whom an item is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    BOTH = "both"


class Track(StrEnum):
    """The way its cases go unless somebody has a reason (R-101)."""

    INSTANT = "instant"
    COMMITTED = "committed"
    JOINT = "joint"
    ESCALATED = "escalated"


class Online(StrEnum):
    """How far one gets without coming (R-043)."""

    GUIDE = "guide"
    BOOKING = "booking"
    PRE_REGISTRATION = "pre_registration"
    PRE_REVIEW = "pre_review"
    FULL = "full"


class Retention(StrEnum):
    """How long its cases are kept: years, or for ever (R-143)."""

    TEN = "10"
    THIRTY = "30"
    PERMANENT = "permanent"
