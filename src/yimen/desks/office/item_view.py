"""An item in words: what its form says section by section, and what one version says otherwise than another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.base import phrases
from yimen.base.form_fields import FormField, fields_of
from yimen.base.forms import PREFIX
from yimen.modules.people.queries import UnitCard

from .item_form import item_schema, place_of, values_of

_NOTE: Final = 46  # characters of a section's note
_UNSAID: Final = frozenset(
    {"was", "no", "remove", "code", "key", "name_en", "title_en"}
)  # of a row on one line
_WIDE: Final = frozenset({"textarea", "rows", "group", "radios", "checks"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing an item says: what it is called, and its words, several for a list."""

    path: str
    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One section as it is read."""

    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a draft says otherwise: words that go and words that come."""

    label: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a section as it is edited; a row of a list folds away under its words."""

    field: FormField
    wide: bool
    rows: tuple[FoldedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FoldedRow:
    """One row: its words while folded, its fields, whether something in it is wrong, whether it is still blank."""

    title: str
    field: FormField
    cells: tuple[Cell, ...]
    wrong: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One section as it is edited: folded away it says what is in it, and how much lacks."""

    name: str
    title: str
    note: str
    lacking: int
    cells: tuple[Cell, ...]
    open: bool


def said(item: Mapping[str, Any], departments: Iterable[UnitCard]) -> tuple[Said, ...]:
    """What an item's JSON says, section by section; what it does not say is left out."""
    values = values_of(item)
    sections = (
        Said(field.path, field.label, tuple(_lines(field.fields)))
        for field in fields_of(item_schema(values, departments), values)
    )
    return tuple(each for each in sections if each.lines)


def changes(before: Iterable[Said], after: Iterable[Said]) -> tuple[Change, ...]:
    """What `after` says otherwise than `before`, in the order of the form (R-031: old and new text)."""
    old = {line.path: line for section in before for line in section.lines}
    new = {line.path: line for section in after for line in section.lines}
    found = []
    for path in dict.fromkeys([*new, *old]):
        gone, come = (each[path].texts if path in each else () for each in (old, new))
        if gone != come:
            label = (new.get(path) or old[path]).label
            found.append(
                Change(
                    label,
                    tuple(each for each in gone if each not in come),
                    tuple(each for each in come if each not in gone),
                )
            )
    return tuple(found)


def sections(
    schema: Mapping[str, Any],
    values: Mapping[str, Any],
    findings: Iterable[Mapping[str, str]],
    lacking: Iterable[str],
    opened: str,
) -> tuple[Section, ...]:
    """The form in sections. Open are the one asked for and those with a fault; `lacking` are fields as publication names them."""
    faulty = {each["field"].partition(".")[0] for each in findings}
    lacks = [place_of(each).partition(".")[0] for each in lacking]
    return tuple(
        Section(
            name=field.path,
            title=field.label,
            note=_note(field.fields),
            lacking=lacks.count(field.path),
            cells=_cells(field.fields),
            open=field.path in faulty or opened == field.path,
        )
        for field in fields_of(schema, values, findings)
    )


def anchor(field: str) -> str:
    """Where the form asks what publication finds lacking: its section and its place on the page; empty if nowhere."""
    path = place_of(field)
    return f"?section={path.partition('.')[0]}#{PREFIX}.{path}" if path else ""


def _cells(fields: Iterable[FormField]) -> tuple[Cell, ...]:
    return tuple(
        Cell(each, each.widget in _WIDE, tuple(map(_folded, each.fields)) if each.widget == "rows" else ())
        for each in fields
    )


def _folded(row: FormField) -> FoldedRow:
    words = _row_words(row)
    wrong = any(map(_wrong, (row, *row.fields)))
    return FoldedRow(words or _("Add one"), row, _cells(row.fields), wrong, blank=not words)


def _wrong(field: FormField) -> bool:
    return field.wrong or any(map(_wrong, field.fields))


# in words


def _lines(fields: Iterable[FormField]) -> Iterator[Line]:
    for field in fields:
        match field.widget:
            case "rows":
                texts = tuple(words for row in field.fields if (words := _row_words(row)))
            case "group":
                texts = (words,) if (words := _words(field)) else ()
            case "textarea":
                texts = tuple(line for line in field.value.splitlines() if line.strip())
            case _:
                texts = (words,) if (words := _words(field)) else ()
        if texts:
            yield Line(field.path, field.label, texts)


def _row_words(row: FormField) -> str:
    """A row on one line: its words one after the other, none twice."""
    inside = (each for each in row.fields if each.path.rpartition(".")[2] not in _UNSAID)
    words = (
        f"{each.label} {each.value}" if each.inputmode and each.value else _words(each) for each in inside
    )
    return " · ".join(dict.fromkeys(each for each in words if each))


def _words(field: FormField) -> str:
    match field.widget:
        case "hidden":
            return ""
        case "bool":
            return field.label if field.checked else ""
        case "group":
            return (
                _limit_words(field)
                if _is_limit(field)
                else " · ".join(filter(None, map(_words, field.fields)))
            )
        case "radios" | "select" | "checks":
            return "、".join(each.text for each in field.choices if each.chosen)
        case "textarea":
            return "、".join(line for line in field.value.splitlines() if line.strip())
    value = field.value.strip()
    return f"{value} {field.unit}" if value and field.unit else value


def _is_limit(field: FormField) -> bool:
    return [each.path.rpartition(".")[2] for each in field.fields] == ["n", "unit"]


def _limit_words(field: FormField) -> str:
    n, unit = field.fields
    chosen = next((each.value for each in unit.choices if each.chosen), "")
    return phrases.limit({"n": int(n.value), "unit": chosen}) if n.value.isdecimal() and chosen else n.value


def _note(fields: Iterable[FormField]) -> str:
    """What a folded section holds, briefly: how many rows, else its first words."""
    words = []
    for field in fields:
        if field.widget == "rows":
            n = sum(bool(_row_words(row)) for row in field.fields)
            if n:
                words.append(ngettext("%(n)d entry", "%(n)d entries", n) % {"n": n})
        else:
            words += [each.texts[0] for each in _lines([field])]
    note = " · ".join(words[:3])
    return note if len(note) <= _NOTE else f"{note[:_NOTE]}…"
