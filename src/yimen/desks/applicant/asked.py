"""What a notice asked of the applicant, or what they promised themselves, and what of it is there by now (LIC-07, R-107)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import get_language

from yimen.base.findings import sentence
from yimen.modules.licensing.queries import DossierView
from yimen.rules.findings import Finding
from yimen.rules.licensing import Material
from yimen.rules.materials import Submitted
from yimen.rules.once import BY_HAND, Demand, answers

MATERIAL: Final = "material:"
FIELD: Final = "field:"
PROMISED: Final = "promised"


@dataclass(frozen=True, slots=True)
class Demanded:
    """One thing that is to be handed in, and why, in the words of the notice and the language of the page."""

    finding: Finding

    @property
    def material(self) -> str:
        return self.finding.material or ""

    @property
    def field(self) -> str:
        return self.finding.field or ""

    @property
    def text(self) -> str:
        return sentence(self.finding, get_language() or "")[0]

    @property
    def words(self) -> str:
        """What is wrong and what to do."""
        return " ".join(each for each in sentence(self.finding, get_language() or "") if each)


def came_to_be_accepted(view: DossierView) -> bool:
    """Whether nobody answered in time: what lacked then may still be handed in, though nobody may ask for it (LIC-30)."""
    return any(line.act == "deem_accept" for line in view.lines)


def demanded(view: DossierView) -> tuple[Demanded, ...]:
    """All that was ever asked or promised, or lacked when silence accepted, and is not there yet."""
    memory = view.application.told or {}
    asked = {Demand(*pair) for pair in (*(memory.get("first") or ()), *memory.get("later", ()))}
    owed = any(task.kind == PROMISED for task in view.card.tasks)
    unasked = came_to_be_accepted(view)
    return tuple(
        Demanded(each)
        for each in view.findings
        if (each.lacks and (unasked or Demand.of(each) in asked)) or (owed and each.facts.get("promised"))
    )


def still_lacking(
    asked: Iterable[Demanded], findings: Iterable[Finding], brought: Iterable[str]
) -> tuple[Demanded, ...]:
    """What of it will still lack once `brought` (subjects) is there and the check finds `findings`."""
    wrong = {Demand.of(each) for each in findings if each.lacks or each.facts.get("promised")}
    here = frozenset(brought)
    return tuple(each for each in asked if _open(each.finding, wrong, here))


def _open(demand: Finding, wrong: set[Demand], here: frozenset[str]) -> bool:
    """What a checker asked in words is answered by its piece; the rest the check itself finds, or finds no more."""
    return not answers(here, demand) if demand.rule == BY_HAND else Demand.of(demand) in wrong


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
