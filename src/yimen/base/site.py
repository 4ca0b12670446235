"""Whose pages these are: the hall's name, address, telephone and hours, and the ways through the public pages.

Halls live in `people`, above this floor; `settings.YIMEN_SITE` names the function that reads them: `(request) -> Site`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .kiosk_face import face


@dataclass(frozen=True, slots=True)
class Entry:
    """A way to somewhere: its words, where it leads, its icon, how many wait there, its key on the keyboard."""

    text: str | Promise
    href: str
    icon: str = "chevron-right"
    count: int = 0
    alarm: bool = False  # the count is of overdue matters
    key: str = ""


NAMELESS: Final = _("Government Service Hall")
MOTTO: Final = _("One door for every matter")


@dataclass(frozen=True, slots=True)
class Site:
    """A hall's public face."""

    name: str | Promise = NAMELESS
    motto: str | Promise = MOTTO
    address: str = ""
    phone: str = ""
    hours: str = ""
    nav: tuple[Entry, ...] = (
        Entry(_("Home"), "/", "home"),
        Entry(_("Services"), "/items/", "list-check"),
        Entry(_("Booking"), "/booking/", "calendar-plus"),
        Entry(_("Progress"), "/progress/", "file-search"),
        Entry(_("My cases"), "/my/", "user"),
    )
    foot: tuple[Entry, ...] = (
        Entry(_("About this hall"), "/about/"),
        Entry(_("Halls and windows"), "/halls/"),
        Entry(_("Notices"), "/notices/"),
        Entry(_("Verify a paper"), "/verify/"),
        Entry(_("Day roots of the ledger"), "/ledger/"),
        Entry(_("Accessibility"), "/about/accessibility/"),
        Entry(_("Privacy"), "/about/privacy/"),
        Entry(_("Staff sign-in"), "/sign-in/"),
    )
    sign_in: str = "/sign-in/"  # of staff
    my_sign_in: str = "/my/sign-in/"  # of applicants, by telephone
    sign_out: str = "/sign-out/"


@lru_cache(maxsize=1)
def _reader(path: str) -> Any:
    return import_string(path)


def site(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the site, whether its reader asked for large type, and whether they stand at a kiosk."""
    path = getattr(settings, "YIMEN_SITE", "")
    return {
        "site": _reader(path)(request) if path else Site(),
        "large": request.COOKIES.get("large") == "1",
        "kiosk": face(request),
    }


def current(path: str, entries: tuple[Entry, ...]) -> str:
    """The address of the entry a page belongs to: the longest that begins its path."""
    hits = [
        each.href
        for each in entries
        if path == each.href or (each.href != "/" and path.startswith(each.href))
    ]
    return max(hits, key=len, default="")
