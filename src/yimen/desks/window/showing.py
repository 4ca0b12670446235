"""A dossier as the desk shows it: pieces in their prescribed order, findings in words, and what happened, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy

from yimen.base import findings as sentences
from yimen.base import forms
from yimen.base.packs import national_rules
from yimen.base.words import CLOCKS, LIGHTS, STEPS
from yimen.modules.catalogue.queries import ItemFacts
from yimen.modules.ledger.events import Line
from yimen.modules.licensing.queries import DossierView
from yimen.modules.licensing.queries.dossiers import MaterialRow
from yimen.rules.findings import Finding
from yimen.rules.materials import needed

STANDINGS: Final = {
    "here": pgettext_lazy("piece", "Here"),
    "promised": pgettext_lazy("piece", "Promised in writing"),
    "elsewhere": pgettext_lazy("piece", "Exists, not brought"),
    "missing": pgettext_lazy("piece", "Missing"),
    "spare": pgettext_lazy("piece", "Not needed here"),
}
ICONS: Final = {
    "here": "check",
    "promised": "writing",
    "elsewhere": "home",
    "missing": "file-off",
    "spare": "minus",
}
INNER: Final = frozenset({"step"})
"""Clocks that are the department's own: the window counts by the case's."""
QUIET: Final = frozenset({"seal"})
"""Lines that tell nobody anything: papers become files by themselves."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One place of the dossier: what belongs there, and what lies there (R-139)."""

    no: int
    name: str
    standing: str  # one of STANDINGS
    row: MaterialRow
    href: str  # of its file; empty without one

    @property
    def words(self) -> Promise:
        return STANDINGS[self.standing]

    @property
    def icon(self) -> str:
        return ICONS[self.standing]

    @property
    def gap(self) -> bool:
        return self.standing in {"missing", "elsewhere", "promised"}


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in the page's language, with the name of what it is about."""

    about: str
    rule: str
    severity: str
    text: str
    remedy: str
    field: str | None
    material: str | None


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the ledger as a step of the timeline."""

    at: datetime
    text: str
    by: str
    note: str
    tone: str = "done"


def pieces(view: DossierView) -> tuple[Piece, ...]:
    """Every place of the dossier in the prescribed order; what lacks is a gap with its number."""
    wanted = {each.code for each in needed(view.item.materials, view.form)}
    return tuple(_piece(view, each, wanted=each.code in wanted) for each in view.materials)


def _piece(view: DossierView, row: MaterialRow, *, wanted: bool) -> Piece:
    given = row.given
    if given is not None and (given.copies or given.original or given.digital):
        standing = "here"
    elif given is not None and given.promise:
        standing = "promised"
    elif given is not None and given.exists:
        standing = "elsewhere"
    else:
        standing = "missing" if wanted else "spare"
    href = ""
    if given is not None and row.file:
        href = reverse("files:material", args=[view.card.number, given.n])
    return Piece(row.no, row.name, standing, row, href)


def said(found: Iterable[Finding], item: ItemFacts) -> list[Said]:
    """Findings in words, all at once, each beside what it is about."""
    language = get_language() or ""
    names = {each.code: each.name for each in item.materials}
    shown = []
    for each in found:
        text, remedy = sentences.sentence(each, language)
        about = names.get(each.material or "") or field_name(item, each.field or "")
        shown.append(Said(about, each.rule, str(each.severity), text, remedy, each.field, each.material))
    return shown


def field_name(item: ItemFacts, path: str) -> str:
    """What a field is called on the form, or one of those that say who applies."""
    told = {
        "applicant.kind": pgettext("applicant", "Kind"),
        "applicant.name": pgettext("applicant", "Name"),
        "applicant.id_type": pgettext("applicant", "Document"),
        "applicant.id_number": pgettext("applicant", "Number of the document"),
        "applicant.phone": pgettext("applicant", "Telephone"),
    }
    return told.get(path) or forms.title(forms.at(item.form or {}, path)) or path


def fields(item: ItemFacts) -> list[tuple[str, str]]:
    """The fields of the application form by their paths, in their order."""
    return [(name, forms.title(part) or name) for name, part in forms.properties(item.form or {})]


def basis(rule: str, today: date) -> str:
    """The article a clock rests on, from the rule it cites (`LIC-07@2026.1`); empty where it is the hall's own rule."""
    id_ = rule.partition("@")[0]
    pack = national_rules()
    return pack.rule(id_, today).basis if any(each.id == id_ for each in pack.rules) else ""


def timeline(view: DossierView) -> list[Happened]:
    """What happened to the case, the latest first."""
    return [_happened(line, view.staff) for line in reversed(view.lines) if _tells(line)]


def notes(view: DossierView) -> list[Happened]:
    """What colleagues wrote down for one another, the latest first."""
    return [
        each for line in reversed(view.lines) if line.act == "note" for each in [_happened(line, view.staff)]
    ]


def _tells(line: Line) -> bool:
    """A turn is told where a light turned, and not of the department's own share of the time."""
    facts = _facts(line)
    return line.act not in QUIET and (
        line.act != "turn" or ("light" in facts and facts.get("clock") not in INNER)
    )


def _facts(line: Line) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = line.body.get("facts", {})
    return facts


def _happened(line: Line, staff: Mapping[int, str]) -> Happened:
    step = STEPS[line.act]
    text = str(step.text)
    if line.act == "turn":
        text = f"{CLOCKS[_facts(line)['clock']].text}: {LIGHTS[_facts(line)['light']].text}"
    tone = "bad" if step.tone == "bad" or _facts(line).get("light") == "red" else "done"
    return Happened(line.at, text, _by(line, staff), " · ".join(_written(line)), tone)


def _by(line: Line, staff: Mapping[int, str]) -> str:
    match line.body.get("by", {}):
        case {"staff": int(who)}:
            return staff.get(who, "")
        case {"person": _}:
            return pgettext("window", "the applicant")
        case {"clock": _}:
            return pgettext("window", "by itself")
    return ""


_WRITTEN: Final = ("called", "text", "reason", "basis", "approved_by", "receiver", "relation", "tracking_no")


def _written(line: Line) -> Iterator[str]:
    """What people wrote with it, as far as nobody had it erased."""
    told: Mapping[str, Any] = line.private.get("facts", {})
    for name in _WRITTEN:
        if told.get(name):
            yield str(told[name])
    extra: Sequence[Any] = told.get("extra") or ()
    yield from (str(each) for each in extra if each)
