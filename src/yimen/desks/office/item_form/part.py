"""One thing the form asks: where it stands in the form, where in the JSON, and how the one is said as the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


def as_it_is(value: Any) -> Any:
    return value


def as_written(written: Any, _stood: Any) -> Any:
    return written


@dataclass(frozen=True, slots=True)
class Part:
    """A place in the form and a word of the JSON, both with dots."""

    path: str
    key: str
    show: Callable[[Any], Any] = as_it_is  # the JSON's value → the form's
    read: Callable[[Any, Any], Any] = (
        as_written  # what was written, what stood in the JSON → the JSON's value
    )


def at(values: Mapping[str, Any], path: str) -> Any:
    """The value at a path with dots; None where nothing stands."""
    value: Any = values
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def put(values: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a path with dots, making what lies on the way."""
    *way, last = path.split(".")
    for step in way:
        values = values.setdefault(step, {})
    values[last] = value


def bare(value: Any) -> Any:
    """What a value says, without what says nothing: empty text, unticked boxes, blank rows. None if that is all of it."""
    match value:
        case str():
            return value.strip().replace("\r\n", "\n") or None
        case bool():
            return value or None
        case Mapping():
            said = {name: bare(each) for name, each in value.items()}
            return {name: each for name, each in said.items() if each is not None} or None
        case list() | tuple():
            return [each for each in map(bare, value) if each is not None] or None
    return value


def revised(
    stood: Mapping[str, Any], shown: Mapping[str, Any], written: Mapping[str, Any], names: Iterable[str]
) -> dict[str, Any]:
    """`stood` with those of `names` that were written otherwise than shown; what was emptied is taken away."""
    told = dict(stood)
    for name in names:
        said = bare(written.get(name))
        if said != bare(shown.get(name)):
            told.pop(name, None)
            if said is not None:
                told[name] = said
    return told
