"""The public face of this installation: its uppermost hall. Read again at most once a minute, for every page shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from yimen.base import clock, opening
from yimen.base.bilingual import told
from yimen.base.site import Site
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.workdays import queries as workdays
from yimen.rules.refused import Refused
from yimen.rules.workdays import OfficeHours

_FRESH: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Face:
    hall: HallCard | None
    hours: OfficeHours | None
    read_at: datetime  # machine time


_kept: _Face | None = None


def site(_request: HttpRequest) -> Site:
    """Name, address, telephone and hours in the language of the page; a nameless hall where none is founded yet."""
    face = _face()
    if face.hall is None:
        return Site()
    unit = face.hall.unit
    shown = Site(
        name=told(unit, "name"),
        address=unit.address,
        phone=unit.phone,
    )
    return replace(shown, hours=opening.week(face.hours)) if face.hours else shown


def forget() -> None:
    """Read it anew for the next page."""
    global _kept  # noqa: PLW0603  one face per process, replaced whole
    _kept = None


def _face() -> _Face:
    global _kept  # noqa: PLW0603  one face per process, replaced whole
    now, kept = clock.machine_now(), _kept
    if kept is None or now - kept.read_at > _FRESH:
        hall = next(iter(people.halls()), None)
        _kept = kept = _Face(hall, _hours(hall), now)
    return kept


def _hours(hall: HallCard | None) -> OfficeHours | None:
    """None while no calendar is loaded: a hall without one has no office time."""
    if hall is None:
        return None
    try:
        return workdays.hours(hall.id, hall.unit.division)
    except Refused:
        return None
