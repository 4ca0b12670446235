"""Words of the floor for the supervisor's pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yimen.rules.reception.contacts import Channel

register = template.Library()

CHANNELS: Final[Mapping[str, Promise]] = {
    Channel.WINDOW: pgettext_lazy("contact", "At the window"),
    Channel.GUIDE: pgettext_lazy("contact", "At the guide desk"),
    Channel.PHONE: pgettext_lazy("contact", "By telephone"),
    Channel.WEB: pgettext_lazy("contact", "Online"),
    Channel.WECHAT: pgettext_lazy("contact", "By WeChat"),
    Channel.KIOSK: pgettext_lazy("contact", "Message left at a kiosk"),
}


@register.filter
def minutes(span: timedelta | str | None) -> str:
    """Whole minutes; a dash where nobody was measured."""
    return str(round(span.total_seconds() / 60)) if isinstance(span, timedelta) else "—"


@register.filter
def channel_words(channel: str) -> Promise | str:
    return CHANNELS.get(channel, channel)
