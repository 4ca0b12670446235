"""What the law counts, as dated data: its limits in one version, and its closed lists of what stops a clock.

Nobody sets these: a new law is a new pack. A clock names the rule and the pack it was computed with
(`LIC-08a@2026.1`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Self

from yimen.rules.effect import Effect, overlap
from yimen.rules.limits import Limit
from yimen.rules.refused import Refused

CONFIDENCE: Final = ("A", "B", "C")  # the text itself was read; one step away from it; to be verified


@dataclass(frozen=True, slots=True)
class Extension:
    """How a limit may be lengthened: by how much, how often, by whose approval, told or not (CLK-05)."""

    limit: Limit
    times: int
    approver: str
    notice: bool

    def to_json(self) -> dict[str, Any]:
        return {**self.limit.to_json(), "times": self.times, "approver": self.approver, "notice": self.notice}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        return cls(Limit.from_json(dict(row)), row["times"], row["approver"], row["notice"])


@dataclass(frozen=True, slots=True)
class Suspension:
    """A lawful reason for days not to be counted (LIC-17, FOI-05, PET-08)."""

    code: str
    name: str  # the word the law uses


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit of the law: so long after `event`, or so long before it where the limit is negative."""

    id: str
    event: str
    limit: Limit
    basis: str  # law and article
    source: str  # the text that was read
    confidence: str
    effective_from: date
    effective_to: date | None = None  # the last day it holds
    act: str | None = None  # what must be done in time, where it is not the decision itself
    on_miss: str | None = None  # what the law makes of the body's missing it
    on_silence: str | None = None  # what it makes of the body's saying nothing until `event`
    extend: Extension | None = None
    roll: bool = False  # a last day of rest moves to the next working day (CLK-02)
    party: str = "body"  # whom it binds: body, applicant, petitioner
    applies: str | None = None  # the track it is for, where not for all
    then: Limit | None = None  # the body's own limit, counted from the party's request
    suspensions: str | None = None  # the pack's closed list of reasons that stop it

    def __post_init__(self) -> None:
        assert self.confidence in CONFIDENCE, self.id
        assert self.extend is None or self.extend.limit.unit is self.limit.unit, self.id

    @property
    def effect(self) -> Effect:
        return Effect(self.effective_from, self.effective_to)

    @property
    def backwards(self) -> bool:
        """Counted back from its event (seven days before the hearing)."""
        return self.limit.n < 0

    def to_json(self) -> dict[str, Any]:
        given = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {name: _plain(value) for name, value in given if value is not None}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        """One row of the pack; a word it does not know breaks it, so that a slip of the pen shows at once."""
        effect = Effect.from_json(row["effective_from"], row.get("effective_to"))
        read = {
            "limit": Limit.from_json(row["limit"]),
            "extend": Extension.from_json(row["extend"]) if "extend" in row else None,
            "then": Limit.from_json(row["then"]) if "then" in row else None,
            "effective_from": effect.first,
            "effective_to": effect.last,
        }
        return cls(**{**row, **read})


def _plain(value: Any) -> Any:
    match value:
        case Limit() | Extension():
            return value.to_json()
        case date():
            return value.isoformat()
        case _:
            return value


@dataclass(frozen=True)
class RulePack:
    """The law's limits in one version. Of one id, one rule holds on any day."""

    pack: str
    version: str
    rules: tuple[Rule, ...]
    suspensions: Mapping[str, tuple[Suspension, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for rule_id, rules in self._by_id.items():
            assert overlap(rule.effect for rule in rules) is None, f"{rule_id}: two hold at once"
        for rule in self.rules:
            assert rule.suspensions is None or rule.suspensions in self.suspensions, rule.id

    @cached_property
    def _by_id(self) -> Mapping[str, tuple[Rule, ...]]:
        by_id: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            by_id[rule.id] = (*by_id.get(rule.id, ()), rule)
        return by_id

    def rule(self, rule_id: str, on: date) -> Rule:
        """The rule as it held on that day. An unknown id is a bug; a day before the law is refused."""
        for rule in self._by_id[rule_id]:
            if rule.effect.holds(on):
                return rule
        raise Refused("not_in_force", what=rule_id, on=on)

    def cite(self, rule: Rule) -> str:
        """How a clock names what it was computed with."""
        return f"{rule.id}@{self.version}"

    def reasons(self, rule: Rule) -> tuple[str, ...]:
        """The codes of all that may stop this rule's clock. The list is closed: nothing else may."""
        return tuple(each.code for each in self.suspensions.get(rule.suspensions or "", ()))

    def to_json(self) -> dict[str, Any]:
        return {
            "pack": self.pack,
            "version": self.version,
            "suspensions": {
                name: [{"code": each.code, "name": each.name} for each in reasons]
                for name, reasons in self.suspensions.items()
            },
            "rules": [rule.to_json() for rule in self.rules],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        suspensions = {
            name: tuple(Suspension(each["code"], each["name"]) for each in reasons)
            for name, reasons in value["suspensions"].items()
        }
        return cls(value["pack"], value["version"], tuple(map(Rule.from_json, value["rules"])), suspensions)
