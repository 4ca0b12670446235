"""Where a page hears what is live, and what a face of it shows.

Pages and streams are two processes: behind one proxy they share an origin, without one they have a port each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

LINE: Final = "line"
"""The face by which a page knows that a hall's line has moved."""


class Shown(NamedTuple):
    """A face at a moment of hall time, and when it will be another by itself."""

    now: str
    parts: Mapping[str, Any]  # a part that differs is told anew, whole
    turns_in: float | None = None  # seconds


def origin(request: HttpRequest) -> str | None:
    """What the streams' addresses begin with on this page: nothing where a proxy joins both; None where there are none.

    `settings.YIMEN_LIVE_URL` is `/`, the port of the page's own host (`:8001`), or another origin, whole.
    """
    known: str = settings.YIMEN_LIVE_URL
    if known in {"", "/"}:
        return "" if known else None
    if not known.startswith(":"):
        return known.rstrip("/")
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return f"{request.scheme}://{f'[{host}]' if ':' in host else host}{known}"


def address(request: HttpRequest, hall: str, face: str = "") -> str:
    """Where a hall's stream is; empty where nothing is live and a page looks again by itself."""
    base = origin(request)
    if base is None:
        return ""
    language = "en" if getattr(request, "LANGUAGE_CODE", "").startswith("en") else "zh-hans"
    return f"{base}/live/hall/{hall}{f'/{face}' if face else ''}?language={language}"
