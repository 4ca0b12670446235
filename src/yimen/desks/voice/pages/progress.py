"""How far a case is: the six facts of its page, for whoever keys in its number (R-216, R-219)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yimen.base import phrases, refusals, steps, words
from yimen.base.bilingual import told as in_tongue
from yimen.base.clock import machine_now
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.licensing import queries
from yimen.modules.licensing.queries import Progress
from yimen.rules.refused import Refused

from ..documents import MISSES, Choice, Document
from ..tongues import heard, told

_LENGTH: Final = range(20, 25)  # a case's number without its hyphens


@heard
def ask(_request: HallRequest, document: Document) -> Document:
    return _ask(document)


@heard
def case(request: HallRequest, document: Document) -> Document:
    """Mistyped, absent and guarded numbers are answered alike, and asked for again."""
    try:
        demand_rate("progress", _caller(request), machine_now=machine_now())
        found = queries.progress(told(request).get("number", ""), None, now=request.now)
    except Refused as refused:
        if refused.reason != "no_such_case":
            raise
        return _once_more(document, refused)
    document.say("facts", _facts(found), then="#menu")
    return document.menu(
        "menu",
        [_("Press the star key for the main menu.")],
        [
            Choice("1", _("hearing it again"), "#facts"),
            Choice("2", _("another number"), document.to("progress")),
            Choice("0", _("a person"), document.to("person")),
        ],
    )


def _ask(document: Document, *before: str) -> Document:
    wanted = _("Key in the number of your case without its hyphens, then press the pound key.")
    return document.ask(
        "progress", "number", [*before, wanted], _LENGTH, to=document.to("case"), method="post"
    )


def _once_more(document: Document, refused: Refused) -> Document:
    again = document.counted()
    sentence = refusals.sentence(refused, get_language() or "")
    if again.misses >= MISSES:
        return again.say("enough", [sentence], then=again.astray)
    return _ask(again, sentence)


def _facts(found: Progress) -> Iterator[str]:
    """In the order and the words of the page."""
    standing = steps.NOW.get(found.state)
    yield found.number
    if standing:
        yield str(standing.text)
        yield str(standing.note)
    told_of = (
        (_("Hall"), in_tongue(found, "accepting_unit")),
        (_("Matter"), in_tongue(found, "item")),
        (_("Applicant"), found.applicant),
        (_("Accepted on"), phrases.day(found.accepted_on) if found.accepted_on else _("not yet")),
        (_("State"), str(words.STATES[found.state].text)),
        (_("Promised date"), phrases.day(found.due_on) if found.due_on else _("set at acceptance")),
    )
    for label, fact in told_of:
        yield label
        yield fact


def _caller(request: HallRequest) -> str:
    """Who asks so often: the telephone, if our exchange says it, else the address the request came from."""
    caller = told(request).get("caller", "")
    return (
        f"{request.address} {caller}" if request.address in settings.YIMEN_VOICE_EXCHANGE else request.address
    )
