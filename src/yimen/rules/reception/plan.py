"""A hall's map as values: floors of squares, places on them, and the way from one to another (R-046, R-227)."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import count, pairwise
from typing import Any, Final, Self

from yimen.rules.refused import Refused

MOST: Final = 80  # squares of a side; one is about a metre
_BEND: Final = 3  # a bend costs as much as so many squares: people are told of bends


class PlaceKind(StrEnum):
    WINDOW = "window"  # its key is the window's number
    ENTRANCE = "entrance"
    STAIRS = "stairs"
    LIFT = "lift"
    DEVICE = "device"  # its key is the device's place: a kiosk, a terminal
    DESK = "desk"  # 咨询台
    WAITING = "waiting"
    TOILET = "toilet"
    NURSING = "nursing"  # 母婴室
    WATER = "water"
    FIRST_AID = "first_aid"
    ROOM = "room"
    UNIT = "unit"  # in the hall for convenience: a bank, a tax hall


PASSABLE: Final = frozenset({PlaceKind.ENTRANCE, PlaceKind.WAITING, PlaceKind.STAIRS, PlaceKind.LIFT})
CLIMBS: Final = (PlaceKind.LIFT, PlaceKind.STAIRS)  # who cannot walk stairs is led right, too

Square = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of squares on a floor, with what stands there."""

    kind: PlaceKind
    key: str
    floor: int
    x: int
    y: int
    w: int
    h: int
    name: str = ""
    name_en: str = ""
    words: tuple[str, ...] = ()  # what people call it
    hours: str = ""
    services: str = ""
    services_en: str = ""

    @property
    def middle(self) -> Square:
        return self.x + self.w // 2, self.y + self.h // 2

    def squares(self) -> Iterator[Square]:
        return ((x, y) for x in range(self.x, self.x + self.w) for y in range(self.y, self.y + self.h))


@dataclass(frozen=True, slots=True)
class Floor:
    n: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of the way on one floor: the corners one passes, and where the leg ends."""

    floor: int
    corners: tuple[Square, ...]
    to: Place

    @property
    def paces(self) -> int:
        return sum(abs(x - p) + abs(y - q) for (x, y), (p, q) in pairwise(self.corners))


@dataclass(frozen=True, slots=True)
class Plan:
    floors: tuple[Floor, ...] = ()
    places: tuple[Place, ...] = ()

    def floor(self, n: int) -> Floor | None:
        return next((each for each in self.floors if each.n == n), None)

    def on(self, floor: int) -> tuple[Place, ...]:
        return tuple(each for each in self.places if each.floor == floor)

    def find(self, key: str) -> Place | None:
        return next((each for each in self.places if each.key == key), None)

    def of_kind(self, *kinds: PlaceKind) -> tuple[Place, ...]:
        return tuple(each for each in self.places if each.kind in kinds)

    @property
    def entrance(self) -> Place | None:
        return next(iter(self.of_kind(PlaceKind.ENTRANCE)), None)

    def search(self, asked: str) -> tuple[Place, ...]:
        """Units and facilities by what people call them; the whole word first."""
        phrase = asked.strip().lower()
        if not phrase:
            return ()
        found = [
            (rank, place)
            for place in self.places
            if place.kind is not PlaceKind.WINDOW and (rank := _likeness(place, phrase)) is not None
        ]
        return tuple(place for _, place in sorted(found, key=lambda each: each[0]))

    def way(self, start: Place, end: Place) -> tuple[Leg, ...]:
        """From one place to another, floor by floor; empty where there is none."""
        if start.floor == end.floor:
            leg = self._leg(start, end)
            return (leg,) if leg else ()
        for kind in CLIMBS:
            for below in self.of_kind(kind):
                above = next(
                    (
                        each
                        for each in self.of_kind(kind)
                        if each.floor == end.floor and each.name == below.name
                    ),
                    None,
                )
                if below.floor != start.floor or above is None:
                    continue
                first, second = self._leg(start, below), self._leg(above, end)
                if first and second:
                    return first, second
        return ()

    def _leg(self, start: Place, end: Place) -> Leg | None:
        """The way with the fewest squares and bends that passes through nothing."""
        floor = self.floor(start.floor)
        if floor is None:
            return None
        walls = {
            square
            for place in self.on(floor.n)
            if place not in {start, end} and place.kind not in PASSABLE
            for square in place.squares()
        }
        goals = set(end.squares())
        order = count()
        begin = start.middle
        queue: list[tuple[int, int, Square, Square, tuple[Square, ...]]] = [
            (0, next(order), begin, (0, 0), (begin,))
        ]
        seen: set[tuple[Square, Square]] = set()
        while queue:
            cost, _, at, step, corners = heapq.heappop(queue)
            if at in goals:
                return Leg(floor.n, (*corners, at) if corners[-1] != at else corners, end)
            if (at, step) in seen:
                continue
            seen.add((at, step))
            for turn in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                to = at[0] + turn[0], at[1] + turn[1]
                inside = 0 <= to[0] < floor.width and 0 <= to[1] < floor.height
                if not inside or to in walls or turn == (-step[0], -step[1]):
                    continue
                bends = step not in {(0, 0), turn}
                passed = (*corners, at) if bends else corners
                heapq.heappush(queue, (cost + 1 + _BEND * bends, next(order), to, turn, passed))
        return None

    def to_json(self) -> dict[str, Any]:
        return {
            "floors": [asdict(each) for each in self.floors],
            "places": [{**asdict(each), "words": list(each.words)} for each in self.places],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Refused: as `require_whole`; plan_unreadable for anything that is no map."""
        try:
            plan = cls(
                tuple(
                    Floor(int(each["n"]), int(each["width"]), int(each["height"])) for each in value["floors"]
                ),
                tuple(
                    Place(
                        **{
                            **each,
                            "kind": PlaceKind(each["kind"]),
                            "words": tuple(map(str, each.get("words", ()))),
                            **{name: int(each[name]) for name in ("floor", "x", "y", "w", "h")},
                        }
                    )
                    for each in value["places"]
                ),
            )
        except (KeyError, TypeError, ValueError):
            raise Refused("plan_unreadable") from None
        plan.require_whole()
        return plan

    def require_whole(self) -> None:
        """Refused: plan_floor_size, plan_key_twice, plan_outside, plan_overlap."""
        for floor in self.floors:
            if not (4 <= floor.width <= MOST and 4 <= floor.height <= MOST):
                raise Refused("plan_floor_size", floor=floor.n, most=MOST)
        seen: set[str] = set()
        held: dict[tuple[int, Square], Place] = {}
        for place in self.places:
            if not place.key or place.key in seen:
                raise Refused("plan_key_twice", key=place.key)
            seen.add(place.key)
            on = self.floor(place.floor)
            fits = on is not None and place.x >= 0 and place.y >= 0 and place.w > 0 and place.h > 0
            if on is None or not fits or place.x + place.w > on.width or place.y + place.h > on.height:
                raise Refused("plan_outside", key=place.key, floor=place.floor)
            for square in place.squares():
                if (other := held.setdefault((place.floor, square), place)) is not place:
                    raise Refused("plan_overlap", key=place.key, other=other.key)


def _likeness(place: Place, phrase: str) -> int | None:
    """How well a phrase names a place: 0 wholly, 1 in part; None not at all."""
    called = [each.lower() for each in (place.key, place.name, place.name_en, *place.words) if each]
    if phrase in called:
        return 0
    told = [*called, place.services.lower(), place.services_en.lower()]
    return 1 if any(phrase in each or (len(each) > 1 and each in phrase) for each in told) else None
