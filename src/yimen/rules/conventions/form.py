"""A whole form against the conventions its schema names: every defect in one pass. R-084.

A field of an item's form says how it is to be written: `x-convention` (one name or several), `x-choices` (the
names in the item's rules; else its `enum` or the constants of its `oneOf`) and `x-record` (the entry of the licence
it is held against, such as `address` or `scope`). What is left empty is no matter of conventions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from yimen.rules.conventions.addresses import production_address, registered_address
from yimen.rules.conventions.dates import full_date, valid_until, year_month
from yimen.rules.conventions.defect import Against, Convention, Defect
from yimen.rules.conventions.names import business_scope, equipment_name, listed, standard
from yimen.rules.conventions.units import MEASURES, equipment_unit, in_unit
from yimen.rules.findings import Finding, Severity

CONVENTIONS: Final[Mapping[str, Convention]] = {
    "business_scope": business_scope,
    "valid_until": valid_until,
    **{name: in_unit(measure) for name, measure in MEASURES.items()},
    "equipment_unit": equipment_unit,
    "year_month": year_month,
    "full_date": full_date,
    "registered_address": registered_address,
    "production_address": production_address,
    "equipment_name": equipment_name,
    "standard": standard,
    "listed": listed,
}


def unknown_conventions(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The conventions a form names that do not exist: such a form cannot be published."""
    parts = [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]
    named = [name for name in _conventions(schema) if name not in CONVENTIONS]
    return tuple(dict.fromkeys([*named, *(name for part in parts for name in unknown_conventions(part))]))


def check_form(
    schema: Mapping[str, Any], form: Any, *, today: date, record: Mapping[str, str] | None = None
) -> tuple[Finding, ...]:
    """What the conventions find in `form`, in the order of its fields; a row's field is `equipment.0.name`.

    `record` is what the applicant's licence says, where it was read.
    """
    return tuple(_findings(schema, form, today, record or {}))


def _findings(
    schema: Mapping[str, Any], form: Any, today: date, record: Mapping[str, str]
) -> Iterator[Finding]:
    for path, part, value in _fields(schema, form):
        against = Against(today, _choices(part), record.get(part.get("x-record", "")))
        for name in _conventions(part):
            defect = CONVENTIONS[name](str(value), against)
            if defect is not None:
                yield _finding(path, part, defect)


def _fields(
    schema: Mapping[str, Any], value: Any, path: str = ""
) -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    """Each filled-in field with its path and its part of the schema."""
    if isinstance(value, Mapping):
        parts = schema.get("properties", {})
        for name in dict.fromkeys([*(each for each in schema.get("x-order", ()) if each in parts), *parts]):
            yield from _fields(parts[name], value.get(name), f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for n, each in enumerate(value):
            yield from _fields(schema.get("items", {}), each, f"{path}.{n}")
    elif value not in (None, ""):
        yield path, schema, value


def _conventions(part: Mapping[str, Any]) -> list[str]:
    named = part.get("x-convention", [])
    return [named] if isinstance(named, str) else named


def _choices(part: Mapping[str, Any]) -> tuple[str, ...]:
    constants = [each["const"] for each in part.get("oneOf", ()) if "const" in each]
    return tuple(str(each) for each in part.get("x-choices") or part.get("enum") or constants)


def _finding(path: str, part: Mapping[str, Any], defect: Defect) -> Finding:
    rows = [int(step) + 1 for step in path.split(".") if step.isdigit()]
    title = part.get("title") or path
    facts = {
        "name": title + "".join(f"（第{row}行）" for row in rows),
        "name_en": (part.get("x-title-en") or title) + "".join(f" (row {row})" for row in rows),
        "form": defect.form,
        **({"suggestion": defect.suggestion} if defect.suggestion is not None else {}),
        **defect.facts,
    }
    return Finding(rule=defect.rule, severity=Severity.CURABLE, field=path, facts=facts)
