"""What is kept in both languages, said in the page's: English where somebody translated it, else Chinese."""

from __future__ import annotations

import re
from typing import Any, Final

from django.utils.translation import get_language

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def english() -> bool:
    return (get_language() or "").startswith("en")


def said(zh: str, en: str) -> str:
    return (english() and en) or zh


def told(card: Any, name: str) -> str:
    """`name` of a card that also has `name_en`."""
    return said(getattr(card, name), getattr(card, f"{name}_en"))


def untranslated(text: str) -> bool:
    """Whether this stands in Chinese on an English page, and has to be read out as such."""
    return english() and _HAN.search(text) is not None
