"""What the form asks, with the choices of this hall and what every row and limit has in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from yimen.base import forms
from yimen.base.bilingual import said, told
from yimen.modules.people.queries import UnitCard
from yimen.rules.flows import OWNER
from yimen.rules.matters import MATTERS

from ..drawing import schema

_ROW_BEGINS: Final = {"was": {"type": "string", "x-widget": "hidden"}}
_ROW_ENDS: Final = {
    "no": {"type": "integer", "title": "顺序", "x-title-en": "Order", "minimum": 1, "maximum": 999},
    "remove": {"type": "boolean", "title": "删除这一项", "x-title-en": "Take this one away"},
}
_LIMIT: Final = {
    "type": "object",
    "properties": {
        "n": {"type": "integer", "title": "数量", "x-title-en": "How many", "minimum": 0, "maximum": 3650},
        "unit": {
            "type": "string",
            "title": "单位",
            "x-title-en": "Unit",
            "oneOf": [
                {"const": "working_day", "title": "工作日", "x-title-en": "working days"},
                {"const": "day", "title": "日", "x-title-en": "days"},
                {"const": "month", "title": "月", "x-title-en": "months"},
            ],
        },
    },
}


def item_schema(values: Mapping[str, Any], departments: Iterable[UnitCard]) -> dict[str, Any]:
    """The form for what stands in it: an earlier choice that is offered no more stays one, until somebody changes it."""
    units = {OWNER: _("The item's own department")}
    units |= {each.code: told(each, "name") for each in departments}
    asked = schema(
        "item",
        basics__kind={word: said(each.zh, each.en) for word, each in MATTERS.items()},
        review__steps__unit=units,
        form__questions__convention={name: str(words) for name, words in forms.CONVENTIONS.items()},
    )
    return _offering(_dressed(asked), values)


def _dressed(part: dict[str, Any]) -> dict[str, Any]:
    if part.pop("x-limit", False):
        part |= _LIMIT
    if "items" in part and "properties" in part["items"]:
        part["items"]["properties"] = {**_ROW_BEGINS, **part["items"]["properties"], **_ROW_ENDS}
        part["items"] = _dressed(part["items"])
    if "properties" in part:
        part["properties"] = {name: _dressed(dict(each)) for name, each in part["properties"].items()}
    return part


def _offering(part: dict[str, Any], value: Any) -> dict[str, Any]:
    """Every choice that stands in the values is offered."""
    if "oneOf" in part and isinstance(value, str) and value:
        if value not in {each["const"] for each in part["oneOf"]}:
            part["oneOf"] = [*part["oneOf"], {"const": value, "title": value}]
    elif "items" in part and isinstance(value, list):
        for row in value:
            part["items"] = _offering(part["items"], row)
    elif "properties" in part and isinstance(value, Mapping):
        part["properties"] = {
            name: _offering(dict(each), value.get(name)) for name, each in part["properties"].items()
        }
    return part
