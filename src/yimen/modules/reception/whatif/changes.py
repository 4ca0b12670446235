"""Other conditions for a day: what is asked for, read from what somebody typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Final, NamedTuple

from yimen.rules.reception.order import ORDERS
from yimen.rules.refused import Refused
from yimen.rules.typed import plain

MOST_WINDOWS: Final = 200
_WINDOWS: Final = re.compile(r"(?P<code>[A-Za-z0-9]{1,8})=(?P<n>[0-9]{1,3})(?:@(?P<span>\S+))?")
_SPAN: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")


class Hours(NamedTuple):
    opens: time
    closes: time


class Windows(NamedTuple):
    """So many windows call from a queue, all day or in a span of it."""

    code: str
    n: int
    span: Hours | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is other than it was. Nothing: the day as it was."""

    windows: tuple[Windows, ...] = ()
    hours: tuple[Hours, ...] = ()  # when the doors are open
    booked: float | None = None  # the share of visits that are booked
    order: str = ""
    pauses: bool = True  # False: no window pauses

    @property
    def nothing(self) -> bool:
        return self == Change()


def change(
    *,
    windows: str | Iterable[str] = "",
    hours: str = "",
    booked: str = "",
    order: str = "",
    pauses: bool = True,
) -> Change:
    """Read the parts of a change. Refused: `whatif_windows`, `whatif_hours`, `whatif_share`, `no_such_order`."""
    parts = [windows] if isinstance(windows, str) else windows
    if order and order not in ORDERS:
        raise Refused("no_such_order", name=order)
    return Change(
        windows=tuple(_windows(each) for part in parts for each in _split(part)),
        hours=_hours(hours),
        booked=_share(booked) if booked.strip() else None,
        order=order,
        pauses=pauses,
    )


def _split(text: str) -> list[str]:
    close = re.sub(r"\s*([=@:-])\s*", r"\1", plain(text))
    return [each for each in re.split(r"[,;、\s]+", close) if each]


def _windows(text: str) -> Windows:
    found = _WINDOWS.fullmatch(text)
    if not found or int(found["n"]) > MOST_WINDOWS:
        raise Refused("whatif_windows", text=text, most=MOST_WINDOWS)
    return Windows(found["code"].upper(), int(found["n"]), _span(found["span"]) if found["span"] else None)


def _hours(text: str) -> tuple[Hours, ...]:
    spans = tuple(_span(each) for each in _split(text))
    edges = [edge for each in spans for edge in each]
    if edges != sorted(edges):
        raise Refused("whatif_hours", text=text)
    return spans


def _span(text: str) -> Hours:
    found = _SPAN.fullmatch(text)
    if not found:
        raise Refused("whatif_hours", text=text)
    hour, minute, till, past = map(int, found.groups())
    if not (hour, minute) < (till, past) <= (23, 59) or max(minute, past) > 59:
        raise Refused("whatif_hours", text=text)
    return Hours(time(hour, minute), time(till, past))


def _share(text: str) -> float:
    """`0.4` or `40%`."""
    said = plain(text)
    percent = said.endswith("%")
    try:
        share = float(said.removesuffix("%")) / (100 if percent else 1)
    except ValueError:
        raise Refused("whatif_share", text=text) from None
    if not 0 <= share <= 1:
        raise Refused("whatif_share", text=text)
    return share
