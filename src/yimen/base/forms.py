"""Forms that are data: what a JSON Schema form asks, what somebody wrote into it, and what is wrong with that.

Keywords of our own in a schema: `x-title-en`, `x-description-en`, `x-unit`, `x-unit-en`, `x-convention` (one name
or several of `CONVENTIONS`, which `rules.conventions` checks), `x-choices` (the names a `listed` field offers),
`x-widget` (`textarea`, `text` for one line however long, `select` however few the choices, `hidden`), `x-order`
(PostgreSQL's jsonb forgets the order of properties), `x-rows` (blank rows of a list). Choices are an `enum` (with
`x-enum-titles`, `x-enum-titles-en`) or a `oneOf` of `const` and `title` (`x-title-en`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

import jsonschema_rs
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

Schema = Mapping[str, Any]
PREFIX: Final = "form"
BLANK_ROWS: Final = 3
_MOST_ROWS: Final = 200
_WHOLE: Final = re.compile(r"[+-]?\d{1,15}")
_DECIMAL: Final = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?")

CONVENTIONS: Final = {  # how a field is to be written, R-086 to R-092
    "year_month": gettext_lazy("year and month, such as 2008年05月"),
    "full_date": gettext_lazy("year, month and day, such as 2008年05月01日"),
    "amount_wan": gettext_lazy("in units of ten thousand yuan: for 500,000 yuan write 50"),
    "years": gettext_lazy("a number of years"),
    "people": gettext_lazy("a number of people"),
    "pages": gettext_lazy("a number of pages"),
    "valid_until": gettext_lazy("a date not yet passed, such as 2008年05月01日"),
    "business_scope": gettext_lazy("within the business scope of the licence"),
    "listed": gettext_lazy("one of the names in the rules of this item"),
    "equipment_unit": gettext_lazy("one of 台, 个, 把"),
    "registered_address": gettext_lazy("word for word as on the business licence"),
    "production_address": gettext_lazy("city, district, township, road and number, such as 云岫市云溪区枕溪镇滨河路18号"),
    "equipment_name": gettext_lazy(
        "the actual name, then in brackets the name in the rules, such as 液剂自动包装机（液体机械灌装设备）"
    ),
    "standard": gettext_lazy("the Chinese name, then the number, such as 咪鲜胺原药GB22623-2008"),
}  # fmt: skip


class Fault(NamedTuple):
    """A value its schema does not allow: which field, which keyword, and what the keyword asks."""

    field: str
    keyword: str
    facts: dict[str, Any]


# -- what was written ----


def parse(schema: Schema, post: QueryDict, prefix: str = PREFIX) -> dict[str, Any]:
    """The values written into the form, as JSON. What was left empty is absent; what is no number stays as written."""
    values: dict[str, Any] = {}
    for name, part in properties(schema):
        value = _read(part, post, f"{prefix}.{name}")
        if value is not None:
            values[name] = value
    return values


def properties(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """The fields of a form or group in the order they are asked."""
    fields: Mapping[str, Schema] = schema.get("properties", {})
    order = [name for name in schema.get("x-order", ()) if name in fields]
    for name in (*order, *(each for each in fields if each not in order)):
        yield name, fields[name]


def type_of(schema: Schema) -> str:
    """The type a schema asks for; the first that is not null where there are several."""
    kind = schema.get("type", "object" if "properties" in schema else "string")
    return kind if isinstance(kind, str) else next(each for each in kind if each != "null")


def _read(schema: Schema, post: QueryDict, name: str) -> Any:
    match type_of(schema):
        case "object":
            return parse(schema, post, name) or None
        case "boolean":
            return name in post
        case "array" if type_of(schema.get("items", {})) == "object":
            rows = [parse(schema["items"], post, f"{name}.{n}") for n in range(row_count(post, name))]
            return [row for row in rows if any(value not in (None, False) for value in row.values())] or None
        case "array":
            return [each for each in post.getlist(name) if each] or None
        case "integer" | "number" as kind:
            return _number(post.get(name, "").strip(), kind)
        case _:
            return post.get(name, "").strip().replace("\r\n", "\n") or None


def row_count(post: QueryDict, name: str) -> int:
    """How many rows of a list were sent."""
    rows = re.compile(rf"{re.escape(name)}\.(\d{{1,3}})\.")
    return min(
        _MOST_ROWS, 1 + max((int(found[1]) for each in post if (found := rows.match(each))), default=-1)
    )


def _number(text: str, kind: str) -> int | float | str | None:
    plain = text.replace(",", "").replace("，", "")
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if kind == "number" and _DECIMAL.fullmatch(plain):
        return float(plain)
    return text or None


# -- what is wrong with it ----


@lru_cache(maxsize=256)
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema), validate_formats=True)


def validate(schema: Schema, values: Mapping[str, Any]) -> list[Fault]:
    """Everything in `values` that `schema` does not allow, all at once, in the order of the form."""
    found = [
        Fault(_path(error), error.kind.name, {"wants": _wanted(error)})
        for error in _validator(json.dumps(schema, sort_keys=True)).iter_errors(values)
    ]
    order = {path: place for place, path in enumerate(_paths(schema))}
    return sorted(found, key=lambda fault: order.get(re.sub(r"\.\d+(?=\.|$)", "", fault.field), len(order)))


def _path(error: jsonschema_rs.ValidationError) -> str:
    at = [str(each) for each in error.instance_path]
    if error.kind.name == "required":
        at.append(str(getattr(error.kind, "value", "")))
    return ".".join(at)


def _wanted(error: jsonschema_rs.ValidationError) -> Any:
    value = getattr(error.kind, "value", None)
    return (
        value if isinstance(value, str | int | float | bool | list) and error.kind.name != "oneOf" else None
    )


def _paths(schema: Schema, above: str = "") -> Iterator[str]:
    for name, part in properties(schema):
        yield f"{above}{name}"
        yield from _paths(part, f"{above}{name}.")
        yield from _paths(part.get("items", {}), f"{above}{name}.")


def sentence(schema: Schema, fault: Fault) -> str:
    """The fault in words, in the page's language: what is wrong and how to write it."""
    field = at(schema, fault.field)
    label = title(field) or fault.field
    wants, unit = fault.facts.get("wants"), spoken(field, "x-unit")
    count = wants if isinstance(wants, int) else 0
    words: dict[str, Any] = {"label": label, "wants": f"{wants} {unit}" if unit else wants}
    match fault.keyword:
        case "required" if type_of(field) == "boolean":
            text = _("Please read and confirm: %(label)s")
        case "required" if type_of(field) == "array" or choices(field):
            text = _("Please choose: %(label)s.")
        case "required":
            text = _("Please fill in: %(label)s.")
        case "type" if type_of(field) == "integer":
            text = _("%(label)s: write a whole number in digits, such as 12.")
        case "type" if type_of(field) == "number":
            text = _("%(label)s: write a number in digits, such as 12.5.")
        case "minimum":
            text = _("%(label)s: at least %(wants)s.")
        case "maximum":
            text = _("%(label)s: at most %(wants)s.")
        case "exclusiveMinimum":
            text = _("%(label)s: more than %(wants)s.")
        case "exclusiveMaximum":
            text = _("%(label)s: less than %(wants)s.")
        case "multipleOf":
            text = _("%(label)s: write it in steps of %(wants)s.")
        case "minLength":
            text = ngettext(
                "%(label)s: at least %(wants)s character.", "%(label)s: at least %(wants)s characters.", count
            )
        case "maxLength":
            text = ngettext(
                "%(label)s: at most %(wants)s character.", "%(label)s: at most %(wants)s characters.", count
            )
        case "minItems":
            text = ngettext(
                "%(label)s: at least %(wants)s entry.", "%(label)s: at least %(wants)s entries.", count
            )
        case "maxItems":
            text = ngettext(
                "%(label)s: at most %(wants)s entry.", "%(label)s: at most %(wants)s entries.", count
            )
        case "uniqueItems":
            text = _("%(label)s: the same entry stands there twice.")
        case "enum" | "oneOf" | "anyOf":
            text = _("%(label)s: choose one of those offered.")
        case "const" if wants is True:
            text = _("Please read and confirm: %(label)s")
        case "format" if wants == "date":
            text = _("%(label)s: there is no such date; choose year, month and day.")
        case "format" if wants == "email":
            text = _("%(label)s: write an e-mail address, such as name@example.cn.")
        case "pattern" | "format" if how := convention(field):
            words["how"] = how
            text = _("%(label)s: write it as %(how)s.")
        case "additionalProperties" | "unevaluatedProperties":
            text = _("There is something here this form does not ask for.")
        case _:
            text = _("%(label)s: this is not written as the form asks.")
    return text % words


# -- what the form says ----


def at(schema: Schema, path: str) -> Schema:
    """The part of the schema a path leads to; an empty one where it leads nowhere."""
    part: Schema = schema
    for step in path.split(".") if path else ():
        part = part.get("items", {}) if step.isdigit() else part.get("properties", {}).get(step, {})
    return part


def title(schema: Schema) -> str:
    return spoken(schema, "title")


def spoken(schema: Schema, keyword: str) -> str:
    """A keyword's words in the page's language; Chinese where there is no English."""
    english = (get_language() or "").startswith("en") and schema.get(f"x-{keyword.removeprefix('x-')}-en")
    return str(english or schema.get(keyword, ""))


def convention(schema: Schema) -> str:
    """How a field is to be written, in words: of each convention its schema names."""
    return "; ".join(str(CONVENTIONS[name]) for name in _conventions(schema) if name in CONVENTIONS)


def _conventions(schema: Schema) -> tuple[str, ...]:
    named = schema.get("x-convention", ())
    return (named,) if isinstance(named, str) else tuple(named)


def choices(schema: Schema) -> tuple[tuple[str, str], ...]:
    """Value and words of each choice a field offers; none for a field to write in."""
    if many := schema.get("items", {}):
        return choices(many) if type_of(schema) == "array" and type_of(many) != "object" else ()
    if "oneOf" in schema and all("const" in each for each in schema["oneOf"]):
        return tuple((str(each["const"]), title(each) or str(each["const"])) for each in schema["oneOf"])
    listed = schema.get("x-choices", ()) if "listed" in _conventions(schema) else ()
    values = [str(each) for each in schema.get("enum", listed) if each is not None]
    words = spoken_list(schema, "x-enum-titles") or values
    return tuple(zip(values, words, strict=False))


def spoken_list(schema: Schema, keyword: str) -> list[str]:
    english = schema.get(f"{keyword}-en") if (get_language() or "").startswith("en") else None
    return list(english or schema.get(keyword, ()))
