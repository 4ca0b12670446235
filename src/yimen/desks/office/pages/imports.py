"""Taking in a list: first a trial that writes nothing, with a report to act on; then the same file for good."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.base import refusals
from yimen.base.pages import HallRequest
from yimen.modules.catalogue import commands
from yimen.rules.refused import Refused

from ..access import at_the_office
from ..drawing import page

KINDS: Final = {"items": commands.import_items, "guides": commands.import_guides}
LARGEST: Final = 20 * 1024 * 1024  # bytes; what is larger is not read into memory at all


@at_the_office
@require_http_methods(["GET", "POST"])
def take_in(request: HallRequest) -> HttpResponse:
    """GET shows how; POST reads the file and reports."""
    if request.method == "GET":
        return page(request, "import", kind="items")
    kind = request.POST.get("kind", "items")
    given = request.FILES.get("file")
    told = {"kind": kind, "create": "create" in request.POST}
    if kind not in KINDS or given is None:
        answer = page(request, "import", refusal=_("Choose a file first."), **told)
        answer.status_code = 422
        return answer
    try:
        report = KINDS[kind](
            request.actor,
            given.read(LARGEST + 1),  # one byte too many is enough to be refused as too large
            dry_run="for_good" not in request.POST,
            create_departments=request.actor.division if told["create"] else None,
            now=request.now,
        )
    except Refused as refused:
        answer = page(request, "import", refusal=refusals.sentence(refused, get_language() or ""), **told)
        answer.status_code = refusals.status(refused)
        return answer
    language = get_language() or ""
    text = commands.print_report(report, language)
    return page(request, "import", report=report, text=text, name=given.name, **told)
