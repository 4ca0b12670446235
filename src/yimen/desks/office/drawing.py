"""How this desk draws its pages and forms: every form is a schema, drawn and read by one piece of code."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise

from yimen.base import forms, refusals
from yimen.base.pages import HallRequest
from yimen.rules.findings import Finding, Severity
from yimen.rules.refused import Refused

from .nav import desk

Choices = Mapping[str, str]


def page(request: HallRequest, template: str, **told: Any) -> HttpResponse:
    return render(request, f"office/{template}.html", {"desk": desk(request), **told})


def done(request: HallRequest, words: str, to: str) -> HttpResponse:
    """Said once on the next page."""
    messages.success(request, words)
    return HttpResponseRedirect(to)


@cache
def _read(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((files(__package__) / "schemas" / f"{name}.json").read_text("utf-8"))
    return schema


def schema(name: str, **choices: Choices) -> dict[str, Any]:
    """A form of this desk, its choices filled in: `path__to__field={value: words}`."""
    filled = copy.deepcopy(_read(name))
    for path, offered in choices.items():
        part = filled
        for step in path.split("__"):
            part = part["items"] if "items" in part and step not in part.get("properties", {}) else part
            part = part["properties"][step]
        target = part["items"] if part.get("type") == "array" else part
        target["oneOf"] = [
            {"const": value, "title": words, "x-title-en": words} for value, words in offered.items()
        ]
    return filled


@dataclass
class Form:
    """One form: what it asks, what stands in it, and what is wrong with it."""

    schema: Mapping[str, Any]
    values: Mapping[str, Any]
    findings: tuple[Any, ...] = ()
    refusal: str = ""

    @classmethod
    def sent(cls, request: HallRequest, schema_: Mapping[str, Any]) -> Form:
        """What somebody wrote; `findings` say what of it is not as the form asks."""
        values = forms.parse(schema_, request.POST)
        faults = forms.validate(schema_, values)
        found = tuple(
            Finding(
                rule=f"form_{each.keyword}",
                severity=Severity.CURABLE,
                field=each.field,
                facts={"text": forms.sentence(schema_, each)},
            )
            for each in faults
        )
        return cls(schema_, values, found)

    @property
    def sound(self) -> bool:
        return not self.findings

    def refused(self, why: Refused, language: str) -> Form:
        """The same form with what a rule says of it; nothing that was typed is lost."""
        return Form(self.schema, self.values, self.findings, refusals.sentence(why, language))


def form_page(
    request: HallRequest,
    form: Form,
    *,
    title: str | Promise,
    back: str,
    lead: str | Promise = "",
    action: str | Promise = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page that is one form."""
    told = {"form": form, "title": title, "back": back, "lead": lead, "action": action, **more}
    answer = page(request, "form", **told)
    answer.status_code = status
    return answer
