"""The frame of the management desk: the ways through it that are open to whoever sits there."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from yimen.base.bilingual import told
from yimen.base.desk import Desk, Group
from yimen.base.pages import HallRequest
from yimen.base.site import Entry
from yimen.modules.people import queries as people

from .access import may_open

# fmt: off
_WAYS: Final[tuple[tuple[str | Promise, tuple[tuple[str, str, str | Promise, str, str], ...]], ...]] = (
    ("", (
        ("home",    "home",       pgettext_lazy("office", "Overview"),              "layout-dashboard", ""),
        ("home",    "messages",   pgettext_lazy("office", "Messages"),              "bell",             ""),
    )),
    (pgettext_lazy("office", "What is offered"), (
        ("items",   "items",      pgettext_lazy("office", "Service items"),         "list-details",     "I"),
        ("items",   "import",     pgettext_lazy("office", "Import"),                "file-import",      ""),
        ("items",   "parameters", pgettext_lazy("office", "Parameters"),            "adjustments",      ""),
    )),
    (pgettext_lazy("office", "Places and people"), (
        ("places",  "units",      pgettext_lazy("office", "Organisation"),          "sitemap",          ""),
        ("places",  "windows",    pgettext_lazy("office", "Windows"),               "building-store",   "W"),
        ("places",  "maps",       pgettext_lazy("office", "Hall maps"),             "map-2",            ""),
        ("places",  "devices",    pgettext_lazy("office", "Devices"),               "device-tablet",    ""),
        ("places",  "categories", pgettext_lazy("office", "Booking"),               "calendar-event",   ""),
        ("staff",   "staff",      pgettext_lazy("office", "Staff"),                 "users",            "S"),
        ("letters", "letters",    pgettext_lazy("office", "Authorisation letters"), "certificate",      ""),
    )),
    (pgettext_lazy("office", "In the hall"), (
        ("screens", "notices",    pgettext_lazy("office", "Notices and screens"),   "device-tv",        ""),
    )),
    (pgettext_lazy("office", "Time"), (
        ("days",    "calendar",   pgettext_lazy("office", "Work calendar"),         "calendar",         ""),
        ("days",    "hours",      pgettext_lazy("office", "Office hours"),          "clock",            ""),
        ("home",    "whatif",     pgettext_lazy("office", "What if"),               "chart-dots",       ""),
    )),
)
# fmt: on


def desk(request: HallRequest) -> Desk:
    """The frame. One statement: where the reader sits."""
    unit = people.unit(request.actor.unit)
    groups = (
        Group(
            tuple(
                Entry(words, reverse(f"office:{page}"), icon, key=key)
                for pages, page, words, icon, key in ways
                if may_open(request.actor, pages)
            ),
            title,
        )
        for title, ways in _WAYS
    )
    return Desk(
        name=pgettext("desk", "Management desk"),
        groups=tuple(each for each in groups if each.entries),
        person=request.actor.name,
        place=told(unit, "name") if unit else "",
        role=pgettext("role", "Office"),
        now=request.now,
    )
