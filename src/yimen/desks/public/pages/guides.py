"""The guide of an item: on the screen, on one sheet, and its form to be filled in by pen (R-033, R-037, R-039, R-046)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yimen.base import forms
from yimen.base.form_fields import fields_of
from yimen.base.pages import HallRequest
from yimen.gateways.pdf.qr import qr_svg
from yimen.modules.catalogue import queries as catalogue
from yimen.modules.catalogue.queries import GuideCard
from yimen.modules.catalogue.queries.wording import (
    CLASSES,
    SOURCES,
    chart,
    how_long,
    sections,
    whether_charged,
)
from yimen.modules.people import queries as people
from yimen.rules.refused import Refused

from ..online import level

PAIRED: Final = frozenset(
    {"department", "audience", "forms", "sample_text", "advice_phone", "complaint_phone"}
)
"""Short fields that stand two in a line on the leaflet."""


@require_safe
def guide(request: HallRequest, code: str) -> HttpResponse:
    found = _guide(code)
    shared = _shared(found)
    context = {
        **shared,
        "untranslated": any(entry.untranslated for each in shared["sections"] for entry in each.entries),
        "windows": people.counters(found.department_id),
        "apply": reverse("applicant:apply", args=[found.code]),
    }
    return render(request, "public/guide.html", context)


@require_safe
def leaflet(request: HallRequest, code: str) -> HttpResponse:
    """One sheet of paper with every mandatory field (R-039)."""
    found = _guide(code)
    address = settings.YIMEN_URL + reverse("public:guide", args=[found.code])
    picture = "data:image/svg+xml;base64," + b64encode(qr_svg(address)).decode()
    context = {
        **_shared(found),
        "address": address,
        "picture": picture,
        "today": request.now.date(),
        "paired": PAIRED,
    }
    return render(request, "public/leaflet.html", context)


@require_safe
def blank(request: HallRequest, code: str) -> HttpResponse:
    """The form on paper: empty, or with `?sample=1` filled in as an example (R-037). Refused: no_form."""
    found = _guide(code)
    if not found.form:
        raise Refused("no_form", item=found.name)
    sample = bool(request.GET.get("sample"))
    values = _examples(found.form) if sample else {}
    context = {
        "guide": found,
        "sample": sample,
        "title": forms.title(found.form) or found.name,
        "fields": fields_of(found.form, values),
    }
    return render(request, "public/blank.html", context)


def _guide(code: str) -> GuideCard:
    return catalogue.guide(code, get_language() or "")


def _shared(found: GuideCard) -> dict[str, Any]:
    return {
        "guide": found,
        "sections": sections(found),
        "chart": chart(found),
        "level": level(found.online),
        "classes": CLASSES,
        "sources": SOURCES,
        "visits": _visits(found),
        "how_long": how_long(found),
        "whether_charged": whether_charged(found),
        "shorter": found.promised_limit != found.statutory_limit,
    }


def _visits(found: GuideCard) -> int | None:
    """How often somebody must come, if the guide says so."""
    said = found.document.get("visits")
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def _examples(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The form filled in with the example each field brings."""
    return {name: part["examples"][0] for name, part in forms.properties(schema) if part.get("examples")}
