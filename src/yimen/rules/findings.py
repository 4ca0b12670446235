"""What a check finds: a rule, its subject and its weight. The words for it are in `base/findings.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class Severity(StrEnum):
    """What a finding does to an application."""

    BLOCKING = "blocking"  # nothing can be done until it is put right
    CURABLE = "curable"  # can be supplied or corrected, and is asked for once
    HINT = "hint"  # good to know; nothing lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding, about one material or one field."""

    rule: str
    severity: Severity
    facts: Mapping[str, Any] = field(default_factory=dict)  # what its sentence names: plain JSON values
    material: str | None = None
    field: str | None = None

    @property
    def subject(self) -> str:
        """What it is about, as one word: `material:licence`, `field:address`."""
        return f"material:{self.material}" if self.material is not None else f"field:{self.field or ''}"

    @property
    def lacks(self) -> bool:
        """Whether something must be supplied or corrected."""
        return self.severity is not Severity.HINT

    def to_json(self) -> dict[str, Any]:
        about = {"material": self.material} if self.material is not None else {"field": self.field}
        promised = {"promised": True} if self.facts.get("promised") else {}
        return {
            **about,
            "rule": self.rule,
            "severity": str(self.severity),
            **promised,
            "facts": dict(self.facts),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        return cls(
            rule=value["rule"],
            severity=Severity(value["severity"]),
            material=value.get("material"),
            field=value.get("field"),
            facts=value.get("facts", {}),
        )


def lacking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that keep the application from being complete and in legal form."""
    return tuple(finding for finding in findings if finding.lacks)
