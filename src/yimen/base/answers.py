"""A filled-in form read back: every question with its answer in words, in the order it was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .forms import Schema, choices, properties, spoken, title, type_of
from .phrases import NOTHING


class Answer(NamedTuple):
    """A question and what was written; a heading has no text."""

    title: str
    text: str
    heading: bool = False


def answers(schema: Schema | None, values: Mapping[str, Any] | None) -> tuple[Answer, ...]:
    """What the form asks and what was written. What no question asks for comes last, so that nothing is hidden."""
    asked, written = schema or {}, values or {}
    known = set(asked.get("properties", ()))
    return (
        *_group(asked, written),
        *(Answer(name, _plain({}, value)) for name, value in written.items() if name not in known),
    )


def _group(schema: Schema, values: Mapping[str, Any]) -> Iterator[Answer]:
    for name, part in properties(schema):
        value, words = values.get(name), title(part) or name
        match type_of(part):
            case "object":
                yield Answer(words, "", heading=True)
                yield from _group(part, value if isinstance(value, Mapping) else {})
            case "array" if type_of(part.get("items", {})) == "object":
                rows = value if isinstance(value, list) else []
                for n, row in enumerate(rows, start=1):
                    yield Answer(_("%(title)s, no. %(n)d") % {"title": words, "n": n}, "", heading=True)
                    yield from _group(part["items"], row)
                if not rows:
                    yield Answer(words, NOTHING)
            case _:
                yield Answer(words, _plain(part, value))


def _plain(schema: Schema, value: Any) -> str:
    named = dict(choices(schema))
    match value:
        case None | "" | []:
            return NOTHING
        case bool():
            return _("Yes") if value else _("No")
        case list():
            return pgettext("list", ", ").join(named.get(str(each), str(each)) for each in value)
        case dict():
            return pgettext("list", "; ").join(f"{name} {each}" for name, each in value.items())
    text = named.get(str(value), str(value))
    unit = spoken(schema, "x-unit")
    return f"{text} {unit}" if unit and not text.endswith(unit) else text
