"""Everything somebody wrote, to be read once more before it is sent: each answer with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimen.base import forms
from yimen.base.form_fields import FormField, fields_of

from .asking import DOCUMENTS, FORM, MATERIALS, TITLES, WHO, Asking
from .drafts import Piece

NOBODY_SAID: Final = ""
ABSENT: Final[Mapping[str, Promise]] = {
    "bring": gettext_lazy("will be brought"),
    "promise": gettext_lazy("promised for later"),
    "none": gettext_lazy("not there yet"),
}
KINDS: Final[Mapping[str, Promise]] = {
    "person": gettext_lazy("Individual"),
    "organisation": gettext_lazy("Enterprise or other body"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and what was answered; empty where nothing was. `anchor` finds its faults."""

    label: str | Promise
    value: str | Promise
    anchor: str


@dataclass(frozen=True, slots=True)
class Answers:
    """A step's answers, and where to change them."""

    step: str
    title: str | Promise
    href: str
    rows: tuple[Answer, ...]


def answers(asking: Asking) -> tuple[Answers, ...]:
    rows = {WHO: _who, FORM: _form, MATERIALS: _materials}
    return tuple(
        Answers(step, TITLES[step], asking.href(step), tuple(rows[step](asking)))
        for step in asking.steps
        if step in rows
    )


def _who(asking: Asking) -> Iterator[Answer]:
    told = asking.draft.who
    kind = told.get("kind", "person")
    yield Answer(_("Applicant"), KINDS.get(kind, KINDS["person"]), "kind")
    yield Answer(_("Name"), told.get("name", ""), "name")
    if kind == "organisation":
        yield Answer(_("Unified social credit code"), told.get("id_number", ""), "id_number")
    else:
        document = DOCUMENTS.get(told.get("id_type", ""), DOCUMENTS["resident_id"])
        yield Answer(document, told.get("id_number", ""), "id_number")
    yield Answer(_("Telephone"), told.get("phone", ""), "phone")
    if told.get("agent_name"):
        yield Answer(_("Filled in by"), told["agent_name"], "agent_name")


def _form(asking: Asking) -> Iterator[Answer]:
    schema = asking.item.form or {}
    for field in fields_of(schema, asking.draft.form):
        yield Answer(field.label, _written(field, asking.draft.form.get(field.path)), f"form.{field.path}")


def _written(field: FormField, value: Any) -> str:
    """The answer as text: choices by their words, rows one after the other."""
    if field.widget in {"radios", "select", "checks"}:
        return _(", ").join(each.text for each in field.choices if each.chosen)
    if field.widget == "bool":
        return _("yes") if field.checked else _("no")
    if field.widget in {"group", "rows"}:
        return _("; ").join(text for each in field.fields if (text := _inner(each)))
    text = "" if value is None else str(value)
    return f"{text} {field.unit}" if text and field.unit and not text.endswith(field.unit) else text


def _inner(field: FormField) -> str:
    if field.widget in {"group", "rows"}:
        return _(", ").join(text for each in field.fields if (text := _inner(each)))
    return _written(field, field.value or None)


def _materials(asking: Asking) -> Iterator[Answer]:
    for each in asking.wanted:
        piece = asking.draft.pieces.get(each.code, Piece())
        value = piece.file.name if piece.file else ABSENT.get(piece.absent, NOBODY_SAID)
        yield Answer(each.name, value, f"piece-{each.code}")


def values_in_words(schema: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """The fields of a form somebody has sent, with their values, in the form's order."""
    return [
        (field.label, _written(field, values.get(field.path)))
        for field in fields_of(schema, values)
        if values.get(field.path) is not None
    ]


def title(schema: Mapping[str, Any], path: str) -> str:
    """What a field is called on its form."""
    return forms.title(forms.at(schema, path)) or path
