"""The greeting, and what the first keys lead to."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from yimen.base.bilingual import told
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people

from ..documents import Choice, Document, address
from ..tongues import CHINESE, ENGLISH, heard


@heard
def main(_request: HallRequest, document: Document) -> Document:
    hall = next(iter(people.halls()), None)
    name = told(hall.unit, "name") if hall else _("Government Service Hall")
    other = ENGLISH if document.tongue == CHINESE.key else CHINESE
    with override(other.code):
        offer = _("For English press %(key)s.") if other is ENGLISH else _("For Chinese press %(key)s.")
    return document.menu(
        "main",
        [_("Welcome to %(name)s. You may press a key at any time.") % {"name": name}],
        [
            Choice("1", _("the guide of a matter"), document.to("items")),
            Choice("2", _("how far your case is"), document.to("progress")),
            Choice("3", _("opening hours"), document.to("hours")),
            Choice("0", _("a person"), document.to("person")),
            Choice("9", "", address("main", other.key)),
        ],
        [(other.voice, offer % {"key": "9"})],
    )
