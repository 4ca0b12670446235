"""What the halls' screens and the portal announce, and how the screens make themselves heard (R-223)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimen.base.bilingual import told
from yimen.base.clock import ZONE
from yimen.base.notice_words import KINDS, PRIORITIES, STANDS
from yimen.base.pages import HallRequest
from yimen.modules.people import queries as people
from yimen.modules.people.queries import HallCard
from yimen.modules.reception.commands import notices as commands
from yimen.modules.reception.commands.notices import Draft
from yimen.modules.reception.queries import notices as queries
from yimen.modules.reception.queries import screens
from yimen.modules.reception.queries.notices import Kind, NoticeCard, Priority
from yimen.rules.reception.notices import Span, Wording
from yimen.rules.refused import Refused

from ..access import keeps, within
from ..drawing import done, form_page, page, schema

_ACTS: Final = ("up", "down", "withdraw")


@keeps("screens")
@require_GET
def notices(request: HallRequest) -> HttpResponse:
    """Hall by hall: what stands on the screens, what will, what did; and which screens cannot speak."""
    halls = _halls(request)
    kept = queries.kept((each.id for each in halls), request.now)
    heard = screens.screens(each.id for each in halls)
    shown = [(hall, [_line(each, request.now) for each in kept[hall.id]], heard[hall.id]) for hall in halls]
    return page(request, "notices", halls=shown)


@keeps("screens")
@require_http_methods(["GET", "POST"])
def notice_new(request: HallRequest) -> HttpResponse:
    halls = _halls(request)

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.write_notice(request.actor, int(values["hall"]), _draft(values), now=request.now)
        return done(
            request, _("Saved. Every screen shows it as soon as it holds."), reverse("office:notices")
        )

    hall = request.GET.get("hall") or (str(halls[0].id) if halls else "")
    stands = {
        "hall": hall,
        "kind": Kind.NOTICE.value,
        "priority": str(Priority.ORDINARY.value),
        "starts": _parts(request.now),
    }
    return form_page(request, _asked(halls), stands, act, title=_("New notice"), **_frame())


@keeps("screens")
@require_http_methods(["GET", "POST"])
def notice_edit(request: HallRequest, notice: int) -> HttpResponse:
    card = _kept(request, notice)
    asked = _asked([])
    del asked["properties"]["hall"]
    asked["required"] = [each for each in asked["required"] if each != "hall"]

    def act(values: dict[str, Any]) -> HttpResponse:
        commands.amend_notice(request.actor, notice, _draft(values), now=request.now)
        return done(
            request, _("Saved. Every screen shows it as soon as it holds."), reverse("office:notices")
        )

    return form_page(request, asked, _stands(card), act, title=_("Amend the notice"), **_frame())


@keeps("screens")
@require_POST
def notice_act(request: HallRequest, notice: int, what: str) -> HttpResponse:
    """One place up or down, or off every screen."""
    if what not in _ACTS:
        raise Refused("not_permitted")
    if what == "withdraw":
        commands.withdraw_notice(request.actor, notice, now=request.now)
        words = _("Withdrawn from every screen.")
    else:
        commands.order_notice(request.actor, notice, what, now=request.now)
        words = _("The order is changed.")
    return done(request, words, reverse("office:notices"))


def _line(card: NoticeCard, now: datetime) -> tuple[NoticeCard, str, Any, Any, Any]:
    stands = card.stands(now)
    return card, stands, STANDS[stands], KINDS[card.kind], PRIORITIES[card.priority]


def _asked(halls: list[HallCard]) -> dict[str, Any]:
    return schema(
        "notice",
        hall={str(each.id): told(each.unit, "name") for each in halls},
        kind={each.value: words for each, words in KINDS.items()},
        priority={str(each.value): words for each, words in PRIORITIES.items()},
    )


def _draft(values: Mapping[str, Any]) -> Draft:
    """Refused: malformed, where an end has a time and no day."""
    starts, ends = _moment(values["starts"]), _moment(values.get("ends") or {})
    if starts is None:
        raise Refused("malformed")
    names = ("title", "text", "title_en", "text_en")
    return Draft(
        kind=Kind(values["kind"]),
        priority=Priority(int(values["priority"])),
        wording=Wording(**{name: values.get(name) or "" for name in names}),
        span=Span(starts, ends),
        below=bool(values.get("below")),
    )


def _moment(parts: Mapping[str, str]) -> datetime | None:
    """The day at that time, else at its beginning."""
    if not parts.get("on"):
        if parts.get("at"):
            raise Refused("malformed")
        return None
    at = (parts.get("at") or "0:00").replace("：", ":").split(":")
    return datetime.combine(date.fromisoformat(parts["on"]), time(int(at[0]), int(at[1])), ZONE)


def _parts(at: datetime) -> dict[str, str]:
    here = at.astimezone(ZONE)
    return {"on": here.date().isoformat(), "at": f"{here:%H:%M}"}


def _stands(card: NoticeCard) -> dict[str, Any]:
    return {
        "below": card.below,
        "kind": card.kind.value,
        "priority": str(card.priority.value),
        "title": card.title,
        "text": card.text,
        "title_en": card.title_en,
        "text_en": card.text_en,
        "starts": _parts(card.starts_at),
        "ends": _parts(card.ends_at) if card.ends_at else {},
    }


def _frame() -> dict[str, str]:
    return {"back": reverse("office:notices"), "action": _("Save")}


def _halls(request: HallRequest) -> list[HallCard]:
    return [each for each in people.halls() if within(request.actor, each.unit.division)]


def _kept(request: HallRequest, notice: int) -> NoticeCard:
    """Refused: no_such_notice, notice_withdrawn."""
    card = queries.notice(notice)
    if card is None or card.hall not in {each.id for each in _halls(request)}:
        raise Refused("no_such_notice")
    if card.withdrawn_at is not None:
        raise Refused("notice_withdrawn")
    return card
