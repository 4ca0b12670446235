"""How far one gets with an item without coming, in words (R-043): what the badge, the sentence and the button say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(NamedTuple):
    """One level: its badge, what it means, and what the way in is called."""

    word: str  # as the catalogue keeps it
    badge: Promise
    icon: str
    tone: str
    meaning: Promise
    button: Promise
    opens: bool  # there is a form to fill in

    @property
    def is_whole(self) -> bool:
        return self.word == "full"


_BRING: Final = _("What to bring")

LEVELS: Final[Mapping[str, Level]] = {
    each.word: each
    for each in (
        Level(
            "full",
            _("Wholly online"),
            "device-mobile-check",
            "good",
            _("Apply from home; nobody has to come."),
            _("Apply online"),
            opens=True,
        ),
        Level(
            "pre_review",
            _("Checked online first"),
            "file-search",
            "ink",
            _("Send it from home; once it has been looked through, one visit is enough."),
            _("Apply online first"),
            opens=True,
        ),
        Level(
            "pre_registration",
            _("Registered online"),
            "clipboard-text",
            "ink",
            _("Fill the form in at home and bring the papers; nothing is typed twice."),
            _("Register online"),
            opens=True,
        ),
        Level(
            "booking",
            _("At the counter"),
            "building",
            "off",
            _("Come to the counter with the papers listed here."),
            _BRING,
            opens=False,
        ),
        Level(
            "guide",
            _("At the counter"),
            "building",
            "off",
            _("Come to the counter with the papers listed here."),
            _BRING,
            opens=False,
        ),
    )
}


def level(word: str | None) -> Level:
    """An item that says nothing is done at the counter."""
    return LEVELS[word or "guide"]
