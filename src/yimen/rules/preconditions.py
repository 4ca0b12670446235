"""What must hold before one may apply: an item's hard conditions, among them the three asked first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from yimen.rules import conditions
from yimen.rules.conditions import Condition
from yimen.rules.findings import Finding, Severity

TODAY: Final = "today"  # a condition may read the day of the check beside the form's facts, as an ISO date


class Boundary(StrEnum):
    """The three questions asked before all others, in this order (R-085)."""

    LICENCE_CLASS = "licence_class"  # is a licence needed, and this one
    BUSINESS_SCOPE = "business_scope"  # does the business licence cover what is applied for
    VALIDITY = "validity"  # are certificates and reports still valid


@dataclass(frozen=True, slots=True, kw_only=True)
class Precondition:
    """A hard condition with plain words, its source and what to do: a rule that can be shown (R-049)."""

    code: str
    holds_if: Condition
    text: str
    remedy: str
    basis: str
    text_en: str = ""
    remedy_en: str = ""
    boundary: Boundary | None = None
    otherwise: str = ""  # what a wrong licence class means: no_approval_needed or out_of_remit
    competent: str = ""  # whose remit it then is

    def to_json(self) -> dict[str, Any]:
        given = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {name: value for name, value in given if value not in (None, "")}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        boundary = value.get("boundary")
        return cls(**{**value, "boundary": Boundary(boundary) if boundary else None})

    def finding(self) -> Finding:
        """What is found where it does not hold. Its rule is the item's own, and brings its own words.

        A wrong licence class keeps the application out (R-083 outcomes 3, 4); all else is a listed defect.
        """
        wrong_class = self.boundary is Boundary.LICENCE_CLASS
        words = {name: value for name, value in self.to_json().items() if name not in {"code", "holds_if"}}
        return Finding(
            rule=self.code,
            severity=Severity.BLOCKING if wrong_class else Severity.CURABLE,
            field=next(name for name in conditions.reads(self.holds_if) if name != TODAY),
            facts=words,
        )


def violated(preconditions: Iterable[Precondition], facts: Mapping[str, Any]) -> tuple[Finding, ...]:
    """A finding for each that surely does not hold; what nobody has filled in yet violates nothing."""
    return tuple(each.finding() for each in preconditions if conditions.holds(each.holds_if, facts) is False)


def boundary(finding: Finding) -> Boundary | None:
    """Which of the three a finding belongs to."""
    name = finding.facts.get("boundary")
    return Boundary(name) if name else None


def boundaries(findings: Iterable[Finding]) -> Mapping[Boundary, bool]:
    """The three results that a check shows first: whether each held (R-085)."""
    broken = {boundary(finding) for finding in findings if finding.lacks}
    return {each: each not in broken for each in Boundary}
