"""Waits in words, for the templates of this desk."""

from __future__ import annotations

from datetime import timedelta

from django import template

from yimen.desks.office.chart import span

register = template.Library()


@register.filter
def wait(told: timedelta | str | None) -> str:
    """`{{ was.p50|wait }}`; a dash where nobody waited."""
    return span(told) if isinstance(told, timedelta) else "—"
