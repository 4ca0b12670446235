"""What may be looked at live: one row for each face of a hall's floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db import OperationalError, connection
from django.utils import translation

from yimen.base import clock
from yimen.base.live import Shown
from yimen.desks.lobby import faces as lobby
from yimen.desks.public import faces as public

from .hub import View

Face = Callable[[str, datetime], Shown]
"""A hall, by its code, at a moment, in the language in force. Refused: no_such_hall."""

FACES: Final[Mapping[str, Face]] = {**lobby.FACES, **public.FACES}


def get_ready() -> None:
    """Load what looking needs, so that the first who comes does not wait for it."""
    lobby.get_ready()


def look(view: View) -> Shown:
    """How a view is now. A connection that died since is opened anew, once."""
    try:
        return _look(view)
    except OperationalError:
        connection.close()
        return _look(view)


def _look(view: View) -> Shown:
    with translation.override(view.language):
        return FACES[view.face](view.hall, clock.hall_now())
