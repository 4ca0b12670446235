"""How a subject that owns procedures plugs into the engine: its editions, its tables, its world, its papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from yimen.rules.dossier import ENGINE_ROWS, Dossier, Row
from yimen.rules.engine import Decided, World
from yimen.rules.procedure import Edition

from .statement import Table, load_columns
from .versions import Versions


@dataclass(frozen=True)
class Drawn:
    """A paper's series and content before its number is known; `number` gives the content with it."""

    series: str
    kind: str
    template: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """What a module like `licensing` tells the engine about itself."""

    name: str
    editions: Mapping[str, Edition]
    current: Edition  # what new cases begin under
    details: tuple[Table, ...]
    write: str  # the name of its write function
    world: Callable[[Dossier, datetime, Versions, Mapping[str, Any]], World]
    compose: Callable[[Decided, World, Mapping[str, Any]], Sequence[Drawn]]

    @cached_property
    def load(self) -> str:
        return load_columns(self.details)

    def kinds(self, edition: str) -> Mapping[str, type[Row]]:
        return {**ENGINE_ROWS, **self.editions[edition].details}


_SUBJECTS: Final[dict[str, Subject]] = {}


def register(subject: Subject) -> None:
    _SUBJECTS[subject.name] = subject


def of(procedure: str) -> Subject:
    """The subject that owns a case's edition."""
    return _SUBJECTS[procedure.partition(".")[0]]


def editions() -> frozenset[str]:
    """Every edition under which cases may run out here."""
    return frozenset(name for subject in every() for name in subject.editions)


def every() -> tuple[Subject, ...]:
    return tuple(_SUBJECTS.values())
