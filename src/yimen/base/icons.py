"""Tabler's outline icons as inline SVG: no icon font, no request, no script."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_FOLDER: Final = ("@tabler", "icons", "icons", "outline")
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DRAWING: Final = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_BLANK: Final = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


class UnknownIcon(LookupError):
    """No icon of that name in @tabler/icons: a slip in a template, never a reader's fault."""


@lru_cache(maxsize=512)
def drawing(name: str) -> str:
    """The strokes of icon `name`, read once."""
    path = settings.NODE_MODULES.joinpath(*_FOLDER, f"{name}.svg")
    if not _NAME.fullmatch(name) or not path.is_file():
        raise UnknownIcon(name)
    found = _DRAWING.search(path.read_text(encoding="utf-8"))
    assert found, f"{path} is not an SVG"
    return re.sub(r"\s+", " ", found[1].replace(_BLANK, "")).strip()


def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon as wide as the text beside it. Without a label it is decoration and silent to screen readers."""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ym-icon{}" viewBox="0 0 24 24" {} focusable="false">{}</svg>',
        f" {css}" if css else "",
        voice,
        mark_safe(drawing(name)),  # noqa: S308 our own locked package, not a reader's text
    )
