"""What a guide says in words, whatever a department wrote into it: one order and one wording for every channel.

The page draws these words, the telephone speaks them (R-034, R-035). What the page adds is look alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yimen.base.bilingual import untranslated
from yimen.base.phrases import as_limit
from yimen.base.phrases import limit as limit_words
from yimen.rules.guides import Group, filled
from yimen.rules.limits import Limit

from ..cards import GuideCard, GuideEntry, MaterialCard
from .facts import cited

GROUPS: Final[Mapping[Group, Promise]] = {
    Group.WHAT: gettext_lazy("What it is about"),
    Group.WHO: gettext_lazy("Who handles it"),
    Group.WHERE: gettext_lazy("Where to go"),
    Group.WHEN: gettext_lazy("When"),
    Group.CONDITIONS: gettext_lazy("Conditions"),
    Group.MATERIALS: gettext_lazy("What to bring"),
    Group.PROCEDURE: gettext_lazy("How it goes"),
    Group.LIMITS: gettext_lazy("How long it takes"),
    Group.FEE: gettext_lazy("What it costs"),
    Group.RESULT: gettext_lazy("What you get"),
    Group.REMEDY: gettext_lazy("If you do not agree"),
    Group.PHONES: gettext_lazy("Whom to call"),
}

CLASSES: Final[Mapping[str, Promise]] = {  # requirements §7
    "main": gettext_lazy("main piece"),
    "non_main": gettext_lazy("further piece"),
    "attachment": gettext_lazy("attachment"),
}

SOURCES: Final[Mapping[str, Promise]] = {
    "applicant": gettext_lazy("you have it"),
    "government": gettext_lazy("an authority issues it"),
    "shared": gettext_lazy("the hall obtains it itself"),
}

_WAYS: Final[Mapping[str, Promise]] = {
    "reconsideration": gettext_lazy("Administrative reconsideration"),
    "suit": gettext_lazy("Administrative litigation"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the procedure: what happens, who does it, within what time."""

    name: str
    who: str = ""
    text: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field: its heading, how it is drawn, and what it says. `kind`: text list steps flow materials limit none."""

    key: str
    label: str
    kind: str
    text: str = ""
    points: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    limit: Limit | None = None

    @property
    def untranslated(self) -> bool:
        said = (self.text, *self.points, *(part for each in self.steps for part in (each.name, each.text)))
        return any(map(untranslated, said))


@dataclass(frozen=True, slots=True)
class Section:
    anchor: str
    title: str | Promise
    entries: tuple[Entry, ...]


def sections(guide: GuideCard) -> tuple[Section, ...]:
    """Every guide has the same sections and headings in the same order, whatever it says under them."""
    return tuple(
        Section(str(each.group), GROUPS[each.group], tuple(_entry(entry, guide) for entry in each.entries))
        for each in guide.sections
    )


def _entry(entry: GuideEntry, guide: GuideCard) -> Entry:
    key, label, value = entry.key, entry.label, entry.value
    match key, value:
        case "materials", _:
            kind = "materials" if guide.materials else "text"
            return Entry(key, label, kind, text=_("Nothing has to be handed in."))
        case "flow_chart", str(text):
            return Entry(key, label, "text", text=text)
        case "flow_chart", _:
            return Entry(key, label, "flow", steps=chart(guide))
        case (("statutory_limit" | "promised_limit"), _):
            return Entry(key, label, "limit", limit=as_limit(value))
        case "process", [*steps] if all(isinstance(each, Mapping) for each in steps):
            return Entry(key, label, "steps", steps=tuple(_step(each) for each in steps))
        case "result", {"name": str(name), **more}:
            parts = (name, more.get("validity"), more.get("form"))
            return _listed(key, label, (_plain(each) for each in parts))
        case "legal_basis", [*laws]:
            return _listed(key, label, cited(laws))
        case "remedy", [*ways]:
            return _listed(key, label, (_way(each) for each in ways))
        case _, said if not filled(said):
            return Entry(key, label, "none")
        case _, [*points]:
            return _listed(key, label, (_plain(each) for each in points))
        case _:
            return Entry(key, label, "text", text=_plain(value))


def _listed(key: str, label: str, points: Iterable[str]) -> Entry:
    said = tuple(each for each in points if each)
    return (
        Entry(key, label, "list", points=said)
        if len(said) > 1
        else Entry(key, label, "text", text="".join(said))
    )


def _step(each: Mapping[str, Any]) -> Step:
    given = each.get("limit")
    limit = limit_words(given) if isinstance(given, Mapping) else str(given or "")
    return Step(str(each.get("name", "")), str(each.get("who", "")), str(each.get("text", "")), limit)


def _way(each: Any) -> str:
    if not isinstance(each, Mapping):
        return str(each)
    way = str(each.get("way", ""))
    told = {"way": _WAYS.get(way, way), "body": each.get("body", ""), "limit": each.get("limit", "")}
    return _("%(way)s: %(body)s, %(limit)s") % told


def _plain(value: Any) -> str:
    """Whatever was written, as one text: the parts of an object one after the other."""
    match value:
        case str():
            return value
        case bool():
            return _("yes") if value else _("no")
        case Mapping():
            return _("; ").join(text for each in value.values() if (text := _plain(each)))
        case list():
            return _(", ").join(text for each in value if (text := _plain(each)))
        case None:
            return ""
    return str(value)


def said(entry: Entry, guide: GuideCard) -> tuple[str, ...]:
    """A field as it is read out, phrase by phrase: every one of them stands on the page."""
    match entry.kind:
        case "materials":
            return tuple(phrase for each in guide.materials for phrase in said_of_piece(each, guide))
        case "flow" | "steps":
            return tuple(part for each in entry.steps for part in _said_of_step(each) if part)
        case "list":
            return entry.points
        case "limit":
            return (limit_words(entry.limit),)
        case "none":
            return (_("nothing stated"),)
    return tuple(line for line in entry.text.splitlines() if line.strip())


def said_of_piece(each: MaterialCard, guide: GuideCard) -> tuple[str, ...]:
    """A row of the list of materials: its name, when it is needed, its class, in what form, from whom."""
    later = each.tolerates_promise and guide.accepts_promise
    phrases = (
        each.name,
        each.conditional and _("only in some cases"),
        each.note,
        later and _("may be promised in writing and come later"),
        CLASSES.get(each.material_class, each.material_class),
        form_of_piece(each),
        SOURCES.get(each.source, each.source),
        each.issuer,
    )
    return tuple(str(phrase) for phrase in phrases if phrase)


def _said_of_step(each: Step) -> tuple[str, ...]:
    return (each.name, each.who, each.limit, "" if each.text == each.name else each.text)


def how_long(guide: GuideCard) -> str:
    """Law and promise in a sentence, and what does not count."""
    told = {"law": limit_words(guide.statutory_limit), "promise": limit_words(guide.promised_limit)}
    if guide.promised_limit == guide.statutory_limit:
        return _("Law and promise are the same here: %(law)s. The day of acceptance does not count.") % told
    return (
        _(
            "The law gives the department %(law)s. This hall promises to be done in %(promise)s. "
            "The day of acceptance does not count; a special procedure that the law names is not counted either, "
            "and you are told in writing."
        )
        % told
    )


def whether_charged(guide: GuideCard) -> str:
    return _("Fee") if guide.charged else _("Free of charge")


def form_of_piece(each: MaterialCard) -> str:
    """In what form a piece is handed in: “original to show, 1 copy, stamped”."""
    if each.source == "shared":
        return _("nothing to bring")
    copies = ngettext("%(n)d copy", "%(n)d copies", each.copies) % {"n": each.copies}
    said = (each.original and _("original to show"), each.copies and copies, each.stamped and _("stamped"))
    return _(", ").join(str(part) for part in said if part)


def chart(guide: GuideCard) -> tuple[Step, ...]:
    """The flow of its cases as steps: taken in, each stage of the review, decided, handed out."""
    stages = [
        Step(stage.name, "", _(" and ").join(task.name for task in stage.tasks), _longest(stage.share))
        for stage in guide.flow.stages
    ]
    return (
        Step(_("Taken in"), text=_("registered and checked at the counter or online")),
        *stages,
        Step(_("Decision")),
        Step(_("Handed out")),
    )


def _longest(share: tuple[Limit, ...]) -> str:
    """Tasks of a stage run side by side: it takes as long as its longest."""
    return limit_words(max(share, key=lambda each: each.n)) if len({each.unit for each in share}) == 1 else ""
