"""Service items: the list, one item with its versions, and what may be done with it."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimen.base import bilingual, refusals
from yimen.base.findings import sentence
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import commands, queries
from yimen.modules.people import queries as people
from yimen.rules.findings import Finding
from yimen.rules.matters import MATTERS
from yimen.rules.refused import Refused

from ..access import keeps
from ..drawing import done, form_page, page, schema
from ..item_view import anchor, changes, said
from ..words import VERSIONS

_STATES: Final = ("", "published", "draft", "retired")
_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@keeps("items")
@require_GET
def items(request: HallRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in _STATES else ""
    q = request.GET.get("q", "").strip()
    found = queries.office_items(request.actor, q, state=state, after=request.GET.get("after"))
    words = (_("All"), _("In force"), _("Drafts"), _("Retired"))
    tabs = [(each, _address(name, q), None) for name, each in zip(_STATES, words, strict=True)]
    return page(request, "items", found=found, q=q, state=state, tabs=tabs, current=_address(state, q))


def _address(state: str, q: str) -> str:
    return reverse(
        "office:items", query={name: value for name, value in (("state", state), ("q", q)) if value}
    )


@keeps("items")
@require_GET
def item(request: HallRequest, code: str) -> HttpResponse:
    return _item(request, code)


def _item(request: HallRequest, code: str, refused: Refused | None = None) -> HttpResponse:
    """One item: what it says, what its draft says otherwise and lacks, its history, and how people find it."""
    found = queries.office_item(request.actor, code, now=request.now)
    departments = people.departments()
    sections = said(found.latest, departments)
    kind = MATTERS.get(found.latest.get("kind", ""))
    return page(
        request,
        "item",
        refusals.status(refused) if refused else 200,
        refusal=refusals.sentence(refused, get_language() or "") if refused else "",
        item=found,
        shown=found.latest,
        kind=bilingual.said(kind.zh, kind.en) if kind else "",
        sections=sections,
        changes=changes(said(found.in_force, departments), sections)
        if found.in_force and found.draft
        else (),
        problems=_in_words(code, found.problems),
        versions=[(each, VERSIONS[each.state], _waits(each, request)) for each in found.versions],
        themes=_themes(found),
        synonyms="\n".join(found.synonyms),
        today=request.now.date(),
    )


def _waits(version: queries.VersionCard, request: HallRequest) -> bool:
    begins = version.effective_from
    return version.state == "published" and begins is not None and begins > request.now.date()


def _themes(found: queries.OfficeItem) -> list[tuple[str, str, bool]]:
    """Every theme there is, and whether the item stands under it."""
    known = {each.name: bilingual.told(each, "name") for each in queries.themes()}
    known |= {name: name for name in found.categories if name not in known}
    return [(name, words, name in found.categories) for name, words in known.items()]


def _in_words(code: str, problems: tuple[Finding, ...]) -> list[dict[str, str]]:
    """What keeps a draft from being published, in words, each with a way to where it is put right."""
    rows = []
    edit = reverse("office:item-edit", args=[code])
    for each in problems:
        text, remedy = sentence(each, get_language() or "")
        to = anchor(each.field or "")
        rows.append(
            {"text": text, "remedy": remedy, "severity": "blocking", "href": f"{edit}{to}" if to else ""}
        )
    return rows


@keeps("items")
@require_http_methods(["GET", "POST"])
def new(request: HallRequest) -> HttpResponse:
    """Begin an item; what its guide must say is asked on the next page."""
    asked = schema(
        "new_item", department={each.code: bilingual.told(each, "name") for each in people.departments()}
    )

    def act(values: dict[str, str]) -> HttpResponse:
        told = {"name": values["name"], "track": values["track"]}
        code = commands.draft(request.actor, values["code"], values["department"], told, now=request.now)
        return done(request, _("The draft is begun."), reverse("office:item-edit", args=[code]))

    return form_page(
        request,
        asked,
        {"track": "committed"},
        act,
        title=_("New item"),
        lead=_("It begins as a draft. What the guide must say is asked on the next page."),
        back=reverse("office:items"),
        action=_("Begin the draft"),
    )


@keeps("items")
@require_POST
def act(request: HallRequest, code: str, what: str) -> HttpResponse:
    """Publish, discard, retire, or say how people find it. What a rule refuses is said on the item's own page."""
    try:
        return _act(request, code, what)
    except Refused as refused:
        if refusals.status(refused) == HTTPStatus.NOT_FOUND:
            raise
        return _item(request, code, refused)


def _act(request: HallRequest, code: str, what: str) -> HttpResponse:
    here = reverse("office:item", args=[code])
    match what:
        case "publish":
            return _publish(request, code, here)
        case "discard":
            commands.discard(request.actor, code, now=request.now)
            return done(request, _("The draft is dropped."), reverse("office:items"))
        case "retire":
            commands.retire(request.actor, code, now=request.now)
            return done(request, _("Retired. Open cases run out under their version."), here)
        case "describe":
            words = request.POST.get("synonyms", "").splitlines()
            themes = [*request.POST.getlist("theme"), *request.POST.get("new_theme", "").split("、")]
            commands.describe(request.actor, code, synonyms=words, categories=themes, now=request.now)
            return done(request, _("Saved. Search finds it by these words from now on."), here)
    raise Refused("not_permitted")


def _publish(request: HallRequest, code: str, here: str) -> HttpResponse:
    begins = _day(request.POST.get("effective_from"))
    commands.publish(request.actor, code, effective_from=begins, now=request.now)
    if begins is not None and begins > request.now.date():
        return done(request, _("Published. It comes into force on its day."), here)
    return done(request, _("Published. New cases begin under this version."), here)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("malformed") from None


@keeps("items")
@require_GET
def online(request: HallRequest) -> HttpResponse:
    """How many items can be begun online, and why the others cannot (R-043)."""
    return page(request, "online", report=queries.online_report(), title=pgettext("office", "Online items"))


@keeps("items")
@require_GET
def workbook(request: HallRequest) -> HttpResponse:
    """All items as an Excel file that can be changed and imported again, or the empty template."""
    template = "template" in request.GET
    answer = HttpResponse(queries.workbook(request.actor, template=template), content_type=_EXCEL)
    name = "items-template.xlsx" if template else f"items-{request.now:%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
