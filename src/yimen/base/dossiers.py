"""A dossier as pages show it: every file on one shelf beside its viewer, and what happened as a story.

Whose dossier it is does not matter here: subjects pass their cards, and addresses are found by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from . import words
from .bilingual import said
from .phrases import limit, moment, short_day

QUIET: Final = frozenset({"seal", "turn"})
"""Lines that are the house's own breathing: they stand in the ledger, but tell no story."""


class Dossier(Protocol):
    """What of a case's dossier is shown on the shelf."""

    @property
    def card(self) -> Any: ...
    @property
    def materials(self) -> Sequence[Any]: ...
    @property
    def findings(self) -> Sequence[Any]: ...
    @property
    def opinions(self) -> Sequence[Any]: ...
    @property
    def papers(self) -> Sequence[Any]: ...


class Line(Protocol):
    """A line of the ledger, as a story reads it."""

    @property
    def at(self) -> datetime: ...
    @property
    def act(self) -> str: ...
    @property
    def actor(self) -> int | None: ...
    @property
    def body(self) -> Mapping[str, Any]: ...
    @property
    def private(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Spine:
    """One thing on the shelf: a file to look at, or the place where one is missing."""

    key: str  # what the address calls it
    name: str
    note: str = ""
    href: str = ""  # of its content; empty where there is no file
    kind: str = ""  # pdf image other
    state: str = ""  # file, given (on paper only), promised, exists, gap, or not_needed
    group: str = ""  # the heading it is the first under


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything that can be looked at, and what is being looked at."""

    spines: tuple[Spine, ...]
    shown: Spine | None

    @property
    def previous(self) -> Spine | None:
        return self._beside(-1)

    @property
    def next(self) -> Spine | None:
        return self._beside(1)

    @property
    def gaps(self) -> int:
        return sum(each.state == "gap" for each in self.spines)

    def _beside(self, step: int) -> Spine | None:
        open_ = [each for each in self.spines if each.href]
        if self.shown is None or self.shown not in open_:
            return None
        place = open_.index(self.shown) + step
        return open_[place] if 0 <= place < len(open_) else None


def shelf(view: Dossier, wanted: str = "") -> Shelf:
    """Materials in their prescribed order with what is missing, then records, then papers; `wanted` is shown."""
    spines = (*_materials(view), *_records(view), *_papers(view))
    files = [each for each in spines if each.href]
    shown = next((each for each in files if each.key == wanted), files[0] if files else None)
    return Shelf(spines, shown)


def _materials(view: Dossier) -> Iterator[Spine]:
    lacking = {each.material for each in view.findings if each.material and each.lacks}
    for n, row in enumerate(view.materials):
        group = pgettext("shelf", "Materials") if n == 0 else ""
        given, file = row.given, row.file or {}
        if file.get("digest"):
            href = reverse("files:material", args=[view.card.number, given.n])
            note = " · ".join(filter(None, (filesizeformat(file.get("size", 0)), _rounds(row.rounds))))
            yield Spine(f"m{given.n}", f"{row.no} {row.name}", note, href, _kind(file), "file", group)
            continue
        state = _state_of(given, lacks=row.code in lacking)
        note = _on_paper(given) if state == "given" else _lacking(state, row.material_class)
        yield Spine(f"g{row.no}", f"{row.no} {row.name}", note, state=state, group=group)


def _state_of(given: Any, *, lacks: bool) -> str:
    if given is not None and (given.original or given.copies):
        return "given"
    if given is not None and given.promise:
        return "promised"
    if given is not None and given.exists:
        return "exists"
    return "gap" if lacks else "not_needed"


def _lacking(state: str, material_class: str) -> str:
    match state:
        case "promised":
            return pgettext("shelf", "promised in writing")
        case "exists":
            return pgettext("shelf", "exists, not brought yet")
        case "not_needed":
            return pgettext("shelf", "not asked for in this matter")
        case _ if material_class == "attachment":
            return pgettext("shelf", "not handed in; an attachment")
        case _:
            return pgettext("shelf", "not handed in")


def _on_paper(given: Any) -> str:
    parts = [pgettext("shelf", "original seen")] if given.original else []
    if given.copies:
        copies = npgettext("shelf", "%(n)d copy", "%(n)d copies", given.copies)
        parts.append(copies % {"n": given.copies})
    return pgettext("shelf", "on paper: %(what)s") % {"what": pgettext("list", ", ").join(parts)}


def _rounds(count: int) -> str:
    return pgettext("shelf", "handed in %(n)d times") % {"n": count} if count > 1 else ""


def _records(view: Dossier) -> Iterator[Spine]:
    first = True
    for row in view.opinions:
        for k, file in enumerate(row.files, start=1):
            name = f"{words.TASKS[row.opinion.kind].text} · {file.get('name', '')}"
            href = reverse("files:record", args=[view.card.number, row.opinion.n, k])
            group = pgettext("shelf", "Records") if first else ""
            yield Spine(f"r{row.opinion.n}-{k}", name, row.by, href, _kind(file), "file", group)
            first = False


def _papers(view: Dossier) -> Iterator[Spine]:
    for n, paper in enumerate(view.papers):
        href = reverse("files:paper", args=[view.card.number, paper.paper_no])
        group = pgettext("shelf", "Papers") if n == 0 else ""
        name = said(paper.title, paper.title_en)
        served = (
            pgettext("shelf", "served %(day)s") % {"day": short_day(paper.served_at)}
            if paper.served_at
            else ""
        )
        note = " · ".join(filter(None, (paper.paper_no, served)))
        yield Spine(f"p{n + 1}", name, note, href, "pdf", "file", group)


def _kind(file: Mapping[str, Any]) -> str:
    kind = str(file.get("type", ""))
    if kind == "application/pdf":
        return "pdf"
    return "image" if kind in {"image/jpeg", "image/png"} else "other"


# -- the story ----


def story(
    lines: Iterable[Line], staff: Mapping[int, str], *, quiet: frozenset[str] = QUIET
) -> list[dict[str, Any]]:
    """What happened, the latest last: steps for the timeline, each with who did it and what they wrote."""
    return [_step(each, staff) for each in lines if each.act not in quiet]


def _step(line: Line, staff: Mapping[int, str]) -> dict[str, Any]:
    sign = words.STEPS.get(line.act)
    return {
        "at": line.at,
        "text": str(sign.text) if sign else line.act,
        "by": by_whom(line, staff),
        "note": "\n".join(_notes(line, staff)),
        "tone": sign.tone if sign else "done",
    }


def by_whom(line: Line, staff: Mapping[int, str]) -> str:
    """Who did it, in words: somebody by name, the applicant, or nobody at all."""
    if line.actor is not None:
        return staff.get(line.actor, "")
    by = line.body.get("by", {})
    if "person" in by:
        return pgettext("by", "the applicant")
    return pgettext("by", "by itself, when it fell due") if "clock" in by else pgettext("by", "by itself")


def _notes(line: Line, staff: Mapping[int, str]) -> Iterator[str]:
    facts: Mapping[str, Any] = line.body.get("facts") or {}
    told: Mapping[str, Any] = line.private.get("facts") or {}
    if "as" in line.body:
        at = datetime.fromisoformat(line.body["as"])
        yield _("As of %(moment)s.") % {"moment": moment(at)}
    if facts.get("reason") in words.PAUSES:
        needed = f" · {limit(facts['needed'])}" if facts.get("needed") else ""
        yield f"{words.PAUSES[facts['reason']].text}{needed}"
    if facts.get("result") in words.RESULTS:
        yield str(words.RESULTS[facts["result"]].text)
    if line.act == "hand_over_task":
        to = facts.get("to")
        yield _("To %(name)s") % {"name": staff.get(to, "") if to else pgettext("by", "whoever is free")}
    if facts.get("letter"):
        yield _("Authorisation letter %(number)s") % {"number": facts["letter"]}
    if told.get("approved_by"):
        yield _("Approved by %(name)s") % {"name": told["approved_by"]}
    if facts.get("breach"):
        yield _("Could have been named the first time: a mark against the check.")
    for name in ("text", "reason"):
        if told.get(name):
            yield str(told[name])
