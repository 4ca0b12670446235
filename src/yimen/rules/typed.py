"""What people type, brought to the plain form in which rules compare it."""

from __future__ import annotations

import unicodedata

_ALSO_DASHES = "\u2212\u30fc"  # a minus sign and the long-vowel mark that some keyboards give for a dash


def plain(text: str) -> str:
    """`text` in half width, every dash a hyphen, every white space one space, none at the ends."""
    halved = unicodedata.normalize("NFKC", text)
    return " ".join("".join("-" if _is_dash(char) else char for char in halved).split())


def bare(text: str) -> str:
    """A code as it is stored: plain, in upper case, without the spaces and hyphens that are for the eye."""
    return plain(text).upper().replace(" ", "").replace("-", "")


def _is_dash(char: str) -> bool:
    return unicodedata.category(char) == "Pd" or char in _ALSO_DASHES
