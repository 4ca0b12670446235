"""Words by their key, for the templates of the applicant's pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from yimen.desks.applicant.asking import Found

register = template.Library()


@register.filter
def at(found: Iterable[Found], anchor: str) -> list[Found]:
    """The findings that belong to a place on a page."""
    return [each for each in found if each.anchor == anchor]


@register.filter
def of(words: Mapping[str, Any], key: str) -> Any:
    """`{{ classes|of:each.material_class }}`; a key without words stands for itself."""
    return words.get(str(key), key)
