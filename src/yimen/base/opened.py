"""The cases somebody has opened on this visit with their query codes, so that no address holds a code (R-216)."""

from __future__ import annotations

from typing import Final

from django.contrib.sessions.backends.base import SessionBase

from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

from . import visit

_NAME: Final = "opened"
_MOST: Final = 20


def remember(session: SessionBase, number: str, code: str) -> None:
    """`code` has opened the case of `number`; the latest few are remembered."""
    opened = visit.recall(session, _NAME) or {}
    opened.pop(number, None)
    visit.remember(session, _NAME, dict([*opened.items(), (number, code)][-_MOST:]))


def code_for(session: SessionBase, number: str) -> str | None:
    """The code that opened the case of a typed number; None if none has."""
    try:
        known = str(CaseNumber.parse(number))
    except Refused:
        return None
    code: str | None = (visit.recall(session, _NAME) or {}).get(known)
    return code
