"""A case beside its dossier: on the left what is asked of the reader, on the right all it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.base import entered_late, refusals, uploads
from yimen.base.answers import answers
from yimen.base.dossiers import shelf, story
from yimen.base.forms import Fault, parse, sentence, validate
from yimen.base.pages import HallRequest, once_key
from yimen.gateways import storage
from yimen.modules.cases.commands import OnPaper
from yimen.modules.licensing import commands, queries
from yimen.modules.licensing.queries import DossierView, Picture
from yimen.modules.people import queries as people
from yimen.modules.people.queries import LetterCard
from yimen.rules.actors import Power
from yimen.rules.outages import ON_PAPER
from yimen.rules.permits import POSTS
from yimen.rules.refused import Refused

from .acts import ACTS, DONE, RECORDED, About, Act, extension_words
from .nav import desk
from .seat import digits, seated
from .work import Work, work

KEPT: Final = signing.Signer(salt="department.files")


@dataclass
class Filled:
    """A form as somebody filled it in, and what came of it."""

    act: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    refused: str = ""  # why it was refused, in words
    picture: Picture | None = None  # what it would make of the case; confirmed next
    status: int = 200


@seated
@require_safe
def case(request: HallRequest, number: str) -> HttpResponse:
    """The page, or by htmx one side of it."""
    return _page(request, _view(request, number), Filled(act=request.GET.get("do", "")))


@seated
@require_POST
def act(request: HallRequest, number: str, name: str) -> HttpResponse:
    """One act. What is refused comes back as it was filled in, beside the case as it stands now."""
    view = _view(request, number)
    n = request.POST.get("task", "")
    task = {"task": int(n)} if n.isdecimal() else {}
    if name == "take_task":
        return _do(request, view, Filled(), name, task)
    if name not in ACTS:
        raise Http404
    told = ACTS[name]
    if task and task["task"] not in {each.n for each in view.card.tasks}:
        return _refused(request, view, Filled(name), Refused("no_such_task", **task))
    filled = _filled(request, told, _about(request, view, name))
    if filled.faults or filled.refused:
        filled.status = 422
        return _page(request, view, filled)
    if "change" in request.POST:
        return _page(request, view, filled)
    facts = {**told.facts(filled.values), **task}
    if filled.files:
        facts["files"] = filled.files
    if told.weighed and "sure" not in request.POST:
        return _weighed(request, view, filled, facts)
    return _do(request, view, filled, name, facts)


def _view(request: HallRequest, number: str) -> DossierView:
    return queries.dossier(request.actor, digits(number), now=request.now)


def _about(request: HallRequest, view: DossierView, act: str) -> About:
    asked = request.POST if request.method == "POST" else request.GET
    task = work(request.actor, view, asked, today=request.now.date()).task
    able: tuple[people.StaffCard, ...] = ()
    if act == "hand_over_task" and task is not None:
        roles = POSTS.get(task.post or "")
        able = people.colleagues(request.actor, today=request.now.date(), roles=roles)
        if task.staff not in {
            None,
            request.actor.id,
        }:  # an absent colleague's step may become the reader's own
            me = people.account(request.actor.id)
            able = (*((me,) if me else ()), *(each for each in able if each.id != task.staff))
    return About(view, task, able, request.actor.name, request.now.date().isoformat())


# -- what was filled in ----


def _filled(request: HallRequest, told: Act, about: About) -> Filled:
    schema = told.schema(about)
    filled = Filled(told.name, parse(schema, request.POST))
    filled.faults = list(validate(schema, filled.values))
    for word in request.POST.getlist("kept"):
        try:
            filled.files.append(KEPT.unsign_object(word))
        except signing.BadSignature:
            raise Refused("malformed") from None
    try:
        filled.files += [_keep(each) for each in request.FILES.getlist("files")]
    except Refused as refused:
        filled.refused = refusals.sentence(refused, get_language() or "")
    return filled


def _keep(file: UploadedFile[Any]) -> dict[str, Any]:
    """A photo or sheet, looked at and kept: chosen once, it need not be chosen again if something else is refused."""
    found = uploads.examined(file.name or "", file.read())
    digest = storage.in_use().keep(found.content)
    return {"digest": digest, "name": found.name, "size": found.size, "type": found.kind.media_type}


# -- what comes of it ----


def _weighed(request: HallRequest, view: DossierView, filled: Filled, facts: dict[str, Any]) -> HttpResponse:
    """The picture first: what the act would make of the dates. Nothing is written yet."""
    try:
        filled.picture = queries.picture(request.actor, view.card.digits, filled.act, facts, now=request.now)
    except Refused as refused:
        return _refused(request, view, filled, refused)
    return _page(request, view, filled)


def _do(
    request: HallRequest, view: DossierView, filled: Filled, name: str, facts: dict[str, Any]
) -> HttpResponse:
    number = view.card.digits
    try:
        said = entered_late.told(request.POST)
        late = OnPaper(*said) if said else None
        sent = {**facts, "late": [late.happened_at.isoformat(), late.reason]} if late else facts
        commands.act(
            request.actor,
            number,
            name,
            facts,
            now=request.now,
            key=once_key(request),
            request=sent,
            late=late,
        )
    except Refused as refused:
        return _refused(request, view, filled, refused)
    messages.success(request, _(DONE[name]))
    return redirect("department:case", number=view.card.number)


def _refused(request: HallRequest, view: DossierView, filled: Filled, refused: Refused) -> HttpResponse:
    """The form as it was, the reason above it, and the case as it stands now: somebody else may have moved it."""
    filled.refused = refusals.sentence(refused, get_language() or "")
    filled.status = refusals.status(refused)
    return _page(request, _view(request, view.card.number), filled)


# -- the page ----


def _page(request: HallRequest, view: DossierView, filled: Filled) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    left = work(request.actor, view, asked, today=request.now.date())
    open_act = left.shown(filled.act)
    context: dict[str, Any] = {
        "view": view,
        "work": left,
        "filled": filled,
        "today": request.now.date(),
        "shelf": shelf(view, request.GET.get("show", "")),
        "posted": _posted(request),
    }
    if open_act:
        context |= _form(request, view, left, ACTS[open_act], filled)
    part = {"work": "#work", "shelf": "#shelf"}.get((request.htmx and request.htmx.target) or "")
    if part is None:
        context |= {
            "desk": desk(request),
            "answers": answers(view.item.form, view.form),
            "story": story(view.lines, view.staff),
            "notes": [each for each in view.lines if each.act == "note"],
        }
    return render(request, f"department/case.html{part or ''}", context, status=filled.status)


def _form(request: HallRequest, view: DossierView, left: Work, told: Act, filled: Filled) -> dict[str, Any]:
    about = _about(request, view, told.name)
    schema = told.schema(about)
    fresh = filled.act != told.name or request.method != "POST"
    faults = [] if fresh else filled.faults
    written = [
        {"field": each.field, "severity": "blocking", "text": sentence(schema, each)} for each in faults
    ]
    return {
        "act": told,
        "schema": schema,
        "values": told.start(about) if fresh else filled.values,
        "findings": written,
        "errors": [(f"form.{each['field']}", each["text"]) for each in written],
        "with_files": told.name == "finish_task" and left.task is not None and left.task.what in RECORDED,
        "kept": [(each, KEPT.sign_object(each)) for each in filled.files],
        "posted": [
            (name, value) for name, many in request.POST.lists() if name.startswith("form.") for value in many
        ],
        "extension_words": extension_words(view),
        "may_be_late": told.name in ON_PAPER and not told.weighed,
        **(_letters(request, view, left) if told.name in {"grant", "refuse", "return"} else {}),
    }


def _letters(request: HallRequest, view: DossierView, left: Work) -> dict[str, Any]:
    """The letter under which the reader decides; where there is none, who holds one (R-011)."""
    on, item = request.now.date(), view.item.item_code
    cards = people.letters(department=view.item.department)

    def covers(card: LetterCard) -> bool:
        return (
            card.valid_on(on) and Power.DECIDE in card.powers and (card.items is None or item in card.items)
        )

    held = left.letter
    return {
        "letter": next((each for each in cards if held and each.number == held.number), None),
        "holders": [each for each in cards if covers(each) and each.holder != request.actor.id],
        "lapsed": [each for each in cards if each.holder == request.actor.id and not covers(each)],
    }


def _posted(request: HallRequest) -> list[tuple[str, str]]:
    """What was written into the form, as it came."""
    fields = [(name, many) for name, many in request.POST.lists() if name.startswith("form.")]
    return [(name, value) for name, many in fields for value in many if value.strip()]
