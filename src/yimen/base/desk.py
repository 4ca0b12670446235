"""What a desk's frame shows around its pages: the ways through it, who sits there, and what waits unread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from .site import Entry


@dataclass(frozen=True, slots=True)
class Group:
    """Some entries of the side bar under a heading; without one they stand first."""

    entries: tuple[Entry, ...]
    title: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Passed as `desk` by every desk page; built once per request by the desk's own `nav.desk(request)`."""

    name: str | Promise  # 窗口工作台
    groups: tuple[Group, ...]
    person: str  # who is signed in
    place: str  # the window or department they sit in
    now: datetime  # hall time
    unread: int = 0  # messages
    messages: str = ""  # where those are read
    role: str | Promise = ""  # what they are there

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for group in self.groups for entry in group.entries)
