"""The words of the reactions table: what follows from what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from yimen.base.clock import ZONE


@dataclass(frozen=True, slots=True)
class Line:
    """One line as reactions read it. They read the line, not the row, and are free of order."""

    book: int
    n: int
    at: datetime
    act: str
    actor: int | None
    body: Mapping[str, Any]
    private: Mapping[str, Any]
    text: str = ""  # the body as it is hashed, where somebody asked for it


Run = Callable[[Line, datetime], None]


@dataclass(frozen=True, slots=True)
class Reaction:
    """When an act is written, this follows, at once or when the office next opens."""

    act: str
    run: Run
    if_: Callable[[Mapping[str, Any]], bool] | None = None  # over the line's body
    at_opening: bool = False

    @property
    def name(self) -> str:
        return f"{self.run.__module__.removeprefix('yimen.modules.')}.{self.run.__name__}"


def on(
    act: str, *runs: Run, if_: Callable[[Mapping[str, Any]], bool] | None = None, at_opening: bool = False
) -> tuple[Reaction, ...]:
    return tuple(Reaction(act, run, if_, at_opening) for run in runs)


class Outside:
    """A to-do that calls somebody outside: claimed first, called without a transaction, then recorded.

    `call(data, now)` answers with what is to be written; a kill in between repeats the call with the same key.
    """

    def __init__(self, name: str, call: Callable[[Mapping[str, Any], datetime], Callable[[], None]]) -> None:
        self.name = name
        self.call = call


@dataclass(frozen=True, slots=True)
class Daily:
    """What happens by itself every day at a time of the hall's clock; some at once, too, when a to-do is given up."""

    name: str
    at: time
    run: Callable[[datetime], object]
    on_trouble: bool = False

    def next_after(self, moment: datetime) -> datetime:
        local = moment.astimezone(ZONE)
        today = datetime.combine(local.date(), self.at, ZONE)
        return today if today > local else datetime.combine(local.date() + timedelta(days=1), self.at, ZONE)


@cache
def timetable() -> Mapping[str, Daily]:
    """The table of `wiring/timetable.py`, by name."""
    return {each.name: each for each in import_string(settings.YIMEN_TIMETABLE)}


@cache
def reactions() -> Mapping[str, tuple[Reaction, ...]]:
    """The table of `wiring/reactions.py`, by act."""
    table: dict[str, tuple[Reaction, ...]] = {}
    for reaction in import_string(settings.YIMEN_REACTIONS):
        table[reaction.act] = (*table.get(reaction.act, ()), reaction)
    return table


@cache
def runs() -> Mapping[str, Run]:
    """Every reaction by the name its to-dos carry."""
    return {each.name: each.run for group in reactions().values() for each in group}
