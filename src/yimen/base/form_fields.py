"""A JSON Schema form as fields to draw: one value per field, with what it asks and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from .forms import BLANK_ROWS, PREFIX, Schema, choices, convention, properties, spoken, title, type_of

_MOST_RADIOS: Final = 6
_LONG_TEXT: Final = 200


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """One question: drawn by `forms/field.html`, read back by `forms.parse`."""

    path: str
    name: str
    widget: str  # text number date textarea radios select checks bool group rows hidden
    label: str
    hint: str = ""
    unit: str = ""
    convention: str = ""
    required: bool = False
    value: str = ""
    checked: bool = False
    longest: int | None = None
    inputmode: str = ""
    choices: tuple[Choice, ...] = ()
    fields: tuple[FormField, ...] = ()  # of a group; of the rows of a list, each a group
    faults: tuple[Any, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether a fault here blocks; a hint does not."""
        return any(_of(fault, "severity") != "hint" for fault in self.faults)

    @property
    def described(self) -> str:
        """Ids of what explains the control, for `aria-describedby`."""
        return f"{self.name}-hint {self.name}-help" if self.hint else f"{self.name}-help"


def fields_of(
    schema: Schema,
    values: Mapping[str, Any] | None = None,
    findings: Iterable[Any] = (),
    prefix: str = PREFIX,
) -> tuple[FormField, ...]:
    """The form as fields, filled with `values`, each with the findings that name it by its path."""
    by_path: dict[str, list[Any]] = {}
    for finding in findings or ():
        by_path.setdefault(str(_of(finding, "field") or ""), []).append(finding)
    return _fields(schema, values or {}, by_path, "", prefix)


def _fields(
    schema: Schema, values: Mapping[str, Any], faults: Mapping[str, list[Any]], above: str, prefix: str
) -> tuple[FormField, ...]:
    required = schema.get("required", ())
    return tuple(
        _field(part, values.get(name), faults, f"{above}{name}", prefix, required=name in required)
        for name, part in properties(schema)
    )


def _field(
    schema: Schema, value: Any, faults: Mapping[str, list[Any]], path: str, prefix: str, *, required: bool
) -> FormField:
    widget = _widget(schema)
    inner: tuple[FormField, ...] = ()
    if widget == "group":
        inner = _fields(schema, value if isinstance(value, Mapping) else {}, faults, f"{path}.", prefix)
    elif widget == "rows":
        inner = _rows(schema, value if isinstance(value, list) else [], faults, path, prefix)
    written = value if isinstance(value, list) else [value]
    return FormField(
        path=path,
        name=f"{prefix}.{path}",
        widget=widget,
        label=title(schema) or path.rpartition(".")[2],
        hint=spoken(schema, "description"),
        unit=spoken(schema, "x-unit"),
        convention=convention(schema),
        required=required or schema.get("const") is True,
        value="" if value is None or inner or isinstance(value, list | dict) else str(value),
        checked=value is True,
        longest=schema.get("maxLength"),
        inputmode={"integer": "numeric", "number": "decimal"}.get(type_of(schema), ""),
        choices=tuple(
            Choice(each, words, each in [str(one) for one in written]) for each, words in choices(schema)
        ),
        fields=inner,
        faults=tuple(faults.get(path, ())),
    )


def _rows(
    schema: Schema, rows: list[Any], faults: Mapping[str, list[Any]], path: str, prefix: str
) -> tuple[FormField, ...]:
    """The rows written so far and some blank ones: a list can grow without JavaScript."""
    shown = min(len(rows) + schema.get("x-rows", BLANK_ROWS), schema.get("maxItems", len(rows) + BLANK_ROWS))
    return tuple(
        FormField(
            path=f"{path}.{n}",
            name=f"{prefix}.{path}.{n}",
            widget="group",
            label=_("No. %(n)d") % {"n": n + 1},
            fields=_fields(schema["items"], rows[n] if n < len(rows) else {}, faults, f"{path}.{n}.", prefix),
            faults=tuple(faults.get(f"{path}.{n}", ())),
        )
        for n in range(max(shown, 1))
    )


def _widget(schema: Schema) -> str:
    if schema.get("x-widget") in {"text", "select", "hidden"}:
        return str(schema["x-widget"])
    kind = type_of(schema)
    offered = len(choices(schema))
    if kind == "array":
        return "checks" if offered else "rows"
    if kind in {"object", "boolean"}:
        return {"object": "group", "boolean": "bool"}[kind]
    if offered:
        return "radios" if offered <= _MOST_RADIOS else "select"
    if kind in {"integer", "number"}:
        return "number"
    if schema.get("format") == "date":
        return "date"
    long = schema.get("maxLength", 0) > _LONG_TEXT
    return "textarea" if schema.get("x-widget") == "textarea" or long else "text"


def _of(finding: Any, name: str) -> Any:
    return finding.get(name) if isinstance(finding, Mapping) else getattr(finding, name, None)
