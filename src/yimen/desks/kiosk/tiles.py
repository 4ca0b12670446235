"""What one can do at a kiosk: the words of the first page."""
# ruff: noqa: E501 - a table of words

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yimen.modules.reception.queries.devices import Function


class Tile(NamedTuple):
    words: str | Promise
    note: str | Promise
    page: str
    icon: str
    functions: tuple[Function, ...]  # shown on devices that are there for one of these


F = Function
# fmt: off
TILES: Final = (
    Tile(pgettext_lazy("kiosk", "Take a number"),         pgettext_lazy("kiosk", "Wait for a window"),                 "tickets",     "ticket",         (F.TICKET,)),
    Tile(pgettext_lazy("kiosk", "Book a time"),           pgettext_lazy("kiosk", "Come when it suits you"),            "book",        "calendar-plus",  (F.TICKET, F.APPLY)),
    Tile(pgettext_lazy("kiosk", "I have booked"),         pgettext_lazy("kiosk", "Check in with your booking"),        "check-in",    "calendar-check", (F.TICKET,)),
    Tile(pgettext_lazy("kiosk", "What do I need?"),       pgettext_lazy("kiosk", "Papers, time and cost of a matter"), "find",        "list-search",    (F.GUIDE,)),
    Tile(pgettext_lazy("kiosk", "Where is it?"),          pgettext_lazy("kiosk", "Windows, bank, toilets, people"),    "where",       "map-2",          (F.GUIDE,)),
    Tile(pgettext_lazy("kiosk", "How far is my case?"),   pgettext_lazy("kiosk", "By its number"),                     "progress",    "file-search",    (F.PROGRESS,)),
    Tile(pgettext_lazy("kiosk", "Fill in beforehand"),    pgettext_lazy("kiosk", "Nothing is written twice"),          "apply",       "file-pencil",    (F.APPLY,)),
    Tile(pgettext_lazy("kiosk", "How was it?"),           pgettext_lazy("kiosk", "Rate the service you had"),          "rate",        "star",           (F.RATE,)),
    Tile(pgettext_lazy("kiosk", "Information and forms"), pgettext_lazy("kiosk", "News, policies, blank forms"),       "information", "news",           (F.GUIDE, F.SHOW)),
)
# fmt: on
