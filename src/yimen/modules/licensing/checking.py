"""The one check: the applicant's self-check and the clerk's are the same function over the same facts (R-080, R-084)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from django.utils.translation import override

from yimen.base import forms
from yimen.modules.catalogue.queries import ItemFacts
from yimen.modules.people import queries as people
from yimen.rules import conventions
from yimen.rules.findings import Finding, Severity
from yimen.rules.materials import Submitted, check
from yimen.rules.once import APPLICANT, whole

PUBLIC: Final = ("promised", "absent", "undertaken", "blocks", "otherwise", "competent")
"""Facts of a finding that the answer follows from; the rest may quote what people wrote."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A material as it is handed in: what the engine keeps, and which file it is."""

    submitted: Submitted
    no: int
    file: Mapping[str, Any] | None = None  # digest, name, size, type

    def to_facts(self) -> dict[str, Any]:
        each = self.submitted
        facts: dict[str, Any] = {
            "code": each.code,
            "no": self.no,
            "original": each.original,
            "copies": each.copies,
            "pages": each.pages,
            "stamped": each.stamped,
            "exists": each.exists,
            "promise": each.promise,
            "valid_until": each.valid_until.isoformat() if each.valid_until else None,
            "digital": self.file is not None,
        }
        if self.file is not None:
            facts["private"] = dict(self.file)
        return facts


class Applicant(Protocol):
    """Who applies, as told."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def id_type(self) -> str | None: ...
    @property
    def id_number(self) -> str: ...
    @property
    def phone(self) -> str: ...


def doubts(who: Applicant, *, today: date) -> tuple[Finding, ...]:
    """What cannot be right about who applies, field by field."""
    told = people.read_told(who.kind, who.name, who.id_type, who.id_number, who.phone, today=today)
    return tuple(
        Finding(rule=wrong.reason, severity=Severity.CURABLE, field=f"applicant.{name}", facts=wrong.facts)
        for name, wrong in told.doubts.items()
    )


def doubted(findings: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Of stored findings those about who applies: they stand until the particulars are corrected."""
    found = (Finding.from_json(each) for each in findings)
    return tuple(each for each in found if whole(each.subject) == APPLICANT)


def find(
    item: ItemFacts,
    submitted: Iterable[Submitted],
    form: Mapping[str, Any],
    *,
    today: date,
    received_on: date | None = None,
    more: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    """Everything that lacks, in one pass: boundaries, materials, then the form, field by field.

    `received_on` is for a case that was received before: it is judged as of that day.
    """
    schema = item.form or {}
    wrong = [_fault(schema, each) for each in (forms.validate(schema, form) if schema else ())]
    told = {each.field for each in wrong}
    conventional = [
        each
        for each in (conventions.check_form(schema, form, today=today) if schema else ())
        if each.field not in told
    ]
    return check(
        item.materials,
        submitted,
        form,
        today,
        before=item.preconditions,
        form_findings=(*more, *wrong, *conventional),
        received_on=received_on,
    )


def _fault(schema: Mapping[str, Any], fault: forms.Fault) -> Finding:
    """A field that is not written as the form asks, in both languages."""
    words = {}
    for name, language in (("text", "zh-hans"), ("text_en", "en")):
        with override(language):
            words[name] = forms.sentence(schema, fault)
    return Finding(rule=f"form_{fault.keyword}", severity=Severity.CURABLE, field=fault.field, facts=words)


def pieces(
    item: ItemFacts, submitted: Iterable[Submitted], files: Mapping[str, Mapping[str, Any]]
) -> list[Piece]:
    """What was handed in, in the item's standard order (R-139). What is not on its list comes last."""
    order = {each.code: each.no for each in item.materials}
    given = [each for each in submitted if each.here or each.exists or each.promise]
    return sorted(
        (Piece(each, order.get(each.code, len(order) + 1), files.get(each.code)) for each in given),
        key=lambda each: each.no,
    )


def public(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings without what people wrote: these are the engine's to keep in the open."""
    rows = []
    for each in findings:
        row = each.to_json()
        row["facts"] = {name: value for name, value in each.facts.items() if name in PUBLIC}
        rows.append(row)
    return rows
