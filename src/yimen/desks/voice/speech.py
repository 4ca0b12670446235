"""A page's words made fit for a voice: what the eye reads at once, the ear is told piece by piece."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from yimen.base.bilingual import untranslated

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
CHINESE: Final = "zh-CN"

_SPOKEN: Final = re.compile(
    r"(?P<span>\d\d?:\d\d\s?[–-]\s?\d\d?:\d\d)"  # 09:00–12:00
    r"|(?P<clock>\d\d?:\d\d)"
    r"|(?P<phone>(?<![\d-])0\d{2,3}-\d{7,8}(?![\d-])|(?<![\d-])1\d{10}(?![\d-]))"
    r"|(?P<digits>(?<![\d-])\d{6}-\d{8}-\d{5,9}-\d(?![\d-]))"  # a case's number
    r"|(?P<mask>\*+)"
)


class Digits(str):
    """A code: read digit by digit, whatever number it might be."""

    __slots__ = ()


def speak(into: Element, text: str) -> None:
    """Append a sentence: telephones and codes digit by digit, hours and masks in words, Chinese always as Chinese."""
    sentence = SubElement(into, "s")
    if isinstance(text, Digits):
        _WAYS["digits"](sentence, text)
        return
    if untranslated(text):
        sentence.set(LANG, CHINESE)
    last: Element | None = None
    done = 0
    for found in _SPOKEN.finditer(text):
        _plain(sentence, last, text[done : found.start()])
        last = _WAYS[str(found.lastgroup)](sentence, found[0])
        done = found.end()
    _plain(sentence, last, text[done:])


def _plain(sentence: Element, last: Element | None, text: str) -> None:
    if last is None:
        sentence.text = (sentence.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _as(kind: str) -> Callable[[Element, str], Element]:
    def say(sentence: Element, text: str) -> Element:
        part = SubElement(sentence, "say-as", {"interpret-as": kind})
        part.text = text
        return part

    return say


def _instead(words: Callable[[str], str]) -> Callable[[Element, str], Element]:
    def say(sentence: Element, text: str) -> Element:
        part = SubElement(sentence, "sub", {"alias": words(text)})
        part.text = text
        return part

    return say


def _clock(text: str) -> str:
    hour, minute = (int(part) for part in text.split(":"))
    told = {"hour": hour, "minute": minute}
    return _("%(hour)d hours %(minute)d") % told if minute else _("%(hour)d o'clock") % told


def _span(text: str) -> str:
    opens, closes = re.split(r"\s?[–-]\s?", text)
    return _("%(opens)s to %(closes)s") % {"opens": _clock(opens), "closes": _clock(closes)}


def _mask(_text: str) -> str:
    return _("so-and-so")


_WAYS: Final[dict[str, Callable[[Element, str], Element]]] = {
    "span": _instead(_span),
    "clock": _instead(_clock),
    "phone": _as("vxml:phone"),
    "digits": _as("vxml:digits"),
    "mask": _instead(_mask),
}
