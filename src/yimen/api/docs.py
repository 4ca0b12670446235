"""The document of the API as a page people can read, in both languages: no script, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as spoken
from django.utils.translation import pgettext
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

_REF: Final = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Typed:
    """A type in words, and the shapes it leads to."""

    words: str
    shapes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter of an operation, or a field of a shape."""

    name: str
    typed: Typed
    required: bool
    where: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    words: str
    typed: Typed | None


@dataclass(frozen=True, slots=True)
class Call:
    """One operation."""

    id: str
    method: str
    path: str
    title: str
    about: tuple[str, ...]
    token: str  # "", "optional" or "required"
    parameters: tuple[Row, ...]
    body: tuple[str, ...]  # the shapes it may have
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A component: an object with fields, or a list of words."""

    name: str
    about: tuple[str, ...]
    rows: tuple[Row, ...]
    words: tuple[str, ...]


class Readable(DocsBase):
    """Takes the place of ninja's Swagger, which lives on scripts from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **_kwargs: Any) -> HttpResponse:
        document = api.get_openapi_schema()
        facts = {
            "about": _paragraphs(document["info"]["description"]),
            "groups": tuple(groups(document).items()),
            "shapes": shapes(document),
            "address": self.get_openapi_url(api, {}),
        }
        return render(request, "api/docs.html", facts)


def groups(document: Mapping[str, Any]) -> dict[str, list[Call]]:
    """Every operation by its resource, in the order of the document."""
    found: dict[str, list[Call]] = {}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            found.setdefault(spoken(said["tags"][0]), []).append(_call(method.upper(), path, said))
    return found


def shapes(document: Mapping[str, Any]) -> list[Shape]:
    """Every component that says more than its name."""
    schemas = document["components"]["schemas"]
    return [_shape(name, schemas[name]) for name in sorted(schemas) if schemas[name].get("type")]


def _call(method: str, path: str, said: Mapping[str, Any]) -> Call:
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    security = said.get("security", [])
    return Call(
        id=said["operationId"],
        method=method,
        path=path,
        title=spoken(said["summary"]),
        about=_paragraphs(said.get("description", "")),
        token="" if not security else "optional" if {} in security else "required",
        parameters=tuple(_parameter(each) for each in said["parameters"]),
        body=_typed(body).shapes,
        replies=tuple(_reply(status, each) for status, each in sorted(said["responses"].items())),
    )


def _parameter(said: Mapping[str, Any]) -> Row:
    about = _said(said["description"]) if said.get("description") else ""
    return Row(said["name"], _typed(said["schema"]), bool(said.get("required")), said["in"], about)


def _reply(status: int, said: Mapping[str, Any]) -> Reply:
    content = said.get("content", {})
    typed = next((_typed(each["schema"], kind) for kind, each in content.items()), None)
    return Reply(status, HTTPStatus(status).phrase, typed)


def _shape(name: str, said: Mapping[str, Any]) -> Shape:
    required = set(said.get("required", ()))
    rows = tuple(
        Row(
            each,
            _typed(typed),
            each in required,
            about=_said(typed["description"]) if "description" in typed else "",
        )
        for each, typed in said.get("properties", {}).items()
    )
    return Shape(name, _paragraphs(said.get("description", "")), rows, tuple(map(str, said.get("enum", ()))))


def _paragraphs(text: str) -> tuple[str, ...]:
    """A text of ours in the reader's language, as far as somebody translated it, paragraph by paragraph."""
    return tuple(_said(" ".join(each.split())) for each in text.split("\n\n") if each.strip())


def _said(text: str) -> str:
    """What stands between backticks is code."""
    parts = enumerate(spoken(text).split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", each) if n % 2 else each,) for n, each in parts)
    )


def _typed(said: Mapping[str, Any], kind: str = "") -> Typed:
    """A schema in words: `text ≤ 200`, `list of GivenMaterial`, `Progress or WholeProgress`."""
    match said:
        case {"$ref": str(ref)}:
            name = ref.removeprefix(_REF)
            return Typed("", (name,))
        case {"anyOf": [*ways]} | {"allOf": [*ways]}:
            typed = [_typed(each) for each in ways]
            words = " · ".join(each.words for each in typed if each.words)
            return Typed(words, tuple(name for each in typed for name in each.shapes))
        case {"enum": [*words]}:
            return Typed(" | ".join(map(str, words)))
        case {"type": "array", "items": items}:
            inner = _typed(items)
            return Typed(
                pgettext("type", "list of") + (f" {inner.words}" if inner.words else ""), inner.shapes
            )
        case {"format": "binary"}:
            return Typed(kind)
        case {"type": str(word)}:
            return Typed(" ".join([_word(word, said), *_bounds(said)]))
    return Typed(pgettext("type", "anything"))


def _word(word: str, said: Mapping[str, Any]) -> str:
    words = {
        "string": pgettext("type", "text"),
        "integer": pgettext("type", "whole number"),
        "number": pgettext("type", "number"),
        "boolean": pgettext("type", "true or false"),
        "object": pgettext("type", "object"),
        "null": "null",
    }
    formats = {"date": pgettext("type", "date"), "date-time": pgettext("type", "moment")}
    return formats.get(said.get("format", ""), "Base64" if "contentEncoding" in said else words[word])


def _bounds(said: Mapping[str, Any]) -> Iterator[str]:
    for name, sign in (("minimum", "≥"), ("maximum", "≤"), ("maxLength", "≤"), ("maxProperties", "≤")):
        if name in said:
            yield f"{sign} {said[name]:,}"
    if "pattern" in said:
        yield said["pattern"]
