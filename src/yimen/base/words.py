"""What states, kinds, lights and units are called, and the icon and tone each is shown with.

The words of requirements §5.4, §5.5 and §7 live here once, for pages and API alike. A tone is never the only sign:
every badge carries its icon and its word (law §21, ACC-03).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Sign(NamedTuple):
    """How a word is shown: its text, its icon and its tone (off, ink, wait, good, bad)."""

    text: Promise | str
    icon: str
    tone: str


LIGHTS: Final[Mapping[str, Sign]] = {
    "off": Sign(pgettext_lazy("light", "No limit running"), "circle-dashed", "off"),
    "green": Sign(pgettext_lazy("light", "In time"), "circle-check", "good"),
    "yellow": Sign(pgettext_lazy("light", "Due soon"), "alert-triangle", "wait"),
    "red": Sign(pgettext_lazy("light", "Overdue"), "alert-octagon", "bad"),
}

STATES: Final[Mapping[str, Sign]] = {
    "pre_registered": Sign(pgettext_lazy("state", "Pre-registered"), "clipboard-text", "off"),
    "received": Sign(pgettext_lazy("state", "Received"), "inbox", "ink"),
    "supplement_pending": Sign(pgettext_lazy("state", "Supplement needed"), "file-alert", "wait"),
    "accepted": Sign(pgettext_lazy("state", "Accepted"), "file-check", "ink"),
    "in_review": Sign(pgettext_lazy("state", "In review"), "file-search", "ink"),
    "suspended": Sign(pgettext_lazy("state", "Clock suspended"), "player-pause", "wait"),
    "waiting_superior": Sign(pgettext_lazy("state", "With the superior authority"), "building-bank", "ink"),
    "decided": Sign(pgettext_lazy("state", "Decided"), "gavel", "good"),
    "completed": Sign(pgettext_lazy("state", "Completed"), "circle-check", "good"),
    "delivered": Sign(pgettext_lazy("state", "Delivered"), "package", "good"),
    "archived": Sign(pgettext_lazy("state", "Archived"), "archive", "off"),
    "returned": Sign(pgettext_lazy("state", "Returned"), "arrow-back-up", "bad"),
    "not_accepted": Sign(pgettext_lazy("state", "Not accepted"), "ban", "bad"),
    "withdrawn": Sign(pgettext_lazy("state", "Withdrawn"), "logout", "off"),
    "closed_by_applicant": Sign(
        pgettext_lazy("state", "Closed: not completed by the applicant"), "hourglass-off", "off"
    ),
}

KINDS: Final[Mapping[str, Sign]] = {  # the icon is the character on the seal
    "instant": Sign(pgettext_lazy("kind", "Instant"), "即", "good"),
    "committed": Sign(pgettext_lazy("kind", "Committed"), "承", "ink"),
    "joint": Sign(pgettext_lazy("kind", "Joint"), "联", "ink"),
    "escalated": Sign(pgettext_lazy("kind", "Escalated"), "报", "ink"),
    "supplement": Sign(pgettext_lazy("kind", "Supplement"), "补", "wait"),
    "returned": Sign(pgettext_lazy("kind", "Returned matter"), "退", "bad"),
}

SEVERITIES: Final[Mapping[str, Sign]] = {
    "blocking": Sign(pgettext_lazy("severity", "Must be put right"), "alert-octagon", "bad"),
    "curable": Sign(pgettext_lazy("severity", "Can be supplied later"), "file-alert", "wait"),
    "hint": Sign(pgettext_lazy("severity", "Please check"), "info-circle", "ink"),
}

NOTES: Final[Mapping[str, Sign]] = {  # the tones an alert may take
    "good": Sign(pgettext_lazy("note", "Done"), "circle-check", "good"),
    "ink": Sign(pgettext_lazy("note", "Please note"), "info-circle", "ink"),
    "wait": Sign(pgettext_lazy("note", "Attention"), "alert-triangle", "wait"),
    "bad": Sign(pgettext_lazy("note", "Not possible"), "alert-octagon", "bad"),
}
