"""What every template can say without loading anything: icons, words, limits, days, forms."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yimen.base import bilingual, icons, phrases, why, words
from yimen.base.form_fields import fields_of
from yimen.base.site import Entry, current
from yimen.rules.limits import Limit

register = template.Library()

register.filter("limit", phrases.limit)
register.filter("remaining", phrases.remaining)
register.filter("day", phrases.day)
register.filter("short_day", phrases.short_day)
register.filter("moment", phrases.moment)
register.filter("when", phrases.when)
register.filter("ending", phrases.ending)
register.filter("clock", phrases.clock)
register.filter("weekday", phrases.weekday)
register.filter("day_of_week", phrases.day_of_week)
register.filter("sheet", why.sheet)
register.filter("told", bilingual.told)
register.filter("said", bilingual.said)
register.filter("untranslated", bilingual.untranslated)
register.filter("weekday_name", phrases.weekday_name)
register.filter("weekday_letter", phrases.weekday_letter)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """`{% icon "search" %}`; an unknown name raises `UnknownIcon`."""
    return icons.icon(name, label, css)


@register.filter
def sign(key: str, kind: str) -> words.Sign:
    """`{% with shown=state|sign:"state" %}`: word, icon and tone; a code nobody gave words to speaks for itself."""
    table: Mapping[str, words.Sign] = {
        "state": words.STATES,
        "kind": words.KINDS,
        "light": words.LIGHTS,
        "severity": words.SEVERITIES,
        "note": words.NOTES,
        "act": words.ACTS,
        "step": words.STEPS,
        "task": words.TASKS,
        "pause": words.PAUSES,
        "clock": words.CLOCKS,
        "result": words.RESULTS,
    }[kind]
    return table.get(str(key)) or words.Sign(str(key), "circle-dashed", "off")


@register.filter
def sign_text(key: str, kind: str) -> str:
    """The word alone, for a sentence or a title."""
    return str(sign(key, kind).text)


@register.filter
def over(value: Limit | Mapping[str, Any] | None) -> bool:
    """Whether what remains is less than nothing."""
    found = phrases.as_limit(value)
    return found is not None and found.n < 0


@register.filter
def day_of(text: str) -> str:
    """The day of an ISO date in words; anything else speaks for itself."""
    try:
        return phrases.day(date.fromisoformat(text))
    except ValueError:
        return text


@register.filter
def iso(value: date | datetime | None) -> str:
    """For `<time datetime>`."""
    return value.isoformat() if value else ""


@register.simple_tag
def once() -> SafeString:
    """The hidden key by which a form sent twice is answered once."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4())


@register.simple_tag
def query(request: HttpRequest, **changes: object) -> str:
    """This page's address with some parameters changed; an empty one is left out."""
    parameters = request.GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in {None, ""}:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}" if parameters else request.path


@register.filter
def joined(values: Iterable[object], by: str = " · ") -> str:
    """What is there, with a dot between."""
    return by.join(str(each) for each in values if each)


@register.simple_tag
def here(request: HttpRequest, entries: tuple[Entry, ...]) -> str:
    """The address of the entry this page belongs to, to be marked as the current one."""
    return current(request.path, entries)


@register.filter
def note_of(level_tag: str) -> str:
    """The tone of a Django message."""
    return {"success": "good", "warning": "wait", "error": "bad"}.get(level_tag, "ink")


@register.inclusion_tag("forms/form.html")
def schema_form(
    schema: Mapping[str, Any],
    values: Mapping[str, Any] | None = None,
    findings: Iterable[Any] = (),
    prefix: str = "form",
) -> dict[str, Any]:
    """`{% schema_form schema values findings %}`: the fields of a JSON Schema form, inside a form of the page's own."""
    return {"fields": fields_of(schema, values, findings, prefix)}
