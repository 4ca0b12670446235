"""What kinds of notices and priorities are called, on every desk and wall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yimen.rules.reception.notices import Kind, Priority

KINDS: Final[Mapping[Kind, Promise]] = {
    Kind.ANNOUNCEMENT: pgettext_lazy("notice", "Announcement"),
    Kind.NOTICE: pgettext_lazy("notice", "Notice"),
    Kind.RESULT: pgettext_lazy("notice", "Results"),
    Kind.CULTURE: pgettext_lazy("notice", "Good to know"),
}
PRIORITIES: Final[Mapping[Priority, Promise]] = {
    Priority.URGENT: pgettext_lazy("notice", "Urgent: alone on every screen"),
    Priority.IMPORTANT: pgettext_lazy("notice", "Important: before the others"),
    Priority.ORDINARY: pgettext_lazy("notice", "Ordinary"),
}
STANDS: Final[Mapping[str, Promise]] = {
    "shown": pgettext_lazy("notice", "shown now"),
    "coming": pgettext_lazy("notice", "not yet"),
    "over": pgettext_lazy("notice", "over"),
    "withdrawn": pgettext_lazy("notice", "withdrawn"),
}
