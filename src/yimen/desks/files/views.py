"""A dossier's files, shown inside the page of whoever may see the case; to all others they do not exist."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yimen.base.pages import HallRequest
from yimen.modules.licensing import queries
from yimen.modules.licensing.queries import KeptFile
from yimen.rules.actors import Kind
from yimen.rules.numbering import CaseNumber
from yimen.rules.refused import Refused

SHOWN: Final = {"application/pdf", "image/jpeg", "image/png"}
"""What browsers show by themselves; anything else is saved."""

POLICY: Final = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A file may be framed by our own pages and may itself do nothing; browsers dress their own viewers in style."""


@require_safe
def material(request: HallRequest, number: str, n: int) -> HttpResponse:
    """A piece as it was handed in."""
    return _shown(queries.material_file(request.actor, _digits(request, number), n))


@require_safe
def record(request: HallRequest, number: str, n: int, k: int) -> HttpResponse:
    """A photo or sheet that belongs to somebody's record, of a survey for example."""
    return _shown(queries.record_file(request.actor, _digits(request, number), n, k))


@require_safe
def paper(request: HallRequest, number: str, paper_no: str) -> HttpResponse:
    """A paper of the case."""
    return _shown(queries.paper_file(request.actor, _digits(request, number), paper_no))


def _digits(request: HallRequest, number: str) -> str:
    if request.actor.kind is Kind.NOBODY:
        raise Refused("not_signed_in")
    return CaseNumber.parse(number).digits


def _shown(file: KeptFile) -> HttpResponse:
    response = HttpResponse(file.content, content_type=file.type)
    saved = file.type not in SHOWN
    response.headers["Content-Disposition"] = content_disposition_header(saved, file.name) or "attachment"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"  # the counter's computer keeps nobody's papers
    return response
