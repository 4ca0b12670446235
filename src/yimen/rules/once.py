"""The one-time guarantee: what an applicant must supply is told once and completely (LIC-07b, LIC-32).

A later request may repeat what was asked, and may name what is wrong with a piece that came or changed since.
Anything else could have been named before: it needs the hall director's written leave, and counts against the
check (R-084).
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Self

from yimen.rules.actors import Role
from yimen.rules.findings import Finding
from yimen.rules.refused import Refused


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """One thing asked of an applicant: about a material or a field, by a rule."""

    subject: str  # material:licence, field:address
    rule: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """To bring a piece is one demand, whatever was said about why it is not here."""
        return cls(finding.subject, "missing" if finding.facts.get("absent") else finding.rule)


@dataclass(frozen=True, slots=True)
class Override:
    """The leave to ask for more after all; it does not undo the breach."""

    by: int  # whose leave it is
    role: Role
    reason: str

    def require_given(self) -> None:
        """Only the director's, only in writing (LIC-32)."""
        if self.role is not Role.HALL_DIRECTOR:
            raise Refused("override_not_director", role=self.role)
        if not self.reason.strip():
            raise Refused("override_without_reason")


def told_once(
    first: AbstractSet[Demand] | None,
    asked_before: AbstractSet[Demand],
    findings_now: Iterable[Finding],
    changed: AbstractSet[str],
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What of these findings may be asked now, and what breaks the guarantee.

    `first` is what the first notice named, None before there was one; `asked_before` what later ones added;
    `changed` the subjects that came or changed since the last one by the applicant's own act.
    """
    asking = [finding for finding in findings_now if finding.lacks]
    if first is None:
        return tuple(asking), ()
    known = first | asked_before
    breaches = [each for each in asking if Demand.of(each) not in known and each.subject not in changed]
    return tuple(each for each in asking if each not in breaches), tuple(breaches)


@dataclass(frozen=True, slots=True)
class Told:
    """What an applicant has been told, and what came in since: the guarantee's memory of one matter.

    It outlives a return: whoever checks the same matter when it is filed again is bound by it.
    """

    first: frozenset[Demand] | None = None
    later: frozenset[Demand] = frozenset()
    fresh: frozenset[str] = frozenset()  # came or changed since the last notice
    breaches: frozenset[Demand] = frozenset()  # asked by override only; they count against the checks

    def supplied(self, subjects: Iterable[str]) -> Told:
        """The applicant brought or changed these."""
        return replace(self, fresh=self.fresh | frozenset(subjects))

    def ask(self, findings: Iterable[Finding], override: Override | None = None) -> Told:
        """After one more notice. Refused: `nothing_lacking`, and `told_once` without the director's leave."""
        allowed, breaches = told_once(self.first, self.later, findings, self.fresh)
        if not allowed and not breaches:
            raise Refused("nothing_lacking")
        if breaches:
            if override is None:
                raise Refused("told_once", breaches=[each.subject for each in breaches], count=len(breaches))
            override.require_given()
        asked = frozenset(map(Demand.of, (*allowed, *breaches)))
        return Told(
            first=asked if self.first is None else self.first,
            later=self.later if self.first is None else self.later | asked,
            breaches=self.breaches | frozenset(map(Demand.of, breaches)),
        )
