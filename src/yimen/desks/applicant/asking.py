"""What an application asks, step by step, and what is found wrong with the answers: everything at once (R-080, R-084)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yimen.base.findings import sentence
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import ItemFacts
from yimen.modules.licensing import commands
from yimen.rules import materials
from yimen.rules.findings import Finding, Severity
from yimen.rules.identifiers import DocumentKind
from yimen.rules.intake import SIX_KINDS
from yimen.rules.materials import Requirement, Source
from yimen.rules.refused import Refused

from .drafts import Draft

WHO, FORM, MATERIALS, CHECK = "who", "form", "materials", "check"
TITLES: Final[Mapping[str, Promise]] = {
    WHO: _("Who applies"),
    FORM: _("The form"),
    MATERIALS: _("Your papers"),
    CHECK: _("Check and send"),
}
CLASSES: Final[Mapping[str, Promise]] = {
    "main": _("main piece"),
    "non_main": _("further piece"),
    "attachment": _("attachment"),
}
ONLINE: Final = frozenset({"full", "pre_review", "pre_registration"})
"""The levels that have a form to fill in at home (R-043)."""

DOCUMENTS: Final[Mapping[str, Promise]] = {
    DocumentKind.RESIDENT_ID: _("Resident identity card"),
    DocumentKind.PASSPORT: _("Passport"),
    DocumentKind.HONG_KONG_MACAO_PERMIT: _("Travel permit of Hong Kong and Macao residents"),
    DocumentKind.TAIWAN_PERMIT: _("Travel permit of Taiwan residents"),
    DocumentKind.RESIDENCE_PERMIT: _("Residence permit of Hong Kong, Macao and Taiwan residents"),
    DocumentKind.PERMANENT_RESIDENT_CARD: _("Foreigner's permanent residence card"),
    DocumentKind.OFFICER_CARD: _("Officer's card"),
}
"""What a person may show; an organisation shows its credit code."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in words, with the step and the place on it where it is put right."""

    text: str
    remedy: str
    severity: str
    step: str
    anchor: str  # id of the field or piece
    href: str
    field: str = ""  # its path in the form, or the applicant's field
    material: str = ""

    @property
    def whole(self) -> str:
        return f"{self.text} {self.remedy}".strip()

    @property
    def lacks(self) -> bool:
        return self.severity != Severity.HINT


@dataclass(frozen=True, slots=True)
class Asking:
    """An item as it is applied for: its steps, and what has been written."""

    item: ItemFacts
    draft: Draft

    @classmethod
    def of(cls, code: str, draft: Draft) -> Asking:
        """Refused: no_such_item; not_online, where one must come to the counter."""
        item = catalogue.published(code)
        if item.online not in ONLINE:
            raise Refused("not_online", item=item.name)
        return cls(item, draft)

    @property
    def steps(self) -> tuple[str, ...]:
        """A step without a question is left out."""
        asked = {FORM: bool(self.item.form), MATERIALS: bool(self.wanted)}
        return tuple(step for step in TITLES if asked.get(step, True))

    @property
    def wanted(self) -> tuple[Requirement, ...]:
        """What must be handed in, given what the form says so far."""
        return materials.needed(self.item.materials, self.draft.form)

    @property
    def spared(self) -> tuple[Requirement, ...]:
        """What the hall obtains itself and may not ask for (BUS-02)."""
        return tuple(each for each in self.item.materials if each.source is Source.SHARED)

    @property
    def classes(self) -> Mapping[str, Promise]:
        return CLASSES

    @property
    def pre_registered(self) -> bool:
        """The papers come to the window, this is written beforehand (R-079, R-095)."""
        return self.item.online != "full"

    def href(self, step: str) -> str:
        if step == WHO:
            return reverse("applicant:apply", args=[self.item.item_code])
        return reverse(f"applicant:apply_{step}", args=[self.item.item_code])

    def after(self, step: str) -> str:
        """The address of the step that follows."""
        at = self.steps.index(step)
        return self.href(self.steps[at + 1])

    def found(self, *, now: datetime) -> tuple[Found, ...]:
        """What the clerk's own check will find on the same facts, in the language of the page."""
        findings = commands.self_check(self.draft.filing(self.item.item_code), now=now)
        return in_words(findings, self.href)

    def goes_back(self, severities: Iterable[str], *, today: date) -> bool:
        """Whether what was found is answered by sending it back: a main piece lacks, and the hall goes by kinds (R-106)."""
        if Severity.BLOCKING not in severities:
            return False
        hall = self.draft.who.get("hall", "")
        scheme = catalogue.parameters().get("intake.scheme", today, hall, self.item.item_code)
        return bool(scheme == SIX_KINDS)


def in_words(findings: Iterable[Finding], href: Any) -> tuple[Found, ...]:
    """`href` gives the address of a step."""
    return tuple(_found(each, href) for each in findings)


def _found(finding: Finding, href: Any) -> Found:
    text, remedy = sentence(finding, get_language() or "")
    about = finding.field or ""
    if finding.material is not None:
        step, anchor = MATERIALS, f"piece-{finding.material}"
    elif about.startswith("applicant."):
        about = about.removeprefix("applicant.")
        step, anchor = WHO, about
    else:
        step, anchor = FORM, f"form.{about}"
    return Found(
        text=text,
        remedy=remedy,
        severity=str(finding.severity),
        step=step,
        anchor=anchor,
        href=f"{href(step)}#{anchor}",
        field=about,
        material=finding.material or "",
    )


def by_material(found: Sequence[Found]) -> dict[str, list[Found]]:
    grouped: dict[str, list[Found]] = {}
    for each in found:
        if each.material:
            grouped.setdefault(each.material, []).append(each)
    return grouped
