"""Where things are: halls, windows and departments by unit, kept in the process until the book of people moves on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from yimen.modules.people import queries as people
from yimen.rules.refused import Refused


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that takes cases in: a window, or a hall without one."""

    unit: int
    window: str  # its sign; empty for a hall without windows
    window_en: str
    hall: int
    hall_code: str
    hall_name: str
    hall_name_en: str
    address: str
    phone: str
    division: str  # six digits and more


@dataclass(frozen=True)
class Directory:
    """Everything the engine needs of the tree, as values."""

    units: Mapping[int, people.UnitCard]
    windows: tuple[people.WindowCard, ...]

    @cached_property
    def _windows(self) -> Mapping[int, people.WindowCard]:
        return {each.id: each for each in self.windows}

    @cached_property
    def names(self) -> Mapping[int, str]:
        """How each unit is called."""
        return {each.id: each.name for each in self.units.values()}

    @cached_property
    def by_code(self) -> Mapping[str, int]:
        return {each.code: each.id for each in self.units.values()}

    def place(self, unit: int) -> Place:
        """Where a case was taken in."""
        window = self._windows.get(unit)
        hall = self.units[window.hall if window else unit]
        sign = window.name if window else ""
        return Place(
            unit,
            sign,
            window.name_en if window else "",
            hall.id,
            hall.code,
            hall.name,
            hall.name_en,
            hall.address,
            hall.phone,
            hall.division,
        )

    def window_for(self, department: int, hall: int | None) -> int:
        """The window that takes in a department's matters, in that hall or in the first that has one. Refused: no_window."""
        found = [
            each
            for each in self.windows
            if department in each.departments
            and hall in (None, each.hall)
            and each.state is people.WindowState.OPEN
        ]
        if not found:
            raise Refused(
                "no_window", department=self.units[department].name if department in self.units else ""
            )
        return min(
            found, key=lambda each: (self.units[each.hall].depth, each.hall, len(each.departments), each.id)
        ).id

    def government(self, unit: int) -> people.UnitCard:
        """The government at the top of a unit's line."""
        top = int(self.units[unit].path.strip("/").split("/")[0])
        return self.units[top]


_kept: tuple[str, Directory] | None = None


def directory(version: str) -> Directory:
    """The tree as of that head of the book `people`."""
    global _kept  # noqa: PLW0603  one directory per process, replaced whole
    kept = _kept
    if kept is None or kept[0] != version or not version:
        units = {each.id: each for each in people.units(closed=True)}
        windows = tuple(window for hall in people.halls() for window in people.windows(hall.id))
        kept = _kept = (version, Directory(units, windows))
    return kept[1]
