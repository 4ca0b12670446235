"""What a notice asked of the applicant, piece by piece, and what of it is there by now (LIC-07, R-084)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import get_language

from yimen.base.bilingual import english
from yimen.base.findings import sentence
from yimen.modules.licensing.queries import DossierView
from yimen.rules.findings import Finding
from yimen.rules.licensing import BY_HAND, Material
from yimen.rules.materials import Submitted
from yimen.rules.once import Demand, whole

MATERIAL: Final = "material:"
FIELD: Final = "field:"


@dataclass(frozen=True, slots=True)
class Demanded:
    """One thing the notice asks for, in the notice's own words; in English only where the check has English for it."""

    subject: str  # material:licence, field:address
    rule: str
    text: str
    remedy: str

    @property
    def material(self) -> str:
        return self.subject.removeprefix(MATERIAL) if self.subject.startswith(MATERIAL) else ""

    @property
    def field(self) -> str:
        return self.subject.removeprefix(FIELD) if self.subject.startswith(FIELD) else ""

    @property
    def words(self) -> str:
        return f"{self.text} {self.remedy}".strip()


def demanded(view: DossierView) -> tuple[Demanded, ...]:
    """All that was ever asked and is not there yet, in the order of the notices."""
    asked = _asked(view)
    found = {Demand.of(each): each for each in view.findings if each.lacks}
    fresh = {whole(each) for each in (view.application.told or {}).get("fresh", ())}
    words = _words(view)
    order = list(words)
    open_ = [
        Demanded(each.subject, each.rule, *_said(found.get(each), words.get(each.subject)))
        for each in asked
        if each in found or (_by_hand(each) and not _answered(each, fresh))
    ]
    return tuple(
        sorted(open_, key=lambda each: order.index(each.subject) if each.subject in words else len(order))
    )


def still_lacking(
    asked: Iterable[Demanded], findings: Iterable[Finding], brought: Iterable[str]
) -> tuple[Demanded, ...]:
    """What of it will still lack once `brought` (subjects) is there and the check finds `findings`."""
    lacking = {Demand.of(each) for each in findings if each.lacks}
    here = {whole(each) for each in brought}
    demands = ((each, Demand(each.subject, each.rule)) for each in asked)
    return tuple(
        each
        for each, demand in demands
        if (not _answered(demand, here) if _by_hand(demand) else demand in lacking)
    )


def _asked(view: DossierView) -> list[Demand]:
    memory = view.application.told or {}
    return [Demand(*pair) for pair in (*(memory.get("first") or ()), *memory.get("later", ()))]


def _by_hand(demand: Demand) -> bool:
    return demand.rule.startswith(BY_HAND)


def _answered(demand: Demand, brought: set[str]) -> bool:
    """What a checker asked in words is answered by its piece; what is about nothing in particular, by anything that comes."""
    return bool(brought) and (demand.subject == FIELD or whole(demand.subject) in brought)


def handed_in(given: Iterable[Material | None]) -> tuple[Submitted, ...]:
    """What was handed in so far, as the check reads it."""
    return tuple(
        Submitted(
            code=each.code,
            original=each.original,
            copies=each.copies,
            pages=each.pages,
            stamped=each.stamped,
            content=each.digital,
            valid_until=date.fromisoformat(each.valid_until) if each.valid_until else None,
            exists=each.exists,
            promise=each.promise,
        )
        for each in given
        if each is not None
    )


def _words(view: DossierView) -> dict[str, tuple[str, str]]:
    """What the notices said of each subject: the line names the things, the paper has the words, in the same order."""
    words: dict[str, tuple[str, str]] = {}
    for line in view.lines:
        if line.act == "ask_supplement":
            asked = line.body["facts"].get("asked", ())
            papers: list[Mapping[str, Any]] = line.private.get("papers") or [{}]
            for (subject, _rule), said in zip(asked, papers[0].get("findings", ()), strict=False):
                words[subject] = (said["rule"], said["remedy"])
    return words


def _said(finding: Finding | None, notice: tuple[str, str] | None) -> tuple[str, str]:
    if finding is not None and (english() or notice is None):
        return sentence(finding, get_language() or "")
    return notice or ("", "")
