"""A VoiceXML 2.1 document, made piece by piece: menus, questions, sentences, and the ways out that every one has.

What is played before a question is asked may be cut short by a key. Silence, a wrong key and an unknown number count
together; the third miss leads to a person. `*` leads to the main menu from everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .speech import LANG, speak

TYPE: Final = "application/voicexml+xml"
NAMESPACE: Final = "http://www.w3.org/2001/vxml"
MISSES: Final = 3  # after which nobody is left alone with a machine
_SILENCE: Final = "6s"
_BETWEEN_KEYS: Final = "4s"
_RINGS: Final = "30s"


class Choice(NamedTuple):
    """A key of a menu, what it leads to in words, and where."""

    key: str
    words: str
    to: str


def address(page: str, tongue: str) -> str:
    """Where a page of this desk is heard in a language."""
    return reverse(f"voice:{page}", args=[tongue])


class Document:
    """One document. Every part returns it, so that a page reads like what is heard."""

    def __init__(self, tongue: str, voice: str, misses: int = 0) -> None:
        self.tongue, self.voice, self.misses = tongue, voice, misses
        self._root = Element("vxml", {"version": "2.1", "xmlns": NAMESPACE, LANG: voice})
        for name, value in _PROPERTIES.items():
            SubElement(self._root, "property", {"name": name, "value": value})
        SubElement(self._root, "var", {"name": "misses", "expr": str(misses)})
        SubElement(self._root, "link", {"dtmf": "*", "next": self.to("main")})
        self._missed("noinput", _("We heard nothing."))
        self._missed("nomatch", _("That key leads nowhere here."))
        broken = SubElement(self._root, "error")
        _prompt(broken, [_("We are sorry: this cannot be answered just now. Please call again later.")])
        SubElement(broken, "exit")
        SubElement(SubElement(self._root, "catch", {"event": "connection.disconnect"}), "exit")

    def to(self, page: str) -> str:
        """Where another page is heard in this language."""
        return address(page, self.tongue)

    @property
    def astray(self) -> str:
        """Where the third miss leads: to a person, and not round in a ring if nobody is there."""
        return f"{self.to('person')}?misses={MISSES}"

    def counted(self) -> Document:
        """An empty document in the same language, with one miss more."""
        return Document(self.tongue, self.voice, self.misses + 1)

    def say(self, id_: str, phrases: Iterable[str], *, then: str | None) -> Document:
        """Something is read out, and the call goes on elsewhere, or ends."""
        block = SubElement(SubElement(self._root, "form", {"id": id_}), "block")
        _prompt(block, phrases)
        SubElement(block, "assign", {"name": "misses", "expr": "0"})
        _on(block, then)
        return self

    def menu(
        self,
        id_: str,
        phrases: Iterable[str],
        choices: Iterable[Choice],
        closing: Iterable[tuple[str, str]] = (),
    ) -> Document:
        """A choice by one key. `closing`: sentences of another language at the end, each with its voice."""
        menu = SubElement(self._root, "menu", {"id": id_, "dtmf": "false"})
        offered = tuple(choices)
        named = [
            _("For %(words)s press %(key)s.") % {"words": each.words, "key": each.key}
            for each in offered
            if each.words
        ]
        prompt = _prompt(menu, [*phrases, *named])
        for voice, sentence in closing:
            SubElement(prompt, "s", {LANG: voice}).text = sentence
        for each in offered:
            SubElement(menu, "choice", {"dtmf": each.key, "next": each.to}).text = each.words or each.key
        return self

    def ask(
        self, id_: str, name: str, phrases: Iterable[str], length: range, *, to: str, method: str = "get"
    ) -> Document:
        """Digits, ended by `#` or a pause, are handed to a page as `name`, with the misses so far and who calls."""
        form = SubElement(self._root, "form", {"id": id_})
        SubElement(form, "var", {"name": "caller", "expr": "session.connection.remote.uri"})
        field = SubElement(form, "field", {"name": name})
        _digits(field, length)
        _prompt(field, phrases)
        submit = {"next": to, "method": method, "namelist": f"{name} misses caller"}
        SubElement(SubElement(field, "filled"), "submit", submit)
        return self

    def transfer(
        self, id_: str, phrases: Iterable[str], phone: str, *, otherwise: Iterable[str], then: str | None
    ) -> Document:
        """The call is joined with a telephone; if nobody answers there, `otherwise` is said, and it goes on or ends."""
        form = SubElement(self._root, "form", {"id": id_})
        _prompt(SubElement(form, "block"), phrases)
        where = {"name": "call", "dest": tel(phone), "type": "bridge", "connecttimeout": _RINGS}
        filled = SubElement(SubElement(form, "transfer", where), "filled")
        missed = " || ".join(f"call == '{each}'" for each in ("busy", "noanswer", "network_busy", "unknown"))
        branch = SubElement(filled, "if", {"cond": missed})
        _prompt(branch, otherwise)
        _on(branch, then)
        SubElement(branch, "else")
        SubElement(branch, "exit")
        return self

    def response(self) -> HttpResponse:
        indent(self._root, "  ")
        text = tostring(self._root, encoding="utf-8", xml_declaration=True)
        return HttpResponse(text, content_type=f"{TYPE}; charset=utf-8")

    def _missed(self, event: str, sentence: str) -> None:
        """What is said to silence or a wrong key, and that the third time a person comes."""
        missed = SubElement(self._root, event)
        SubElement(missed, "assign", {"name": "misses", "expr": "misses + 1"})
        enough = SubElement(missed, "if", {"cond": f"misses >= {MISSES}"})
        SubElement(enough, "goto", {"next": self.astray})
        SubElement(enough, "else")
        _prompt(enough, [sentence])
        SubElement(enough, "reprompt")


_PROPERTIES: Final = {
    "inputmodes": "dtmf",
    "bargein": "true",
    "timeout": _SILENCE,
    "interdigittimeout": _BETWEEN_KEYS,
    "termchar": "#",
    "documentmaxage": "0",
}


def _on(block: Element, then: str | None) -> None:
    SubElement(block, "goto", {"next": then}) if then else SubElement(block, "exit")


def tel(phone: str) -> str:
    """A telephone of this country as an address (RFC 3966)."""
    return f"tel:{''.join(char for char in phone if char.isdigit())};phone-context=+86"


def _prompt(into: Element, phrases: Iterable[str]) -> Element:
    prompt = SubElement(into, "prompt")
    for phrase in phrases:
        speak(prompt, phrase)
    return prompt


def _digits(field: Element, length: range) -> None:
    """So many digits, as a grammar of the keypad (SRGS 1.0)."""
    grammar = SubElement(field, "grammar", {"mode": "dtmf", "version": "1.0", "root": "digits"})
    digits = SubElement(grammar, "rule", {"id": "digits", "scope": "public"})
    some = SubElement(digits, "item", {"repeat": f"{length.start}-{length.stop - 1}"})
    SubElement(some, "ruleref", {"uri": "#digit"})
    one = SubElement(SubElement(grammar, "rule", {"id": "digit"}), "one-of")
    for n in range(10):
        SubElement(one, "item").text = str(n)
