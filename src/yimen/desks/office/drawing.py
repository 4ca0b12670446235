"""How this desk draws its pages and forms: every form is a schema, drawn and read by one piece of code."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language

from yimen.base import forms, refusals
from yimen.base.pages import HallRequest
from yimen.rules.refused import Refused

from .nav import desk

_NOT_FOR_THEM: Final = frozenset({"not_signed_in", "not_permitted"})


def page(request: HallRequest, template: str, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"office/{template}.html", {"desk": desk(request), **told}, status=status)


def done(request: HallRequest, words: str, to: str) -> HttpResponse:
    """Said once on the next page."""
    messages.success(request, words)
    return HttpResponseRedirect(to)


@cache
def _read(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((files(__package__) / "schemas" / f"{name}.json").read_text("utf-8"))
    return schema


def schema(name: str, **choices: Mapping[str, str | Promise]) -> dict[str, Any]:
    """A form of this desk, its choices filled in: `path__to__field={value: words}`."""
    filled = copy.deepcopy(_read(name))
    for path, offered in choices.items():
        part = filled
        for step in path.split("__"):
            part = part.get("items", part)["properties"][step]
        target = part["items"] if part.get("type") == "array" else part
        target["oneOf"] = [
            {"const": value, "title": str(words), "x-title-en": str(words)}
            for value, words in offered.items()
        ]
    return filled


@dataclass(frozen=True, slots=True)
class Form:
    """One form: what it asks, what stands in it, what is wrong with it, and what a rule says of it."""

    schema: Mapping[str, Any]
    values: Mapping[str, Any]
    findings: tuple[Mapping[str, str], ...] = ()
    refusal: str = ""
    status: int = HTTPStatus.OK

    @classmethod
    def sent(cls, request: HallRequest, schema_: Mapping[str, Any]) -> Form:
        """What somebody wrote, with everything in it that the form does not allow."""
        values = forms.parse(schema_, request.POST)
        found = tuple(
            {"field": each.field, "severity": "blocking", "text": forms.sentence(schema_, each), "remedy": ""}
            for each in forms.validate(schema_, values)
        )
        return cls(schema_, values, found, status=HTTPStatus.UNPROCESSABLE_ENTITY if found else HTTPStatus.OK)

    def refused(self, why: Refused) -> Form:
        """The same form with what a rule says of it; nothing that was typed is lost. What it names in vain is a wrong value."""
        said = refusals.sentence(why, get_language() or "")
        status = refusals.status(why)
        missing = status == HTTPStatus.NOT_FOUND
        return replace(self, refusal=said, status=HTTPStatus.UNPROCESSABLE_ENTITY if missing else status)


def form_page(
    request: HallRequest,
    asked: Mapping[str, Any],
    stands: Mapping[str, Any],
    act: Callable[[dict[str, Any]], HttpResponse],
    *,
    template: str = "form",
    **told: Any,
) -> HttpResponse:
    """A page that is one form: drawn with what stands, or read and done; a fault or a refusal draws it as it was sent."""
    form = Form(asked, stands)
    if request.method == "POST":
        form = Form.sent(request, asked)
        if not form.findings:
            try:
                return act(dict(form.values))
            except Refused as why:
                if why.reason in _NOT_FOR_THEM:
                    raise
                form = form.refused(why)
    return page(request, template, form.status, form=form, **told)
