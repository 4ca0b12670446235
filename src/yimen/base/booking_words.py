"""What ways of booking, channels and states of a booking are called, and the icon and tone each is shown with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yimen.rules.reception.modes import Channel, Mode

from .words import Sign


class WayWords(NamedTuple):
    """A mode in words: its name, what it gives in a sentence, its icon."""

    name: Promise
    gives: Promise
    icon: str


WAYS: Final[Mapping[Mode, WayWords]] = {
    Mode.ORDINARY: WayWords(
        _("Ordinary booking"),
        _("Come at your time; you are called before those without one."),
        "calendar-event",
    ),
    Mode.WHILE_YOU_WAIT: WayWords(
        _("Ready while you wait"), _("Done, and handed over, before the hall closes that day."), "bolt"
    ),
    Mode.DOOR_STEP: WayWords(
        _("We come to you"), _("For whom the way is hard: staff come with forms and seals."), "home-heart"
    ),
    Mode.IN_HALL: WayWords(
        _("Green channel in the hall"),
        _("At your time straight to the green window, without a number."),
        "door-enter",
    ),
    Mode.HOLIDAY: WayWords(
        _("Service on a day of rest"),
        _("By telephone: a window opens for you on a weekend or holiday."),
        "calendar-heart",
    ),
    Mode.WORKFLOW: WayWords(
        _("The whole way reserved"), _("Everybody who has a part in it keeps the time free for you."), "route"
    ),
}

PARTS: Final[Mapping[str, Promise]] = {
    "object": _("Who it is for"),
    "conditions": _("What it takes"),
    "procedure": _("How to book"),
}

STATES: Final[Mapping[str, Sign]] = {
    "booked": Sign(pgettext_lazy("booking", "Booked"), "calendar-check", "good"),
    "arrived": Sign(pgettext_lazy("booking", "Here"), "user-check", "ink"),
    "served": Sign(pgettext_lazy("booking", "Done"), "circle-check", "good"),
    "no_show": Sign(pgettext_lazy("booking", "Did not come"), "user-x", "bad"),
    "cancelled": Sign(pgettext_lazy("booking", "Cancelled"), "calendar-off", "off"),
}

CHANNELS: Final[Mapping[Channel, Promise]] = {
    Channel.WEB: pgettext_lazy("channel", "online"),
    Channel.KIOSK: pgettext_lazy("channel", "kiosk"),
    Channel.WINDOW: pgettext_lazy("channel", "at the counter"),
    Channel.PHONE_CENTRE: pgettext_lazy("channel", "telephone, centre"),
    Channel.PHONE_WINDOW: pgettext_lazy("channel", "telephone, window"),
}
