"""The gallery: every component in every state, and one page of each face, on invented matters. Demo only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext

from yimen.rules.limits import Limit, Unit
from yimen.rules.refused import Refused

from . import words
from .clock import ZONE
from .desk import Desk, Group
from .errors import WRONG, server_error, wrong
from .forms import sentence, validate
from .pages import refused_response
from .phrases import limit
from .site import Entry, Site

MOMENT: Final = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)

SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["name", "kind", "area", "opened", "licensed_on", "address", "truth"],
    "properties": {
        "name": {"type": "string", "title": "经营者名称", "x-title-en": "Name of the business", "maxLength": 60,
                 "description": "与营业执照一致", "x-description-en": "As on the business licence"},
        "kind": {"type": "string", "title": "主体业态", "x-title-en": "Kind of business",
                 "oneOf": [{"const": "catering", "title": "餐饮服务", "x-title-en": "Catering"},
                           {"const": "retail", "title": "食品销售", "x-title-en": "Food retail"},
                           {"const": "canteen", "title": "单位食堂", "x-title-en": "Canteen"}]},
        "area": {"type": "number", "title": "经营面积", "x-title-en": "Floor area", "minimum": 8,
                 "x-unit": "平方米", "x-unit-en": "m²"},
        "capital": {"type": "number", "title": "注册资本", "x-title-en": "Registered capital", "minimum": 0,
                    "x-unit": "万元", "x-unit-en": "10,000 yuan", "x-convention": "amount_wan"},
        "opened": {"type": "string", "title": "开业年月", "x-title-en": "Opened in", "x-convention": "year_month",
                   "pattern": "^[0-9]{4}年(0[1-9]|1[0-2])月$"},
        "licensed_on": {"type": "string", "format": "date", "title": "营业执照签发日期",
                        "x-title-en": "Date of the business licence"},
        "address": {"type": "string", "title": "经营地址", "x-title-en": "Address", "minLength": 8,
                    "x-convention": "production_address"},
        "foods": {"type": "array", "title": "经营项目", "x-title-en": "What will be sold",
                  "items": {"type": "string", "enum": ["热食", "冷食", "糕点", "自制饮品"],
                            "x-enum-titles-en": ["Hot food", "Cold food", "Pastry", "House drinks"]}},
        "manager": {"type": "object", "title": "食品安全管理员", "x-title-en": "Food safety officer",
                    "required": ["name", "phone"], "x-order": ["name", "phone"],
                    "properties": {"phone": {"type": "string", "title": "手机", "x-title-en": "Mobile"},
                                   "name": {"type": "string", "title": "姓名", "x-title-en": "Name"}}},
        "note": {"type": "string", "x-widget": "textarea", "title": "其他说明", "x-title-en": "Anything else",
                 "maxLength": 500},
        "truth": {"type": "boolean", "const": True, "title": "我承诺以上内容真实，并知道虚假申报的后果。",
                  "x-title-en": "I promise that this is true and know what follows if it is not."},
    },
}  # fmt: skip
WRITTEN: Final[dict[str, Any]] = {
    "name": "云岫市枕溪小馆", "kind": "catering", "area": 6.5, "capital": 500000, "opened": "2008-5",
    "licensed_on": "2026-02-10", "foods": ["热食", "糕点"], "manager": {"name": "何静", "phone": "13900000000"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the morning board, as a list query would give it."""

    number: str
    item: str
    applicant: str
    kind: str
    state: str
    light: str
    remaining: Limit | None
    due_on: date | None


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "style.html", {**_pieces(), "face": request.GET.get("face", "public")})


def sample(request: HttpRequest, face: str) -> HttpResponse:
    """One page of a face: `public desk bare print form`, an error by its status, or a refusal."""
    if face in {str(status) for status in WRONG}:
        return server_error(request) if face == "500" else wrong(request, int(face))
    if face == "refusal":
        return refused_response(
            request,
            Refused("act_not_open", state=pgettext("style", "Decided"), act=pgettext("style", "Accept")),
        )
    if face not in {"public", "desk", "bare", "print", "form"}:
        raise Http404
    if face == "desk" and request.GET.get("told"):
        messages.success(
            request, pgettext("style", "Accepted. The notice has been numbered and is ready to print.")
        )
    return render(request, f"style/{face}.html", {**_pieces(), "desk": _desk()})


def _pieces() -> dict[str, Any]:
    findings = [
        _finding(each.field, each.keyword, sentence(SCHEMA, each)) for each in validate(SCHEMA, WRITTEN)
    ]
    return {
        "site": _site(),
        "moment": MOMENT,
        "today": MOMENT.date(),
        "rows": _rows(),
        "schema": SCHEMA,
        "written": WRITTEN,
        "findings": [*findings, _kept()],
        "errors": [("form.area", findings[0]["text"])],
        "lights": words.LIGHTS,
        "states": words.STATES,
        "kinds": words.KINDS,
        "notes": words.NOTES,
        "limits": [Limit(5), Limit(1), Limit(0), Limit(2, Unit.MONTH), Limit(4, Unit.CLOCK_HOUR)],
        "left": [Limit(3), Limit(1), Limit(0), Limit(-2), Limit(20, Unit.MINUTE)],
        "steps": _steps(),
        "why": _why(),
        "way": _way(),
        "records": _records(),
        "clocks": _clocks(),
        "sheets": {"promised": _why()},
        "facts": _facts(),
        "crumbs": [
            (pgettext("style", "Board"), "/_style/desk/"),
            (pgettext("style", "Cases"), "/_style/desk/"),
        ],
        "tabs": [
            (pgettext("style", "All"), "#all", 18),
            (pgettext("style", "Overdue"), "#red", 2),
            (pgettext("style", "Closed"), "#closed", None),
        ],
        "asked": [("开餐馆", "/_style/form/"), ("办老年证", "/_style/form/"), ("开公司", "/_style/form/")],
        "words": [
            pgettext("style", "Matter"),
            pgettext("style", "Details"),
            pgettext("style", "Materials"),
            pgettext("style", "Check"),
        ],
    }


def _finding(field: str, rule: str, text: str) -> dict[str, str]:
    return {"field": field, "rule": rule, "severity": "blocking", "text": text, "remedy": ""}


def _kept() -> dict[str, str]:
    return {
        "material": "lease",
        "rule": "R-107",
        "severity": "curable",
        "text": pgettext("style", "The lease of the premises is not among the papers."),
        "remedy": pgettext(
            "style", "Bring the original or a stamped copy within 15 days; the limit starts when it is in."
        ),
    }


def _site() -> Site:
    return Site(
        name="云岫市政务服务中心",
        address="云岫市云溪区滨河路18号",
        phone="0990-5550 100",
        hours=pgettext("style", "Working days 09:00–12:00, 13:30–17:00"),
        sign_in="/_style/bare/",
        nav=(
            Entry(pgettext("style", "Home"), "/_style/public/", "home"),
            Entry(pgettext("style", "Services"), "/_style/form/", "list-check"),
            Entry(pgettext("style", "Progress"), "/_style/", "file-search"),
            Entry(pgettext("style", "My cases"), "/_style/bare/", "user"),
        ),
    )


def _desk() -> Desk:
    return Desk(
        name=pgettext("style", "Window desk"),
        person="林晓",
        place=pgettext("style", "Window 3 · Food and Market Regulation"),
        role=pgettext("style", "Window clerk"),
        now=MOMENT,
        unread=2,
        messages="/_style/",
        groups=(
            Group(
                (
                    Entry(
                        pgettext("style", "Morning board"),
                        "/_style/desk/",
                        "layout-dashboard",
                        count=2,
                        alarm=True,
                    ),
                    Entry(pgettext("style", "Find a case"), "/_style/desk/#find", "search", key="F2"),
                    Entry(pgettext("style", "Take in"), "/_style/desk/#in", "file-plus", key="F4"),
                )
            ),
            Group(
                (
                    Entry(
                        pgettext("style", "Pre-registered"), "/_style/desk/#pre", "clipboard-text", count=3
                    ),
                    Entry(pgettext("style", "Supplements"), "/_style/desk/#sup", "file-alert", count=4),
                    Entry(pgettext("style", "Deliver"), "/_style/desk/#out", "package", count=1),
                ),
                title=pgettext("style", "Waiting at this window"),
            ),
            Group(
                (
                    Entry(pgettext("style", "Day book"), "/_style/print/", "notebook"),
                    Entry(pgettext("style", "Messages"), "/_style/", "mail"),
                    Entry(pgettext("style", "Work calendar"), "/_style/desk/#days", "calendar"),
                ),
                title=pgettext("style", "Books"),
            ),
        ),
    )


def _rows() -> list[Row]:
    day = MOMENT.date()
    return [
        Row(
            "990100-20260210-00017-3",
            "食品经营许可（新办）",
            "云岫市枕溪小馆",
            "committed",
            "in_review",
            "red",
            Limit(-2),
            day - timedelta(days=4),
        ),
        Row(
            "990100-20260211-00042-0",
            "户外广告设施设置审批",
            "云岫云创传媒有限公司",
            "joint",
            "in_review",
            "red",
            Limit(-1),
            day - timedelta(days=3),
        ),
        Row(
            "990100-20260224-00008-5",
            "公共场所卫生许可",
            "赵*芳",
            "committed",
            "accepted",
            "yellow",
            Limit(1),
            day + timedelta(days=1),
        ),
        Row(
            "990100-20260225-00031-9",
            "建筑垃圾处置核准",
            "云岫市宏远土石方工程有限公司",
            "supplement",
            "supplement_pending",
            "off",
            None,
            None,
        ),
        Row(
            "990100-20260226-00004-1",
            "道路货物运输经营许可",
            "云岫顺达物流有限公司",
            "escalated",
            "waiting_superior",
            "green",
            Limit(8),
            day + timedelta(days=10),
        ),
        Row(
            "990100-20260302-00001-6",
            "老年人优待证办理",
            "李*",
            "instant",
            "received",
            "green",
            Limit(25, Unit.MINUTE),
            day,
        ),
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {"at": MOMENT - timedelta(days=6), "text": pgettext("style", "Received online"), "by": "何静"},
        {
            "at": MOMENT - timedelta(days=5),
            "text": pgettext("style", "Accepted"),
            "by": pgettext("style", "Window 3"),
            "note": pgettext("style", "The promised limit of 5 working days runs from here."),
        },
        {
            "at": MOMENT - timedelta(hours=1),
            "text": pgettext("style", "In review"),
            "by": pgettext("style", "Food section"),
            "tone": "now",
        },
        {"text": pgettext("style", "Decision"), "tone": "next"},
        {"text": pgettext("style", "Delivery"), "tone": "next"},
    ]


def _way() -> list[dict[str, Any]]:
    """A case that is late at its survey, as staff see its steps."""
    day, share = MOMENT - timedelta(days=6), Limit(3)
    window, office = pgettext("style", "Window 3"), pgettext("style", "Food section")
    done = {"tone": "done", "opened_at": day, "closed_at": day}
    late = {"tone": "now", "opened_at": day, "limit": share, "used": Limit(5), "over": True}
    return [
        {"kind": "check", "staff": "林晓", **done},
        {"kind": "review", "staff": "赵敏", "limit": share, "used": Limit(2), "result": "agree", **done},
        {"kind": "survey", "staff": "周山", "again": True, **late},
        {"kind": "decide", "unit": office, "tone": "next"},
        {"kind": "hand_out", "unit": window, "tone": "next"},
    ]


def _records() -> list[dict[str, Any]]:
    return [
        {
            "opinion": {"kind": "survey", "result": "disagree", "at": MOMENT, "letter": None},
            "by": "周山",
            "text": "净高不足，遮挡采光。",
            "on": MOMENT.date().isoformat(),
            "place": "云岫市云溪区滨河路18号",
            "participants": ("周山", "赵敏"),
            "files": ({},),
        }
    ]


def _clocks() -> list[dict[str, Any]]:
    day = MOMENT.date()
    shared = {"started_on": day - timedelta(days=4), "more": 0, "runs": True, "task": None}
    return [
        {"name": "promised", "rule": "CLK-06", "limit": Limit(5), "due_on": day + timedelta(days=1),
         "remaining": Limit(1), "light": "yellow", **shared},
        {"name": "statutory", "rule": "LIC-08", "limit": Limit(20), "due_on": None,
         "remaining": Limit(16), "light": "off", **shared, "more": 10},
    ]  # fmt: skip


def _facts() -> list[tuple[str, str]]:
    return [
        (pgettext("style", "Applicant"), "云岫市枕溪小馆"),
        (pgettext("style", "Credit code"), "92990100MA0000000X"),
        (pgettext("style", "Contact"), "何* 139****0000"),
        (pgettext("style", "Accepted at"), pgettext("style", "Window 3")),
        (pgettext("style", "Promised limit"), limit(Limit(5))),
        (pgettext("style", "Remarks"), ""),
    ]


def _why() -> dict[str, Any]:
    """Five working days from the eve of a long holiday, with a make-up day and a rest."""
    started, days, n = date(2026, 4, 27), [], 0
    for step in range(13):
        on = started + timedelta(days=step)
        holiday = date(2026, 5, 1) <= on <= date(2026, 5, 5)
        made_up = on == date(2026, 5, 9)
        works = made_up or (on.weekday() < 5 and not holiday)
        paused = date(2026, 5, 7) <= on <= date(2026, 5, 8)
        mark = "start" if step == 0 else "paused" if paused else "counted" if works else "rest"
        n += mark == "counted"
        kind = "make_up" if made_up else "holiday" if holiday else "weekday"
        reason = {"kind": kind, "works": works, "name": "劳动节" * holiday, "provisional": False}
        days.append({"on": on.isoformat(), "mark": mark, "n": n, "reason": reason, "due": n == 5})
    return {"days": days, "provisional": False}
