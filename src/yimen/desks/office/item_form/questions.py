"""The application form in rows: a field of its schema a row. Bounds, examples and what else the schema says stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from yimen.base import forms

from .part import bare
from .rows import Row, kept, named, shown

_SHAPES: Final[Mapping[str, Mapping[str, Any]]] = {  # the schema of a new field of each type
    "text": {"type": "string", "minLength": 1, "maxLength": 200},
    "long": {"type": "string", "minLength": 1, "maxLength": 2000, "x-widget": "textarea"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
    "yes_no": {"type": "boolean"},
    "one": {"type": "string"},
    "many": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
}
_SHAPING: Final = frozenset(
    {"type", "minLength", "maxLength", "x-widget", "format", "items", "minItems", "maxItems", "uniqueItems", "enum",
     "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern", "examples", "oneOf"}
)  # fmt: skip
_WORDS: Final = {
    "title": "title",
    "title_en": "x-title-en",
    "unit": "x-unit",
    "hint": "description",
    "convention": "x-convention",
}
_OF_CHOICES: Final = ("x-enum-titles", "x-enum-titles-en", "examples")


def show_questions(form: Any) -> list[dict[str, Any]]:
    return shown(_fields(form), _show)


def read_questions(written: Sequence[Row] | None, form: Any) -> dict[str, Any] | None:
    """The schema of the form; None where nothing is asked."""
    rows = list(kept(written, _fields(form), _show))
    fields = named("key", "q", [_field(row, there, seen) for row, there, seen in rows])
    if not fields:
        return None
    properties = {
        each["key"]: {name: value for name, value in each.items() if name not in {"key", "required"}}
        for each in fields
    }
    outer = form if isinstance(form, Mapping) else {"type": "object", "additionalProperties": False}
    required = [each["key"] for each in fields if each["required"]]
    return {**outer, "properties": properties, "required": required, "x-order": list(properties)}


def _fields(form: Any) -> list[dict[str, Any]]:
    """Each field's schema with its key and whether it must be filled in."""
    schema = form if isinstance(form, Mapping) else {}
    required = schema.get("required", ())
    return [{**part, "key": name, "required": name in required} for name, part in forms.properties(schema)]


def _show(field: Row) -> dict[str, Any]:
    told = {name: field.get(word) for name, word in _WORDS.items()}
    several = isinstance(told["convention"], list)
    return {
        **told,
        "convention": None if several else told["convention"],
        "key": field["key"],
        "required": field["required"],
        "type": _type(field),
        "choices": "\n".join(map(str, _offered(field) or ())),
    }


def _type(field: Row) -> str:
    kind = forms.type_of(field)
    if kind == "array":
        return "many"
    if _offered(field) is not None:
        return "one"
    if kind == "string" and field.get("format") == "date":
        return "date"
    if kind == "string" and field.get("x-widget") == "textarea":
        return "long"
    return {"boolean": "yes_no", "integer": "integer", "number": "number"}.get(kind, "text")


def _offered(field: Row) -> Any:
    return field.get("items", {}).get("enum") if field.get("type") == "array" else field.get("enum")


def _field(row: Row, there: dict[str, Any], seen: Row) -> dict[str, Any]:
    part = dict(there)
    kind = row.get("type") or ("one" if row.get("choices") else "text")
    if kind != seen.get("type"):
        part = {name: value for name, value in part.items() if name not in _SHAPING} | dict(_SHAPES[kind])
    for name, word in _WORDS.items():
        said = bare(row.get(name))
        if said != bare(seen.get(name)):
            part.pop(word, None)
            if said is not None:
                part[word] = said
    choices = [line.strip() for line in (row.get("choices") or "").splitlines() if line.strip()]
    if kind in {"one", "many"} and (
        kind != seen.get("type") or bare(row.get("choices")) != bare(seen.get("choices"))
    ):
        part = {name: value for name, value in part.items() if name not in _OF_CHOICES}
        if kind == "many":
            part["items"] = {**part["items"], "enum": choices}
        else:
            part["enum"] = choices
    part["key"] = row.get("key") or there.get("key", "")
    part["required"] = bool(row.get("required"))
    return {"title": "", **part}
