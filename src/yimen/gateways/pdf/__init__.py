"""Paper as PDF: a layout and facts go in, the same bytes come out every time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings


class Press(Protocol):
    """Whatever sets type."""

    def pdf(self, layout: Path, facts: Mapping[str, Any], *, dated: date, link: str = "") -> bytes:
        """A PDF/A-2b of `layout` filled with `facts`, dated that day, with `link` as QR code if there is one.

        A layout that cannot be set is a bug, not a refusal: it crashes.
        """


def in_use() -> Press:
    return _typst(tuple(settings.YIMEN_FONTS))


@lru_cache(maxsize=1)
def _typst(fonts: tuple[Path, ...]) -> Press:
    from yimen.gateways.pdf.typst_press import TypstPress  # noqa: PLC0415  its fonts take 0.1 s: only who prints pays

    return TypstPress(fonts)
