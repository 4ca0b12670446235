"""Words of the walls by their key."""

from __future__ import annotations

from django import template
from django.utils.translation import pgettext

from yimen.base.bilingual import english, told
from yimen.modules.people.queries import WindowCard
from yimen.modules.reception.queries.notices import Kind, NoticeCard

register = template.Library()


@register.filter
def notice_kind(kind: Kind) -> str:
    """“公告”."""
    return {
        Kind.ANNOUNCEMENT: pgettext("notice", "Announcement"),
        Kind.NOTICE: pgettext("notice", "Notice"),
        Kind.RESULT: pgettext("notice", "Results"),
        Kind.CULTURE: pgettext("notice", "Good to know"),
    }[kind]


@register.filter
def is_untranslated(notice: NoticeCard, name: str) -> bool:
    """Whether this stands in Chinese on an English page, and has to be read out as such."""
    return english() and not getattr(notice, f"{name}_en")


@register.filter
def plain_name(window: WindowCard) -> str:
    """“综合窗口” of “A01 综合窗口”, beside its number."""
    return told(window, "name").removeprefix(window.number).strip()
