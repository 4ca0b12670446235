"""What the information screen tells, page after page: where to go, what is done here, how long it takes, what it costs (S-36)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from yimen.base.bilingual import told
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemCard
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard, WindowCard, WindowState
from yimen.rules.limits import Limit

from .calls import Calls, calls

ITEMS: Final = 6  # to a page: what can be read before it turns
SECONDS: Final = 15
PAGES: Final = ("windows", "items", "figures")


@dataclass(frozen=True, slots=True)
class Offer:
    """An item on the wall."""

    name: str
    department: str
    limit: Limit
    charged: bool
    windows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    words: str
    value: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page, and the address of the one after it."""

    board: Calls
    show: str
    next: str
    floors: tuple[tuple[int, tuple[WindowCard, ...]], ...] = ()
    offers: tuple[Offer, ...] = ()
    themes: tuple[Figure, ...] = ()
    in_force: int = 0

    @property
    def hall(self) -> HallCard:
        return self.board.hall


def page(code: str, show: str, after: str | None, now: datetime) -> Page:
    """Refused: `no_such_hall`, `bad_cursor`."""
    board = calls(code, now)
    windows = tuple(each for each in people.windows(board.hall.id) if each.state is WindowState.OPEN)
    match show:
        case "items":
            found = catalogue.items(after=after, limit=ITEMS)
            to = {"show": "items", "after": found.next} if found.next else {"show": "figures"}
            at = _windows_by_department(windows)
            return Page(board, show, _address(to), offers=tuple(_offer(each, at) for each in found.results))
        case "figures":
            offered = catalogue.departments()
            themes = tuple(Figure(told(each, "name"), each.items) for each in offered)
            in_force = sum(each.value for each in themes)
            return Page(board, show, _address({}), themes=themes, in_force=in_force)
        case _:
            floors = tuple(
                (floor, tuple(each)) for floor, each in groupby(windows, key=lambda window: window.floor)
            )
            return Page(board, "windows", _address({"show": "items"}), floors=floors)


def _offer(item: ItemCard, at: Mapping[int, tuple[str, ...]]) -> Offer:
    return Offer(
        told(item, "name"),
        told(item, "department"),
        item.promised_limit,
        item.charged,
        at.get(item.department_id, ()),
    )


def _windows_by_department(windows: tuple[WindowCard, ...]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for window in windows:
        for department in window.departments:
            found[department] = (*found.get(department, ()), window.number)
    return found


def _address(to: Mapping[str, str]) -> str:
    return f"?{urlencode(to)}"
