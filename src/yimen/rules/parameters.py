"""What a hall or an item may set for itself, as dated data, each with its kind of day (requirements §5.1).

The law's own limits are in a rule pack (`rulepack`), which nobody sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Self

from yimen.rules.effect import Effect
from yimen.rules.limits import Limit, Unit
from yimen.rules.refused import Refused
from yimen.rules.rulepack import Extension, Rule, RulePack, Suspension

__all__ = ["Extension", "Parameter", "Parameters", "Rule", "RulePack", "Scope", "Suspension"]


class Scope(StrEnum):
    """Whose value it is. The narrower one wins: an item's over its hall's over the nation's."""

    NATIONAL = "national"
    HALL = "hall"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of one key, for one owner, over one stretch of time (R-284)."""

    key: str
    value: Any  # as JSON has it; what it counts is `unit`
    unit: str  # the kind of day or hour, or what else it is: share, flag, count, time, choice …
    basis: str  # where the value comes from: a seed, an article, a decision
    requirement: str
    effective_from: date
    effective_to: date | None = None  # the last day it holds
    scope: Scope = Scope.NATIONAL
    scope_id: str = ""  # the hall's or the item's code
    roll: bool = False  # a last day of rest moves to the next working day
    settable: frozenset[Scope] = frozenset()  # who may set a value of their own
    choices: tuple[Any, ...] = ()  # all it may be, or may list, where that is closed
    zh: str = ""
    en: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        named = self.value if isinstance(self.value, list) else [self.value]
        if self.choices and any(each not in self.choices for each in named):
            choices = ", ".join(map(str, self.choices))
            raise Refused("parameter_choice", key=self.key, value=self.value, choices=choices)

    @property
    def effect(self) -> Effect:
        return Effect(self.effective_from, self.effective_to)

    @property
    def counts_time(self) -> bool:
        return self.unit in _SPELT_OUT or self.unit in set(Unit)

    @property
    def limit(self) -> Limit:
        """The value as a limit, for what counts time: a week is seven days, a year twelve months."""
        times, unit = _SPELT_OUT.get(self.unit) or (1, Unit(self.unit))
        return Limit(times * int(self.value), unit)

    @classmethod
    def from_json(cls, row: Mapping[str, Any], effective_from: str = "") -> Self:
        """One row; `effective_from` is the file's own, for rows that name none. Unknown words break it."""
        effect = Effect.from_json(row.get("effective_from", effective_from), row.get("effective_to"))
        read = {
            "effective_from": effect.first,
            "effective_to": effect.last,
            "scope": Scope(row.get("scope", Scope.NATIONAL)),
            "settable": frozenset(map(Scope, row.get("settable", ()))),
            "choices": tuple(row.get("choices", ())),
        }
        return cls(**{**row, **read})


_SPELT_OUT: Final[Mapping[str, tuple[int, Unit]]] = {
    "week": (7, Unit.DAY),
    "quarter": (3, Unit.MONTH),
    "year": (12, Unit.MONTH),
}


@dataclass(frozen=True)
class Parameters:
    """All values of all keys: the shipped ones, and those a hall or an item has set."""

    rows: tuple[Parameter, ...]

    def __post_init__(self) -> None:
        for (key, _, _), rows in self._owned.items():
            if len({row.effective_from for row in rows}) < len(rows):
                raise Refused("parameter_twice", key=key)

    @cached_property
    def _owned(self) -> Mapping[tuple[str, Scope, str], tuple[Parameter, ...]]:
        """Rows of one key and owner, the latest first: of two that hold, the one that began last wins."""
        owned: dict[tuple[str, Scope, str], tuple[Parameter, ...]] = {}
        for row in sorted(self.rows, key=lambda row: row.effective_from, reverse=True):
            owner = (row.key, row.scope, row.scope_id)
            owned[owner] = (*owned.get(owner, ()), row)
        return owned

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(row.key for row in self.rows)

    def row(self, key: str, on: date, hall: str | None = None, item: str | None = None) -> Parameter:
        """The row that holds on that day for this item in this hall. A key nobody wrote down is a bug."""
        for scope, owner in ((Scope.ITEM, item), (Scope.HALL, hall), (Scope.NATIONAL, "")):
            for row in self._owned.get((key, scope, owner or ""), ()):
                if row.effect.holds(on):
                    return row
        if key not in self.keys:
            raise KeyError(key)
        raise Refused("not_in_force", what=key, on=on)

    def get(self, key: str, on: date, hall: str | None = None, item: str | None = None) -> Any:
        return self.row(key, on, hall, item).value

    def limit(self, key: str, on: date, hall: str | None = None, item: str | None = None) -> Limit:
        return self.row(key, on, hall, item).limit

    def share(self, key: str, on: date, hall: str | None = None, item: str | None = None) -> Fraction:
        """The value as an exact fraction: 0.40 is two fifths, not the float next to it."""
        return Fraction(str(self.get(key, on, hall, item)))

    def setting(
        self,
        key: str,
        value: Any,
        *,
        scope: Scope,
        scope_id: str,
        basis: str,
        effective_from: date,
        effective_to: date | None = None,
    ) -> Parameter:
        """A hall's or an item's own value from a day on; refused if not theirs to set, or no such value.

        What the value counts, who may set it and what it may be stay those of the shipped row.
        """
        shipped = self._owned.get((key, Scope.NATIONAL, ""))
        if shipped is None:
            raise Refused("no_such_parameter", key=key)
        if scope not in shipped[0].settable or not scope_id:
            raise Refused("parameter_not_yours", key=key, scope=scope)
        if not _alike(value, shipped[0].value):
            raise Refused("parameter_value", key=key, value=value)
        own = replace(
            shipped[0],
            value=value,
            scope=scope,
            scope_id=scope_id,
            basis=basis,
            effective_from=effective_from,
            effective_to=effective_to,
        )
        if (own.unit == "share" and value > 1) or (own.counts_time and not own.limit.within_reach):
            raise Refused("parameter_value", key=key, value=value)
        return own

    def with_rows(self, rows: Iterable[Parameter]) -> Parameters:
        return Parameters((*self.rows, *rows))

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        start = value.get("effective_from", "")
        return cls(tuple(Parameter.from_json(row, start) for row in value["parameters"]))


def _alike(value: Any, pattern: Any) -> bool:
    """A flag for a flag, a number for a number (never below zero), a text for a text, a list for a list."""
    if isinstance(pattern, bool) or isinstance(value, bool):
        return isinstance(pattern, bool) and isinstance(value, bool)
    if isinstance(pattern, int | float):
        return isinstance(value, int if isinstance(pattern, int) else int | float) and value >= 0
    return isinstance(value, type(pattern))
