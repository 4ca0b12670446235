"""What only the window's desk has words for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

CHANNELS: Final[Mapping[str, Promise]] = {
    "web": pgettext_lazy("channel", "Online"),
    "mobile": pgettext_lazy("channel", "By mobile phone"),
    "kiosk": pgettext_lazy("channel", "At a self-service point"),
    "window": pgettext_lazy("channel", "At the window"),
    "post": pgettext_lazy("channel", "By post"),
    "agent": pgettext_lazy("channel", "Through an agent"),
}

WAYS: Final[Mapping[str, Promise]] = {  # how a paper reached somebody
    "pickup": pgettext_lazy("way", "Collected at the window"),
    "by_hand": pgettext_lazy("way", "By hand"),
    "post": pgettext_lazy("way", "By post"),
    "sms": pgettext_lazy("way", "By text message"),
    "online": pgettext_lazy("way", "Read online"),
}

TOLD_BY: Final[Mapping[str, Promise]] = {  # what an applicant may say of text messages
    "sms": pgettext_lazy("wish", "Send them"),
    "none": pgettext_lazy("wish", "Send none"),
}
STAYS: Final[Mapping[str | None, Promise]] = {  # and what they said before
    "sms": pgettext_lazy("wish", "As before: send them"),
    "none": pgettext_lazy("wish", "As before: send none"),
    None: pgettext_lazy("wish", "Not said: as the hall does it"),
}

TEXTS: Final[Mapping[str, tuple[Promise, str]]] = {  # how a message to the applicant fares, and its tone
    "queued": (pgettext_lazy("text message", "Waiting to be sent"), "off"),
    "sent": (pgettext_lazy("text message", "Sent"), "ink"),
    "delivered": (pgettext_lazy("text message", "Arrived"), "good"),
    "failed": (pgettext_lazy("text message", "Did not arrive: please phone"), "bad"),
    "skipped": (pgettext_lazy("text message", "On the site only"), "off"),
}

PAUSES: Final[Mapping[str, Promise]] = {  # why a window pauses; what is said on the screens
    "用餐": pgettext_lazy("pause of a window", "Meal"),
    "短暂离开": pgettext_lazy("pause of a window", "Back in a moment"),
    "到后台取件": pgettext_lazy("pause of a window", "Fetching papers"),
    "参加会议": pgettext_lazy("pause of a window", "In a meeting"),
    "设备故障": pgettext_lazy("pause of a window", "Equipment fails"),
}
