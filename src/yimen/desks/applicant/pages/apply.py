"""Applying from home in four calm steps, with or without scripts; nothing written is lost on the way (R-079, R-080, R-095)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yimen.base import forms, opened, visit
from yimen.base.bilingual import said
from yimen.base.clock import machine_now
from yimen.base.kiosk_face import face
from yimen.base.pages import HallRequest, once_key
from yimen.base.rates import demand_rate
from yimen.base.uploads import LIMITS
from yimen.modules.licensing import commands, queries
from yimen.modules.messages import queries as texts
from yimen.modules.people import queries as people
from yimen.rules.actors import NOBODY, Actor, Kind
from yimen.rules.refused import Refused

from .. import drafts, pieces
from ..asking import CHECK, DOCUMENTS, FORM, MATERIALS, TITLES, WHO, Asking, Found
from ..drafts import Draft
from ..summary import answers

SENT: Final = "sent"
_WHO_FIELDS: Final = (
    "kind", "name", "id_type", "id_number", "phone", "told_by", "hall", "agent_name", "agent_id_number", "agent_phone",
)  # fmt: skip
_EMPTY: Final = dict.fromkeys(_WHO_FIELDS, "")
_LONGEST: Final = 200
both = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@both
def who(request: HallRequest, code: str) -> HttpResponse:
    if request.method == "POST":
        told = {name: request.POST.get(name, "").strip()[:_LONGEST] for name in _WHO_FIELDS}
        told["told_by"] = told["told_by"] or "none"  # nobody is sent what they did not ask for
        return _step(request, code, WHO, lambda draft: replace(draft, who=told))
    return _show(request, _asking(request, code), WHO)


@never_cache
@both
def form(request: HallRequest, code: str) -> HttpResponse:
    if request.method == "POST":
        schema = _asking(request, code).item.form or {}
        values = forms.parse(schema, request.POST)
        return _step(request, code, FORM, lambda draft: replace(draft, form=values))
    return _show(request, _asking(request, code), FORM)


@never_cache
@both
def materials(request: HallRequest, code: str) -> HttpResponse:
    if request.method != "POST":
        return _show(request, _asking(request, code), MATERIALS)
    asking = _asking(request, code)
    if request.FILES:
        demand_rate("upload", request.address, machine_now=machine_now())
    read = pieces.read(asking.wanted, request.POST, request.FILES)
    removed = request.POST.get("remove", "")

    def edit(draft: Draft) -> Draft:
        for each, piece in read.pieces.items():
            before = draft.pieces.get(each, drafts.Piece())
            draft = draft.put(each, pieces.merged(before, piece, removed=each == removed))
        return draft

    if only := request.POST.get("only", ""):  # one paper, chosen or removed by a script
        return _one_piece(request, code, only, read, edit)
    return _step(request, code, MATERIALS, edit, refused=read.refused, stay=bool(removed))


@never_cache
@both
def check(request: HallRequest, code: str) -> HttpResponse:
    """Everything that lacks, beside everything that was written; from here it is sent."""
    asking = _asking(request, code)
    if not asking.draft.visited:
        again = request.method == "POST" and _sent_before(request, code)
        return redirect("applicant:apply_sent", code=code) if again else redirect(asking.href(WHO))
    if request.method == "POST" and not _switching(request):
        return _send(request, asking)
    if CHECK not in asking.draft.visited:
        asking = replace(asking, draft=drafts.change(request.session, code, lambda each: each.through(CHECK)))
    return _switched(request) or _show(request, asking, CHECK)


@never_cache
@require_http_methods(["GET", "HEAD"])
def sent(request: HallRequest, code: str) -> HttpResponse:
    """What was sent last on this visit: its number, its query code, what happens next."""
    answer = (visit.recall(request.session, SENT) or {}).get(code)
    if answer is None:
        raise Refused("no_draft_here")
    case = queries.progress(answer["number"], answer["query_code"], now=request.now)
    context = {
        "case": case,
        "code": answer["query_code"],
        "lacking": answer["lacking"],
        "goes_back": answer.get("goes_back", False),
        "by_sms": answer["by_sms"],
    }
    return render(request, "applicant/sent.html", context)


@require_POST
def discard(request: HallRequest, code: str) -> HttpResponse:
    drafts.discard(request.session, code)
    messages.success(request, _("What you wrote has been deleted."))
    return redirect("public:guide", code=code)


# -- a step ----


def _asking(request: HallRequest, code: str) -> Asking:
    return Asking.of(code, drafts.load(request.session, code))


def _step(
    request: HallRequest,
    code: str,
    step: str,
    edit: Callable[[Draft], Draft],
    *,
    refused: Mapping[str, str] | None = None,
    stay: bool = False,
) -> HttpResponse:
    """Save first, whatever is wrong with it; then go on, or show what is wrong here and let people go on all the same."""
    to = request.POST.get("to", "")
    quiet = to == "keep" or _switching(request)
    draft = drafts.change(
        request.session, code, lambda each: edit(each) if quiet else edit(each).through(step)
    )
    asking = Asking.of(code, draft)
    if response := _switched(request):
        return response
    if to == "keep":
        return HttpResponse(status=204)
    if stay:
        return redirect(asking.href(step))
    wrong = any(each.lacks and each.step == step for each in asking.found(now=request.now))
    if refused or (wrong and to != "later"):
        return _show(request, asking, step, refused=refused, status=422)
    return redirect(asking.after(step))


def _show(
    request: HallRequest,
    asking: Asking,
    step: str,
    *,
    refused: Mapping[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A step with what was written, and once it has been through, what is wrong, beside each field and above all."""
    draft = asking.draft
    told = step == CHECK or step in draft.visited or CHECK in draft.visited
    found = asking.found(now=request.now) if told else ()
    here = [each for each in found if each.step == step]
    errors = [(each.anchor, each.text) for each in here if each.lacks]
    order = asking.steps
    context: dict[str, Any] = {
        "asking": asking,
        "item": asking.item,
        "item_name": said(asking.item.name, asking.item.name_en),
        "draft": draft,
        "step": step,
        "title": TITLES[step],
        "steps": [TITLES[each] for each in order],
        "current": order.index(step) + 1,
        "back": asking.href(order[order.index(step) - 1]) if order.index(step) else "",
        "found": found,
        "here": here,
        "errors": errors,
        "wrong_count": len(errors) + len(refused or ()),
        "keep_hours": settings.SESSION_COOKIE_AGE // 3600,
        **_of_step(asking, step, found, refused or {}, request.now.date()),
        **more,
    }
    return render(request, f"applicant/apply_{step}.html", context, status=status)


def _of_step(
    asking: Asking, step: str, found: Sequence[Found], refused: Mapping[str, str], today: date
) -> dict[str, Any]:
    draft, item = asking.draft, asking.item
    match step:
        case "who":
            halls = _halls(item.department)
            return {
                "documents": DOCUMENTS,
                "halls": halls,
                "by_sms": _by_sms(asking, halls, today),
                "faults": {**_EMPTY, **{each.field: each.whole for each in found if each.step == WHO}},
                "told": {**_EMPTY, **draft.who},
                "by_agent": any(draft.who.get(f"agent_{name}") for name in ("name", "id_number", "phone")),
            }
        case "materials":
            return {
                "rows": _rows(asking, found, refused),
                "refused": refused,
                "most": LIMITS.size // (1024 * 1024),
            }
        case "check":
            return {
                "answers": answers(asking),
                "to_mend": [each for each in found if each.lacks],
                "goes_back": asking.goes_back({each.severity for each in found}, today=today),
            }
    return {}


def _rows(asking: Asking, found: Sequence[Found], refused: Mapping[str, str]) -> tuple[pieces.Row, ...]:
    return pieces.rows(
        asking.wanted,
        dict(asking.draft.pieces),
        found=found,
        refused=dict(refused),
        accepts_promise=asking.item.accepts_promise,
    )


def _one_piece(
    request: HallRequest, code: str, only: str, read: pieces.Read, edit: Callable[[Draft], Draft]
) -> HttpResponse:
    """The one paper as it now stands, to take its place on the page."""
    asking = Asking.of(code, drafts.change(request.session, code, edit))
    told = MATERIALS in asking.draft.visited or CHECK in asking.draft.visited
    found = asking.found(now=request.now) if told else ()
    row = next((each for each in _rows(asking, found, read.refused) if each.wanted.code == only), None)
    if row is None:
        raise Refused("no_such_file")
    status = 422 if only in read.refused else 200
    context = {"row": row, "asking": asking, "action": asking.href(MATERIALS)}
    return render(request, "applicant/piece.html", context, status=status)


def _by_sms(asking: Asking, halls: list[tuple[str, str]], today: date) -> bool:
    """Whether each step is told by text message: as was said, else as the hall does it (C-16)."""
    said_so = asking.draft.who.get("told_by")
    if said_so or not halls:
        return said_so != "none"
    hall = asking.draft.who.get("hall") or halls[0][0]
    return texts.unasked(hall, asking.item.item_code, today=today)


def _halls(department: int) -> list[tuple[str, str]]:
    """Code and name of each hall that takes the department's matters in, the upper ones first."""
    open_ = {each.hall for each in people.windows_for(department) if each.state is people.WindowState.OPEN}
    halls = [each for each in people.halls() if each.id in open_]
    return [(each.unit.code, said(each.unit.name, each.unit.name_en)) for each in halls]


# -- language and large type, without losing what stands in the fields ----


def _switching(request: HallRequest) -> bool:
    return "language" in request.POST or "large" in request.POST


def _switched(request: HallRequest) -> HttpResponseRedirect | None:
    """The frame's two buttons send the step along, so that switching saves it first."""
    if not _switching(request):
        return None
    response = HttpResponseRedirect(request.path)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    if (large := request.POST.get("large")) in {"0", "1"}:
        response.set_cookie(
            "large",
            large,
            max_age=settings.SESSION_COOKIE_AGE,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


# -- sending ----


def _send(request: HallRequest, asking: Asking) -> HttpResponse:
    """Register it, once however often it is sent. What lacks is no reason to turn it away (R-078, R-096)."""
    code = asking.item.item_code
    if not request.POST.get("confirmed"):
        return _show(request, asking, CHECK, status=422, unconfirmed=True)
    if not asking.draft.who.get("name", "").strip():  # somebody must be answered
        return _show(request, asking, CHECK, status=422, nameless=True)
    demand_rate("apply", request.address, machine_now=machine_now())
    try:
        files = drafts.kept(asking.draft.pieces.items())
    except Refused:
        if _sent_before(request, code):  # a second click: the first was just quicker
            return redirect("applicant:apply_sent", code=code)
        raise
    filing = replace(
        asking.draft.filing(code, confirmed=True),
        files=files,
        channel=_channel(request),
    )
    outcome = commands.file(
        _sender(request.actor),
        filing,
        now=request.now,
        key=once_key(request),
        request=_content(asking.draft, files),
    )
    answer = outcome.answer
    weights = [each["severity"] for each in answer["findings"]]
    with visit.held(request.session):
        latest = {**(visit.recall(request.session, SENT) or {})}
        latest.pop(code, None)
        kept = {
            "number": answer["number"],
            "query_code": answer["query_code"],
            "lacking": sum(each != "hint" for each in weights),
            "goes_back": asking.goes_back(weights, today=request.now.date()),
            "by_sms": filing.told_by == "sms",
            "key": once_key(request),
        }
        visit.remember(request.session, SENT, {**latest, code: kept})
        opened.remember(request.session, answer["number"], answer["query_code"])
    drafts.discard(request.session, code)
    return redirect("applicant:apply_sent", code=code)


def _sent_before(request: HallRequest, code: str) -> bool:
    """Whether this very sending has been answered, perhaps a moment ago by another request of the same visit."""
    with visit.held(request.session):
        before = (visit.recall(request.session, SENT) or {}).get(code) or {}
    return bool(once_key(request)) and before.get("key") == once_key(request)


def _sender(actor: Actor) -> Actor:
    """Whoever works here applies in their own name like anybody else."""
    return actor if actor.kind is Kind.PERSON else NOBODY


def _channel(request: HallRequest) -> str:
    if face(request):
        return "kiosk"
    return "mobile" if "Mobi" in request.headers.get("User-Agent", "") else "web"


def _content(draft: Draft, files: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What is sent, for telling a second sending of the same from another: files by what is in them."""
    return {
        "who": dict(draft.who),
        "form": dict(draft.form),
        "pieces": {
            each: [files.get(each, {}).get("digest"), piece.absent, piece.valid_until]
            for each, piece in draft.pieces.items()
        },
    }
