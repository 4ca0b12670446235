"""What states, kinds, lights and units are called, and the icon and tone each is shown with.

The words of requirements §5.4, §5.5 and §7 live here once, for pages and API alike. A tone is never the only sign:
every badge carries its icon and its word (law §21, ACC-03).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as pg


class Sign(NamedTuple):
    """How a word is shown: its text, its icon and its tone (off, ink, wait, good, bad)."""

    text: Promise | str
    icon: str
    tone: str


LIGHTS: Final[Mapping[str, Sign]] = {
    "off": Sign(pg("light", "No limit running"), "circle-dashed", "off"),
    "green": Sign(pg("light", "In time"), "circle-check", "good"),
    "yellow": Sign(pg("light", "Due soon"), "alert-triangle", "wait"),
    "red": Sign(pg("light", "Overdue"), "alert-octagon", "bad"),
}

STATES: Final[Mapping[str, Sign]] = {
    "pre_registered": Sign(pg("state", "Pre-registered"), "clipboard-text", "off"),
    "received": Sign(pg("state", "Received"), "inbox", "ink"),
    "supplement_pending": Sign(pg("state", "Supplement needed"), "file-alert", "wait"),
    "accepted": Sign(pg("state", "Accepted"), "file-check", "ink"),
    "in_review": Sign(pg("state", "In review"), "file-search", "ink"),
    "suspended": Sign(pg("state", "Clock suspended"), "player-pause", "wait"),
    "waiting_superior": Sign(pg("state", "With the superior authority"), "building-bank", "ink"),
    "decided": Sign(pg("state", "Decided"), "gavel", "good"),
    "completed": Sign(pg("state", "Completed"), "circle-check", "good"),
    "delivered": Sign(pg("state", "Delivered"), "package", "good"),
    "archived": Sign(pg("state", "Archived"), "archive", "off"),
    "returned": Sign(pg("state", "Returned"), "arrow-back-up", "bad"),
    "not_accepted": Sign(pg("state", "Not accepted"), "ban", "bad"),
    "withdrawn": Sign(pg("state", "Withdrawn"), "logout", "off"),
    "closed_by_applicant": Sign(pg("state", "Closed: not completed by the applicant"), "hourglass-off", "off"),
}

KINDS: Final[Mapping[str, Sign]] = {  # the icon is the character on the seal
    "instant": Sign(pg("kind", "Instant"), "即", "good"),
    "committed": Sign(pg("kind", "Committed"), "承", "ink"),
    "joint": Sign(pg("kind", "Joint"), "联", "ink"),
    "escalated": Sign(pg("kind", "Escalated"), "报", "ink"),
    "supplement": Sign(pg("kind", "Supplement"), "补", "wait"),
    "returned": Sign(pg("kind", "Returned matter"), "退", "bad"),
}

SEVERITIES: Final[Mapping[str, Sign]] = {
    "blocking": Sign(pg("severity", "Must be put right"), "alert-octagon", "bad"),
    "curable": Sign(pg("severity", "Can be supplied later"), "file-alert", "wait"),
    "hint": Sign(pg("severity", "Please check"), "info-circle", "ink"),
}

NOTES: Final[Mapping[str, Sign]] = {  # the tones an alert may take
    "good": Sign(pg("note", "Done"), "circle-check", "good"),
    "ink": Sign(pg("note", "Please note"), "info-circle", "ink"),
    "wait": Sign(pg("note", "Attention"), "alert-triangle", "wait"),
    "bad": Sign(pg("note", "Not possible"), "alert-octagon", "bad"),
}
