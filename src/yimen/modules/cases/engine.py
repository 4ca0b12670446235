"""The engine's own door, for subjects that plug procedures into it: they read cases whole and number them.

Everybody else enters by `commands`, `queries`, `events` and `reactions`.
"""

from __future__ import annotations

from .reading import Loaded, one, some
from .statement import Table, write_function
from .subjects import Drawn, Subject, register
from .versions import Versions, current
from .writing import Papers, Reply, serial

__all__ = [
    "Drawn",
    "Loaded",
    "Papers",
    "Reply",
    "Subject",
    "Table",
    "Versions",
    "current",
    "one",
    "register",
    "serial",
    "some",
    "write_function",
]
