"""Taking in a list: a trial that writes nothing, with a report to act on; then the same file for good."""

from __future__ import annotations

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.base import refusals
from yimen.base.pages import HallRequest
from yimen.base.uploads import plain_name
from yimen.gateways.storage import waiting
from yimen.modules.catalogue import commands
from yimen.modules.catalogue.commands import Report
from yimen.modules.people import queries as people
from yimen.rules.refused import Refused

from ..access import keeps
from ..drawing import page

_TAKERS: Final = {"items": commands.import_items, "guides": commands.import_guides}
_LARGEST: Final = 20 * 1024 * 1024  # bytes; one more is read, and that is refused as too large
_MOST: Final = 200  # kinds of trouble shown of each sort; a list with more of them is better corrected first


@keeps("items")
@require_http_methods(["GET", "POST"])
def take_in(request: HallRequest) -> HttpResponse:
    """A file is tried first. The trial keeps it aside, so that it can be taken in for good without choosing it again."""
    if request.method == "GET":
        return page(request, "import", kind="items", create=True)
    kind = request.POST.get("kind")
    told: dict[str, Any] = {"kind": kind if kind in _TAKERS else "items", "create": "create" in request.POST}
    given = request.FILES.get("file")
    try:
        return _trial(request, told, given) if isinstance(given, UploadedFile) else _for_good(request, told)
    except Refused as refused:
        said = refusals.sentence(refused, get_language() or "")
        return page(request, "import", refusals.status(refused), refusal=said, **told)


def _trial(request: HallRequest, told: dict[str, Any], given: UploadedFile[Any]) -> HttpResponse:
    content = given.read(_LARGEST + 1)
    report = _run(request, told, content, dry_run=True)
    token = waiting.in_use().put(content) if report.created or report.updated else ""
    return _shown(request, report, told, name=plain_name(given.name or ""), token=token)


def _for_good(request: HallRequest, told: dict[str, Any]) -> HttpResponse:
    token, name = request.POST.get("token", ""), plain_name(request.POST.get("name", ""))
    if not token:
        raise Refused("file_not_chosen")
    content = waiting.in_use().read(token)
    if content is None:
        raise Refused("draft_files_gone", name=name)
    report = _run(request, told, content, dry_run=False)
    waiting.in_use().drop(token)
    return _shown(request, report, told, name=name)


def _run(request: HallRequest, told: dict[str, Any], content: bytes, *, dry_run: bool) -> Report:
    seat = people.unit(request.actor.unit)
    return _TAKERS[told["kind"]](
        request.actor,
        content,
        dry_run=dry_run,
        create_departments=seat.division if seat and told["create"] else None,
        now=request.now,
    )


def _shown(
    request: HallRequest, report: Report, told: dict[str, Any], *, name: str, token: str = ""
) -> HttpResponse:
    language = get_language() or ""
    parts = (
        ("bad", _("These rows were not taken in"), commands.grouped(report.kept_out, language)),
        (
            "wait",
            _("This was left out; the rest of the row goes in"),
            commands.grouped(report.left_out, language),
        ),
        ("ink", _("Worth a look"), commands.grouped(report.noted, language)),
    )
    return page(
        request,
        "import",
        report=report,
        parts=[(tone, title, found[:_MOST], len(found[_MOST:])) for tone, title, found in parts if found],
        name=name,
        token=token,
        drafts=f"{reverse('office:items')}?state=draft",
        **told,
    )
