"""Which unit a list means by the name it gives a department."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from yimen.modules.people import queries as people
from yimen.modules.people.queries import UnitCard, UnitKind
from yimen.rules.flows import OWNER

from .contents import Contents

_OWNERS: Final = frozenset({UnitKind.DEPARTMENT, UnitKind.GOVERNMENT})
_LEVEL: Final = re.compile(r"^[省市县区旗镇乡](?=.{3})")  # 市民政局: the place is left to be understood


@dataclass(frozen=True)
class Departments:
    """All bodies an item can belong to; found by code, by name, or by a name with more or less of its place."""

    units: tuple[UnitCard, ...]
    places: tuple[str, ...]  # names of divisions

    @classmethod
    def load(cls) -> Self:
        owners = tuple(each for each in people.units() if each.kind in _OWNERS)
        return cls(owners, tuple(each.name for each in people.divisions()))

    def find(self, text: str) -> UnitCard | None:
        """The one unit meant; None if there is none, or several might be. 市城管局 is not guessed from 城市管理局."""
        for each in self.units:
            if text in (each.code, each.name):
                return each
        meant = self._bare(text)
        alike = [each for each in self.units if meant & self._bare(each.name)]
        return alike[0] if len(alike) == 1 else None

    def like(self, text: str) -> str:
        """The name of a department that may be meant by a short one (区城管局: 城市管理局), to be asked about; else empty."""
        bare = _LEVEL.sub("", text)
        return next((each.name for each in self.units if len(bare) > 2 and _inside(bare, each.name)), "")

    def _bare(self, name: str) -> frozenset[str]:
        """A name as it is, without the place it begins with, and without the word for such a place."""
        without = {name.removeprefix(place) for place in self.places}
        return frozenset({name, *without, _LEVEL.sub("", name)}) - {""}

    def placed(self, said: Contents) -> Contents:
        """With the units of its flow by code where they were given by name; what is unknown stays as it was."""
        stages = said.flow.get("stages") if said.flow else None
        if not isinstance(stages, list):
            return said
        return replace(said, flow={**(said.flow or {}), "stages": [self._stage(stage) for stage in stages]})

    def _stage(self, stage: Any) -> Any:
        match stage:
            case {"tasks": [*tasks]}:
                return {**stage, "tasks": [self._task(task) for task in tasks]}
        return stage

    def _task(self, task: Any) -> Any:
        match task:
            case {"unit": str(unit)} if unit != OWNER and (found := self.find(unit)):
                return {**task, "unit": found.code}
        return task


def _inside(short: str, long: str) -> bool:
    """Whether the characters of the short name all stand in the long one, in their order."""
    rest = iter(long)
    return all(char in rest for char in short)
