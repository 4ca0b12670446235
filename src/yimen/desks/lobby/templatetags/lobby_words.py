"""Words of the walls by their key."""

from __future__ import annotations

from django import template

from yimen.base.bilingual import told
from yimen.base.notice_words import KINDS
from yimen.modules.people.queries import WindowCard
from yimen.modules.reception.queries.notices import Kind

register = template.Library()


@register.filter
def notice_kind(kind: Kind) -> str:
    """“公告”."""
    return str(KINDS[kind])


@register.filter
def plain_name(window: WindowCard) -> str:
    """“综合窗口” of “A01 综合窗口”, beside its number."""
    return told(window, "name").removeprefix(window.number).strip()
