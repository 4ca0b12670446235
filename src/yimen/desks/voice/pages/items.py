"""The guide of an item, section by section, in the words of its page (R-219, R-035)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from yimen.base import refusals
from yimen.base.bilingual import told as in_tongue
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import GuideCard
from yimen.modules.catalogue.queries.wording import Section, how_long, said, sections, whether_charged
from yimen.modules.people import queries as people
from yimen.rules.guides import Group
from yimen.rules.refused import Refused

from ..documents import MISSES, Choice, Document
from ..speech import Digits
from ..tongues import heard, told

_LENGTH: Final = range(4, 11)


class Key(NamedTuple):
    """A key of an item's menu, what it is called, and the sections of the guide it reads."""

    key: str
    words: Promise
    groups: tuple[Group, ...]


KEYS: Final = (
    Key("1", gettext_lazy("how long it takes"), (Group.LIMITS,)),
    Key("2", gettext_lazy("what it costs"), (Group.FEE,)),
    Key("3", gettext_lazy("what to bring"), (Group.MATERIALS,)),
    Key("4", gettext_lazy("where and when"), (Group.WHERE, Group.WHEN, Group.PHONES)),
    Key("5", gettext_lazy("conditions"), (Group.CONDITIONS,)),
    Key("6", gettext_lazy("how it goes"), (Group.PROCEDURE,)),
    Key("7", gettext_lazy("what is decided, and on what basis"), (Group.WHAT,)),
    Key("8", gettext_lazy("the result, and what to do if you do not agree"), (Group.RESULT, Group.REMEDY)),
    Key("9", gettext_lazy("who handles it"), (Group.WHO,)),
)
"""Together they read the whole guide: a test holds them against its groups."""


@heard
def ask(_request: HallRequest, document: Document) -> Document:
    return _ask(document)


@heard
def item(request: HallRequest, document: Document) -> Document:
    """The menu of an item, and behind each key what its page says. An unknown code is asked for again."""
    try:
        code = catalogue.code_of_keys(told(request).get("keys", ""))
    except Refused as refused:
        return _once_more(document, refused)
    guide = catalogue.guide(code, get_language() or "")
    document.menu(
        "menu",
        [guide.name, _("Press the star key for the main menu.")],
        [
            *(Choice(each.key, str(each.words), f"#read{each.key}") for each in KEYS),
            Choice("0", _("a person"), document.to("person")),
        ],
    )
    shown = {each.anchor: each for each in sections(guide)}
    for each in KEYS:
        document.say(
            f"read{each.key}", _read((shown[str(group)] for group in each.groups), guide), then="#menu"
        )
    return document


def _ask(document: Document, *before: str) -> Document:
    wanted = _(
        "Key in the item's code for the telephone, then press the pound key. It stands at the foot of its guide."
    )
    return document.ask("items", "keys", [*before, wanted], _LENGTH, to=document.to("item"))


def _once_more(document: Document, refused: Refused) -> Document:
    again = document.counted()
    sentence = refusals.sentence(refused, get_language() or "")
    if again.misses >= MISSES:
        return again.say("enough", [sentence], then=again.astray)
    return _ask(again, sentence)


def _read(read: Iterable[Section], guide: GuideCard) -> Iterator[str]:
    """Heading and words of each field; what no field says in a sentence of its own, first."""
    for section in read:
        if section.anchor == Group.LIMITS:
            yield how_long(guide)
        if section.anchor == Group.FEE:
            yield whether_charged(guide)
        for entry in section.entries:
            yield entry.label
            yield from said(entry, guide)
        if section.anchor == Group.WHERE:
            yield from _counters(guide.department_id)


def _counters(department: int) -> Iterator[str]:
    for hall, windows in people.counters(department):
        yield in_tongue(hall.unit, "name")
        for window in windows:
            yield Digits(window.number)
            yield in_tongue(window, "name")
            yield _("floor %(floor)s") % {"floor": window.floor}
