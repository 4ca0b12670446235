"""The faces of a hall that are live: each part as the page itself draws it, so that a page and its changes look alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.template.loader import get_template, render_to_string

from yimen.base.live import Shown

from .announcements import announcements
from .calls import calls

_CALLS: Final = ("now", "last", "lines", "away", "ticker")


def calling(code: str, now: datetime) -> Shown:
    """The calling screen: its parts, and `said`, the calls as words for the voice."""
    board = calls(code, now)
    parts: dict[str, Any] = {
        name: render_to_string(f"lobby/calls.html#{name}", {"board": board}) for name in _CALLS
    }
    parts["doors"] = render_to_string("lobby/doors.html", {"standing": board.standing})
    parts["said"] = board.said
    return Shown(now.isoformat(), parts, _until(board.turns_at, now))


def announcing(code: str, now: datetime) -> Shown:
    """The scrolling screen: the notices that hold, and who is called just now."""
    wall = announcements(code, now)
    parts = {
        "notices": render_to_string("lobby/announcements.html#notices", {"wall": wall}),
        "strip": render_to_string("lobby/strip.html", {"calls": wall.calls}),
        "doors": render_to_string("lobby/doors.html", {"standing": wall.standing}),
    }
    return Shown(now.isoformat(), parts, _until(wall.turns_at, now))


def informing(code: str, now: datetime) -> Shown:
    """What changes on the information screen: the doors and who is called. Its pages it turns itself."""
    board = calls(code, now)
    parts = {
        "strip": render_to_string("lobby/strip.html", {"calls": board.big}),
        "doors": render_to_string("lobby/doors.html", {"standing": board.standing}),
    }
    return Shown(now.isoformat(), parts, _until(board.turns_at, now))


def get_ready() -> None:
    """Compile the templates."""
    for name in ("calls", "announcements", "strip", "doors"):
        get_template(f"lobby/{name}.html")


def _until(at: datetime | None, now: datetime) -> float | None:
    return (at - now).total_seconds() if at is not None else None


FACES: Final[Mapping[str, Any]] = {"calls": calling, "notices": announcing, "information": informing}
