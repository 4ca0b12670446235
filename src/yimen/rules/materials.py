"""Which materials an application needs, and what of them is lacking: everything in one pass (LIC-07, R-084).

What is not on the published list is never demanded (LIC-03, BUS-01), nor what the state shares (BUS-02).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from yimen.rules import conditions, preconditions
from yimen.rules.conditions import Condition
from yimen.rules.findings import Finding, Severity, lacking
from yimen.rules.once import Demand, Override, Told, told_once
from yimen.rules.preconditions import TODAY, Boundary, Precondition

__all__ = [
    "Boundary",
    "Demand",
    "Finding",
    "MaterialClass",
    "Override",
    "Precondition",
    "Requirement",
    "Severity",
    "Source",
    "Submitted",
    "Told",
    "check",
    "lacking",
    "latest",
    "needed",
    "told_once",
    "touched",
]


class MaterialClass(StrEnum):
    """What a material is to its application; it decides between returned and supplement (R-036, R-108)."""

    MAIN = "main"  # 主件
    NON_MAIN = "non_main"  # 非主体材料
    ATTACHMENT = "attachment"  # 附件


class Source(StrEnum):
    """Where a material comes from."""

    APPLICANT = "applicant"
    GOVERNMENT = "government"  # issued by an organ, brought by the applicant
    SHARED = "shared"  # the hall obtains it itself and may not ask for it (BUS-02)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One row of an item's list of materials (R-036). In JSON its class is called `class`."""

    no: int  # standard order number
    code: str
    name: str
    material_class: MaterialClass
    original: bool = False  # the original must be shown
    copies: int = 1  # to be handed in
    stamped: bool = False  # they carry the applicant's seal
    blocks: bool = True  # its lack keeps the item from being approved
    tolerates_promise: bool = False  # may be promised in writing and come later (容缺受理)
    needed_if: Condition | None = None  # over the form's facts; None: always needed
    source: Source = Source.APPLICANT
    valid_days_left: int | None = None  # must be valid for so many days from today; None: does not expire
    issuer: str = ""
    blank: str = ""  # the empty form
    sample: str = ""  # a filled-in one
    basis: str = ""
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        given = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {_word(name): value for name, value in given if value not in (None, "")}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """A row of a complete guide; words of the guide that are no concern of the check are passed over."""
        read = {name: value[_word(name)] for name in cls.__dataclass_fields__ if _word(name) in value}
        read["material_class"] = MaterialClass(read["material_class"])
        read["source"] = Source(read.get("source", Source.APPLICANT))
        return cls(**read)


def _word(name: str) -> str:
    return "class" if name == "material_class" else name


@dataclass(frozen=True, slots=True)
class Submitted:
    """One piece as it was handed in, or as its absence was explained (R-092)."""

    code: str
    original: bool | None = None  # seen; None: nobody said
    copies: int = 0
    pages: int = 0
    stamped: bool = False
    content: bool = False  # a file was uploaded
    valid_until: date | None = None
    exists: bool = False  # the applicant has it but did not bring it
    promise: bool = False  # the applicant undertakes to supply it
    given_on: date | None = None  # when it came; None: it comes with the check

    @property
    def here(self) -> bool:
        return self.content or self.copies > 0 or self.original is True

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """A piece in the contract's words; its `content` may be the file itself."""
        until = value.get("valid_until")
        return cls(
            code=value["code"],
            original=value.get("original"),
            copies=value.get("copies", 0),
            pages=value.get("pages", 0),
            stamped=bool(value.get("stamped")),
            content=bool(value.get("content")),
            valid_until=date.fromisoformat(until) if until else None,
            exists=bool(value.get("exists")),
            promise=bool(value.get("promise")),
        )


def latest(submitted: Iterable[Submitted]) -> dict[str, Submitted]:
    """Of two pieces of one code the later counts; but a word that it is not here undoes no piece that came."""
    pieces: dict[str, Submitted] = {}
    for piece in submitted:
        if piece.here or piece.code not in pieces or not pieces[piece.code].here:
            pieces[piece.code] = piece
    return pieces


def needed(requirements: Iterable[Requirement], facts: Mapping[str, Any]) -> tuple[Requirement, ...]:
    """What this application must bring, in the standard order."""
    wanted = (
        each
        for each in requirements
        if each.source is not Source.SHARED
        and (each.needed_if is None or conditions.holds(each.needed_if, facts) is True)
    )
    return tuple(sorted(wanted, key=lambda each: each.no))


def check(
    requirements: Iterable[Requirement],
    submitted: Iterable[Submitted],
    facts: Mapping[str, Any],
    today: date,
    *,
    before: Iterable[Precondition] = (),
    form_findings: Iterable[Finding] = (),
    received_on: date | None = None,
) -> tuple[Finding, ...]:
    """Everything that lacks, in one pass: the three boundaries, then materials, then the form (R-084, R-085).

    `before` are the item's preconditions, `form_findings` what the conventions find in the form. Of each code
    the `latest` piece counts. An application is judged as of the day it was received, a piece as of the day it
    came: what ran out since, while the applicant was kept waiting, is no new demand (LIC-07b).
    """
    requirements = tuple(requirements)
    wanted = needed(requirements, facts)
    pieces = latest(submitted)
    as_of = received_on or today
    found = [*preconditions.violated(before, {**facts, TODAY: as_of.isoformat()})]
    for requirement in wanted:
        piece = pieces.get(requirement.code, Submitted(requirement.code))
        found += _deficiencies(requirement, piece, piece.given_on or today)
    found += _not_needed(
        pieces, {each.code: each.name for each in requirements}, {each.code for each in wanted}
    )
    found += form_findings
    return tuple(sorted(found, key=_boundaries_first))


def _not_needed(
    pieces: Mapping[str, Submitted], names: Mapping[str, str], wanted: set[str]
) -> Iterator[Finding]:
    for code, piece in pieces.items():
        if piece.here and code not in wanted:
            name = {"name": names.get(code, code)}
            yield Finding(rule="not_needed", severity=Severity.HINT, material=code, facts=name)


def touched(requirements: Iterable[Requirement], changed: Iterable[str]) -> frozenset[str]:
    """What the applicant's changes may newly raise: their subjects, and materials needed because of them."""
    subjects = frozenset(changed)
    because = (
        f"material:{each.code}"
        for each in requirements
        if each.needed_if and any(f"field:{name}" in subjects for name in conditions.reads(each.needed_if))
    )
    return subjects.union(because)


_FIRST: Final = tuple(Boundary)


def _boundaries_first(finding: Finding) -> int:
    boundary = preconditions.boundary(finding)
    return _FIRST.index(boundary) if boundary else len(_FIRST)


def _deficiencies(wanted: Requirement, piece: Submitted, today: date) -> Iterator[Finding]:
    facts = {
        "name": wanted.name,
        "no": wanted.no,
        "class": str(wanted.material_class),
        "blocks": wanted.blocks,
    }

    def finding(rule: str, severity: Severity = Severity.CURABLE, **more: Any) -> Finding:
        return Finding(rule=rule, severity=severity, material=wanted.code, facts={**facts, **more})

    if not piece.here:
        if wanted.material_class is not MaterialClass.MAIN:
            if piece.promise and wanted.tolerates_promise:
                yield finding("promised", Severity.HINT, promised=True)
            else:
                yield finding(f"{wanted.material_class}_missing", absent=True, undertaken=piece.promise)
        elif piece.exists:
            yield finding("main_not_brought", absent=True)
        else:
            yield finding("main_missing", Severity.BLOCKING, absent=True)
        return

    on_paper = not piece.content
    if wanted.original and not piece.original:
        if on_paper or piece.original is False:
            yield finding("original_not_seen")
        else:
            yield finding("original_to_show", Severity.HINT)
    if on_paper and piece.copies < wanted.copies:
        yield finding("copies_short", needed=wanted.copies, given=piece.copies)
    if on_paper and wanted.stamped and not piece.stamped:
        yield finding("not_stamped")
    if wanted.valid_days_left is not None:
        until, must = piece.valid_until, today + timedelta(days=wanted.valid_days_left)
        if until is None:
            yield finding("validity_to_check", Severity.HINT)
        elif until < today:
            yield finding("expired", boundary=str(Boundary.VALIDITY), until=until.isoformat())
        elif until < must:
            yield finding(
                "expires_soon",
                boundary=str(Boundary.VALIDITY),
                until=until.isoformat(),
                must=must.isoformat(),
            )
