"""How far a case has come, for whoever has its number."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Path, Query, Router

from yimen.base import clock
from yimen.base.pages import HallRequest
from yimen.base.rates import demand_rate
from yimen.modules.licensing import queries

from .problems import english, problems
from .replies import reply
from .schemas.progress import Progress, WholeProgress
from .schemas.words import Text

router = Router(tags=["progress"])


@router.get(
    "/{path:number}",
    response={200: Progress | WholeProgress, **problems(404, 422, 429)},
    summary="How far a case has come",
)
def read_progress(
    request: HallRequest,
    number: Annotated[Text, Path(description="With hyphens or without.")],
    code: Annotated[Text | None, Query(description="The query code on the receipt.")] = None,
) -> HttpResponse:
    """With the number alone what anybody may know; with the query code steps, papers, and why the date is what it is.

    A number that is mistyped, of no case or of one that is guarded, and a wrong code: one answer in the same words.
    """
    demand_rate("progress", request.address, machine_now=clock.machine_now())
    found = queries.progress(number, code, now=request.now)
    return reply(WholeProgress.whole(found, english=english()) if found.full else Progress.of(found))
