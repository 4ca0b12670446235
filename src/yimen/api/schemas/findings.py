"""What a check finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yimen.base.findings import sentence
from yimen.rules import findings as rules
from yimen.rules.findings import Severity

from .words import Answer


class _Finding(Answer):
    rule: str
    severity: Severity
    text: str
    remedy: str


class MaterialFinding(_Finding):
    """About one material, by its code in the guide."""

    material: str


class FieldFinding(_Finding):
    """About one field of the form, or of who applies: `applicant.phone`."""

    field: str


Finding = MaterialFinding | FieldFinding


def finding(found: rules.Finding, *, english: bool) -> Finding:
    text, remedy = sentence(found, "en" if english else "zh-hans")
    about: dict[str, Any] = {"rule": found.rule, "severity": found.severity, "text": text, "remedy": remedy}
    if found.material is not None:
        return MaterialFinding(material=found.material, **about)
    return FieldFinding(field=found.field or "", **about)


def stored(row: Mapping[str, Any], *, english: bool) -> Finding:
    """The same of a finding as an answer keeps it."""
    return finding(rules.Finding.from_json(row), english=english)


class Findings(Answer):
    """Everything that lacks, at once; empty if nothing does (R-080)."""

    findings: list[Finding]
