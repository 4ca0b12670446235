"""Where a case lies and who watches over it: the tree and its staff, kept until the book of people moves on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yimen.modules.people import queries as people
from yimen.modules.people.queries import StaffCard, UnitCard, UnitKind
from yimen.rules.actors import Role
from yimen.rules.identifiers import Division

from .addressees import DIRECTOR, OPERATOR, SUPERVISOR, desk
from .wording import Both

_HALLS = frozenset({UnitKind.CENTRE, UnitKind.HALL})


@dataclass(frozen=True)
class Places:
    """The tree as values."""

    units: Mapping[int, UnitCard]
    staff: Mapping[int, StaffCard]
    directed: frozenset[int]  # halls that have a director
    supervised: Mapping[int, str]  # where supervisors sit → the division prefix they watch
    operated: frozenset[int]  # where the system's administrators sit

    def above(self, unit: int) -> Iterator[UnitCard]:
        """The unit and those above it, the nearest first."""
        found = self.units.get(unit)
        while found is not None:
            yield found
            found = self.units.get(found.parent or 0)

    def hall(self, unit: int) -> UnitCard:
        """The hall that a window belongs to, or that the unit is."""
        return next((each for each in self.above(unit) if each.kind in _HALLS), self.units[unit])

    def phone(self, unit: int) -> str:
        """Where to ask: the nearest office telephone."""
        return next((each.phone for each in self.above(unit) if each.phone), "")

    def name(self, unit: int | None) -> Both:
        found = self.units.get(unit or 0)
        return Both(found.name, found.name_en) if found else Both("")

    def staff_name(self, account: int | None) -> Both:
        found = self.staff.get(account or 0)
        return Both(found.name, found.name_en) if found else Both("")

    def addressed(self, addressee: str) -> Both:
        """Whom a message to staff went to: a person, or the unit of a desk."""
        kind, _, rest = addressee.partition(":")
        id_ = int(rest.partition(":")[0])
        return self.staff_name(id_) if kind == "account" else self.name(id_)

    def counter(self, unit: int) -> Both:
        """Where to go: the hall with its window, and its address."""
        hall, here = self.hall(unit), self.units[unit]
        zh = hall.name + (here.name if here is not hall else "")
        en = ", ".join(
            dict.fromkeys(
                each.name_en or each.name for each in ((here, hall) if here is not hall else (hall,))
            )
        )
        return Both(f"{zh}（{hall.address}）", f"{en} ({hall.address})") if hall.address else Both(zh, en)

    def director(self, unit: int) -> list[str]:
        """The desk of whoever leads the hall, or the next hall above that has a director."""
        found = next((each.id for each in self.above(unit) if each.id in self.directed), None)
        return [] if found is None else [desk(found, DIRECTOR)]

    def supervisors(self, division: str) -> list[str]:
        """The desks of those who supervise the division: of several levels, the nearest."""
        over = {unit: prefix for unit, prefix in self.supervised.items() if division.startswith(prefix)}
        nearest = max(map(len, over.values()), default=0)
        return [desk(unit, SUPERVISOR) for unit, prefix in sorted(over.items()) if len(prefix) == nearest]

    def operators(self) -> list[str]:
        return [desk(unit, OPERATOR) for unit in sorted(self.operated)]


_kept: tuple[str, Places] | None = None


def places(head: str) -> Places:
    """The tree as of that head of the book `people`."""
    global _kept  # noqa: PLW0603  one tree per process, replaced whole
    kept = _kept
    if kept is None or kept[0] != head or not head:
        kept = _kept = (head, _read())
    return kept[1]


def _read() -> Places:
    units = {each.id: each for each in people.units(closed=True)}
    roots = [each.id for each in units.values() if each.parent is None]
    staff = {each.id: each for root in roots for each in people.staff_of(root, below=True, closed=True)}

    def seats(role: Role) -> list[StaffCard]:
        return [each for each in staff.values() if each.active and role in each.roles]

    tree = Places(units, staff, frozenset(), {}, frozenset())
    return Places(
        units,
        staff,
        directed=frozenset(tree.hall(each.unit).id for each in seats(Role.HALL_DIRECTOR)),
        supervised={
            each.window or each.unit: Division.parse(units[each.unit].division).prefix
            for each in seats(Role.SUPERVISOR)
        },
        operated=frozenset(each.window or each.unit for each in seats(Role.SYSTEM_ADMIN)),
    )
