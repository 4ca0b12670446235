"""The one-time guarantee: what an applicant must supply is told once and completely (LIC-07b, LIC-32).

A later request may repeat what was asked, and may name what is wrong with a piece that came or changed since.
Anything else could have been named before: it needs the hall director's written leave, and counts against the
check (R-084).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from yimen.rules.actors import Role
from yimen.rules.findings import Finding, Severity
from yimen.rules.refused import Refused

BY_HAND: Final = "by_hand"
"""The rule of what a checker found beyond the automatic check, in their own words."""
APPLICANT: Final = "field:applicant"
"""Who applies, as one subject: name, document and telephone are its parts."""


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """One thing asked of an applicant: about a material or a field, by a rule."""

    subject: str  # material:licence, field:address
    rule: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """To bring a piece is one demand, whatever was said about why it is not here; of two by hand each is its own."""
        if finding.rule == BY_HAND:
            return cls(finding.subject, f"{BY_HAND}.{finding.facts.get('nth', 1)}")
        return cls(finding.subject, "missing" if finding.facts.get("absent") else finding.rule)


def whole(subject: str) -> str:
    """The subject an applicant brings or changes: of a form's field the outermost, which holds it."""
    kind, _, name = subject.partition(":")
    return f"{kind}:{name.partition('.')[0]}" if kind == "field" else subject


def answers(brought: AbstractSet[str], demand: Finding) -> bool:
    """Whether what came may be the answer to a demand by hand; whether it is one, the next check says.

    A demand about nothing in particular is answered by whatever comes next.
    """
    subject = whole(demand.subject)
    return bool(brought) and (subject == "field:" or subject in {whole(each) for each in brought})


def asked_by_hand(
    extra: Iterable[Mapping[str, Any]], before: Iterable[Mapping[str, Any]]
) -> tuple[Finding, ...]:
    """Demands in a checker's words as findings; `before` are those of earlier notices, as `Finding.to_json` kept them.

    The same words about the same subject are the same demand again; others are a new one (LIC-32).
    """
    known: dict[tuple[str, str], int] = {}
    for row in before:
        old = Finding.from_json(row)
        known[old.subject, old.facts.get("text", "")] = old.facts["nth"]
    findings = []
    for each in extra:
        about = {"material": each["material"]} if each.get("material") else {"field": each.get("field") or ""}
        demand = Finding(rule=BY_HAND, severity=Severity.CURABLE, **about)
        key = (demand.subject, each["text"])
        n = known.setdefault(key, 1 + sum(1 for subject, _ in known if subject == demand.subject))
        words = {"nth": n, "text": each["text"], "remedy": each.get("remedy") or ""}
        findings.append(replace(demand, facts=words))
    return tuple({Demand.of(each): each for each in findings}.values())


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
    fresh = {whole(subject) for subject in changed}
    breaches = [each for each in asking if Demand.of(each) not in known and whole(each.subject) not in fresh]
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

    @property
    def asked(self) -> frozenset[Demand]:
        """All that was ever asked."""
        return (self.first or frozenset()) | self.later

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
