"""Papers: the PDF for whom it is, and whether one is genuine for everybody."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from ninja import Path, Query, Router
from pydantic import StringConstraints

from yimen.base import clock
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.licensing import queries as licensing
from yimen.modules.papers import queries

from .problems import english, problems
from .replies import reply
from .schemas.papers import Verdict
from .schemas.words import Text

router = Router(tags=["papers"])

PaperNo = Annotated[
    Text, Path(description="The 文号, percent-encoded: 云城管受〔2026〕35号, with any brackets.")
]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{64}$")]
PDF = {
    "responses": {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}
}


@router.get(
    "/{paper_no}/verify", response={200: Verdict, **problems(404, 422, 429)}, summary="Is a paper genuine?"
)
def verify_paper(
    request: HallRequest,
    paper_no: PaperNo,
    digest: Annotated[Digest | None, Query(description="SHA-256 of the file at hand, hexadecimal.")] = None,
) -> HttpResponse:
    """Whether the paper is ours, and what ours says, so that you see if yours says otherwise.

    A number that was never issued is not genuine; one that cannot be a paper's number at all is not found.
    """
    demand_rate("verify", request.address, machine_now=clock.machine_now())
    return reply(Verdict.of(queries.verify(paper_no, digest), english=english()))


@router.get(
    "/{paper_no}",
    response={200: None, **problems(404, 422, 429)},
    summary="A paper as PDF",
    openapi_extra=PDF,
)
def read_paper(
    request: HallRequest,
    paper_no: PaperNo,
    code: Annotated[Text | None, Query(description="The query code of the paper's case.")] = None,
) -> HttpResponse:
    """The paper itself. An unknown number, a wrong code and none at all: one answer in the same words."""
    demand_rate("progress", request.address, machine_now=clock.machine_now())
    file = licensing.paper_by_code(paper_no, code or "")
    response = HttpResponse(file.content, content_type=file.type)
    response.headers["Content-Disposition"] = content_disposition_header(False, file.name) or "inline"
    response.headers["Cache-Control"] = "private, no-store"
    return response
