"""Words by their key, for the templates of the public's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from yimen.modules.catalogue.queries.wording import form_of_piece

register = template.Library()
register.filter("form_of_piece", form_of_piece)


@register.filter
def of(words: Mapping[str, Any], key: str) -> Any:
    """`{{ classes|of:material.material_class }}`; a key without words stands for itself."""
    return words.get(str(key), key)


@register.filter
def hexadecimal(value: bytes) -> str:
    """A fingerprint, to be read aloud or compared."""
    return value.hex()


@register.filter
def ends(text: str, unit: str) -> bool:
    """Whether a value already says its unit: 6人."""
    return bool(text) and text.endswith(unit)
