"""What is kept in both languages, said in the page's: English where somebody translated it, else Chinese."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language


def english() -> bool:
    return (get_language() or "").startswith("en")


def said(zh: str, en: str) -> str:
    return (english() and en) or zh


def told(card: Any, name: str) -> str:
    """`name` of a card that also has `name_en`."""
    return said(getattr(card, name), getattr(card, f"{name}_en"))
